import type { ServiceState } from '../calendar/index.ts';
import { isExempt, isForbidden, type PersonDecisions } from '../decisions/index.ts';
import type { IssuanceRestriction, JpkiSerialLink, ResidentRecord } from '../registry/index.ts';
import {
  type CertificateFamily,
  type CertificateType,
  circleOf,
  type HouseholdScope,
  type IssuanceOption,
} from '../shared/certificate-types.ts';
import type { PersonId } from '../shared/ids.ts';
import type { RefusalCode } from '../shared/refusals.ts';
import { ageOn, type LocalDate } from '../shared/time.ts';
import type { KnownKoseki } from './known-koseki.ts';
import type { KnownPerson } from './known-person.ts';

/** Everything that the judgement rests on, read beforehand. */
export type Known = {
  readonly serial: JpkiSerialLink | undefined;
  /** The serial's person; undefined where the serial is unknown. */
  readonly applicant: KnownPerson | undefined;
  /**
   * Everyone in the applicant's household, the applicant included, in the record's order; the applicant alone where the
   * certificate has nothing to do with the others.
   */
  readonly household: ReadonlyMap<PersonId, KnownPerson>;
  /** Read for types of 戸籍 only. */
  readonly koseki?: KnownKoseki | undefined;
};

/** What the city has set for this certificate type. */
export type TypeConditions = {
  readonly type: CertificateType;
  /** By whose rules it is judged. */
  readonly family: CertificateFamily;
  /** What may be asked for. */
  readonly scopes: readonly HouseholdScope[];
  readonly options: readonly IssuanceOption[];
  /** Those of them that can be asked for only where the applicant is the one subject. */
  readonly ownOptions: readonly IssuanceOption[];
  readonly service: ServiceState;
  /** By a latch that says nothing of the data's freshness. */
  readonly isClosed: boolean;
  /** What of the linked data is not known to be up to date: names of causes, empty = all is. */
  readonly staleParts: readonly string[];
  /** Whether the city offers the type at all. */
  readonly isOffered: boolean;
  readonly minimumAge: number;
  /** Whether what closes a member's household closes this type as well, for everyone in it. */
  readonly boundByMembers: boolean;
};

export type Wish = {
  readonly scope: HouseholdScope;
  readonly options: readonly IssuanceOption[];
  /** Chosen subjects; empty where the scope decides. */
  readonly subjects: readonly PersonId[];
};

export type Reason = { readonly code: RefusalCode; readonly detail?: string };

export type Judgement = {
  /** 証明対象者 in printed order; empty where they cannot be known. */
  readonly subjects: readonly PersonId[];
  /** Every reason against issuing; empty = may be issued. */
  readonly reasons: readonly Reason[];
};

/** Over it a certificate is refused: the commit's transaction and the pages are bounded. */
export const MAXIMUM_HOUSEHOLD = 20;

/**
 * May this be issued to this person now (仕様書 3(2)①エ, 3(3)ウ)? All reasons are listed, not only the first.
 * `today` is the day in Japan on which the request was received.
 */
export function judgeResident(
  wish: Wish,
  known: Known,
  conditions: TypeConditions,
  today: LocalDate,
): Judgement {
  const reasons: Reason[] = [...judgeConditions(conditions), ...judgeSerial(known.serial, today)];
  const { serial, applicant } = known;
  if (serial === undefined) return { subjects: [], reasons };
  if (applicant?.resident === undefined) {
    reasons.push({ code: 'ISS-1104' });
    if (applicant?.closedFamilies.has(conditions.family)) reasons.push({ code: 'ISS-1209' });
    return { subjects: [], reasons };
  }
  const gone = judgePresence(applicant.resident);
  if (gone !== undefined) return { subjects: [serial.personId], reasons: [...reasons, { code: gone }] };

  const choice = chooseSubjects(wish, serial.personId, [...known.household.keys()]);
  const subjects = choice.subjects;
  reasons.push(
    ...judgeChoices(wish, conditions),
    ...judgeOwnOptions(wish, subjects, serial.personId, conditions),
    ...choice.reasons,
    ...(isExempt(decisionsOf(applicant), today)
      ? []
      : judgeAge(applicant.resident, conditions.minimumAge, today)),
    ...judgeHousehold(known, serial.personId, conditions, today),
    ...judgePeople(known, [...new Set([serial.personId, ...subjects])], conditions, today),
  );
  return { subjects, reasons: distinct(reasons) };
}

export function judgeConditions(conditions: TypeConditions): Reason[] {
  // What a city does not offer has no hours there, and is not to be had at another time either.
  if (!conditions.isOffered) return [{ code: 'ISS-1004' }];
  const reasons: Reason[] = [];
  if (conditions.service === 'outside-hours') reasons.push({ code: 'ISS-1001' });
  if (conditions.service === 'closure-day') reasons.push({ code: 'ISS-1002' });
  if (conditions.isClosed) reasons.push({ code: 'ISS-1003' });
  for (const detail of conditions.staleParts) reasons.push({ code: 'ISS-1005', detail });
  return reasons;
}

/** The menu is not believed: what was asked for must be among what the type offers. */
export function judgeChoices({ scope, options, subjects }: Wish, conditions: TypeConditions): Reason[] {
  const reasons: Reason[] = [];
  if (!conditions.scopes.includes(scope)) reasons.push({ code: 'ISS-1402' });
  if (circleOf(conditions.family) === 'own' && subjects.length > 0) reasons.push({ code: 'ISS-1402' });
  if (options.some((option) => !conditions.options.includes(option))) reasons.push({ code: 'ISS-1403' });
  return reasons;
}

/** Of somebody else they are not shown, however near that person is. */
function judgeOwnOptions(
  { options }: Wish,
  subjects: readonly PersonId[],
  applicant: PersonId,
  { ownOptions }: TypeConditions,
): Reason[] {
  const isOwn = subjects.every((subject) => subject === applicant);
  return !isOwn && options.some((option) => ownOptions.includes(option)) ? [{ code: 'ISS-1403' }] : [];
}

/** A serial ends by its own row and its own dates, never because another serial of the person appears. */
export function judgeSerial(serial: JpkiSerialLink | undefined, today: LocalDate): Reason[] {
  if (serial === undefined) return [{ code: 'ISS-1101' }];
  const reasons: Reason[] = [];
  if (serial.state === 'revoked') reasons.push({ code: 'ISS-1102' });
  if (today < serial.validFrom || today > serial.validUntil) reasons.push({ code: 'ISS-1103' });
  return reasons;
}

const ABSENCES = { 'moved-out': 'ISS-1201', deceased: 'ISS-1202', removed: 'ISS-1203' } as const;

function judgePresence(resident: ResidentRecord): RefusalCode | undefined {
  return resident.state === 'active' ? undefined : ABSENCES[resident.state];
}

export function chooseSubjects(
  wish: Wish,
  applicant: PersonId,
  circle: readonly PersonId[],
): { subjects: readonly PersonId[]; reasons: Reason[] } {
  switch (wish.scope) {
    case 'individual': {
      const isOther = wish.subjects.some((subject) => subject !== applicant);
      return { subjects: [applicant], reasons: isOther ? [{ code: 'ISS-1402' }] : [] };
    }
    case 'household':
      return { subjects: circle, reasons: wish.subjects.length > 0 ? [{ code: 'ISS-1402' }] : [] };
    case 'partial': {
      const chosen = new Set(wish.subjects);
      const reasons: Reason[] = [];
      if (wish.subjects.length === 0 || chosen.size !== wish.subjects.length)
        reasons.push({ code: 'ISS-1402' });
      // At generation time again: whoever left household or register since the menu is no subject any more.
      if (wish.subjects.some((subject) => !circle.includes(subject))) reasons.push({ code: 'ISS-1401' });
      return { subjects: circle.filter((member) => chosen.has(member)), reasons };
    }
  }
}

/** Only the applicant's age counts: children stay subjects of household copies. An unknown age refuses. */
export function judgeAge(resident: ResidentRecord, minimumAge: number, today: LocalDate): Reason[] {
  if (minimumAge === 0) return [];
  const birth = resident.dateOfBirth.date;
  if (birth === undefined) return [{ code: 'ISS-1302' }];
  return ageOn(birth, today) < minimumAge ? [{ code: 'ISS-1301' }] : [];
}

/** What closes the certificates of everyone in the household, whoever asks and whatever the scope. */
function judgeHousehold(
  { household }: Known,
  applicant: PersonId,
  { family, boundByMembers }: TypeConditions,
  today: LocalDate,
): Reason[] {
  const reasons: Reason[] = [];
  const isShown = circleOf(family) === 'household';
  if (isShown && household.size > MAXIMUM_HOUSEHOLD) reasons.push({ code: 'ISS-1212' });
  for (const [id, { resident, restrictions }] of household) {
    if (resident?.transferPending && (isShown || id === applicant)) reasons.push({ code: 'ISS-1206' });
    if (!boundByMembers) continue;
    for (const restriction of restrictions)
      if (restriction.householdWide && applies(restriction, family, today))
        reasons.push({ code: restrictionCode(restriction) });
  }
  return reasons;
}

function judgePeople(
  known: Known,
  people: readonly PersonId[],
  { type, family }: TypeConditions,
  today: LocalDate,
): Reason[] {
  const reasons: Reason[] = [];
  const householdId = known.applicant?.resident?.householdId;
  for (const id of people) {
    const person = known.household.get(id);
    const resident = person?.resident;
    // The member map and the record must tell the same story, or one of them is out of date.
    if (resident === undefined || resident.state !== 'active' || resident.householdId !== householdId)
      reasons.push({ code: 'ISS-1213' });
    if (resident?.changeUnsettled) reasons.push({ code: 'ISS-1204' });
    if (resident?.movedInNotifiedOn !== undefined && resident.movedInNotifiedOn >= today)
      reasons.push({ code: 'ISS-1205' });
    if (person?.closedFamilies.has(family)) reasons.push({ code: 'ISS-1209' });
    for (const restriction of person?.restrictions ?? [])
      if (applies(restriction, family, today)) reasons.push({ code: restrictionCode(restriction) });
    // Beside what the core systems restrict, and never instead of it: the stricter of the two wins.
    if (person !== undefined && isForbidden(decisionsOf(person), type, today))
      reasons.push({ code: 'ISS-1225' });
  }
  return reasons;
}

/** What was not read must not pass for nothing decided. */
export function decisionsOf({ decisions }: KnownPerson): PersonDecisions {
  if (decisions === undefined) throw new Error('judged without what staff have decided');
  return decisions;
}

/** In force from its first day until a row lifts it; the last day is information only. It binds a whole family. */
export function applies(
  restriction: IssuanceRestriction,
  family: CertificateFamily,
  today: LocalDate,
): boolean {
  return (
    restriction.state === 'restricted' &&
    restriction.from <= today &&
    (restriction.certificateType === 'all' || restriction.certificateType === family)
  );
}

export const restrictionCode = (restriction: IssuanceRestriction): RefusalCode =>
  restriction.kind === 'protection' ? 'ISS-1207' : 'ISS-1208';

export function distinct(reasons: readonly Reason[]): Reason[] {
  const seen = new Set<string>();
  return reasons.filter((reason) => {
    const key = `${reason.code}#${reason.detail ?? ''}`;
    return !seen.has(key) && seen.add(key);
  });
}
