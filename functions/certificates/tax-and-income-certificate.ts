import { z } from 'zod';
import { err, ok, type Result } from '../shared/result.ts';
import { incomeYearName, taxYearName } from '../shared/tax-year.ts';
import {
  type IssueInput,
  issueFields,
  issueTexts,
  printedText,
  recorded,
  type Unprintable,
  unprintable,
} from './model-parts.ts';
import { type AmountsOf, isTaxRow, shownRows, TAX_LISTS, type TaxList } from './tax-rows.ts';

/** 課税・非課税・被扶養で申告なし. Other states (未申告, 更正中, 年度切替前) have no certificate. */
export const TaxState = z.enum(['taxed', 'exempt', 'undeclared-dependant']);
export type TaxState = z.infer<typeof TaxState>;

/** An amount in yen, `1,234,567`; absent where none is recorded. */
const amount = printedText.optional();
const Rows = z.array(z.strictObject({ label: printedText, amount }));

const Dependants = z.strictObject({
  spouse: amount,
  specific: amount,
  elderly: amount,
  elderlyLivingTogether: amount,
  other: amount,
  under16: amount,
  specialDisability: amount,
  specialDisabilityLivingTogether: amount,
  ordinaryDisability: amount,
});

const Tax = z.strictObject({
  municipalIncomeBased: printedText,
  municipalPerCapita: printedText,
  prefecturalIncomeBased: printedText,
  prefecturalPerCapita: printedText,
  /** 森林環境税, levied from 令和6年度 on. */
  forestEnvironment: amount,
  annual: printedText,
});

/**
 * 課税・所得証明書: exactly what one certificate says, as printed text. Who has not declared because somebody supports
 * them has no amounts at all: the lists are empty, the fixed fields absent. Survives JSON unchanged; kept (encrypted)
 * to draw it again.
 */
export const TaxAndIncomeCertificate = z.strictObject({
  model: z.literal('tax-and-income-certificate'),
  modelVersion: z.literal(1),
  state: TaxState,
  ...issueFields,
  /** 年度 (令和8年度) and 所得年 (令和7年). */
  taxYear: printedText,
  incomeYear: printedText,
  fullName: printedText,
  formerFamilyName: printedText.optional(),
  alternativeName: printedText.optional(),
  dateOfBirth: printedText,
  /** 賦課期日 (1 January of the tax year). */
  address: printedText,
  buildingNameEtc: printedText.optional(),
  /** Only where they differ from those of 賦課期日. */
  currentAddress: printedText.optional(),
  currentBuildingNameEtc: printedText.optional(),
  revenues: Rows,
  incomes: Rows,
  /** 合計所得金額, 総所得金額等. */
  totalIncome: amount,
  aggregateIncome: amount,
  deductions: Rows,
  deductionsTotal: amount,
  dependants: Dependants.optional(),
  taxableIncome: Rows,
  taxCredits: Rows,
  tax: Tax.optional(),
  remarks: printedText.optional(),
});
export type TaxAndIncomeCertificate = z.infer<typeof TaxAndIncomeCertificate>;

type Place = { readonly address: string; readonly buildingNameEtc?: string | undefined };
type Printed<T> = { readonly [key in keyof T]: number | Extract<undefined, T[key]> };

/** What the tax system has worked out, in yen; nothing of it is computed here. */
export type TaxAmounts = { readonly [list in TaxList]: AmountsOf<list> } & {
  readonly totalIncome: number;
  readonly aggregateIncome?: number | undefined;
  readonly deductionsTotal?: number | undefined;
  /** 配偶者, and heads by kind of 扶養親族. */
  readonly dependants: { readonly spouse?: 'none' | 'ordinary' | 'elderly' | undefined } & Printed<
    Omit<z.infer<typeof Dependants>, 'spouse'>
  >;
  readonly tax: Printed<z.infer<typeof Tax>>;
};

/** What a city's tax system says of one person and year; every text as the core system wrote it. */
export type TaxFacts = {
  /** The western year in which 年度 begins; the income is that of the year before. */
  readonly taxYear: number;
  readonly fullName: string;
  readonly formerFamilyName?: string | undefined;
  readonly alternativeName?: string | undefined;
  readonly dateOfBirth: { readonly text: string };
  readonly onAssessmentDay: Place;
  readonly now: Place;
  readonly remarks?: string | undefined;
} & (
  | { readonly state: Exclude<TaxState, 'undeclared-dependant'>; readonly amounts: TaxAmounts }
  | { readonly state: 'undeclared-dependant' }
);

export type TaxAndIncomeInput = IssueInput & { readonly facts: TaxFacts };

/** Why no certificate can be made of these facts; `field` is a path in the facts or the certificate, never a value. */
export type TaxAndIncomeFault =
  | {
      readonly kind: 'amount';
      readonly rule: 'negative' | 'not-integer' | 'too-long';
      readonly field: string;
    }
  /** An amount for which the certificate has no row. */
  | { readonly kind: 'unknown-row'; readonly field: string }
  /** 非課税 beside a tax that is not 0. */
  | { readonly kind: 'exempt-but-taxed'; readonly field: string }
  | Unprintable;

/** Makes the certificate. Amounts, sums and taxes are printed as they were delivered. */
export function taxAndIncomeCertificate(
  input: TaxAndIncomeInput,
): Result<TaxAndIncomeCertificate, TaxAndIncomeFault> {
  const { facts } = input;
  const fault = facts.state === 'undeclared-dependant' ? undefined : faultOf(facts.state, facts.amounts);
  if (fault !== undefined) return err(fault);
  const { onAssessmentDay: before, now } = facts;
  const moved = now.address !== before.address || now.buildingNameEtc !== before.buildingNameEtc;
  const certificate = TaxAndIncomeCertificate.safeParse(
    recorded({
      model: 'tax-and-income-certificate',
      modelVersion: 1,
      state: facts.state,
      ...issueTexts(input),
      taxYear: taxYearName(facts.taxYear),
      incomeYear: incomeYearName(facts.taxYear),
      fullName: facts.fullName,
      formerFamilyName: facts.formerFamilyName,
      alternativeName: facts.alternativeName,
      dateOfBirth: facts.dateOfBirth.text,
      address: before.address,
      buildingNameEtc: before.buildingNameEtc,
      currentAddress: moved ? now.address : undefined,
      currentBuildingNameEtc: moved ? now.buildingNameEtc : undefined,
      ...amountTexts(facts.state === 'undeclared-dependant' ? undefined : facts.amounts),
      remarks: facts.remarks,
    }),
  );
  return certificate.success ? ok(certificate.data) : err(unprintable(certificate.error));
}

const SPOUSE = { none: '無', ordinary: '有', elderly: '有（老人）' } as const;

function amountTexts(amounts: TaxAmounts | undefined): Record<string, unknown> {
  const rowsOf = (list: TaxList) =>
    amounts === undefined
      ? []
      : shownRows(list, amounts[list]).map((row) => recorded({ label: row.label, amount: yen(row.amount) }));
  const lists = Object.fromEntries(TAX_LISTS.map((list) => [list, rowsOf(list)]));
  if (amounts === undefined) return lists;
  const { spouse, ...heads } = amounts.dependants;
  return {
    ...lists,
    totalIncome: yen(amounts.totalIncome),
    aggregateIncome: yen(amounts.aggregateIncome),
    deductionsTotal: yen(amounts.deductionsTotal),
    dependants: recorded({ spouse: spouse === undefined ? undefined : SPOUSE[spouse], ...texts(heads) }),
    tax: recorded(texts(amounts.tax)),
  };
}

const texts = (numbers: Readonly<Record<string, number | undefined>>) =>
  Object.fromEntries(Object.entries(numbers).map(([field, number]) => [field, yen(number)]));

const yen = (number: number | undefined): string | undefined =>
  number === undefined ? undefined : String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** Most digits of an amount: the width of a core system's column. */
const MAX_AMOUNT = 10 ** 15 - 1;

function faultOf(state: TaxState, amounts: TaxAmounts): TaxAndIncomeFault | undefined {
  for (const [field, value] of namedAmounts(amounts)) {
    const [list, row] = field.split('.');
    if (isListName(list) && !isTaxRow(list, row ?? '')) return { kind: 'unknown-row', field };
    if (value === undefined) continue;
    if (!Number.isInteger(value)) return { kind: 'amount', rule: 'not-integer', field };
    if (value < 0) return { kind: 'amount', rule: 'negative', field };
    if (value > MAX_AMOUNT) return { kind: 'amount', rule: 'too-long', field };
  }
  if (state !== 'exempt') return undefined;
  const levied = (['municipal', 'prefectural'] as const)
    .flatMap((by) => [`${by}IncomeBased`, `${by}PerCapita`] as const)
    .find((part) => amounts.tax[part] !== 0);
  return levied === undefined ? undefined : { kind: 'exempt-but-taxed', field: `tax.${levied}` };
}

const isListName = (name: string | undefined): name is TaxList => TAX_LISTS.some((list) => list === name);

function namedAmounts(amounts: TaxAmounts): readonly (readonly [field: string, yen: number | undefined])[] {
  const { spouse: _, ...heads } = amounts.dependants;
  const { totalIncome, aggregateIncome, deductionsTotal, tax } = amounts;
  const groups: readonly (readonly [string, Readonly<Record<string, number | undefined>>])[] = [
    ...TAX_LISTS.map((list) => [list, amounts[list]] as const),
    ['dependants', heads],
    ['tax', tax],
  ];
  return [
    ...Object.entries({ totalIncome, aggregateIncome, deductionsTotal }),
    ...groups.flatMap(([group, values]) =>
      Object.entries(values).map(([row, value]) => [`${group}.${row}`, value] as const),
    ),
  ];
}
