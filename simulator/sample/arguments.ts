import { type ParseArgsConfig, parseArgs } from 'node:util';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';
import { LocalDate } from '../../functions/shared/time.ts';
import { MUNICIPALITIES } from './municipalities.ts';
import type { PeopleQuery } from './people.ts';
import { TRAITS, type Trait } from './traits.ts';
import type { WorldParameters } from './types.ts';
import { DEFAULT_PARAMETERS } from './world.ts';
import { DEFAULT_WORLD_FILE } from './world-file.ts';

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'world'; readonly parameters: WorldParameters; readonly out: string }
  | {
      readonly kind: 'people';
      readonly query: PeopleQuery;
      readonly json: boolean;
      readonly worldFile: string;
      /** What the command line says instead of the world file. */
      readonly parameters: Partial<WorldParameters>;
    };

const WORLD = { residents: { type: 'string' }, seed: { type: 'string' }, today: { type: 'string' } } as const;
const HELP = { help: { type: 'boolean', short: 'h' } } as const;
const OPTIONS: Readonly<Record<'world' | 'people', NonNullable<ParseArgsConfig['options']>>> = {
  world: { ...HELP, ...WORLD, out: { type: 'string' } },
  people: {
    ...HELP,
    ...WORLD,
    municipality: { type: 'string' },
    trait: { type: 'string' },
    limit: { type: 'string' },
    json: { type: 'boolean' },
    world: { type: 'string' },
  },
};

const MOST_RESIDENTS = 1_000_000;

/** What the arguments ask for, or one sentence about what is wrong with them. */
export function parseCommand(args: readonly string[]): Result<Command, string> {
  const [name, ...rest] = args;
  if (name === '--help' || name === '-h' || name === 'help') return ok({ kind: 'help' });
  if (name === undefined) return err('何をするかを指定してください（world または people）。');
  if (name !== 'world' && name !== 'people')
    return err(`「${name}」という命令はありません（world または people）。`);
  const parsed = readOptions(name, rest);
  if (!parsed.ok) return parsed;
  const values = parsed.value;
  if (values['help'] === true) return ok({ kind: 'help' });
  const parameters = worldParameters(values);
  if (!parameters.ok) return parameters;
  return name === 'world' ? worldCommand(values, parameters.value) : peopleCommand(values, parameters.value);
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function readOptions(name: keyof typeof OPTIONS, args: string[]): Result<Values, string> {
  try {
    const { values } = parseArgs({ args, options: OPTIONS[name], allowPositionals: false });
    return ok(values);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const given = args.find(
      (argument) => argument.startsWith('-') && !(optionName(argument) in OPTIONS[name]),
    );
    return err(
      code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' && given !== undefined
        ? `${name} に ${given} という指定はありません。`
        : `${name} の指定を読み取れません。値の要る指定には値を続けてください。`,
    );
  }
}

const optionName = (argument: string): string => argument.replace(/^-+/, '').replace(/=.*$/, '');

function worldParameters(values: Values): Result<Partial<WorldParameters>, string> {
  const residents = values['residents'] === undefined ? undefined : positive(values['residents']);
  if (residents === false || (residents ?? 0) > MOST_RESIDENTS)
    return err(`--residents には 1 から ${MOST_RESIDENTS} までの整数を指定してください。`);
  const seed = values['seed'];
  if (seed === '') return err('--seed には 1 文字以上を指定してください。');
  const today = values['today'] === undefined ? undefined : LocalDate.safeParse(values['today']);
  if (today !== undefined && (!today.success || today.data < '2000-01-01'))
    return err('--today には 2000 年以後の実在する日付を YYYY-MM-DD で指定してください。');
  return ok({
    ...(residents === undefined ? {} : { residents }),
    ...(typeof seed === 'string' ? { seed } : {}),
    ...(today === undefined ? {} : { today: today.data }),
  });
}

function positive(value: Values[string]): number | false {
  return typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value) ? Number(value) : false;
}

function worldCommand(values: Values, parameters: Partial<WorldParameters>): Result<Command, string> {
  const out = values['out'];
  if (typeof out !== 'string' || out === '') return err('--out に書き込むフォルダーを指定してください。');
  return ok({ kind: 'world', parameters: { ...DEFAULT_PARAMETERS, ...parameters }, out });
}

function peopleCommand(values: Values, parameters: Partial<WorldParameters>): Result<Command, string> {
  const municipality = municipalityOf(values['municipality']);
  if (!municipality.ok) return municipality;
  const trait = values['trait'];
  if (trait !== undefined && !isTrait(trait))
    return err(`--trait には次のどれかを指定してください: ${TRAITS.join(' ')}`);
  const limit = values['limit'] === undefined ? undefined : positive(values['limit']);
  if (limit === false) return err('--limit には 1 以上の整数を指定してください。');
  const worldFile = values['world'];
  return ok({
    kind: 'people',
    query: { municipality: municipality.value, trait, limit },
    json: values['json'] === true,
    worldFile: typeof worldFile === 'string' ? worldFile : DEFAULT_WORLD_FILE,
    parameters,
  });
}

function municipalityOf(value: Values[string]): Result<MunicipalityCode | undefined, string> {
  if (value === undefined) return ok(undefined);
  const found = MUNICIPALITIES.find(({ code }) => code === value);
  if (found !== undefined) return ok(found.code);
  const choices = MUNICIPALITIES.map(({ code, name }) => `${code}（${name}）`).join('、');
  return err(`--municipality には次のどれかを指定してください: ${choices}`);
}

const isTrait = (value: unknown): value is Trait => TRAITS.some((trait) => trait === value);
