import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import type {
  FamilyRegisterEntry,
  IssuanceRestriction,
  ResidentRecord,
} from '../../../functions/registry/index.ts';
import type { PersonId } from '../../../functions/shared/ids.ts';
import type { KosekiPaper } from './delivery.ts';

/** What is so of somebody in a 戸籍 now. */
export type Member = {
  readonly entry: FamilyRegisterEntry;
  readonly resident: ResidentRecord | undefined;
  readonly restrictions: readonly IssuanceRestriction[];
  readonly isUnreadable: boolean;
  readonly isForbidden: (type: string) => boolean;
};

type Claimed = {
  readonly request: IssueRequest;
  readonly applicant: PersonId;
  readonly subjects: readonly PersonId[];
  readonly paper: KosekiPaper;
};

const KINDS: Readonly<Record<string, readonly [everyone: string, named: string]>> = {
  'family-register': ['family-register-full', 'family-register-individual'],
  'family-register-supplement': ['supplement-full', 'supplement-partial'],
};

/** What speaks now against a paper about this register: of anybody in it, of those on it, or in its own words. */
export function registerFault(
  members: readonly Member[],
  { request, applicant, subjects, paper }: Claimed,
): string | undefined {
  const { type, scope } = request;
  const own = members.find(({ entry }) => entry.personId === applicant);
  if (own?.entry.state !== 'enrolled') return 'the applicant is not in the register';
  for (const { entry, resident, restrictions, isUnreadable } of members) {
    const inForce = restrictions.filter(({ state }) => state === 'restricted');
    if (inForce.some(({ kind }) => kind === 'protection')) return 'somebody in the register is protected';
    if (entry.notificationPending) return 'a notification is being processed';
    if (entry.state === 'enrolled' && resident?.state === 'deceased')
      return 'a death is not in the register yet';
    if (isUnreadable) return 'a row could not be read';
  }
  const enrolled = members
    .filter(({ entry }) => entry.state === 'enrolled')
    .map(({ entry }) => entry.personId);
  const wanted =
    scope === 'individual'
      ? [applicant]
      : enrolled.filter((id) => scope === 'household' || request.subjects.includes(id));
  if (wanted.toSorted().join() !== [...subjects].sort().join()) return 'other subjects than were asked for';
  const isNamed = ({ entry }: Member): boolean => wanted.includes(entry.personId);
  const shown = members.filter((one) => one === own || isNamed(one) || scope === 'household');
  for (const one of shown) {
    const { resident, restrictions } = one;
    const isRestricted = restrictions.some(
      ({ state, certificateType }) =>
        state === 'restricted' && (certificateType === 'all' || certificateType === type),
    );
    if (isRestricted) return 'somebody on it is restricted';
    const counts = one === own || type === 'family-register-supplement';
    if (resident?.changeUnsettled === true && counts) return 'a change is unsettled';
    if ((one === own || isNamed(one)) && one.isForbidden(type)) return 'staff have forbidden it';
  }
  const [everyone, named] = KINDS[type] ?? [];
  if (paper.kind !== (scope === 'household' ? everyone : named)) return 'another kind of paper';
  if (paper.municipality !== request.municipality || paper.kosekiId !== own.entry.kosekiId)
    return 'another register’s paper';
  const names = members
    .filter((one) => scope === 'household' || isNamed(one))
    .map(({ resident }) => resident?.fullName);
  return names.toSorted().join() === paper.names.toSorted().join() ? undefined : 'other names';
}
