import { parseArgs } from 'node:util';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';

export type ReconcileWish = {
  readonly paths: readonly string[];
  /** Where the reports go; none are written where it is not said. */
  readonly out: string | undefined;
  readonly json: boolean;
  readonly heal: boolean;
  readonly showsValues: boolean;
  /** Differences that are listed on the terminal; all are counted, and written into the reports. */
  readonly most: number;
};

const MOST = 50;

export function parseReconcileArguments(args: readonly string[]): Result<ReconcileWish | 'help', string> {
  try {
    const { values, positionals: paths } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        out: { type: 'string' },
        max: { type: 'string' },
        json: { type: 'boolean', default: false },
        heal: { type: 'boolean', default: false },
        'show-values': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const { out, max, json, heal, help } = values;
    if (help) return ok('help');
    if (paths.length === 0) return err('比べる全件ファイルかフォルダーを指定してください。');
    if (max !== undefined && !/^\d{1,9}$/.test(max))
      return err('--max には 0 以上の整数を指定してください。');
    const most = max === undefined ? MOST : Number(max);
    return ok({ paths, out, json, heal, showsValues: values['show-values'], most });
  } catch (error) {
    return err(usageErrorOf(error));
  }
}

export const RECONCILE_HELP = `npm run -s link -- reconcile FILE|DIR…    基幹システムの全件ファイルと登録内容を突き合わせる

全件ファイル（団体コード-フィード-full-世代-番号.csv）を、動いている環境の登録内容と 1 件ずつ比べ、不足・余分・相違を
項目の名前とともに示します。読むだけなので、証明書を交付している間も実行できます。値は示しません。

  --out DIR        結果を reconcile-団体コード.csv と .json に書く
  --heal           抽出の行で直るもの（不足と、抽出のほうが新しい相違）だけを差分ファイルにして取り込み口へ送り、
                   反映されるまで待つ。余分な人は行では直らない（全件ファイルを取り込むと停止する）
  --max N          画面に示す件数の上限（既定: ${MOST}）。数と --out のファイルには全件が入る
  --show-values    値も示す（個人情報が画面とファイルに出ます）
  --json           結果を JSON Lines で標準出力に書く
  -h, --help       この説明

例
  npm run -s link -- reconcile 012050-resident-full-1-000120.csv
  npm run -s link -- reconcile 抽出/ --out 検証結果 --heal

終了コード: 0 すべて一致 / 1 違いがある / 2 書き方や入力の誤り
`;
