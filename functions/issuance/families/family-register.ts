import type { KnownKoseki } from '../../eligibility/index.ts';
import type { ExpectedIdentity, KosekiCertificateKind, KosekiOption } from '../../koseki/index.ts';
import type { PersonId } from '../../shared/ids.ts';
import { err, ok } from '../../shared/result.ts';
import type { HouseholdScope } from '../contract.ts';
import { type Asked, type FetchedFamily, offerUnless, withoutYear } from './family.ts';

/** Whether the paper is about everyone in the register, or about people who are named one by one. */
type Kinds = { readonly everyone: KosekiCertificateKind; readonly named: KosekiCertificateKind };

const kindFor = ({ everyone, named }: Kinds, scope: HouseholdScope): KosekiCertificateKind =>
  scope === 'household' ? everyone : named;

/** A family whose papers the koseki system draws. Who may have one is judged by the rules of the register's circle. */
const fetchedAs = (kinds: Kinds): FetchedFamily => ({
  paper: 'fetched',
  wanted: () => ({}),
  isSetUp: () => true,
  offer: () => offerUnless([]),
  judge: (_, asked) => withoutYear(asked),
  question({ subjects, own, koseki }, { scope, options }) {
    const entry = own.gate?.koseki;
    const members = koseki?.members;
    const named = subjects.flatMap((id) => members?.get(id)?.entry.kosekiPersonKey ?? []);
    if (entry === undefined || members === undefined || named.length !== subjects.length)
      return err([{ code: 'ISS-1235' }]);
    const isOfEveryone = scope === 'household';
    const expected = expectedOf(members, own.personId, isOfEveryone ? [own.personId] : subjects);
    return ok({
      kosekiId: entry.kosekiId,
      kosekiPersonKey: entry.kosekiPersonKey,
      kind: kindFor(kinds, scope),
      subjects: isOfEveryone ? [] : named,
      options: options.filter(isKosekiOption),
      ...(expected === undefined ? {} : { expected }),
    });
  },
});

const isKosekiOption = (option: Asked['options'][number]): option is KosekiOption =>
  option === 'domicile' || option === 'overseas-voter';

type Members = NonNullable<KnownKoseki['members']>;

/**
 * What the paper must say, by the records of residents: everyone in a register has its 本籍 and 筆頭者, so that any
 * resident's will do; names are those of the subjects. Undefined where one of them is not known here.
 */
function expectedOf(
  members: Members,
  applicant: PersonId,
  subjects: readonly PersonId[],
): ExpectedIdentity | undefined {
  const residents = [applicant, ...members.keys()].flatMap((id) => {
    const { resident, entry } = members.get(id) ?? {};
    return resident?.state === 'active' && entry?.state === 'enrolled' ? [resident] : [];
  });
  const { registeredDomicile, familyRegisterHead } = residents[0] ?? {};
  const fullNames = subjects.flatMap(
    (id) => residents.find(({ personId }) => personId === id)?.fullName ?? [],
  );
  if (registeredDomicile === undefined || familyRegisterHead === undefined) return undefined;
  return fullNames.length === subjects.length
    ? { registeredDomicile, familyRegisterHead, fullNames }
    : undefined;
}

/** 戸籍: 全部事項証明書 and 個人事項証明書, of a current register. */
export const FAMILY_REGISTER = fetchedAs({
  everyone: 'family-register-full',
  named: 'family-register-individual',
});

/** 戸籍の附票の写し: 全部 and 一部. */
export const FAMILY_REGISTER_SUPPLEMENT = fetchedAs({
  everyone: 'supplement-full',
  named: 'supplement-partial',
});
