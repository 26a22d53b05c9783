const SUBCOMMANDS = ['menu', 'issue', 'result', 'query'] as const;
export type Subcommand = (typeof SUBCOMMANDS)[number];

export const isSubcommand = (text: string): text is Subcommand =>
  (SUBCOMMANDS as readonly string[]).includes(text);

export const HELP_HINT = '使い方: npm run -s kiosk -- --help';

const OVERVIEW = `キオスク端末と証明書交付センターの役をして、動いているローカル環境に要求を送ります。

  npm run -s kiosk -- menu    そのカードで取れる証明書を尋ねる
  npm run -s kiosk -- issue   証明書を申し込み、PDF を受け取る
  npm run -s kiosk -- result  印刷の結果を知らせる
  npm run -s kiosk -- query   申し込みの状態を尋ねる

それぞれの説明: npm run -s kiosk -- issue --help
見本の人の一覧: npm run -s sample -- people --municipality 012050 --limit 5

例
  npm run -s kiosk -- menu --municipality 012050 --serial 0A1B2C3D4E5F
  npm run -s kiosk -- issue --municipality 012050 --serial 0A1B2C3D4E5F --out 住民票.pdf
  npm run -s kiosk -- result --municipality 012050 --request-id 番号 --outcome printed
  npm run -s kiosk -- query --municipality 012050 --request-id 番号

終了コード: 0 できた / 1 失敗 / 2 書き方の誤り / 3 断られた（理由の番号と文を表示）
`;

const COMMON = `  --stack FILE          環境の記録（既定: .local/stack.json）
  --json                結果を 1 つの JSON で標準出力に書く
  -h, --help            この説明
`;

const CARD = `  --municipality CODE   市の全国地方公共団体コード 6 桁（必須）
  --serial SERIAL       利用者証明用電子証明書のシリアル番号（必須）
  --issuer NAME         その発行者（既定: JPKI-AUTH-03、見本の人はすべてこれ）
`;

const HELP: Readonly<Record<Subcommand, string>> = {
  menu: `そのカードで取れる証明書、選べる事項、手数料、世帯と戸籍の人を尋ねます。

${CARD}${COMMON}
例
  npm run -s kiosk -- menu --municipality 012050 --serial 0A1B2C3D4E5F
  npm run -s kiosk -- menu --municipality 012050 --serial 0A1B2C3D4E5F --json
`,
  issue: `証明書を申し込みます。届いた PDF は、要求の番号とハッシュ値を確かめてから受け取ります。

${CARD}  --type TYPE           証明書種別（menu で分かります。既定: resident-record = 住民票の写し）
  --scope SCOPE         individual 本人のみ / household 世帯全員 / partial 世帯の一部（既定: individual）
                        戸籍では 個人事項 / 全部事項 / 選んだ人の個人事項、附票では 一部 / 全部 / 選んだ人の一部
  --members ID,…        partial のとき、証明する人の宛名番号（menu で分かります）
  --options NAME,…      記載する事項: relationship 世帯主・続柄, domicile 本籍・筆頭者, residency 在留資格等,
                        overseas-voter 在外選挙人（附票）
                        individual-number 個人番号（記載する市で、本人のみのとき）
  --year YEAR           課税・所得証明書の年度の始まる西暦年（令和8年度は 2026。既定: menu のいちばん新しい年度）
  --copies N            通数 1〜10（既定: 1）
  --fee YEN             画面に示した 1 通の手数料（既定: menu で尋ねる。menu にないときは 0）
  --request-id ID       要求の番号 16〜64 字（既定: 新しく作る）
  --store CODE[:NAME]   店舗（既定: SIM-0001:シミュレーター店）
  --terminal CODE       端末（既定: KIOSK-01）
  --out FILE            PDF をこのファイルに書く（なければ大きさとページ数だけを表示）
${COMMON}
例
  npm run -s kiosk -- issue --municipality 012050 --serial 0A1B2C3D4E5F --out 住民票.pdf
  npm run -s kiosk -- issue --municipality 012050 --serial 0A1B2C3D4E5F \\
      --scope household --options relationship,domicile --copies 2 --out 世帯全員.pdf
  npm run -s kiosk -- issue --municipality 012050 --serial 0A1B2C3D4E5F \\
      --scope partial --members 000000000012345,000000000012346 --json
  npm run -s kiosk -- issue --municipality 012050 --serial 0A1B2C3D4E5F \\
      --type seal-registration --out 印鑑登録証明書.pdf
  npm run -s kiosk -- issue --municipality 012050 --serial 0A1B2C3D4E5F \\
      --type tax-and-income --year 2026 --out 課税証明書.pdf
  npm run -s kiosk -- issue --municipality 012050 --serial 0A1B2C3D4E5F \\
      --type family-register --scope household --out 戸籍全部事項.pdf
`,
  result: `印刷の結果を知らせます。同じ結果は何度知らせても同じです。

  --municipality CODE   市の全国地方公共団体コード 6 桁（必須）
  --request-id ID       issue が表示した要求の番号（必須）
  --outcome OUTCOME     printed 印刷できた / cancelled 取り消された / failed 印刷できなかった（必須）
  --charged YEN         受け取った手数料の合計（1 通の手数料 × 通数。省けば知らせない）
${COMMON}
例
  npm run -s kiosk -- result --municipality 012050 --request-id 番号 --outcome printed
`,
  query: `申し込みの状態を尋ねます。

  --municipality CODE   市の全国地方公共団体コード 6 桁（必須）
  --request-id ID       issue が表示した要求の番号（必須）
${COMMON}
例
  npm run -s kiosk -- query --municipality 012050 --request-id 番号 --json
`,
};

/** The help of one subcommand, or the overview. */
export const helpOf = (subcommand: Subcommand | undefined): string =>
  subcommand === undefined ? OVERVIEW : HELP[subcommand];
