import { HEADER_ITEMS } from '../../functions/linkage/file-header.ts';
import {
  FileKind,
  formatFileName,
  inboxKey,
  laneOf,
  RowFeed,
  seriesOf,
} from '../../functions/linkage/layouts/envelope.ts';
import { LAYOUTS, type Layout, type LayoutColumn } from '../../functions/linkage/layouts/feeds.ts';
import { FILE_RULE_TEXTS, ROW_RULE_TEXTS } from '../../functions/linkage/rules.ts';
import { sampleFile, sampleFiles, sampleName } from './layout-samples.ts';

const TITLES: Readonly<Record<RowFeed, { readonly title: string; readonly about: string }>> = {
  resident: {
    title: '住民票',
    about: '1 行 = 1 人の住民票の現在の記載すべて。転出・死亡・職権消除も、その状態の行で伝える。',
  },
  seal: {
    title: '印鑑登録',
    about:
      '1 行 = 1 人の印鑑登録の現在の状態。廃止・亡失・抹消は「抹消」の行で伝える。再登録は、新しい連携番号の「登録中」の行で伝える。',
  },
  tax: {
    title: '課税台帳',
    about:
      '1 行 = 1 人・1 年度の課税台帳の記載すべて。行のない年度は発行されない（住所からは推し量らない）。',
  },
  serial: {
    title: 'シリアル番号情報',
    about: '1 行 = 1 枚の利用者証明用電子証明書。1 人が何枚持ってもよい。失効は、その番号の行で伝える。',
  },
  restriction: {
    title: '発行制限',
    about: '1 行 = 1 人・1 種別の制限。解除は「解除」の行によってだけ伝わり、終了日では終わらない。',
  },
  'koseki-index': {
    title: '戸籍の索引',
    about:
      '1 行 = 1 人の、いま記載されている戸籍。住民でない人も、戸籍に記載されていれば送る（住登外者の宛名番号による）。',
  },
  'domicile-registration': {
    title: '本籍地利用登録',
    about:
      '1 行 = 1 枚の、住民でない人の利用者証明用電子証明書。どの戸籍の誰のものかを、登録の状態とともに伝える。',
  },
};

/** What a full file has to name beside what is in force (docs/adr/0063); undefined: no more than that. */
const FULL_TEXTS: Readonly<Partial<Record<RowFeed, string>>> = {
  serial: '失効した証明書も、有効期間の満了日まで載せる',
  'domicile-registration': '却下・失効した登録も、その証明書の有効期間が過ぎるまで載せる',
};

/** `byteOrderMark`: whether the file begins with U+FEFF. */
const ENCODINGS = [
  { encoding: 'UTF-8', byteOrderMark: 'optional' },
  { encoding: 'UTF-16', byteOrderMark: 'required' },
] as const;

const headerExamples = (version: number) => ['#KOFU', String(version), '012050', '', 'diff', '1', '42'];
const MADE_AT = '2026-11-23T09:15:00+09:00';

/** All files of `docs/layouts` by their path in the repository; the same layouts give the same bytes. */
export function renderLayouts(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const feed of RowFeed.options) {
    for (const [version, layout] of Object.entries(LAYOUTS[feed])) {
      const described = { feed, version: Number(version), layout };
      const path = `docs/layouts/${feed}${version === '1' ? '' : `-v${version}`}`;
      files.set(`${path}.md`, renderPage(described));
      files.set(`${path}.json`, `${JSON.stringify(describe(described), null, 2)}\n`);
    }
  }
  for (const [name, bytes] of sampleFiles(RowFeed.options))
    files.set(`docs/layouts/samples/${name}`, Buffer.from(bytes).toString('utf8'));
  return files;
}

const fullText = (feed: RowFeed): string => {
  const text = FULL_TEXTS[feed];
  return text === undefined ? '' : `だから全件ファイルには、${text}。`;
};

type Described = { readonly feed: RowFeed; readonly version: number; readonly layout: Layout };

/** The machine-readable form: what a core system's vendor can generate its export from. */
function describe({ feed, version, layout }: Described) {
  return {
    feed,
    title: TITLES[feed].title,
    layoutVersion: version,
    encodings: ENCODINGS,
    delimiter: ',',
    fileNameExample: formatFileName(sampleName(feed)),
    objectKeyExample: inboxKey(sampleName(feed)),
    kinds: FileKind.options.map((kind) => ({
      kind,
      lane: laneOf({ feed, kind }),
      series: seriesOf({ kind }),
    })),
    fullFileNames: FULL_TEXTS[feed],
    header: headerItems(feed, version),
    columns: layout.columns.map(({ column, format, required, example, meaning, property }, index) => ({
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

const headerItems = (feed: RowFeed, version: number) =>
  HEADER_ITEMS.map((item, index) => ({
    number: index + 1,
    item,
    example: item === 'フィード' ? feed : (headerExamples(version)[index] ?? MADE_AT),
  }));

function renderPage({ feed, version, layout }: Described): string {
  const { title, about } = TITLES[feed];
  const name = sampleName(feed);
  const urgent = sampleName(feed, 'urgent');
  return `<!-- レイアウトの定義（functions/linkage/layouts）から作られる。直接は書き換えない。 -->
# 連携データレイアウト: ${title}（${feed}、第 ${version} 版）

${about}

## ファイル

- 名前: \`${formatFileName(name)}\` = 団体コード 6 桁 - フィード - 種別（\`full\` 全件、\`diff\` 差分、\`urgent\` 緊急）- 世代 - ファイル番号（6 桁以上、前を 0 で埋める）
- 置き場所: \`${inboxKey(name)}\`
- 緊急ファイル \`${inboxKey(urgent)}\` は、${URGENT_TEXTS[feed]}だけを載せる差分で、ほかのどのファイルも追い越す。それ以外の行は受け付けない。同じ行を次の差分に重ねて載せてもよい。
- ファイル番号は、団体・フィードごとに、世代の初めに 1 から始め、1 ずつ増やす。全件と差分は同じ番号の列を、緊急はその外に自分の番号の列を使う。欠けた番号は抜けとして扱う。
- 全件ファイルに載っていない人を消すことはない。載っていない人は、それより後の番号のファイルの行か全件ファイルで確かめられるまで、このフィードを使う証明書を発行されない。前の番号のファイルが遅れて届いても同じである。${fullText(feed)}
- 変わったことがないときも、行のないファイルを送る（「変更なし」の知らせになる）。
- 文字コードは UTF-8（BOM はあってもよい）か、BOM 付きの UTF-16。区切りはコンマ、引用符は RFC 4180、改行は LF または CRLF。
- 文字は一字も変換しない。字形選択子・私用領域の文字もそのまま送る。
- 同じファイルを何度送っても、どの順に届いても、結果は同じ。行の新旧は連携世代・連携番号だけで決まる。

## 先頭レコード

${table(
  ['No.', '項目', '例'],
  headerItems(feed, version).map(({ number, item, example }) => [String(number), item, example]),
)}

作成日時は、基幹システムがファイルを作った日時（ISO 8601、時差つき）。ファイル名と同じ内容でなければならない。

## 2 番目のレコード

下の列名を、この順に並べる。

## データのレコード

${table(
  ['No.', '列名', '型', '必須', '例', '意味'],
  layout.columns.map((column, index) => columnCells(column, index)),
)}

## 最後のレコード

\`#END,行数,SHA-256\`。行数はデータのレコードの数、SHA-256 は最後のレコードより前の全バイト（BOM も含む）のもの（16 進 64 桁）。

## 例

同じものが \`samples/${formatFileName(name)}\` に、緊急ファイルの例が \`samples/${formatFileName(urgent)}\` にある。人はすべて実在しない。

\`\`\`csv
${Buffer.from(sampleFile(feed)).toString('utf8').trimEnd()}
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

/** What may stand in an urgent file. */
const URGENT_TEXTS: Readonly<Record<RowFeed, string>> = {
  resident: '転出・死亡・職権消除・転出予定・異動未確定',
  seal: '停止・抹消',
  tax: '未申告・更正中',
  serial: '失効',
  restriction: '制限',
  'koseki-index': '除籍・届出処理中',
  'domicile-registration': '却下・失効',
};
