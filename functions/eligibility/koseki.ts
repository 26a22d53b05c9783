import { isExempt, isForbidden } from '../decisions/index.ts';
import type { IssuanceRestriction } from '../registry/index.ts';
import type { CertificateFamily, CertificateType } from '../shared/certificate-types.ts';
import type { PersonId } from '../shared/ids.ts';
import type { LocalDate } from '../shared/time.ts';
import {
  applies,
  chooseSubjects,
  decisionsOf,
  distinct,
  type Judgement,
  judgeAge,
  judgeChoices,
  judgeConditions,
  judgeSerial,
  type Known,
  type Reason,
  restrictionCode,
  type TypeConditions,
  type Wish,
} from './eligibility.ts';
import type { KnownKoseki } from './known-koseki.ts';
import type { KnownPerson } from './known-person.ts';

type Members = NonNullable<KnownKoseki['members']>;

/**
 * Over it a certificate is refused: the commit checks of each the gate, the key and what staff have decided, within one
 * transaction of 100.
 */
export const MAXIMUM_REGISTER = 30;

const NOTHING: KnownKoseki = {
  registration: undefined,
  registered: undefined,
  isContested: false,
  holder: undefined,
  identities: [],
  members: undefined,
};

/**
 * May a certificate of the applicant's 戸籍, or of its 附票, be issued now? Only to who is 在籍 in a current register. What
 * closes one member closes the register for everyone in it, whatever their households.
 */
export function judgeKoseki(
  wish: Wish,
  known: Known,
  conditions: TypeConditions,
  today: LocalDate,
): Judgement {
  const koseki = known.koseki ?? NOTHING;
  const { holder, identities, members } = koseki;
  const reasons: Reason[] = [...judgeConditions(conditions), ...judgeHolder(known, koseki, today)];
  if (holder === undefined) return { subjects: [], reasons };
  const [person] = identities;
  // Of a non-resident the approval vouches for the age: the city compares the application with the 戸籍 (ADR 0071).
  const isExcused = person !== undefined && isExempt(decisionsOf(person), today);
  if (person?.resident !== undefined && !isExcused)
    reasons.push(...judgeAge(person.resident, conditions.minimumAge, today));
  const own = members?.get(holder);
  if (members === undefined || own === undefined) {
    const isMarked = identities.some(({ closedFamilies }) => closedFamilies.has(conditions.family));
    reasons.push({ code: members === undefined ? 'ISS-1231' : 'ISS-1235' });
    if (isMarked) reasons.push({ code: 'ISS-1209' });
    return { subjects: [holder], reasons: distinct(reasons) };
  }
  if (members.size > MAXIMUM_REGISTER)
    return { subjects: [holder], reasons: distinct([...reasons, { code: 'ISS-1234' }]) };
  const choice = chooseSubjects(wish, holder, circleFor(wish, members, holder));
  reasons.push(
    ...judgeChoices(wish, conditions),
    ...choice.reasons,
    ...(own.entry.state === 'enrolled' ? [] : [{ code: 'ISS-1232' } as const]),
    ...judgeRegister(members, conditions.family, today),
    ...judgeIdentities(identities, conditions.family, today),
    ...judgeDecisions(identities, choice.subjects, members, conditions.type, today),
    ...judgeShown(shownBy(wish, members, [holder, ...choice.subjects]), members, conditions.family, today),
  );
  return { subjects: choice.subjects, reasons: distinct(reasons) };
}

/**
 * Whose the serial is. A resident needs no 本籍地利用登録; whoever is none does, in force today. Death and 職権消除 are
 * for the counter, registered or not.
 */
function judgeHolder({ serial }: Known, koseki: KnownKoseki, today: LocalDate): Reason[] {
  const { registration, registered, isContested, holder, identities } = koseki;
  if (isContested || (serial === undefined && registration === undefined)) return [{ code: 'ISS-1101' }];
  // The certificate itself may have ended, whatever was approved for it.
  const reasons = serial === undefined ? [] : judgeSerial(serial, today);
  const isApproved = registration?.state === 'approved';
  if (serial !== undefined && isApproved && registered !== serial.personId)
    reasons.push({ code: 'ISS-1107' });
  const resident = identities[0]?.resident;
  if (resident?.state === 'active' && serial !== undefined) return reasons;
  if (resident?.state === 'deceased') reasons.push({ code: 'ISS-1202' });
  if (resident?.state === 'removed') reasons.push({ code: 'ISS-1203' });
  if (registration === undefined)
    reasons.push({ code: resident?.state === 'moved-out' ? 'ISS-1201' : 'ISS-1104' });
  else if (!isApproved) reasons.push({ code: 'ISS-1105' });
  else if (registration.expiresOn === undefined || today > registration.expiresOn)
    reasons.push({ code: 'ISS-1106' });
  if (holder === undefined) reasons.push({ code: 'ISS-1231' });
  return reasons;
}

/** Whether the holder may see types of 戸籍 only: by an approved registration, and not as a resident. */
export function isOnlyRegistered({ serial, koseki }: Known): boolean {
  const isResident = serial !== undefined && koseki?.identities[0]?.resident?.state === 'active';
  return koseki?.registration?.state === 'approved' && !isResident;
}

/** Those 在籍: whoever has left the register since is no subject any more. */
function circleFor({ scope }: Wish, members: Members, holder: PersonId): readonly PersonId[] {
  const enrolled = [...members].filter(([, { entry }]) => entry.state === 'enrolled').map(([id]) => id);
  return scope === 'partial' ? enrolled.filter((id) => mayBeNamed(id, members, holder)) : enrolled;
}

/** Of the others only residents can be named: of nobody else is the name known here, or known to be current. */
const mayBeNamed = (id: PersonId, members: Members, holder: PersonId): boolean =>
  id === holder || members.get(id)?.resident?.state === 'active';

/** Of whom a part can be asked for, in the register's order. */
export function nameableMembers({ holder, members }: KnownKoseki): readonly PersonId[] {
  if (holder === undefined || members === undefined) return [];
  return circleFor({ scope: 'partial', options: [], subjects: [] }, members, holder);
}

/** The applicant first; a full certificate shows those who have left the register as well. */
const shownBy = ({ scope }: Wish, members: Members, people: readonly PersonId[]): readonly PersonId[] => [
  ...new Set([...people, ...(scope === 'household' ? members.keys() : [])]),
];

/** What closes the register for everyone in it: a 附票 shows the addresses of everyone. */
function judgeRegister(members: Members, family: CertificateFamily, today: LocalDate): Reason[] {
  const reasons: Reason[] = [];
  for (const { entry, resident, restrictions, closedFamilies, hasOwnKey } of members.values()) {
    // A death that the residents' side knows has been notified, and is not in the 戸籍 yet.
    const isUnrecorded = entry.state === 'enrolled' && resident?.state === 'deceased';
    if (entry.notificationPending || isUnrecorded) reasons.push({ code: 'ISS-1233' });
    if (closedFamilies.has(family)) reasons.push({ code: 'ISS-1209' });
    if (!hasOwnKey) reasons.push({ code: 'ISS-1235' });
    reasons.push(...protections(restrictions, today));
  }
  return reasons;
}

/** 支援措置 is about a person's whereabouts: it closes the register whichever certificate its row names. */
const protections = (restrictions: readonly IssuanceRestriction[], today: LocalDate): Reason[] =>
  restrictions
    .filter(
      (one) =>
        one.kind === 'protection' && applies({ ...one, certificateType: 'all' }, 'family-register', today),
    )
    .map((one) => ({ code: restrictionCode(one) }));

/** The numbers by which the rows name the applicant beside the register's own. */
function judgeIdentities(
  identities: readonly KnownPerson[],
  family: CertificateFamily,
  today: LocalDate,
): Reason[] {
  return identities.flatMap(({ restrictions, closedFamilies }) => [
    ...protections(restrictions, today),
    ...others(restrictions, family, today),
    ...(closedFamilies.has(family) ? [{ code: 'ISS-1209' } as const] : []),
  ]);
}

/** What staff have forbidden to and about the applicant, under each number, and about each subject. */
function judgeDecisions(
  identities: readonly KnownPerson[],
  subjects: readonly PersonId[],
  members: Members,
  type: CertificateType,
  today: LocalDate,
): Reason[] {
  const people = [...identities, ...subjects.flatMap((id) => members.get(id) ?? [])];
  return people.some((one) => isForbidden(decisionsOf(one), type, today)) ? [{ code: 'ISS-1225' }] : [];
}

const others = (
  restrictions: readonly IssuanceRestriction[],
  family: CertificateFamily,
  today: LocalDate,
): Reason[] =>
  restrictions
    .filter((one) => one.kind === 'other' && applies(one, family, today))
    .map((one) => ({ code: restrictionCode(one) }));

/**
 * Applicant and subjects. 異動未確定 of the applicant closes both types, for nobody knows what it will be; of others, and
 * 転入当日, it closes the 附票, which it will change. 転出予定 changes nothing in either until it has taken place.
 */
function judgeShown(
  people: readonly PersonId[],
  members: Members,
  family: CertificateFamily,
  today: LocalDate,
): Reason[] {
  return people.flatMap((id, index) => {
    const { resident, restrictions = [] } = members.get(id) ?? {};
    const reasons = others(restrictions, family, today);
    const isSupplement = family === 'family-register-supplement';
    if (resident?.changeUnsettled && (isSupplement || index === 0)) reasons.push({ code: 'ISS-1204' });
    const movedIn = resident?.movedInNotifiedOn;
    if (isSupplement && movedIn !== undefined && movedIn >= today) reasons.push({ code: 'ISS-1205' });
    return reasons;
  });
}
