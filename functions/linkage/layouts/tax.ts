import { z } from 'zod';
import { TAX_ROW_NAMES } from '../../registry/index.ts';
import {
  choiceColumn,
  integerColumn,
  optionalAmountColumn,
  optionalChoiceColumn,
  optionalMultilineColumn,
  optionalTextColumn,
  textColumn,
} from './column.ts';
import { personIdColumn } from './id-columns.ts';
import { sequenceColumns } from './sequence-columns.ts';

type TaxList = keyof typeof TAX_ROW_NAMES;
type RowName<L extends TaxList> = (typeof TAX_ROW_NAMES)[L][number];

const APART = {
  shortTermTransfer: '分離短期譲渡',
  longTermTransfer: '分離長期譲渡',
  unlistedShares: '一般株式等譲渡',
  listedShares: '上場株式等譲渡',
  listedDividend: '上場株式等配当等',
  futures: '先物取引',
  forestry: '山林',
  retirement: '退職',
} as const;

// The headings are the layout's own, not the certificate's: a label on paper may change, a layout version may not.
const HEADINGS: { readonly [L in TaxList]: Readonly<Record<RowName<L>, string>> } = {
  revenues: {
    salary: '給与',
    publicPension: '公的年金等',
    business: '営業等',
    agriculture: '農業',
    realEstate: '不動産',
    dividend: '配当',
    miscellaneousBusiness: '雑業務',
    miscellaneousOther: '雑その他',
    retirement: '退職',
  },
  incomes: {
    salary: '給与',
    publicPension: '雑公的年金等',
    miscellaneousBusiness: '雑業務',
    miscellaneousOther: '雑その他',
    business: '営業等',
    agriculture: '農業',
    realEstate: '不動産',
    interest: '利子',
    dividend: '配当',
    capitalGain: '総合譲渡',
    occasional: '一時',
    ...APART,
  },
  deductions: {
    casualtyLoss: '雑損',
    medical: '医療費',
    socialInsurance: '社会保険料',
    smallBusinessMutualAid: '小規模企業共済等掛金',
    lifeInsurance: '生命保険料',
    earthquakeInsurance: '地震保険料',
    disability: '障害者',
    widowOrSingleParent: '寡婦・ひとり親',
    workingStudent: '勤労学生',
    spouse: '配偶者',
    spouseSpecial: '配偶者特別',
    dependants: '扶養',
    specificRelativeSpecial: '特定親族特別',
    basic: '基礎',
  },
  taxableIncome: { comprehensive: '総所得', ...APART },
  taxCredits: {
    adjustment: '調整控除',
    dividend: '配当控除',
    housingLoan: '住宅借入金等特別税額控除',
    donation: '寄附金税額控除',
    foreignTax: '外国税額控除',
    dividendAndShareWithholding: '配当割額・株式等譲渡所得割額控除',
    taxAdjustment: '税額調整措置',
    fixedReduction: '定額減税',
  },
};

type AmountColumn = ReturnType<typeof optionalAmountColumn>;

const yen = (column: string, example = ''): AmountColumn =>
  optionalAmountColumn({ column, example, meaning: '円。台帳に記録がないときは空（0 とは違う）。' });

const yenIfTaxed = (column: string, example: string): AmountColumn =>
  optionalAmountColumn({ column, example, meaning: '円。課税・非課税の行に必須。' });

const heads = (column: string, example = ''): AmountColumn =>
  optionalAmountColumn({ column, example, meaning: '人数。台帳に記録がないときは空。' });

/** One column for each row of a list, in the list's order, named `<list>.<row>`. */
function listColumns<L extends TaxList>(
  list: L,
  prefix: string,
  examples: Partial<Record<RowName<L>, string>>,
) {
  const names: readonly RowName<L>[] = TAX_ROW_NAMES[list];
  return Object.fromEntries(
    names.map((row) => [`${list}.${row}`, yen(`${prefix}_${HEADINGS[list][row]}`, examples[row])]),
  ) as { [R in RowName<L> as `${L}.${R}`]: AmountColumn };
}

/** Feed `tax` (課税台帳), layout version 1. One row = one person and year of this city's tax roll. */
export const TaxRowV1 = z.object({
  ...sequenceColumns,
  personId: personIdColumn({ meaning: '課税台帳に記載された人。' }),
  taxYear: integerColumn({
    column: '課税年度',
    example: '2026',
    meaning: '年度の始まる西暦年。所得は前年のもの。1 年度に 1 行。行のない年度は発行されない。',
    minimum: 1990,
    maximum: 2199,
  }),
  state: choiceColumn({
    column: '課税状態',
    example: '課税',
    meaning: '未申告・更正中の年度は発行されない。',
    choices: {
      課税: 'taxed',
      非課税: 'exempt',
      '被扶養（申告なし）': 'dependant-not-declared',
      未申告: 'not-declared',
      更正中: 'being-corrected',
    },
  }),
  fullName: textColumn({ column: '氏名', example: '室蘭 太郎', meaning: '印字する氏名。' }),
  formerFamilyName: optionalTextColumn({
    column: '旧氏',
    example: '',
    meaning: '記載があるとき必ず印字する。',
  }),
  alternativeName: optionalTextColumn({
    column: '通称',
    example: '',
    meaning: '記載があるとき必ず印字する。',
  }),
  dateOfBirthText: textColumn({
    column: '生年月日（印字）',
    example: '昭和53年4月5日',
    meaning: '印字するとおりの文字。',
  }),
  assessmentAddress: textColumn({
    column: '賦課期日の住所',
    example: '北海道室蘭市幸町1番2号',
    meaning: '課税年度の 1 月 1 日の住所。',
  }),
  assessmentBuildingNameEtc: optionalTextColumn({
    column: '賦課期日の方書',
    example: '',
    meaning: '建物名など。',
  }),
  address: textColumn({
    column: '現住所',
    example: '北海道室蘭市幸町1番2号',
    meaning: '今の住所。賦課期日の住所と違うときだけ印字する。',
  }),
  buildingNameEtc: optionalTextColumn({ column: '現住所の方書', example: '', meaning: '建物名など。' }),
  ...listColumns('revenues', '収入', { salary: '5200000' }),
  ...listColumns('incomes', '所得', { salary: '3720000' }),
  totalIncome: yenIfTaxed('合計所得金額', '3720000'),
  aggregateIncome: yen('総所得金額等', '3720000'),
  ...listColumns('deductions', '控除', {
    socialInsurance: '780000',
    lifeInsurance: '28000',
    basic: '430000',
  }),
  deductionsTotal: yen('控除合計', '1238000'),
  'dependants.spouse': optionalChoiceColumn({
    column: '扶養_配偶者',
    example: '無',
    meaning: '控除対象配偶者。台帳に記録がないときは空。',
    choices: { 無: 'none', 有: 'ordinary', 老人: 'elderly' },
  }),
  'dependants.specific': heads('扶養_特定', '1'),
  'dependants.elderly': heads('扶養_老人'),
  'dependants.elderlyLivingTogether': heads('扶養_同居老親等'),
  'dependants.other': heads('扶養_その他'),
  'dependants.under16': heads('扶養_16歳未満', '0'),
  'dependants.specialDisability': heads('扶養_特別障害者'),
  'dependants.specialDisabilityLivingTogether': heads('扶養_同居特別障害者'),
  'dependants.ordinaryDisability': heads('扶養_普通障害者'),
  ...listColumns('taxableIncome', '課税標準', { comprehensive: '2482000' }),
  ...listColumns('taxCredits', '税額控除', { adjustment: '2500' }),
  'tax.municipalIncomeBased': yenIfTaxed('市町村民税_所得割', '147400'),
  'tax.municipalPerCapita': yenIfTaxed('市町村民税_均等割', '3000'),
  'tax.prefecturalIncomeBased': yenIfTaxed('都道府県民税_所得割', '98200'),
  'tax.prefecturalPerCapita': yenIfTaxed('都道府県民税_均等割', '1000'),
  'tax.forestEnvironment': yen('森林環境税', '1000'),
  'tax.annual': yenIfTaxed('年税額', '250600'),
  remarks: optionalMultilineColumn({
    column: '備考',
    example: '',
    meaning: '印字する備考。改行を含むときは引用符で囲む。',
  }),
});
export type TaxRowV1 = z.infer<typeof TaxRowV1>;
