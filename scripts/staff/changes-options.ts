import { err, ok, type Result } from '../../functions/shared/result.ts';
import { SIGN_IN_HELP, SIGN_IN_OPTIONS } from './who.ts';

export const CHANGES_HELP = `npm run -s staff -- changes SUBCOMMAND …    変更予約（仕様書 3(3)エ）

  list [--all]                予約中と期間中のもの（--all は済んだもの、取り消したものも）
  at [--at TIME]              その時刻に有効な設定（既定: 今）
  preview …                   予約するとどう変わるか、できない理由。何も書かない
  plan …                      予約する
  cancel PLAN_ID              始まっていない予約を取り消す
  calendar …                  J-LIS の運休日（CSV）を 1 年分予約する
  seal --file FILE            公印の画像（BMP・PNG、白地に 1 色）を登録し、予約で使う値を示す
  template --file FILE        証明書様式（JSON）を登録し、予約で使う値を示す

preview と plan:
  --set KIND:SCOPE=JSON       設定する値。何度でも。例 fee:resident-record={"feeJpy":350}
                              SCOPE は証明書種別、または city（市全体）
  --end KIND:SCOPE            設定を終わらせ、既定に戻す。何度でも
  --file FILE                 設定する値の並び（JSON: [{"kind":…,"scope":…,"value":…}]）
  --from TIME                 開始。2027-04-01（0 時）または 2027-04-01T08:30+09:00（既定: できるだけ早く）
  --until TIME                終わり。前の値に戻る（職務代理者など）
  --note TEXT                 覚え書き

calendar:
  --year YEAR                 2027（1〜12 月）または fy2027（年度）
  --file FILE                 CSV（UTF-8）。1 行目は列の名前
  --columns JSON              列の名前。例 {"date":"休止日","from":"開始","until":"終了","type":"証明書","note":"備考"}
  --types JSON                証明書種別の呼び名。例 {"戸籍":"family-register","全て":"all"}
  --from TIME、--note TEXT    上と同じ
  --dry-run                   調べるだけで、予約しない

${SIGN_IN_HELP}  --json                      結果を JSON で書く
  -h, --help                  この説明
`;

export const CHANGES_OPTIONS = {
  ...SIGN_IN_OPTIONS,
  all: { type: 'boolean', default: false },
  at: { type: 'string' },
  set: { type: 'string', multiple: true },
  end: { type: 'string', multiple: true },
  file: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  note: { type: 'string' },
  year: { type: 'string' },
  columns: { type: 'string' },
  types: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
} as const;

export type ChangesValues = {
  readonly [name: string]: string | boolean | readonly string[] | undefined;
  readonly set?: readonly string[];
  readonly end?: readonly string[];
};

/** JSON of an option; the error is one sentence. */
export function jsonOption(
  name: string,
  text: string | boolean | readonly string[] | undefined,
): Result<unknown, string> {
  if (typeof text !== 'string') return ok(undefined);
  try {
    return ok(JSON.parse(text));
  } catch {
    return err(`--${name} の値が JSON ではありません。`);
  }
}

/** The texts of options that were given, under the names of the API. */
export const given = (
  values: ChangesValues,
  names: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(names).flatMap(([option, name]) =>
      values[option] === undefined ? [] : [[name, values[option]]],
    ),
  );

/** What `--set`, `--end` and the file say, as the API takes it. */
export function changesOf(
  { set = [], end = [] }: ChangesValues,
  file: unknown,
): Result<readonly unknown[], string> {
  const changes: unknown[] = Array.isArray(file) ? [...file] : [];
  if (file !== undefined && !Array.isArray(file)) return err('--file の中身が JSON の並びではありません。');
  for (const text of set) {
    const [, kind, scope, json] = /^([^:=]+):([^:=]+)=(.*)$/s.exec(text) ?? [];
    if (kind === undefined) return err(`--set の値「${text}」が KIND:SCOPE=JSON の形ではありません。`);
    const value = jsonOption('set', json);
    if (!value.ok) return value;
    changes.push({ kind, scope, value: value.value });
  }
  for (const text of end) {
    const [, kind, scope] = /^([^:=]+):([^:=]+)$/.exec(text) ?? [];
    if (kind === undefined) return err(`--end の値「${text}」が KIND:SCOPE の形ではありません。`);
    changes.push({ kind, scope, value: null });
  }
  return changes.length === 0 ? err('--set、--end、--file のどれかが必要です。') : ok(changes);
}
