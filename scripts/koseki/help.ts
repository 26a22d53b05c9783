import { KosekiCertificateKind, KosekiOption } from '../../functions/koseki/index.ts';

export const HELP_HINT = '使い方: npm run -s koseki -- --help';

export const HELP = `戸籍システムとの PDF 連携を試します。

  npm run -s koseki -- fetch   証明書を 1 通求めて検査する（--out がなければ PDF は残さない）
  npm run -s koseki -- people  見本の戸籍に在籍する人の番号を挙げる

fetch
  --municipality CODE   市の全国地方公共団体コード 6 桁（必須）
  --register ID         戸籍の番号（必須）
  --person KEY          求める人の、戸籍システムの個人の番号（必須）
  --kind KIND           ${KosekiCertificateKind.options.join(' / ')}
                        （既定: family-register-full）
  --subject KEY         個人事項・附票の一部の対象者の番号（繰り返せます。なければ求める人）
  --with OPTION         附票に載せる事項: ${KosekiOption.options.join(' / ')}（繰り返せます。既定: 載せない）
  --expect FILE         本籍・筆頭者・氏名と照合する: {"registeredDomicile":"…","familyRegisterHead":"…","fullNames":["…"]}
  --seconds N           待つ時間（既定: 10）
  --out FILE            届いた PDF をそのまま書く
people
  --municipality CODE   市（必須）
  --limit N             人数（既定: 5）
共通
  --json                結果を 1 つの JSON で標準出力に書く
  -h, --help            この説明

接続先は環境変数 STAGE と KOSEKI_LINKS（docs/koseki-gateway.md）。なければ、この機械で動く見本の戸籍システム
（npm start で起動、ポートは KOFU_KOSEKI_PORT）です。実在の人の氏名は、引数でなく --expect のファイルに書いてください。

例
  npm run -s koseki -- people --municipality 012050 --limit 3
  npm run -s koseki -- fetch --municipality 012050 --register H000000003 --person K000000200000031 --out 戸籍.pdf

終了コード: 0 受け取れた / 1 断った、または失敗 / 2 書き方の誤り
`;
