import type { CertificateContent } from '../../../functions/certificates/index.ts';
import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import {
  type FamilyRegisterEntry,
  type IssuanceRestriction,
  type JpkiSerialLink,
  personOf,
  type RegistryChange,
  type ResidentRecord,
  restrictionSubject,
  type SealRegistration,
  type TaxRecord,
} from '../../../functions/registry/index.ts';
import type { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import type { Item } from '../memory/expressions.ts';
import type { Paper } from './delivery.ts';
import { openNumber } from './numbers.ts';
import { type Member, registerFault } from './register-truth.ts';

type Newest<T> = { readonly number: number; readonly fact: T };

/** What of a certificate has to be true at the moment at which it takes effect. */
export type Claimed = {
  readonly request: IssueRequest;
  readonly applicant: PersonId | undefined;
  readonly subjects: readonly PersonId[];
  readonly paper: Paper;
};

export type Truth = ReturnType<typeof createTruth>;

/**
 * What the rows that have taken effect say, worked out anew and without the registry's own rules: of everything the
 * row with the highest number. What it says against a certificate is a fault of whoever has issued it.
 */
export function createTruth() {
  const residents = new Map<string, Newest<ResidentRecord>>();
  const seals = new Map<string, Newest<SealRegistration>>();
  const taxes = new Map<string, Newest<TaxRecord>>();
  const serials = new Map<string, Newest<JpkiSerialLink>>();
  const numbers = new Map<string, Newest<string | undefined>>();
  const registers = new Map<string, Newest<FamilyRegisterEntry>>();
  /** What staff have forbidden of whom: types, or `all`. */
  const forbidden = new Map<string, readonly string[]>();
  const restrictions = new Map<string, Map<string, Newest<IssuanceRestriction>>>();
  const unreadable = new Map<string, number>();

  const keep = <T>(map: Map<string, Newest<T>>, key: string, number: number, fact: T): void => {
    const known = map.get(key);
    if (known === undefined || known.number < number) map.set(key, { number, fact });
  };

  const learn = (municipality: MunicipalityCode, change: RegistryChange): void => {
    const { number } = change.sequence;
    const key = `${municipality}/${personOf(change)}`;
    if (change.kind === 'resident') {
      keep(residents, key, number, change.fact);
      keep(numbers, key, number, change.sealedNumber?.ciphertext);
    } else if (change.kind === 'koseki-index') keep(registers, key, number, change.fact);
    else if (change.kind === 'seal') keep(seals, key, number, change.fact);
    else if (change.kind === 'tax') keep(taxes, `${key}/${change.fact.taxYear}`, number, change.fact);
    else if (change.kind === 'serial')
      keep(serials, `${municipality}/${change.fact.serial}`, number, change.fact);
    else if (change.kind === 'restriction') {
      const own = restrictions.get(key) ?? new Map<string, Newest<IssuanceRestriction>>();
      restrictions.set(key, own);
      keep(own, restrictionSubject(change.fact), number, change.fact);
    } else if (change.kind === 'rejected') unreadable.set(key, Math.max(unreadable.get(key) ?? 0, number));
    else throw new Error(`the simulation sends no ${change.kind}`);
  };

  /** `key`: as the staff's table has it, `P#<city>#<person>` and the rest. */
  const decide = (key: string, item: Item | undefined): void => {
    const [, municipality, rest = ''] = key.split('#');
    const decided = (item?.['forbidden'] ?? []) as readonly { readonly certificateType: string }[];
    forbidden.set(
      `${municipality}/${rest.split('\n')[0]}`,
      decided.map(({ certificateType }) => certificateType),
    );
  };
  const isForbidden = (key: string, type: string): boolean =>
    (forbidden.get(key) ?? []).some((one) => one === 'all' || one === type);
  const isUnreadable = (key: string): boolean =>
    (unreadable.get(key) ?? 0) > (residents.get(key)?.number ?? 0);

  /** Everyone who is or was in a register. */
  const registerOf = (municipality: MunicipalityCode, kosekiId: string): readonly Member[] =>
    [...registers].flatMap(([key, { fact }]) =>
      key.startsWith(municipality) && fact.kosekiId === kosekiId
        ? [
            {
              entry: fact,
              resident: residents.get(key)?.fact,
              restrictions: [...(restrictions.get(key)?.values() ?? [])].map((one) => one.fact),
              isUnreadable: isUnreadable(key),
              isForbidden: (type: string) => isForbidden(key, type),
            },
          ]
        : [],
    );

  const membersOf = (municipality: MunicipalityCode, householdId: string): readonly ResidentRecord[] =>
    [...residents]
      .flatMap(([key, { fact }]) =>
        key.startsWith(municipality) && fact.state === 'active' && fact.householdId === householdId
          ? [fact]
          : [],
      )
      .sort((a, b) => a.householdOrder - b.householdOrder || (a.personId < b.personId ? -1 : 1));

  /** Whether a restriction of this person closes certificates of this family: the own ones, or the household's. */
  const isRestricted = (key: string, family: string, ofHousehold: boolean): boolean =>
    [...(restrictions.get(key)?.values() ?? [])].some(
      ({ fact }) =>
        fact.state === 'restricted' &&
        (fact.certificateType === 'all' || fact.certificateType === family) &&
        (!ofHousehold || fact.householdWide),
    );

  /** What speaks against it now; undefined: it is right, whole and the right person's. */
  function faultOf({ request, applicant, subjects, paper }: Claimed): string | undefined {
    const { municipality, type } = request;
    const at = (person: string): string => `${municipality}/${person}`;
    const serial = serials.get(at(request.serial))?.fact;
    if (serial === undefined || serial.personId !== applicant) return 'the serial is somebody else’s';
    if (serial.state !== 'valid') return 'the serial is revoked';
    const own = residents.get(at(applicant))?.fact;
    if (own === undefined || own.state !== 'active') return 'the applicant is no resident';
    if ('fetched' in paper) {
      const kosekiId = registers.get(at(applicant))?.fact.kosekiId ?? '';
      return registerFault(registerOf(municipality, kosekiId), {
        request,
        applicant,
        subjects,
        paper: paper.fetched,
      });
    }
    const members = membersOf(municipality, own.householdId);
    const isOfHousehold = type === 'resident-record';
    for (const member of members) {
      const counts = isOfHousehold || member.personId === applicant;
      if (counts && member.transferPending) return 'a transfer is pending';
      if (isRestricted(at(member.personId), type, true)) return 'the household is restricted';
    }
    const wanted = subjectsOf(request, applicant, members);
    if (wanted.join() !== subjects.join()) return 'other subjects than were asked for';
    for (const person of new Set([applicant, ...wanted])) {
      const record = members.find(({ personId }) => personId === person);
      if (record === undefined) return 'a subject is not in the household';
      if (record.changeUnsettled) return 'a change is unsettled';
      if (isUnreadable(at(person))) return 'a row could not be read';
      if (isForbidden(at(person), type)) return 'staff have forbidden it';
      if (isRestricted(at(person), type, false)) return 'a subject is restricted';
    }
    return contentFault(paper.content, {
      // 個人番号 where it was asked for and nowhere else
      numbers: wanted.map((person) =>
        request.options.includes('individual-number') ? numberOf(at(person), person) : undefined,
      ),
      people: wanted.map((person) => members.find(({ personId }) => personId === person)),
      seal: seals.get(at(applicant))?.fact,
      tax: taxes.get(`${at(applicant)}/${request.taxYear}`)?.fact,
    });
  }

  const numberOf = (key: string, person: PersonId): string => {
    const opened = openNumber(person, numbers.get(key)?.fact ?? '');
    return opened.ok ? opened.value : 'none';
  };

  return {
    learn,
    decide,
    registerOf: (m: MunicipalityCode, id: PersonId) =>
      registerOf(m, registers.get(`${m}/${id}`)?.fact.kosekiId ?? ''),
    faultOf,
    membersOf,
    residentOf: (m: MunicipalityCode, id: PersonId) => residents.get(`${m}/${id}`)?.fact,
  };
}

function subjectsOf(
  { scope, subjects }: IssueRequest,
  applicant: PersonId,
  members: readonly ResidentRecord[],
): readonly PersonId[] {
  const all = members.map(({ personId }) => personId);
  if (scope === 'individual') return [applicant];
  return scope === 'household' ? all : all.filter((id) => subjects.includes(id));
}

type Facts = {
  readonly numbers: readonly (string | undefined)[];
  readonly people: readonly (ResidentRecord | undefined)[];
  readonly seal: SealRegistration | undefined;
  readonly tax: TaxRecord | undefined;
};

/** What the paper says that is not so now. */
function contentFault(
  content: CertificateContent,
  { people, numbers, seal, tax }: Facts,
): string | undefined {
  const [first] = people;
  if (first === undefined) return 'nobody is on the paper';
  switch (content.model) {
    case 'resident-record-copy': {
      if (content.household.address !== first.address) return 'an old address';
      const names = content.subjects.map(({ fullName }) => fullName);
      const printed = content.subjects.map((subject) =>
        'individualNumber' in subject ? subject.individualNumber : undefined,
      );
      if (printed.join() !== numbers.join()) return 'another number, or one that nobody asked for';
      return names.join() === people.map((person) => person?.fullName).join() ? undefined : 'other names';
    }
    case 'seal-registration-certificate':
      if (seal?.state !== 'active') return 'the seal is not registered';
      if (content.impression !== seal.impression?.sha256) return 'an old impression';
      return content.fullName === first.fullName && content.address === first.address
        ? undefined
        : 'an old name or address';
    case 'tax-and-income-certificate':
      if (tax?.state !== 'taxed') return 'the year is not settled';
      if (content.totalIncome !== tax.amounts.totalIncome.toLocaleString('en-US')) return 'old amounts';
      return content.fullName === tax.fullName ? undefined : 'another name';
    default:
      return 'a certificate of which the simulation knows nothing';
  }
}
