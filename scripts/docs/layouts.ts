import { Feed, type FileName, formatFileName, inboxKey } from '../../functions/linkage/layouts/envelope.ts';
import { columnsOf, LAYOUT_VERSION, type LayoutColumn } from '../../functions/linkage/layouts/feeds.ts';
import { HEADER_ITEMS } from '../../functions/linkage/read-link-file.ts';
import { FILE_RULE_TEXTS, ROW_RULE_TEXTS } from '../../functions/linkage/rules.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { type Cells, writeLinkFile } from '../../simulator/sample/link-file.ts';

const TITLES: Readonly<Record<Feed, { readonly title: string; readonly about: string }>> = {
  resident: {
    title: '住民票',
    about: '1 行 = 1 人の住民票の現在の記載すべて。転出・死亡・職権消除も、その状態の行で伝える。',
  },
  serial: {
    title: 'シリアル番号情報',
    about: '1 行 = 1 枚の利用者証明用電子証明書。1 人が何枚持ってもよい。失効は、その番号の行で伝える。',
  },
  restriction: {
    title: '発行制限',
    about: '1 行 = 1 人・1 種別の制限。解除は「解除」の行によってだけ伝わり、終了日では終わらない。',
  },
};

const HEADER_EXAMPLES = ['#KOFU', String(LAYOUT_VERSION), '012050', '', 'diff', '1', '42'] as const;
const MADE_AT = '2026-11-23T09:15:00+09:00';

/** All files of `docs/layouts` by their path in the repository; the same layouts give the same bytes. */
export function renderLayouts(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const feed of Feed.options) {
    files.set(`docs/layouts/${feed}.md`, renderPage(feed));
    files.set(`docs/layouts/${feed}.json`, `${JSON.stringify(describe(feed), null, 2)}\n`);
  }
  return files;
}

const sampleName = (feed: Feed): FileName => ({
  municipality: MunicipalityCode.parse('012050'),
  feed,
  kind: 'diff',
  epoch: 1,
  fileNumber: 42,
});

/** The machine-readable form: what a core system's vendor can generate its export from. */
function describe(feed: Feed) {
  return {
    feed,
    title: TITLES[feed].title,
    layoutVersion: LAYOUT_VERSION,
    encoding: 'UTF-8',
    delimiter: ',',
    fileNameExample: formatFileName(sampleName(feed)),
    objectKeyExample: inboxKey(sampleName(feed)),
    header: headerItems(feed),
    columns: columnsOf(feed).map(({ column, format, required, example, meaning, property }, index) => ({
      number: index + 1,
      column,
      property,
      format,
      required,
      example,
      meaning,
    })),
    trailer: ['#END', '行数', 'SHA-256（#END の前の全バイト、16 進 64 桁）'],
  };
}

const headerItems = (feed: Feed) =>
  HEADER_ITEMS.map((item, index) => ({
    number: index + 1,
    item,
    example: item === 'フィード' ? feed : (HEADER_EXAMPLES[index] ?? MADE_AT),
  }));

function renderPage(feed: Feed): string {
  const { title, about } = TITLES[feed];
  const name = sampleName(feed);
  const bytes = writeLinkFile(name, MADE_AT, sampleRows(feed));
  return `<!-- レイアウトの定義（functions/linkage/layouts）から作られる。直接は書き換えない。 -->
# 連携データレイアウト: ${title}（${feed}、第 ${LAYOUT_VERSION} 版）

${about}

## ファイル

- 名前: \`${formatFileName(name)}\` = 団体コード 6 桁 - フィード - 種別（\`full\` 全件、\`diff\` 差分）- 世代 - ファイル番号（6 桁以上、前を 0 で埋める）
- 置き場所: \`${inboxKey(name)}\`
- ファイル番号は、団体・フィードごとに、世代の初めに 1 から始め、1 ずつ増やす。全件と差分は同じ番号の列を使う。欠けた番号は抜けとして扱う。
- 変わったことがないときも、行のないファイルを送る（「変更なし」の知らせになる）。
- 文字コードは UTF-8（BOM はあってもよい）。区切りはコンマ、引用符は RFC 4180、改行は LF または CRLF。
- 文字は一字も変換しない。字形選択子・私用領域の文字もそのまま送る。
- 同じファイルを何度送っても、どの順に届いても、結果は同じ。行の新旧は連携世代・連携番号だけで決まる。

## 先頭レコード

${table(
  ['No.', '項目', '例'],
  headerItems(feed).map(({ number, item, example }) => [String(number), item, example]),
)}

作成日時は、基幹システムがファイルを作った日時（ISO 8601、時差つき）。ファイル名と同じ内容でなければならない。

## 2 番目のレコード

下の列名を、この順に並べる。

## データのレコード

${table(
  ['No.', '列名', '型', '必須', '例', '意味'],
  columnsOf(feed).map((column, index) => columnCells(column, index)),
)}

## 最後のレコード

\`#END,行数,SHA-256\`。行数はデータのレコードの数、SHA-256 は最後のレコードより前の全バイト（BOM も含む）のもの（16 進 64 桁）。

## 例

\`\`\`csv
${Buffer.from(bytes).toString('utf8').trimEnd()}
\`\`\`

## 受け付けない行

その行だけが受け付けられず、読み取れた宛名番号の人は、より新しい正しい行が届くまで発行されない。

${table(
  ['規則', '意味'],
  Object.entries(ROW_RULE_TEXTS).map(([rule, text]) => [`\`${rule}\``, text]),
)}

## 受け付けないファイル

ファイル全体が受け付けられず、1 行も反映されない。直したファイルは同じファイル番号で送り直す。

${table(
  ['規則', '意味'],
  Object.entries(FILE_RULE_TEXTS).map(([rule, text]) => [`\`${rule}\``, text]),
)}
`;
}

const columnCells = ({ column, format, required, example, meaning }: LayoutColumn, index: number) => [
  String(index + 1),
  column,
  format,
  required ? '○' : '',
  example,
  meaning,
];

function table(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(headings), `|${headings.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Made of the columns' own examples, so that every example has been through the real parser. */
function sampleRows(feed: Feed): readonly Cells[] {
  const examples: Cells = Object.fromEntries(
    columnsOf(feed).map(({ property, example }) => [property, example]),
  );
  if (feed !== 'resident') return [examples];
  const blank = (properties: readonly string[]): Cells =>
    Object.fromEntries(properties.map((property) => [property, '']));
  const japanese: Cells = {
    ...examples,
    ...blank(['alternativeName', 'nationality', 'article30_45', 'residenceStatus', 'periodOfStay']),
    ...blank(['periodOfStayExpiryText', 'residenceCardNumber']),
  };
  const foreign: Cells = {
    ...examples,
    ...blank(['formerFamilyName', 'formerFamilyNameKana', 'registeredDomicile', 'familyRegisterHead']),
    ...blank(['buildingNameEtc', 'previousAddress', 'fullNameKana', 'movedInNotifiedOn']),
    number: '1025',
    personId: '000000000012346',
    householdOrder: '2',
    nationalityClass: '外国人',
    fullName: 'NGUYEN THI HOA',
    dateOfBirthText: '1990年2月3日',
    dateOfBirth: '1990-02-03',
    sex: '女',
    relationshipToHead: '妻',
    remarks: '1 行目\n2 行目',
  };
  return [japanese, foreign];
}
