import { createHash } from 'node:crypto';
import { withCheckDigit } from '../../functions/shared/individual-number.ts';
import type { LocalDate } from '../../functions/shared/time.ts';
import { toWesternText } from '../../functions/shared/wareki.ts';
import { addDays, addYears, wareki } from './calendar.ts';
import type { HouseholdDraft, MemberDraft } from './drafts.ts';
import type { SampleMunicipality } from './municipalities.ts';
import { fullName, ordinaryGivenName } from './names.ts';
import { domicile, placeElsewhere, placeIn } from './places.ts';
import type { Random } from './random.ts';
import { planByChance, serialsOf } from './serial-rows.ts';
import type { ResidentRow, RestrictionRow, SamplePerson } from './types.ts';

type Setting = { readonly random: Random; readonly city: SampleMunicipality; readonly today: LocalDate };

/** Numbers are given once the whole city is known. */
const UNNUMBERED = { epoch: '1', number: '' };

/** The rows of one household. `personIds` has one id for each member, in their order. */
export function householdRows(
  setting: Setting,
  household: HouseholdDraft,
  ids: { readonly householdId: string; readonly personIds: readonly string[] },
): SamplePerson[] {
  const { random, city, today } = setting;
  const place = household.place ?? placeIn(random, city.name);
  const first = household.members[0];
  if (first === undefined) return [];
  const common = {
    householdId: ids.householdId,
    address: place.address,
    buildingNameEtc: place.building,
    headOfHousehold: printedName(first).text,
    registeredDomicile: domicile(random, city.name),
    familyRegisterHead: familyRegisterHead(random, first),
    movedIn: random.chance(0.55),
    since: addDays(today, -random.integer(40, 9_000)),
    previousAddress: random.chance(0.6) ? placeElsewhere(random) : placeIn(random, city.name).address,
    hasKana: random.chance(0.7),
  };
  return household.members.map((draft, index) => {
    const personId = ids.personIds[index];
    if (personId === undefined) throw new RangeError('fewer ids than members');
    const plan = draft.serials === 'by-chance' ? planByChance(random, draft.birth, today) : draft.serials;
    return {
      resident: {
        ...residentRow(setting, draft, common),
        personId,
        householdOrder: String(index + 1),
        individualNumber: city.printsIndividualNumber ? individualNumberOf(city, personId) : '',
        ...draft.cells,
      },
      serials: serialsOf(setting, personId, plan).map((row) => ({ ...UNNUMBERED, ...row })),
      restrictions: restrictionRows(setting, draft, personId),
      churn: household.churn,
    };
  });
}

type Common = Pick<
  ResidentRow,
  | 'householdId'
  | 'address'
  | 'buildingNameEtc'
  | 'headOfHousehold'
  | 'registeredDomicile'
  | 'familyRegisterHead'
> & {
  readonly movedIn: boolean;
  readonly since: LocalDate;
  readonly previousAddress: string;
  readonly hasKana: boolean;
};

function residentRow(
  { random, today }: Setting,
  draft: MemberDraft,
  common: Common,
): Omit<ResidentRow, 'personId' | 'householdOrder' | 'individualNumber'> {
  const { movedIn, since, hasKana, previousAddress, ...household } = common;
  const name = printedName(draft);
  const { foreign } = draft;
  const newcomer = draft.cells?.movedInNotifiedOn === today;
  const fixed = newcomer ? today : latest(draft.birth, since);
  const bornHere = !newcomer && (!movedIn || draft.birth >= since) && draft.cells?.dateOfBirth !== '';
  // 転入届 may be handed in up to 14 days later; nobody but the newcomers does it today.
  const notified = newcomer ? today : earliest(addDays(fixed, random.integer(0, 10)), addDays(today, -1));
  return {
    ...UNNUMBERED,
    ...household,
    state: '現存',
    transferPending: '0',
    changeUnsettled: '0',
    movedInNotifiedOn: bornHere ? '' : notified,
    nationalityClass: foreign === undefined ? '日本人' : '外国人',
    fullName: name.text,
    fullNameKana: foreign === undefined && hasKana ? name.kana : '',
    formerFamilyName: draft.formerFamily?.text ?? '',
    formerFamilyNameKana: draft.formerFamily !== undefined && hasKana ? draft.formerFamily.kana : '',
    alternativeName: foreign?.alternativeName ?? '',
    dateOfBirthText: foreign === undefined ? wareki(draft.birth) : toWesternText(draft.birth),
    dateOfBirth: draft.birth,
    sex: draft.sex,
    becameResidentOnText: wareki(bornHere ? draft.birth : fixed),
    addressFixedOnText: wareki(fixed),
    notifiedOnText: wareki(notified),
    previousAddress:
      draft.birth >= since && !newcomer ? '' : newcomer ? placeElsewhere(random) : previousAddress,
    relationshipToHead: draft.relationship,
    registeredDomicile: foreign === undefined ? household.registeredDomicile : '',
    familyRegisterHead: foreign === undefined ? household.familyRegisterHead : '',
    nationality: foreign?.nationality ?? '',
    article30_45: foreign?.article30_45 ?? '',
    residenceStatus: foreign?.residenceStatus ?? '',
    periodOfStay: foreign?.periodOfStay ?? '',
    periodOfStayExpiryText: foreign?.periodOfStayExpiryText ?? '',
    residenceCardNumber: foreign?.residenceCardNumber ?? '',
    remarks: random.chance(0.03) ? '住居表示の実施により令和3年11月1日住所変更' : '',
  };
}

/** Made of the person's id and nothing else, so that it is the same in every delivery. */
function individualNumberOf({ code }: SampleMunicipality, personId: string): string {
  const hash = createHash('sha256').update(`${code} ${personId}`).digest();
  return withCheckDigit(String(hash.readUIntBE(0, 6) % 100_000_000_000).padStart(11, '0'));
}

const latest = (a: LocalDate, b: LocalDate): LocalDate => (a > b ? a : b);
const earliest = (a: LocalDate, b: LocalDate): LocalDate => (a < b ? a : b);

function printedName(draft: MemberDraft) {
  return draft.foreign === undefined
    ? fullName(draft.family, draft.given)
    : { text: draft.foreign.fullName, kana: '' };
}

/** Mostly the head of the household, otherwise a parent who lives elsewhere. */
function familyRegisterHead(random: Random, head: MemberDraft): string {
  if (random.chance(0.75)) return fullName(head.family, head.given).text;
  return fullName(head.family, ordinaryGivenName(random, '男', addYears(head.birth, -28))).text;
}

function restrictionRows({ random, today }: Setting, draft: MemberDraft, personId: string): RestrictionRow[] {
  return (draft.restrictions ?? []).map((restriction) => ({
    ...UNNUMBERED,
    personId,
    kind: restriction.kind,
    certificateType: restriction.certificateType,
    state: restriction.state,
    householdWide: restriction.householdWide ? '1' : '0',
    from: addDays(today, -random.integer(20, 300)),
    // Some ended long ago by their date: they hold until a row lifts them.
    until: random.chance(0.5) ? addDays(today, random.integer(-10, 300)) : '',
  }));
}
