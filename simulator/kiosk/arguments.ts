import { type ParseArgsConfig, parseArgs } from 'node:util';
import { z } from 'zod';
import {
  HouseholdScope,
  IssuanceOption,
  IssueRequest,
  MenuRequest,
  PrintOutcome,
  ResultRequest,
} from '../../functions/issuance/contract.ts';
import { MunicipalityCode, type NewId, RequestId } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { CURRENT_ISSUER } from '../sample/serial-rows.ts';
import { usageErrorOf } from '../usage-error.ts';
import { isSubcommand, type Subcommand } from './help.ts';
import { DEFAULT_STACK_FILE } from './stack-file.ts';

const DEFAULT_STORE = 'SIM-0001:シミュレーター店';
const DEFAULT_TERMINAL = 'KIOSK-01';

/** What of an issue request is known before the menu was asked; the fee only where it was given. */
export type IssueWish = Omit<IssueRequest, 'feeJpy'> & { readonly feeJpy?: number };

type Common = { readonly stack: string; readonly json: boolean };
export type Command =
  | { readonly kind: 'help'; readonly of: Subcommand | undefined }
  | ({ readonly kind: 'menu'; readonly request: MenuRequest } & Common)
  | ({ readonly kind: 'issue'; readonly wish: IssueWish; readonly out?: string } & Common)
  | ({ readonly kind: 'result'; readonly request: ResultRequest } & Common)
  | ({
      readonly kind: 'query';
      readonly municipality: MunicipalityCode;
      readonly requestId: RequestId;
    } & Common);

const COMMON = {
  stack: { type: 'string', default: DEFAULT_STACK_FILE },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;
const MUNICIPALITY = { municipality: { type: 'string' } } as const;
const CARD = { ...MUNICIPALITY, serial: { type: 'string' }, issuer: { type: 'string' } } as const;
const REQUEST_ID = { 'request-id': { type: 'string' } } as const;

const OPTIONS: Readonly<Record<Subcommand, NonNullable<ParseArgsConfig['options']>>> = {
  menu: { ...COMMON, ...CARD },
  issue: {
    ...COMMON,
    ...CARD,
    ...REQUEST_ID,
    type: { type: 'string' },
    scope: { type: 'string' },
    members: { type: 'string' },
    options: { type: 'string' },
    year: { type: 'string' },
    copies: { type: 'string' },
    fee: { type: 'string' },
    store: { type: 'string' },
    terminal: { type: 'string' },
    out: { type: 'string' },
  },
  result: {
    ...COMMON,
    ...MUNICIPALITY,
    ...REQUEST_ID,
    outcome: { type: 'string' },
    charged: { type: 'string' },
  },
  query: { ...COMMON, ...MUNICIPALITY, ...REQUEST_ID },
};

type Values = Readonly<Record<string, string | undefined>>;

const list = (text: string | undefined): string[] =>
  text === undefined ? [] : text.split(',').flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));

/** Digits only: `Number('')` and `Number('1e2')` would pass for something nobody typed. */
const whole = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;

function storeOf(text: string): { code: string; name: string } {
  const at = text.indexOf(':');
  return at === -1 ? { code: text, name: text } : { code: text.slice(0, at), name: text.slice(at + 1) };
}

/** The option that a request's field comes from, for a message in the words of the command line. */
const OPTION_OF_FIELD: Readonly<Record<string, string>> = {
  municipality: '--municipality（数字 6 桁）',
  issuer: '--issuer',
  serial: '--serial',
  requestId: '--request-id（英数字と - _、16〜64 字）',
  type: '--type（英小文字で始まる英小文字・数字・ハイフン 2〜40 字。menu で分かります）',
  scope: `--scope（${HouseholdScope.options.join(' | ')}）`,
  options: `--options（${IssuanceOption.options.join(', ')}）`,
  subjects: '--members（宛名番号 15 桁をコンマで区切る、20 人まで）',
  taxYear: '--year（課税年度の始まる西暦年）',
  copies: '--copies（1〜10）',
  feeJpy: '--fee（0 以上の円）',
  store: '--store（コード または コード:名前）',
  terminal: '--terminal',
  outcome: `--outcome（${PrintOutcome.options.join(' | ')}）`,
  chargedJpy: '--charged（0 以上の円）',
};

function check<S extends z.ZodType>(schema: S, value: unknown): Result<z.infer<S>, string> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const field = String(parsed.error.issues[0]?.path[0] ?? '');
  const given = (value as Readonly<Record<string, unknown>>)[field];
  const option = OPTION_OF_FIELD[field] ?? `--${field}`;
  return err(given === undefined ? `${option} が必要です。` : `${option} の値が正しくありません。`);
}

const IssueWishSchema = IssueRequest.extend({ feeJpy: IssueRequest.shape.feeJpy.optional() });

function issueWish(values: Values, newRequestId: NewId): Result<IssueWish, string> {
  const scope = values['scope'] ?? 'individual';
  const subjects = list(values['members']);
  if (scope === 'partial' && subjects.length === 0)
    return err('--scope partial には --members（宛名番号をコンマで区切る）が必要です。');
  if (scope !== 'partial' && subjects.length > 0) return err('--members は --scope partial だけで使えます。');
  const feeJpy = whole(values['fee']);
  const taxYear = whole(values['year']);
  const wish = check(IssueWishSchema, {
    requestId: values['request-id'] ?? newRequestId(),
    municipality: values['municipality'],
    issuer: values['issuer'] ?? CURRENT_ISSUER,
    serial: values['serial'],
    type: values['type'] ?? 'resident-record',
    scope,
    options: list(values['options']),
    subjects,
    ...(taxYear === undefined ? {} : { taxYear }),
    copies: whole(values['copies'] ?? '1'),
    ...(feeJpy === undefined ? {} : { feeJpy }),
    store: storeOf(values['store'] ?? DEFAULT_STORE),
    terminal: values['terminal'] ?? DEFAULT_TERMINAL,
  });
  if (!wish.ok) return wish;
  const { feeJpy: fee, ...rest } = wish.value;
  return ok(fee === undefined ? rest : { ...rest, feeJpy: fee });
}

const QueryArguments = z.object({ municipality: MunicipalityCode, requestId: RequestId });

function commandOf(kind: Subcommand, values: Values, common: Common, newId: NewId): Result<Command, string> {
  const municipality = values['municipality'];
  const requestId = values['request-id'];
  switch (kind) {
    case 'menu': {
      const issuer = values['issuer'] ?? CURRENT_ISSUER;
      const request = check(MenuRequest, { municipality, issuer, serial: values['serial'] });
      return request.ok ? ok({ kind, request: request.value, ...common }) : request;
    }
    case 'issue': {
      const wish = issueWish(values, newId);
      if (!wish.ok) return wish;
      const out = values['out'];
      if (out === '') return err('--out にはファイル名が必要です。');
      return ok({ kind, wish: wish.value, ...common, ...(out === undefined ? {} : { out }) });
    }
    case 'result': {
      const chargedJpy = whole(values['charged']);
      const request = check(ResultRequest, {
        requestId,
        municipality,
        outcome: values['outcome'],
        ...(chargedJpy === undefined ? {} : { chargedJpy }),
      });
      return request.ok ? ok({ kind, request: request.value, ...common }) : request;
    }
    case 'query': {
      const request = check(QueryArguments, { municipality, requestId });
      return request.ok ? ok({ kind, ...request.value, ...common }) : request;
    }
  }
}

/**
 * What a command line asks for, or one sentence that says what is wrong with it.
 * @param args without the program's own name: `['issue', '--municipality', '012050', …]`
 */
export function parseCommand(args: readonly string[], newRequestId: NewId): Result<Command, string> {
  const [first, ...rest] = args;
  if (first === '--help' || first === '-h' || first === 'help') return ok({ kind: 'help', of: undefined });
  if (first === undefined) return err('menu、issue、result、query のどれかを指定してください。');
  if (!isSubcommand(first)) return err(`「${first}」というコマンドはありません。`);
  let values: Record<string, unknown>;
  try {
    ({ values } = parseArgs({ args: rest, options: OPTIONS[first], strict: true, allowPositionals: false }));
  } catch (error) {
    return err(usageErrorOf(error));
  }
  if (values['help'] === true) return ok({ kind: 'help', of: first });
  const texts = Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
  const common = { stack: texts['stack'] ?? DEFAULT_STACK_FILE, json: values['json'] === true };
  return commandOf(first, texts, common, newRequestId);
}
