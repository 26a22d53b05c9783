import { parseArgs } from 'node:util';
import type { GlyphKey } from '../../functions/pdf/index.ts';
import { OperatorId } from '../../functions/shared/http/staff.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { Instant, jstTimestamp } from '../../functions/shared/time.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';
import { parseKeys } from '../pdf/keys-file.ts';

const COMMANDS = ['diff', 'import', 'confirm', 'revert', 'status', 'coverage'] as const;
type Name = (typeof COMMANDS)[number];

type InCity = { readonly municipality: MunicipalityCode; readonly json: boolean };
export type GaijiCommand =
  | { readonly kind: 'help' }
  | (InCity & { readonly kind: 'diff'; readonly file: string; readonly out: string | undefined })
  | (InCity & {
      readonly kind: 'import';
      readonly file: string;
      readonly at: Instant | undefined;
      readonly actor: OperatorId | undefined;
    })
  | (InCity & {
      readonly kind: 'confirm';
      readonly keys: ReadonlySet<GlyphKey> | 'all';
      readonly actor: OperatorId;
      readonly inPlanned: boolean;
    })
  | (InCity & { readonly kind: 'revert'; readonly actor: OperatorId | undefined })
  | {
      readonly kind: 'status';
      readonly municipality: MunicipalityCode | undefined;
      readonly json: boolean;
    }
  | (InCity & { readonly kind: 'coverage' });

export const GAIJI_HELP = `外字フォント（EUDC.tte）の版を市ごとに調べ、入れ替えます。動いている環境（npm start）に対して働きます。

  gaiji diff FILE --municipality 市 [--out フォルダー]   使用中の版と比べる（追加・変更・削除）。--out で新旧の字形を並べた絵を書く
  gaiji import FILE --municipality 市 [--at 日時] [--actor 職員]
                                                         取り込み、すぐに、または日時から使う
  gaiji confirm --municipality 市 --keys 符号 --actor 職員 [--planned]
                                                         変わった字形の確認を記録する。済むまでその字の証明書は断られる
  gaiji revert --municipality 市 [--actor 職員]          予定の版を取りやめる。なければ一つ前の版に戻す
  gaiji status [--municipality 市]                       使用中と予定の版、確認待ちの符号、届いたファイル
  gaiji coverage --municipality 市                       字形がなく証明書を作れない人と項目

  --municipality CODE   全国地方公共団体コード 6 桁
  --at TIME             2026-12-01 または 2026-12-01T00:00（日本時間）
  --keys KEYS           U+E000,U+E010 のように並べる。all は確認待ちのすべて
  --planned             予定の版の字形を確認する
  --json                結果を JSON で書く

例
  npm run -s link -- gaiji diff EUDC.tte --municipality 012050 --out /tmp/新旧
  npm run -s link -- gaiji confirm --municipality 012050 --keys U+E001,U+E002 --actor tanaka

終了コード: 0 できた / 1 見るべきものがある、またはできない / 2 書き方や入力の誤り
`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const COMMON = {
  municipality: text,
  json: flag,
  help: { type: 'boolean', short: 'h', default: false },
} as const;
const OPTIONS = {
  diff: { ...COMMON, out: text },
  import: { ...COMMON, at: text, actor: text },
  confirm: { ...COMMON, keys: text, actor: text, planned: flag },
  revert: { ...COMMON, actor: text },
  status: COMMON,
  coverage: COMMON,
} as const satisfies Record<Name, object>;

const isName = (name: string): name is Name => (COMMANDS as readonly string[]).includes(name);

type Values = Readonly<Record<string, string | boolean | undefined>>;

/**
 * What a command line asks for, or one sentence that says what is wrong with it.
 * @param args after `gaiji`: `['diff', 'EUDC.tte', '--municipality', '012050']`
 */
export function parseGaijiCommand(args: readonly string[], now: Instant): Result<GaijiCommand, string> {
  const [name, ...rest] = args;
  if (name === undefined) return err(`gaiji の後に ${COMMANDS.join('、')} のどれかを指定してください。`);
  if (name === 'help' || name === '--help' || name === '-h') return ok({ kind: 'help' });
  if (!isName(name)) return err(`「gaiji ${name}」というコマンドはありません。`);
  const takesFile = name === 'diff' || name === 'import';
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: OPTIONS[name],
      strict: true,
      allowPositionals: takesFile,
    });
    return commandOf(name, values as Values, positionals, now);
  } catch (error) {
    return err(usageErrorOf(error));
  }
}

function commandOf(
  name: Name,
  values: Values,
  files: readonly string[],
  now: Instant,
): Result<GaijiCommand, string> {
  if (values['help'] === true) return ok({ kind: 'help' });
  const given = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === 'string' ? value : undefined;
  };
  const json = values['json'] === true;
  const code = given('municipality');
  const city = MunicipalityCode.safeParse(code);
  if (code !== undefined && !city.success) return err('--municipality の値が正しくありません（数字 6 桁）。');
  if (name === 'status') return ok({ kind: name, municipality: city.data, json });
  if (city.data === undefined) return err('--municipality が必要です。');
  const common = { municipality: city.data, json };
  const actor = OperatorId.safeParse(given('actor'));
  if (given('actor') !== undefined && !actor.success) return err('--actor の値が職員の ID ではありません。');
  if (name === 'coverage') return ok({ kind: name, ...common });
  if (name === 'revert') return ok({ kind: name, ...common, actor: actor.data });
  if (name === 'confirm') {
    if (actor.data === undefined) return err('--actor が必要です（確認した職員の ID）。');
    const keys = keysOf(given('keys'));
    if (!keys.ok) return keys;
    return ok({
      kind: name,
      ...common,
      actor: actor.data,
      keys: keys.value,
      inPlanned: values['planned'] === true,
    });
  }
  const [file, another] = files;
  if (file === undefined || another !== undefined)
    return err('外字フォントのファイルを 1 つ指定してください。');
  if (name === 'diff') return ok({ kind: name, ...common, file, out: given('out') });
  const at = instantOf(given('at'), now);
  return at.ok ? ok({ kind: name, ...common, file, at: at.value, actor: actor.data }) : at;
}

function keysOf(given: string | undefined): Result<ReadonlySet<GlyphKey> | 'all', string> {
  if (given === undefined || given === '')
    return err('--keys が必要です（U+E000 の形をコンマで並べるか、all）。');
  if (given === 'all') return ok('all');
  const keys = parseKeys(given.replaceAll(',', '\n'));
  if (keys.ok) return ok(new Set(keys.value));
  return err(`--keys の ${keys.error[0]?.line ?? 1} 番目: ${keys.error[0]?.reason ?? ''}。`);
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** A time in Japan where it says nothing else; at the beginning of a day where it says none. */
function instantOf(given: string | undefined, now: Instant): Result<Instant | undefined, string> {
  if (given === undefined) return ok(undefined);
  const [found, time, , zone] = TIME.exec(given) ?? [];
  const whole = `${given.slice(0, 10)}${time ?? 'T00:00'}${zone ?? '+09:00'}`;
  const instant = Instant.safeParse(found === undefined ? Number.NaN : Date.parse(whole));
  if (!instant.success) return err('--at は 2026-12-01 または 2026-12-01T00:00 の形で指定してください。');
  if (instant.data <= now) return err(`--at の ${jstTimestamp(instant.data)} は過ぎています。`);
  return ok(instant.data);
}
