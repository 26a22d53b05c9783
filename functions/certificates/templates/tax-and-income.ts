import type { CertificateTemplateData } from '../compile/template.ts';
import { bodyEnd, continued, fixedStyles, pageFrame, paper, remarksBlock, signature } from './paper.ts';

const closing = signature(242);

type Rows = CertificateTemplateData['body']['blocks'][number]['tables'][number]['rows'];

/** Height of a row of amounts. */
const DENSE = 4.6;
/** Width of an amount. */
const AMOUNT = 25;
const ABSENT = '―';

const title = (label: string, width: number): Rows[number] => ({
  height: 5.2,
  cells: [{ label, width, labelSize: 8.2 }],
});

/** A row for each amount of a list. */
const amounts = (each: string, width: number): Rows[number] => ({
  each,
  height: DENSE,
  ruleAbove: 'hair',
  cells: [
    { width: width - AMOUNT, field: 'label', style: 'item' },
    { width: AMOUNT, field: 'amount', style: 'amount', align: 'right', absent: ABSENT },
  ],
});

const amount = (label: string, width: number, field: string): Rows[number] => ({
  height: DENSE,
  cells: [
    {
      label,
      labelSize: 8.2,
      labelAlign: 'left',
      labelWidth: width - AMOUNT,
      width,
      field,
      style: 'amount',
      align: 'right',
      absent: ABSENT,
    },
  ],
});

const heads = (...cells: readonly (readonly [label: string, field: string])[]): Rows[number] => ({
  height: 5.4,
  cells: cells.map(([label, field]) => ({
    label,
    labelWidth: 40,
    labelAlign: 'left',
    labelSize: 8.2,
    width: 58,
    field: `dependants.${field}`,
    style: 'head-count',
    align: 'right',
    absent: ABSENT,
  })),
});

/** Across the whole width: one field, shown where it is recorded. */
const recorded = (label: string, field: string, ruleAbove: 'thin' | 'hair' = 'thin'): Rows[number] => ({
  when: { field },
  height: 6.4,
  ruleAbove,
  cells: [{ label, labelWidth: 26, width: 174, field, style: 'value' }],
});

const statement = (state: string, label: string): Rows[number] => ({
  when: { field: 'state', is: state },
  height: 9,
  cells: [{ label, width: 174, labelSize: 10.5 }],
});

/** 課税・所得証明書: amounts in three columns, their sums at the foot. */
export const taxAndIncomeTemplateData = {
  ...paper,
  id: 'tax-and-income',
  version: 1,
  model: 'tax-and-income-certificate',
  documentTitle: '課税・所得証明書',
  styles: {
    ...fixedStyles,
    year: { sizes: [11], maxLines: 1, leading: 1.3 },
    name: { sizes: [13, 11.5, 10, 9], maxLines: 3, leading: 1.25 },
    value: { sizes: [10, 9, 8], maxLines: 5, leading: 1.3 },
    remarks: { sizes: [9.5, 8.5, 8], maxLines: 8, leading: 1.3 },
    item: { sizes: [8, 7], maxLines: 2, leading: 1.2 },
    amount: { sizes: [8.6, 7.6, 6.6, 5.8], maxLines: 1, leading: 1.2 },
    'head-count': { sizes: [8.6, 7.6, 6.6], maxLines: 1, leading: 1.2 },
  },
  padding: 1.5,
  everyPage: {
    ...pageFrame,
    texts: [
      { text: '課　税　・　所　得　証　明　書', x: 105, y: 26, size: 21, align: 'center' },
      ...pageFrame.texts,
    ],
  },
  otherPages: continued,
  lastPage: {
    texts: [
      {
        id: 'certification',
        text: '上記のとおり相違ないことを証明する。',
        x: 24,
        y: 242,
        size: 11.5,
        align: 'left',
      },
    ],
    slots: closing.slots,
  },
  body: {
    left: 18,
    width: 174,
    top: 33,
    bottom: 270,
    lastBottom: 230,
    blocks: [
      {
        id: 'person',
        onEveryPage: true,
        gap: 0,
        tables: [
          {
            width: 174,
            rows: [
              {
                height: 7,
                cells: [
                  { label: '課 税 年 度', labelWidth: 26, width: 87, field: 'taxYear', style: 'year' },
                  { label: '所得のあった年', labelWidth: 26, width: 87, field: 'incomeYear', style: 'year' },
                ],
              },
              {
                height: 8.6,
                cells: [{ label: '氏　　名', labelWidth: 26, width: 174, field: 'fullName', style: 'name' }],
              },
              recorded('旧　　氏', 'formerFamilyName'),
              recorded('通　　称', 'alternativeName'),
              {
                height: 6.4,
                cells: [
                  { label: '生 年 月 日', labelWidth: 26, width: 174, field: 'dateOfBirth', style: 'value' },
                ],
              },
            ],
          },
        ],
      },
      {
        id: 'addresses',
        gap: 2,
        tables: [
          {
            width: 174,
            rows: [
              {
                height: 7,
                cells: [
                  {
                    label: '賦課期日の住所\n（１月１日）',
                    labelWidth: 26,
                    width: 174,
                    field: 'address',
                    style: 'value',
                  },
                ],
              },
              recorded('方　　書', 'buildingNameEtc', 'hair'),
              recorded('現 住 所', 'currentAddress'),
              recorded('現住所の方書', 'currentBuildingNameEtc', 'hair'),
            ],
          },
        ],
      },
      {
        id: 'state',
        gap: 2,
        tables: [
          {
            width: 174,
            rows: [
              statement('exempt', '市民税・道民税は、課税されていない（非課税）。'),
              statement('undeclared-dependant', '他の者の扶養親族等であり、所得の申告がない。'),
            ],
          },
        ],
      },
      {
        id: 'amounts',
        when: { field: 'tax.annual' },
        gap: 2,
        apart: 1.5,
        tables: [
          {
            width: 52,
            rows: [
              title('収入金額（円）', 52),
              amounts('revenues', 52),
              title('所得金額（円）', 52),
              amounts('incomes', 52),
            ],
            foot: [amount('合計所得金額', 52, 'totalIncome'), amount('総所得金額等', 52, 'aggregateIncome')],
          },
          {
            width: 57,
            rows: [title('所得控除（円）', 57), amounts('deductions', 57)],
            foot: [amount('所得控除の合計', 57, 'deductionsTotal')],
          },
          {
            width: 62,
            rows: [
              title('課税標準額（円）', 62),
              amounts('taxableIncome', 62),
              title('税額控除（円）', 62),
              amounts('taxCredits', 62),
            ],
            foot: [
              title('税　　額（円）', 62),
              amount('市民税　所得割', 62, 'tax.municipalIncomeBased'),
              amount('市民税　均等割', 62, 'tax.municipalPerCapita'),
              amount('道民税　所得割', 62, 'tax.prefecturalIncomeBased'),
              amount('道民税　均等割', 62, 'tax.prefecturalPerCapita'),
              amount('森林環境税', 62, 'tax.forestEnvironment'),
              amount('年　税　額', 62, 'tax.annual'),
            ],
          },
        ],
      },
      {
        id: 'dependants',
        when: { field: 'tax.annual' },
        gap: 2,
        tables: [
          {
            width: 174,
            rows: [
              title('扶養親族等の数（人）', 174),
              heads(['控除対象配偶者', 'spouse'], ['特定扶養親族', 'specific'], ['老人扶養親族', 'elderly']),
              heads(
                ['同居老親等', 'elderlyLivingTogether'],
                ['その他の扶養親族', 'other'],
                ['１６歳未満の扶養親族', 'under16'],
              ),
              heads(
                ['特別障害者', 'specialDisability'],
                ['同居特別障害者', 'specialDisabilityLivingTogether'],
                ['普通障害者', 'ordinaryDisability'],
              ),
            ],
          },
        ],
      },
      remarksBlock({ height: 6.4, labelWidth: 26 }),
    ],
    end: bodyEnd(4.2),
  },
  seal: closing.seal,
} satisfies CertificateTemplateData;
