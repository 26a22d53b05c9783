import type { ForeignResidence, PrintedDate, RegistryChange, ResidentRecord } from '../registry/index.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { dateOfParts, type LocalDate } from '../shared/time.ts';
import { parseWareki } from '../shared/wareki.ts';
import type { RowOf } from './layouts/feeds.ts';
import type { RowRule } from './rules.ts';

/** A change of the registry before it is known where it came from. */
export type FactChange = WithoutOrigin<
  Extract<RegistryChange, { kind: 'resident' | 'serial' | 'restriction' }>
>;
type WithoutOrigin<T> = T extends unknown ? Omit<T, 'origin'> : never;

/** A broken rule by the layout's property name. */
export type PropertyProblem = { readonly property: string; readonly rule: RowRule };

type Converted = Result<FactChange, readonly PropertyProblem[]>;

const FOREIGN_ONLY = [
  'alternativeName',
  'nationality',
  'article30_45',
  'residenceStatus',
  'periodOfStay',
  'periodOfStayExpiryText',
  'residenceCardNumber',
] as const satisfies readonly (keyof RowOf<'resident'>)[];
const FOREIGN_REQUIRED = ['nationality', 'article30_45'] as const;
const JAPANESE_ONLY = ['registeredDomicile', 'familyRegisterHead'] as const;

/** 住民票, with the rules that only several columns together can show. */
export function residentOf(row: RowOf<'resident'>): Converted {
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
  return ok({ kind: 'resident', sequence: sequenceOf(row), fact });
}

function foreignOf(row: RowOf<'resident'>): ForeignResidence | undefined {
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

export function serialOf(row: RowOf<'serial'>): Converted {
  const { epoch, number, ...fact } = row;
  if (fact.validUntil < fact.validFrom) return err([{ property: 'validUntil', rule: 'period-reversed' }]);
  return ok({ kind: 'serial', sequence: { epoch, number }, fact });
}

/** The end date is information only, so that an odd one must not keep a restriction out. */
export function restrictionOf(row: RowOf<'restriction'>): Converted {
  const { epoch, number, ...fact } = row;
  return ok({ kind: 'restriction', sequence: { epoch, number }, fact });
}

const sequenceOf = ({ epoch, number }: RowOf<'resident'>) => ({ epoch, number });

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
