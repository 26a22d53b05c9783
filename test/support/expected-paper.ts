import { type Cells, cell } from './link-files.ts';

export type Scope = 'individual' | 'household' | 'partial';
export type Option = 'relationship' | 'domicile' | 'residency' | 'individual-number';

type City = {
  readonly name: string;
  readonly head: string;
  /** For a copy, in yen; of the seal and of a year of taxes. */
  readonly feeJpy: number;
  readonly sealFeeJpy: number;
  readonly taxFeeJpy: number;
  readonly registerFeeJpy: number;
  readonly supplementFeeJpy: number;
  readonly printsSex: boolean;
  readonly certifiesUndeclaredDependants: boolean;
  readonly printsIndividualNumber?: true;
};

/** What the sample cities print of themselves, and what they have set. */
export const CITIES: Readonly<Record<string, City>> = {
  '012050': {
    name: '室蘭市',
    head: '見本　一郎',
    feeJpy: 300,
    sealFeeJpy: 310,
    taxFeeJpy: 350,
    registerFeeJpy: 450,
    supplementFeeJpy: 300,
    printsSex: false,
    certifiesUndeclaredDependants: true,
  },
  '012301': {
    name: '登別市',
    head: '見本　花子',
    feeJpy: 250,
    sealFeeJpy: 260,
    taxFeeJpy: 300,
    registerFeeJpy: 450,
    supplementFeeJpy: 290,
    printsSex: false,
    certifiesUndeclaredDependants: false,
    printsIndividualNumber: true,
  },
  '012335': {
    name: '伊達市',
    head: '見本　三郎',
    feeJpy: 200,
    sealFeeJpy: 210,
    taxFeeJpy: 250,
    registerFeeJpy: 450,
    supplementFeeJpy: 280,
    printsSex: true,
    certifiesUndeclaredDependants: true,
  },
};

export function cityOf(municipality: string) {
  const city = CITIES[municipality];
  if (city === undefined) throw new Error('no such city');
  return city;
}

/** Today in Japan as a certificate says it, by the calendar of the platform and not by the project's. */
export const todayInWareki = (): string =>
  new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
    timeZone: 'Asia/Tokyo',
    era: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
  }).format(new Date());

export type PaperWish = {
  readonly municipality: string;
  readonly scope: Scope;
  readonly options: readonly Option[];
  /** Rows of the link file, in printed order. */
  readonly subjects: readonly Cells[];
  readonly number: string;
};

const SCOPE_LINES: Readonly<Record<Scope, string>> = {
  individual: '（個人の写し）',
  household: '（世帯全員の写し）',
  partial: '（世帯一部の写し）',
};
const CERTIFICATIONS: Readonly<Record<Scope, string>> = {
  individual: 'この写しは、住民票の原本と相違ないことを証明する。',
  household: 'この写しは、世帯全員の住民票の原本と相違ないことを証明する。',
  partial: 'この写しは、住民票の原本と相違ないことを証明する。',
};
const NOT_ASKED = '（省略）';
const NOT_RECORDED = '（記載なし）';

/** Everything that each page of this paper says outside the members' boxes, in the order of drawing. */
export function expectedFrames(wish: PaperWish, pages: number): readonly string[] {
  const { name, head } = cityOf(wish.municipality);
  return Array.from({ length: pages }, (_, index) => {
    const others = index + 1 === pages ? '' : '（次の頁に続く）';
    const always = `住　　民　　票証明書番号${others}${SCOPE_LINES[wish.scope]}${wish.number}${name}${index + 1}／${pages} 枚`;
    const last = `${CERTIFICATIONS[wish.scope]}${todayInWareki()}${name}長${head}`;
    return always + (index + 1 === pages ? last : '') + heading(wish);
  });
}

/** All members' boxes of this paper one after the other, and the mark at their end. */
export function expectedMembers(wish: PaperWish): string {
  return `${wish.subjects.map((subject, index) => `${member(subject, wish)}${index + 1}`).join('')}以　下　余　白`;
}

/** A row of a box: the lines of its labels, and its values. */
type Row = readonly [labels: readonly string[], ...values: string[]];

/** What nearly every paper has is drawn with the lines of its box; other labels are drawn with their values. */
const DRAWN_WITH_LINES: ReadonlySet<string> = new Set([
  ...['住　　所', '世 帯 主', '氏　　名', 'フリガナ', '生 年 月 日', '性　　別', '続　　柄', '従前の住所'],
  ...['住民となった', '住所を定めた', '年月日', '届出年月日', '本　　籍', '筆 頭 者'],
]);

/** A box in the order of drawing. */
function box(rows: readonly (Row | undefined)[]): string {
  const there = rows.filter((row) => row !== undefined);
  const first = there.flatMap(([labels]) => labels.filter((label) => DRAWN_WITH_LINES.has(label)));
  const then = there.flatMap(([labels, ...values]) => [
    ...labels.filter((label) => !DRAWN_WITH_LINES.has(label)),
    ...values,
  ]);
  return [...first, ...then].join('');
}

/** A row that is there only where something is recorded. */
const recorded = (label: string, value: string): Row | undefined =>
  value === '' ? undefined : [[label], value];

function heading({ subjects, options }: PaperWish): string {
  const [first] = subjects;
  if (first === undefined) throw new Error('a paper has a subject');
  const head = options.includes('relationship') ? cell(first, '世帯主氏名') : NOT_ASKED;
  return box([
    [['住　　所'], cell(first, '住所')],
    recorded('方　　書', cell(first, '方書')),
    [['世 帯 主'], head],
  ]);
}

function member(cells: Cells, { subjects, options }: PaperWish): string {
  const [first = cells] = subjects;
  const is = (heading: string): string => cell(cells, heading);
  const says = (heading: string): string => (is(heading) === '' ? NOT_RECORDED : is(heading));
  const asked = (option: Option, heading: string): string =>
    options.includes(option) ? says(heading) : NOT_ASKED;
  const isForeign = is('住民区分') === '外国人';
  const elsewhere = is('住所') !== cell(first, '住所') || is('方書') !== cell(first, '方書');
  const otherHead = options.includes('relationship') && is('世帯主氏名') !== cell(first, '世帯主氏名');
  const became = isForeign ? ['外国人住民と', 'なった年月日'] : ['住民となった', '年月日'];
  return box([
    recorded('フリガナ', is('氏名の振り仮名')),
    [['氏　　名'], is('氏名')],
    is('旧氏') === '' ? undefined : [['旧　　氏', '旧氏の', 'フリガナ'], is('旧氏'), says('旧氏の振り仮名')],
    recorded('通　　称', is('通称')),
    [
      ['生 年 月 日', '性　　別', '続　　柄'],
      is('生年月日（印字）'),
      is('性別'),
      asked('relationship', '続柄'),
    ],
    otherHead ? [['世 帯 主'], is('世帯主氏名')] : undefined,
    elsewhere ? [['住　　所'], is('住所')] : undefined,
    elsewhere ? recorded('方　　書', is('方書')) : undefined,
    [
      [...became, '住所を定めた', '年月日', '届出年月日'],
      says('住民となった年月日（印字）'),
      says('住所を定めた年月日（印字）'),
      says('届出年月日（印字）'),
    ],
    [['従前の住所'], says('従前の住所')],
    ...(isForeign ? foreignRows(asked) : [domicileRow(asked)]),
    options.includes('individual-number') ? [['個人番号'], is('個人番号')] : undefined,
    recorded('備　　考', is('備考').replaceAll(/\r\n|\n/g, '')),
  ]);
}

type Asked = (option: Option, heading: string) => string;

const domicileRow = (asked: Asked): Row => [
  ['本　　籍', '筆 頭 者'],
  asked('domicile', '本籍'),
  asked('domicile', '筆頭者'),
];

const foreignRows = (asked: Asked): readonly Row[] => [
  [
    ['国籍・地域', '法第30条の45', 'に規定する区分'],
    asked('residency', '国籍・地域'),
    asked('residency', '30条45区分'),
  ],
  [['在留資格', '在留期間'], asked('residency', '在留資格'), asked('residency', '在留期間')],
  [
    ['在留期間の', '満了の日', '在留カード等', 'の番号'],
    asked('residency', '在留期間満了日（印字）'),
    asked('residency', '在留カード番号'),
  ],
];
