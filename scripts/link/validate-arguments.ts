import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';

export type ValidateWish =
  | { readonly kind: 'help' }
  | { readonly kind: 'layouts'; readonly json: boolean }
  | {
      readonly kind: 'validate';
      readonly paths: readonly string[];
      readonly json: boolean;
      /** Findings that are listed; all are counted. */
      readonly most: number;
      readonly showsValues: boolean;
    };

export function parseValidateArguments(args: readonly string[]): Result<ValidateWish, string> {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        max: { type: 'string' },
        json: { type: 'boolean', default: false },
        layouts: { type: 'boolean', default: false },
        'show-values': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { json, layouts, max } = values;
    if (values.help) return ok({ kind: 'help' });
    if (layouts) {
      return positionals.length === 0
        ? ok({ kind: 'layouts', json })
        : err('--layouts のときはファイルを指定しません。');
    }
    if (positionals.length === 0) return err('検査するファイルかフォルダーを指定してください。');
    if (max !== undefined && !/^\d{1,9}$/.test(max))
      return err('--max には 0 以上の整数を指定してください。');
    const most = max === undefined ? Number.POSITIVE_INFINITY : Number(max);
    return ok({ kind: 'validate', paths: positionals, json, most, showsValues: values['show-values'] });
  } catch (error) {
    return err(usageErrorOf(error));
  }
}

export const VALIDATE_HELP = `npm run -s link -- validate FILE|DIR…    送る前の連携ファイルを検査する

ファイルの名前と中身（文字コード、引用符、先頭・列名・最後のレコード、行数、SHA-256）と、すべての行のすべての列を
検査し、破られた規則を 1 件ずつ、行・列・値の種類とともに示します。値そのものは示しません。フォルダーを指定すると、
その中の .csv と .tte をすべて検査します。同じ系列のファイル番号の抜けと重なりも知らせます。

  --max N          示す件数の上限。超えた分は数えるだけにする（既定: 上限なし）
  --show-values    値も示す（個人情報が画面に出ます。個人番号は示しません）
  --layouts        フィードと列の一覧を示す
  --json           結果を JSON Lines（1 行に 1 つの JSON）で標準出力に書く
  -h, --help       この説明

例
  npm run -s link -- validate 012050-resident-diff-1-000042.csv
  npm run -s link -- validate 送信待ち/ --max 20
  npm run -s link -- validate --layouts

終了コード: 0 指摘なし（番号の抜けの注意はあってよい）/ 1 指摘あり / 2 書き方や入力の誤り
`;
