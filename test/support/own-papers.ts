import { inflateSync } from 'node:zlib';
import { PDFArray, PDFDocument, PDFName, PDFNumber, PDFRawStream } from 'pdf-lib';
import { type Cells, cell } from './link-files.ts';

/** A picture of a file by pdf-lib's reading: its sides in pixels and its inflated samples. */
export type FilePicture = {
  readonly columns: number;
  readonly rows: number;
  readonly samples: Buffer;
};

/** Every picture of a PDF, read neither by the project's writer nor by its reader. */
export async function picturesOf(pdf: Uint8Array): Promise<readonly FilePicture[]> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  return document.context.enumerateIndirectObjects().flatMap(([, object]) => {
    if (!(object instanceof PDFRawStream)) return [];
    const { dict } = object;
    if (dict.get(PDFName.of('Subtype'))?.toString() !== '/Image') return [];
    if (dict.get(PDFName.of('SMask')) instanceof PDFArray) throw new Error('a picture of another kind');
    const number = (name: string) => dict.lookup(PDFName.of(name), PDFNumber).asNumber();
    const samples = inflateSync(object.getContents());
    return [{ columns: number('Width'), rows: number('Height'), samples }];
  });
}

const NO_AMOUNTS = ['扶養_配偶者'];
const AMOUNT_PREFIXES = [
  '収入_',
  '所得_',
  '控除_',
  '扶養_',
  '課税標準_',
  '税額控除_',
  '市町村民税_',
  '都道府県民税_',
];
const AMOUNTS = ['合計所得金額', '総所得金額等', '控除合計', '森林環境税', '年税額'];

/** Every number of a year of taxes as it has to stand on the paper, by the link file's row alone; sorted. */
export function expectedAmounts(row: Cells): readonly string[] {
  const printed = Object.entries(row).filter(
    ([heading, text]) =>
      text !== '' &&
      !NO_AMOUNTS.includes(heading) &&
      (AMOUNTS.includes(heading) || AMOUNT_PREFIXES.some((prefix) => heading.startsWith(prefix))),
  );
  return printed.map(([, text]) => Number(text).toLocaleString('en-US')).sort();
}

/** The runs that are numbers; sorted. */
export const amountsIn = (runs: readonly string[]): readonly string[] =>
  runs.filter((text) => /^\d[\d,]*$/.test(text)).sort();

/** What a tax certificate says in words, by the row. */
export const expectedTaxTexts = (row: Cells): readonly string[] => {
  const moved =
    cell(row, '現住所') !== cell(row, '賦課期日の住所') ||
    cell(row, '現住所の方書') !== cell(row, '賦課期日の方書');
  const texts = [
    yearInWords(Number(cell(row, '課税年度')), 4, '年度'),
    yearInWords(Number(cell(row, '課税年度')) - 1, 12, '年'),
    ...['氏名', '旧氏', '通称', '生年月日（印字）', '賦課期日の住所', '賦課期日の方書'].map((heading) =>
      cell(row, heading),
    ),
    ...(moved ? [cell(row, '現住所'), cell(row, '現住所の方書')] : []),
  ];
  return texts.filter((text) => text !== '');
};

/** By the calendar of the platform and not by the project's. */
function yearInWords(year: number, month: number, unit: string): string {
  const text = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
    era: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(Date.UTC(year, month - 1, 15)));
  return text.replace(/年$/, unit);
}

/** What a seal certificate says in words, by the rows of resident and registration. */
export const expectedSealTexts = (resident: Cells, seal: Cells, printsSex: boolean): readonly string[] =>
  [
    ...['氏名', '旧氏', '通称', '生年月日（印字）', '住所', '方書'].map((heading) => cell(resident, heading)),
    cell(seal, '氏名の片仮名表記'),
    ...(printsSex ? [cell(resident, '性別')] : []),
  ].filter((text) => text !== '');
