const SUBCOMMANDS = ['render', 'preview', 'sheet', 'inspect'] as const;
export type Subcommand = (typeof SUBCOMMANDS)[number];

export const isSubcommand = (text: string): text is Subcommand =>
  (SUBCOMMANDS as readonly string[]).includes(text);

export const HELP_HINT = '使い方: npm run -s pdf -- --help';

const OVERVIEW = `証明書や字形の PDF を手元で作り、確かめます。動いている環境は要りません。

  npm run -s pdf -- render   様式とデータから証明書を作る
  npm run -s pdf -- preview  同じものを「見本」と記して作る
  npm run -s pdf -- sheet    文字を大きく並べた字形確認票を作る
  npm run -s pdf -- inspect  PDF の中身（ページ、フォント、文字、ハッシュ値）を調べる

それぞれの説明: npm run -s pdf -- sheet --help

例
  npm run -s pdf -- render --template resident-record --data data.json --municipality 012050 --out 住民票.pdf
  npm run -s pdf -- sheet --municipality 012050 --keys keys.txt --out 字形確認票.pdf
  npm run -s pdf -- inspect 住民票.pdf --json

終了コード: 0 できた / 1 失敗 / 2 書き方や入力の誤り / 3 断られた、または字形のない文字がある
`;

const COMMON = `  --json                結果を 1 つの JSON で標準出力に書く
  -h, --help            この説明
`;

const FONTS = `  --eudc FILE           外字フォント（.tte、.ttf）。ないときは見本の市の外字フォント
`;

const RENDER = `  --template ID|FILE    様式の名前（なければ一覧を示します）、または様式の JSON ファイル（必須）
  --data FILE           記載する内容の JSON（必須）
  --out FILE            PDF をこのファイルに書く（必須）
  --municipality CODE   市の全国地方公共団体コード 6 桁（ないときは外字を使わない）
${FONTS}  --seal FILE           公印の BMP（ないときは「見本」の印）
  --impression FILE     印影の BMP（ないときは「見本」の印影）
  --size fast|compact   fast 速く作る / compact 小さく作る（既定: fast）
  --plain               PDF/A-2u にしない
${COMMON}`;

const HELP: Readonly<Record<Subcommand, string>> = {
  render: `様式とデータから証明書を作ります。字形のない文字や入りきらない欄があれば、すべて示して断ります。

${RENDER}
例
  npm run -s pdf -- render --template resident-record --data data.json --municipality 012050 --out 住民票.pdf
  npm run -s pdf -- render --template 様式.json --data data.json --eudc EUDC.tte --size compact --out 証明書.pdf
`,
  preview: `render と同じものを作り、どのページにも「見本」と記します。公印は「見本」の印です。

${RENDER.replace(/ {2}--seal .*\n/, '')}
例
  npm run -s pdf -- preview --template resident-record --data data.json --out 見本.pdf
`,
  sheet: `文字を大きく並べ、符号とフォントを添えます。窓口とキオスクの字形を見比べるためのものです。
字形のない文字は描かずに末尾に並べ、終了コードを 3 にします。

  --municipality CODE   市の全国地方公共団体コード 6 桁（必須）
  --keys FILE           1 行に 1 文字を「U+845B」または「U+845B U+E0102」と書いたもの（必須）。
                        空行と「#」からの注釈を置けます
  --out FILE            PDF をこのファイルに書く（必須）
${FONTS}${COMMON}
例
  npm run -s pdf -- sheet --municipality 012050 --keys keys.txt --out 字形確認票.pdf
  npm run -s pdf -- sheet --municipality 012050 --keys keys.txt --eudc EUDC.tte --out 字形確認票.pdf --json
`,
  inspect: `PDF のページ、大きさ、フォント、文字、SHA-256 を調べます。この仕組みの証明書や字形確認票でないもの（preview の
見本を含む）は、よそからの PDF として検査し、適わなければ終了コードを 3 にします。

  FILE                  調べる PDF（必須）
${COMMON}
例
  npm run -s pdf -- inspect 住民票.pdf
  npm run -s pdf -- inspect 戸籍.pdf --json
`,
};

/** The help of one subcommand, or the overview. */
export const helpOf = (subcommand: Subcommand | undefined): string =>
  subcommand === undefined ? OVERVIEW : HELP[subcommand];
