import { z } from 'zod';
import { PersonId } from '../shared/ids.ts';

const text = z.string().min(1);

/** The width of a core system's column. */
export const MAX_AMOUNT = 10 ** 15 - 1;
/** Yen, or heads. */
const Amount = z.int().min(0).max(MAX_AMOUNT);
const amount = Amount.optional();

/** Yen by row; a row that is not recorded is absent. */
const amounts = <const R extends readonly [string, ...string[]]>(rows: R) =>
  z.partialRecord(z.enum(rows), Amount);

const APART = [
  'shortTermTransfer',
  'longTermTransfer',
  'unlistedShares',
  'listedShares',
  'listedDividend',
  'futures',
  'forestry',
  'retirement',
] as const;

/** The rows that a tax system may record, by list. What they are called on paper is the certificate's to say. */
export const TAX_ROW_NAMES = {
  revenues: [
    'salary',
    'publicPension',
    'business',
    'agriculture',
    'realEstate',
    'dividend',
    'miscellaneousBusiness',
    'miscellaneousOther',
    'retirement',
  ],
  incomes: [
    'salary',
    'publicPension',
    'miscellaneousBusiness',
    'miscellaneousOther',
    'business',
    'agriculture',
    'realEstate',
    'interest',
    'dividend',
    'capitalGain',
    'occasional',
    ...APART,
  ],
  deductions: [
    'casualtyLoss',
    'medical',
    'socialInsurance',
    'smallBusinessMutualAid',
    'lifeInsurance',
    'earthquakeInsurance',
    'disability',
    'widowOrSingleParent',
    'workingStudent',
    'spouse',
    'spouseSpecial',
    'dependants',
    'specificRelativeSpecial',
    'basic',
  ],
  taxableIncome: ['comprehensive', ...APART],
  taxCredits: [
    'adjustment',
    'dividend',
    'housingLoan',
    'donation',
    'foreignTax',
    'dividendAndShareWithholding',
    'taxAdjustment',
    'fixedReduction',
  ],
} as const;

const Dependants = z.object({
  /** 配偶者. */
  spouse: z.enum(['none', 'ordinary', 'elderly']).optional(),
  specific: amount,
  elderly: amount,
  elderlyLivingTogether: amount,
  other: amount,
  under16: amount,
  specialDisability: amount,
  specialDisabilityLivingTogether: amount,
  ordinaryDisability: amount,
});

const Tax = z.object({
  municipalIncomeBased: Amount,
  municipalPerCapita: Amount,
  prefecturalIncomeBased: Amount,
  prefecturalPerCapita: Amount,
  /** 森林環境税. */
  forestEnvironment: amount,
  annual: Amount,
});

/** What the tax system has worked out; nothing of it is computed here. */
export const TaxRecordAmounts = z.object({
  revenues: amounts(TAX_ROW_NAMES.revenues),
  incomes: amounts(TAX_ROW_NAMES.incomes),
  /** 合計所得金額, 総所得金額等. */
  totalIncome: Amount,
  aggregateIncome: amount,
  deductions: amounts(TAX_ROW_NAMES.deductions),
  deductionsTotal: amount,
  dependants: Dependants,
  taxableIncome: amounts(TAX_ROW_NAMES.taxableIncome),
  taxCredits: amounts(TAX_ROW_NAMES.taxCredits),
  tax: Tax,
});
export type TaxRecordAmounts = z.infer<typeof TaxRecordAmounts>;

const Place = z.object({ address: text, buildingNameEtc: text.optional() });

const common = {
  personId: PersonId,
  /** 課税年度: the western year in which it begins; the income is that of the year before. */
  taxYear: z.int().min(1990).max(2199),
  fullName: text,
  formerFamilyName: text.optional(),
  alternativeName: text.optional(),
  dateOfBirth: z.object({ text }),
  /** 賦課期日 (1 January of the tax year). */
  onAssessmentDay: Place,
  now: Place,
  remarks: text.optional(),
};

/** 未申告, 更正中: that there is no certificate is all that is kept of such a year. */
const CLOSED_STATES = ['not-declared', 'being-corrected'] as const;

export const TaxState = z.enum(['taxed', 'exempt', 'dependant-not-declared', ...CLOSED_STATES]);

/**
 * 課税台帳: what this city's tax roll says of one person and year. A year exists for a person only by such a row; it is
 * never derived from residence. 課税, 非課税, 被扶養で申告なし, 未申告, 更正中.
 */
export const TaxRecord = z.discriminatedUnion('state', [
  z.object({ ...common, state: z.enum(['taxed', 'exempt']), amounts: TaxRecordAmounts }),
  z.object({ ...common, state: z.literal('dependant-not-declared') }),
  z.object({ ...common, state: z.enum(CLOSED_STATES) }),
]);
export type TaxRecord = z.infer<typeof TaxRecord>;
