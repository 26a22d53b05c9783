import type {
  DomicileRegistration,
  FamilyRegisterEntry,
  ForeignResidence,
  IssuanceRestriction,
  JpkiSerialLink,
  NewFact,
  PrintedDate,
  ResidentRecord,
  Sequence,
} from '../registry/index.ts';
import {
  type ImpressionRules,
  impressionOfBase64,
  referenceOf,
  type SealImpression,
} from '../seal-images/index.ts';
import { isIndividualNumber } from '../shared/individual-number.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Instant, LocalDate } from '../shared/time.ts';
import { parseWareki, parseWesternText } from '../shared/wareki.ts';
import type { DomicileRegistrationRowV1 } from './layouts/domicile-registration.ts';
import type { KosekiIndexRowV1 } from './layouts/koseki-index.ts';
import type { ResidentRowV1 } from './layouts/resident.ts';
import type { RestrictionRowV1 } from './layouts/restriction.ts';
import type { SealRowV1 } from './layouts/seal.ts';
import type { SerialRowV1 } from './layouts/serial.ts';
import type { RowRule } from './rules.ts';

/** What of a row is not the registry's to keep; `prepareChanges` puts it where it belongs. */
export type Enclosure = {
  /** 印影, decoded. */
  readonly impression?: SealImpression | undefined;
  /** 個人番号, in clear; only where the city prints it. */
  readonly individualNumber?: string | undefined;
};

/** A change of the registry before it is known where it came from. */
export type LinkedFact = NewFact & Enclosure;

/** What a city has set about its rows. */
export type RowSettings = {
  readonly impressionRules: ImpressionRules;
  /** Whether the city prints 個人番号; otherwise a row's is read and forgotten. */
  readonly printsIndividualNumber: boolean;
  /** Since when the city's word on that holds; absent where it has said none. */
  readonly numbersSince?: Instant;
  /** For a glance that only sorts rows: 印影 is neither decoded nor judged. */
  readonly leavesImpressions?: boolean;
};

/** A broken rule by the layout's property name. */
export type PropertyProblem = { readonly property: string; readonly rule: RowRule };

export type ConvertedFact = Result<LinkedFact, readonly PropertyProblem[]>;

const FOREIGN_ONLY = [
  'alternativeName',
  'nationality',
  'article30_45',
  'residenceStatus',
  'periodOfStay',
  'periodOfStayExpiryText',
  'residenceCardNumber',
] as const satisfies readonly (keyof ResidentRowV1)[];
const FOREIGN_REQUIRED = ['nationality', 'article30_45'] as const;
const JAPANESE_ONLY = ['registeredDomicile', 'familyRegisterHead'] as const;

type NumberSettings = Pick<RowSettings, 'printsIndividualNumber' | 'numbersSince'>;
const NO_NUMBERS: NumberSettings = { printsIndividualNumber: false };

/** 住民票, with the rules that only several columns together can show. */
export function residentOf(
  row: ResidentRowV1,
  { printsIndividualNumber, numbersSince }: NumberSettings = NO_NUMBERS,
): ConvertedFact {
  const isForeign = row.nationalityClass === 'foreign';
  const { individualNumber } = row;
  const problems: PropertyProblem[] = [];
  if (isForeign) {
    for (const property of FOREIGN_REQUIRED) {
      if (row[property] === undefined) problems.push({ property, rule: 'foreign-required' });
    }
    for (const property of JAPANESE_ONLY) {
      if (row[property] !== undefined) problems.push({ property, rule: 'japanese-only' });
    }
  } else {
    for (const property of FOREIGN_ONLY) {
      if (row[property] !== undefined) problems.push({ property, rule: 'foreign-only' });
    }
  }
  if (contradicts(row.dateOfBirthText, row.dateOfBirth)) {
    problems.push({ property: 'dateOfBirth', rule: 'birth-date-mismatch' });
  }
  if (individualNumber !== undefined && !isIndividualNumber(individualNumber)) {
    problems.push({ property: 'individualNumber', rule: 'individual-number' });
  }
  if (problems.length > 0) return err(problems);

  const fact: ResidentRecord = {
    personId: row.personId,
    householdId: row.householdId,
    householdOrder: row.householdOrder,
    state: row.state,
    transferPending: row.transferPending,
    changeUnsettled: row.changeUnsettled,
    movedInNotifiedOn: row.movedInNotifiedOn,
    isForeign,
    fullName: row.fullName,
    fullNameKana: row.fullNameKana,
    formerFamilyName: row.formerFamilyName,
    formerFamilyNameKana: row.formerFamilyNameKana,
    alternativeName: row.alternativeName,
    dateOfBirth: { text: row.dateOfBirthText, date: row.dateOfBirth },
    sex: row.sex,
    address: row.address,
    buildingNameEtc: row.buildingNameEtc,
    becameResidentOn: printed(row.becameResidentOnText),
    addressFixedOn: printed(row.addressFixedOnText),
    notifiedOn: printed(row.notifiedOnText),
    previousAddress: row.previousAddress,
    headOfHousehold: row.headOfHousehold,
    relationshipToHead: row.relationshipToHead,
    registeredDomicile: row.registeredDomicile,
    familyRegisterHead: row.familyRegisterHead,
    foreign: isForeign ? foreignOf(row) : undefined,
    remarks: row.remarks,
  };
  const change = { kind: 'resident', sequence: sequenceOf(row), fact, numbersSince } as const;
  // Whoever is no resident any more gets no certificate: a number would be kept for nothing.
  const isKept = printsIndividualNumber && row.state === 'active';
  return ok(isKept ? { ...change, individualNumber } : change);
}

function foreignOf(row: ResidentRowV1): ForeignResidence | undefined {
  const { nationality, article30_45 } = row;
  if (nationality === undefined || article30_45 === undefined) return undefined;
  return {
    nationality,
    article30_45,
    residenceStatus: row.residenceStatus,
    periodOfStay: row.periodOfStay,
    periodOfStayExpiry: printed(row.periodOfStayExpiryText),
    residenceCardNumber: row.residenceCardNumber,
  };
}

export function serialOf(row: SerialRowV1): ConvertedFact {
  if (row.validUntil < row.validFrom) return err([{ property: 'validUntil', rule: 'period-reversed' }]);
  const fact: JpkiSerialLink = {
    personId: row.personId,
    issuer: row.issuer,
    serial: row.serial,
    medium: row.medium,
    validFrom: row.validFrom,
    validUntil: row.validUntil,
    state: row.state,
  };
  return ok({ kind: 'serial', sequence: sequenceOf(row), fact });
}

/** The end date is information only, so that an odd one must not keep a restriction out. */
export function restrictionOf(row: RestrictionRowV1): ConvertedFact {
  const fact: IssuanceRestriction = {
    personId: row.personId,
    kind: row.kind,
    certificateType: row.certificateType,
    state: row.state,
    householdWide: row.householdWide,
    from: row.from,
    until: row.until,
  };
  return ok({ kind: 'restriction', sequence: sequenceOf(row), fact });
}

const IMPRESSION_RULES = {
  resolution: 'impression-resolution',
  'no-ink': 'impression-no-ink',
  'too-small': 'impression-too-small',
  'too-large': 'impression-too-large',
  canvas: 'impression-canvas',
  'encoded-size': 'impression-encoded-size',
} as const satisfies Readonly<Record<string, RowRule>>;

/** 印鑑登録. The impression of an erased registration is not kept, whether the row still carries one or not. */
export function sealOf(
  row: SealRowV1,
  { impressionRules, leavesImpressions = false }: Pick<RowSettings, 'impressionRules' | 'leavesImpressions'>,
): ConvertedFact {
  const { impression: bmp } = row;
  const printed = {
    personId: row.personId,
    registrationNumber: row.registrationNumber,
    state: row.state,
    registeredOn: row.registeredOn,
    fullNameKatakana: row.fullNameKatakana,
    remarks: row.remarks,
  };
  const taken = (impression?: SealImpression): ConvertedFact => {
    const change = { kind: 'seal', sequence: sequenceOf(row) } as const;
    if (impression === undefined) return ok({ ...change, fact: printed });
    const reference = referenceOf(impression);
    return ok({ ...change, fact: { ...printed, impression: reference }, impression });
  };
  if (row.state === 'erased') return taken();
  if (bmp === undefined) {
    return row.state === 'active' ? err([{ property: 'impression', rule: 'impression-required' }]) : taken();
  }
  if (leavesImpressions) return taken();
  const read = impressionOfBase64(bmp, impressionRules);
  if (read.ok) return taken(read.value);
  const { error } = read;
  const rule = error.kind === 'impression' ? IMPRESSION_RULES[error.rule] : error.kind;
  return err([{ property: 'impression', rule }]);
}

export function kosekiIndexOf(row: KosekiIndexRowV1): ConvertedFact {
  const fact: FamilyRegisterEntry = {
    personId: row.personId,
    kosekiPersonKey: row.kosekiPersonKey,
    kosekiId: row.kosekiId,
    state: row.state,
    notificationPending: row.notificationPending,
  };
  return ok({ kind: 'koseki-index', sequence: sequenceOf(row), fact });
}

export function domicileRegistrationOf(row: DomicileRegistrationRowV1): ConvertedFact {
  if (row.state === 'approved' && row.expiresOn === undefined) {
    return err([{ property: 'expiresOn', rule: 'expiry-required' }]);
  }
  const fact: DomicileRegistration = {
    personId: row.personId,
    kosekiPersonKey: row.kosekiPersonKey,
    issuer: row.issuer,
    serial: row.serial,
    state: row.state,
    expiresOn: row.expiresOn,
  };
  return ok({ kind: 'domicile-registration', sequence: sequenceOf(row), fact });
}

const sequenceOf = ({ epoch, number }: Sequence): Sequence => ({ epoch, number });

/** The text as it came; the day beside it only where the text names one by itself. */
function printed(text: string | undefined): PrintedDate | undefined {
  return text === undefined ? undefined : { text, date: dayNamedBy(text) };
}

const dayNamedBy = (text: string): LocalDate | undefined => parseWareki(text) ?? parseWesternText(text);

/**
 * Whether a printed date and the day beside it say different things. 「不詳」 beside a day is a contradiction too: a
 * day that somebody filled in would become an age.
 */
function contradicts(text: string, date: LocalDate | undefined): boolean {
  if (date === undefined) return false;
  if (text.includes('不詳')) return true;
  const named = dayNamedBy(text);
  return named !== undefined && named !== date;
}
