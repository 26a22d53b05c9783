import { parseArgs } from 'node:util';
import { z } from 'zod';
import { KosekiCertificateKind, KosekiOption } from '../../functions/koseki/index.ts';
import { KosekiId, KosekiPersonKey, MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';

const text = { type: 'string' } as const;
const list = { type: 'string', multiple: true } as const;
const flag = { type: 'boolean', default: false } as const;
const OPTIONS = {
  municipality: text,
  register: text,
  person: text,
  kind: text,
  subject: list,
  with: list,
  expect: text,
  seconds: text,
  out: text,
  limit: text,
  json: flag,
  help: { ...flag, short: 'h' },
} as const;

const Fetch = z.strictObject({
  municipality: MunicipalityCode,
  register: KosekiId,
  person: KosekiPersonKey,
  kind: KosekiCertificateKind.default('family-register-full'),
  subject: z.array(KosekiPersonKey).default([]),
  with: z.array(KosekiOption).default([]),
  expect: z.string().min(1).optional(),
  seconds: z.coerce.number().min(0.1).max(60).default(10),
  out: z.string().min(1).optional(),
  json: z.boolean(),
});
export type FetchCommand = z.infer<typeof Fetch> & { readonly command: 'fetch' };

const People = z.strictObject({
  municipality: MunicipalityCode,
  limit: z.coerce.number().int().min(1).max(1_000).default(5),
  json: z.boolean(),
});
export type PeopleCommand = z.infer<typeof People> & { readonly command: 'people' };

export type Command = { readonly command: 'help' } | FetchCommand | PeopleCommand;

/** The error is one sentence for whoever typed it; it repeats no value. */
export function parseCommand(args: readonly string[]): Result<Command, string> {
  let parsed: { readonly values: Record<string, unknown>; readonly positionals: readonly string[] };
  try {
    parsed = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    return err(usageErrorOf(error));
  }
  const { help, ...values } = parsed.values;
  const [command, ...rest] = parsed.positionals;
  if (help === true || command === 'help') return ok({ command: 'help' });
  if (rest.length > 0) return err('余分な引数があります。');
  if (command === 'fetch') return taken(Fetch, values, (fetch) => ({ ...fetch, command: 'fetch' }));
  if (command === 'people') return taken(People, values, (people) => ({ ...people, command: 'people' }));
  return err('fetch か people を指定してください。');
}

function taken<Schema extends z.ZodType>(
  schema: Schema,
  values: Readonly<Record<string, unknown>>,
  then: (parsed: z.infer<Schema>) => Command,
): Result<Command, string> {
  const parsed = schema.safeParse(values);
  if (parsed.success) return ok(then(parsed.data));
  const [issue] = parsed.error.issues;
  if (issue?.code === 'unrecognized_keys') return err(`--${issue.keys[0]} は、このコマンドでは使えません。`);
  const name = String(issue?.path[0] ?? '');
  return err(values[name] === undefined ? `--${name} が必要です。` : `--${name} の値が正しくありません。`);
}
