import type { ForeignResidence, NewFact, PrintedDate, ResidentRecord } from '../registry/index.ts';
import {
  type ImpressionRules,
  impressionOfBase64,
  referenceOf,
  type SealImpression,
} from '../seal-images/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { dateOfParts, type LocalDate } from '../shared/time.ts';
import { parseWareki } from '../shared/wareki.ts';
import { isIndividualNumber } from './individual-number.ts';
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

const NO_NUMBERS = { printsIndividualNumber: false };

/** 住民票, with the rules that only several columns together can show. */
export function residentOf(
  row: ResidentRowV1,
  { printsIndividualNumber }: Pick<RowSettings, 'printsIndividualNumber'> = NO_NUMBERS,
): ConvertedFact {
  const isForeign = row.nationalityClass === 'foreign';
  const problems: PropertyProblem[] = [];
  const report = (rule: RowRule, properties: readonly string[]): void => {
    problems.push(...properties.map((property) => ({ property, rule })));
  };
  if (isForeign) {
    report(
      'foreign-required',
      FOREIGN_REQUIRED.filter((property) => row[property] === undefined),
    );
    report(
      'japanese-only',
      JAPANESE_ONLY.filter((property) => row[property] !== undefined),
    );
  } else {
    report(
      'foreign-only',
      FOREIGN_ONLY.filter((property) => row[property] !== undefined),
    );
  }
  if (contradicts(row.dateOfBirthText, row.dateOfBirth)) report('birth-date-mismatch', ['dateOfBirth']);
  const { individualNumber } = row;
  if (individualNumber !== undefined && !isIndividualNumber(individualNumber)) {
    report('individual-number', ['individualNumber']);
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
  const change = { kind: 'resident', sequence: sequenceOf(row), fact } as const;
  return ok(printsIndividualNumber ? { ...change, individualNumber } : change);
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
  const { epoch, number, ...fact } = row;
  if (fact.validUntil < fact.validFrom) return err([{ property: 'validUntil', rule: 'period-reversed' }]);
  return ok({ kind: 'serial', sequence: { epoch, number }, fact });
}

/** The end date is information only, so that an odd one must not keep a restriction out. */
export function restrictionOf(row: RestrictionRowV1): ConvertedFact {
  const { epoch, number, ...fact } = row;
  return ok({ kind: 'restriction', sequence: { epoch, number }, fact });
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
  { impressionRules }: Pick<RowSettings, 'impressionRules'>,
): ConvertedFact {
  const { epoch, number, impression: bmp, ...printed } = row;
  const taken = (impression?: SealImpression): ConvertedFact => {
    const change = { kind: 'seal', sequence: { epoch, number } } as const;
    if (impression === undefined) return ok({ ...change, fact: printed });
    const reference = referenceOf(impression);
    return ok({ ...change, fact: { ...printed, impression: reference }, impression });
  };
  if (row.state === 'erased') return taken();
  if (bmp === undefined) {
    return row.state === 'active' ? err([{ property: 'impression', rule: 'impression-required' }]) : taken();
  }
  const read = impressionOfBase64(bmp, impressionRules);
  if (read.ok) return taken(read.value);
  const { error } = read;
  const rule = error.kind === 'impression' ? IMPRESSION_RULES[error.rule] : error.kind;
  return err([{ property: 'impression', rule }]);
}

export function kosekiIndexOf(row: KosekiIndexRowV1): ConvertedFact {
  const { epoch, number, ...fact } = row;
  return ok({ kind: 'koseki-index', sequence: { epoch, number }, fact });
}

export function domicileRegistrationOf(row: DomicileRegistrationRowV1): ConvertedFact {
  const { epoch, number, ...fact } = row;
  if (fact.state === 'approved' && fact.expiresOn === undefined) {
    return err([{ property: 'expiresOn', rule: 'expiry-required' }]);
  }
  return ok({ kind: 'domicile-registration', sequence: { epoch, number }, fact });
}

const sequenceOf = ({ epoch, number }: ResidentRowV1) => ({ epoch, number });

/** The text as it came; the day beside it only where the text names one by itself. */
function printed(text: string | undefined): PrintedDate | undefined {
  return text === undefined ? undefined : { text, date: dayNamedBy(text) };
}

const WESTERN = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/;

function dayNamedBy(text: string): LocalDate | undefined {
  const match = WESTERN.exec(text);
  if (match === null) return parseWareki(text);
  return dateOfParts({ year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) });
}

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
