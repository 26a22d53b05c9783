import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { DrawOptions } from '../../functions/pdf/index.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';
import { isSubcommand, type Subcommand } from './help.ts';

type Common = { readonly json: boolean };

export type RenderCommand = Common & {
  readonly kind: 'render' | 'preview';
  /** A template's id, or the path of its JSON. */
  readonly template: string;
  readonly data: string;
  readonly out: string;
  readonly municipality?: MunicipalityCode | undefined;
  readonly eudc?: string | undefined;
  readonly seal?: string | undefined;
  readonly impression?: string | undefined;
  readonly drawing: DrawOptions;
};
export type SheetCommand = Common & {
  readonly kind: 'sheet';
  readonly municipality: MunicipalityCode;
  readonly keys: string;
  readonly out: string;
  readonly eudc?: string | undefined;
};
export type InspectCommand = Common & { readonly kind: 'inspect'; readonly file: string };
export type Command =
  | { readonly kind: 'help'; readonly of: Subcommand | undefined }
  | RenderCommand
  | SheetCommand
  | InspectCommand;

const text = { type: 'string' } as const;
const COMMON = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;
const PREVIEW = {
  ...COMMON,
  template: text,
  data: text,
  out: text,
  municipality: text,
  eudc: text,
  impression: text,
  size: { type: 'string', default: 'fast' },
  plain: { type: 'boolean', default: false },
} as const;

const OPTIONS: Readonly<Record<Subcommand, NonNullable<ParseArgsConfig['options']>>> = {
  render: { ...PREVIEW, seal: text },
  preview: PREVIEW,
  sheet: { ...COMMON, municipality: text, keys: text, out: text, eudc: text },
  inspect: COMMON,
};

type Values = Readonly<Record<string, unknown>>;

/** Options that the command cannot do without, and what each stands for. */
const NEEDED: Readonly<Record<Subcommand, readonly string[]>> = {
  render: ['template', 'data', 'out'],
  preview: ['template', 'data', 'out'],
  sheet: ['municipality', 'keys', 'out'],
  inspect: [],
};

function municipalityOf(values: Values): Result<MunicipalityCode | undefined, string> {
  const given = values['municipality'];
  if (given === undefined) return ok(undefined);
  const code = MunicipalityCode.safeParse(given);
  return code.success ? ok(code.data) : err('--municipality の値が正しくありません（数字 6 桁）。');
}

function commandOf(kind: Subcommand, values: Values, files: readonly string[]): Result<Command, string> {
  const given = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  const empty = Object.keys(values).find((name) => values[name] === '');
  if (empty !== undefined) return err(`--${empty} の値がありません。`);
  const lacking = NEEDED[kind].find((name) => given(name) === undefined);
  if (lacking !== undefined) return err(`--${lacking} が必要です。`);
  const municipality = municipalityOf(values);
  if (!municipality.ok) return municipality;
  const json = values['json'] === true;
  const [out = '', eudc] = [given('out'), given('eudc')];
  switch (kind) {
    case 'inspect': {
      const [file, another] = files;
      if (file === undefined || another !== undefined) return err('調べる PDF を 1 つ指定してください。');
      return ok({ kind, file, json });
    }
    case 'sheet': {
      if (municipality.value === undefined) return err('--municipality が必要です。');
      return ok({ kind, municipality: municipality.value, keys: given('keys') ?? '', out, eudc, json });
    }
    default: {
      const size = given('size');
      if (size !== 'fast' && size !== 'compact') return err('--size は fast か compact です。');
      return ok({
        kind,
        template: given('template') ?? '',
        data: given('data') ?? '',
        out,
        municipality: municipality.value,
        eudc,
        seal: given('seal'),
        impression: given('impression'),
        drawing: { size, profile: values['plain'] === true ? 'plain' : 'a-2u' },
        json,
      });
    }
  }
}

/**
 * What a command line asks for, or one sentence that says what is wrong with it.
 * @param args without the program's own name: `['sheet', '--municipality', '012050', …]`
 */
export function parseCommand(args: readonly string[]): Result<Command, string> {
  const [first, ...rest] = args;
  if (first === '--help' || first === '-h' || first === 'help') return ok({ kind: 'help', of: undefined });
  if (first === undefined) return err('render、preview、sheet、inspect のどれかを指定してください。');
  if (!isSubcommand(first)) return err(`「${first}」というコマンドはありません。`);
  try {
    const { values, positionals } = parseArgs({
      args: rest,
      options: OPTIONS[first],
      strict: true,
      allowPositionals: first === 'inspect',
    });
    if (values['help'] === true) return ok({ kind: 'help', of: first });
    return commandOf(first, values, positionals);
  } catch (error) {
    return err(usageErrorOf(error));
  }
}
