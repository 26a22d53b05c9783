import { parseArgs } from 'node:util';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { LocalDate } from '../../functions/shared/time.ts';
import { MUNICIPALITIES } from '../../lib/config/municipalities.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';

type City = { readonly code: MunicipalityCode; readonly name: string };
export type VerifyArguments =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'verify';
      readonly cities: readonly City[];
      readonly from: LocalDate | undefined;
      readonly to: LocalDate | undefined;
      readonly json: boolean;
    };

export const VERIFY_HELP = `npm run -s audit -- verify    監査記録の封印を計算し直して確かめる

市ごとに、封印の連なり（前の封印のハッシュ）、封印が名を挙げる記録の内容、別の保管場所に置いた控えを、
すべて計算し直して突き合わせます。記録の改変・削除・挿入・入れ替え、封印の書き換えや切り落とし、
封印されないまま残っている記録を見つけ、日付と番号で示します。個人の情報は出しません。

  --municipality CODE   1 つの市だけ（全国地方公共団体コード 6 桁）
  --from DATE           この日の記録から（例 2026-11-01。既定: 封印の始まりから）
  --to DATE             この日の記録まで（既定: 今日まで）
  --json                結果を市ごとに 1 行の JSON で書く
  -h, --help            この説明

終了コード: 0 問題なし / 1 指摘あり / 2 書き方の誤り
`;

/** The error is one sentence for whoever typed it. */
export function parseVerifyArguments(args: readonly string[]): Result<VerifyArguments, string> {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (error) {
    return err(usageErrorOf(error));
  }
  if (values.help) return ok({ kind: 'help' });
  const { municipality, json } = values;
  const cities = MUNICIPALITIES.filter(({ code }) => municipality === undefined || code === municipality);
  if (cities.length === 0) return err(`「${municipality}」という市はありません。`);
  const [from, to] = [dayOf(values.from), dayOf(values.to)];
  if (from === null) return err('--from は 2026-11-01 の形で書いてください。');
  if (to === null) return err('--to は 2026-11-30 の形で書いてください。');
  if (from !== undefined && to !== undefined && from > to) return err('--from が --to より後の日です。');
  return ok({
    kind: 'verify',
    cities: cities.map(({ code, name }) => ({ code: MunicipalityCode.parse(code), name })),
    from,
    to,
    json,
  });
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    options: {
      municipality: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  }).values;

/** Null: not a day. */
function dayOf(text: string | undefined): LocalDate | undefined | null {
  if (text === undefined) return undefined;
  return LocalDate.safeParse(text).data ?? null;
}
