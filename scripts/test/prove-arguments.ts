import { parseArgs } from 'node:util';
import { Problem } from '../local/problem.ts';

export type ProveArguments = {
  /** Absent where the list of names is wanted. */
  readonly name: string | undefined;
  readonly seed: string | undefined;
  readonly count: number | undefined;
  /** Processes side by side. */
  readonly workers: number | undefined;
  /** The part that runs beside an engine. */
  readonly onEngine: boolean;
};

const REMEDY =
  '`npm run prove -- --help` lists the names; the form is NAME [--seed S] [--count N] [--workers N] [--engine]';

/** @throws Problem where the arguments are not of that form */
export function readProveArguments(args: readonly string[]): ProveArguments {
  const { values, positionals } = parse(args);
  const nothing = { name: undefined, seed: undefined, count: undefined, workers: undefined, onEngine: false };
  if (values.help === true) return nothing;
  const [name, ...more] = positionals;
  if (more.length > 0) throw new Problem(`One proof at a time, and here are ${positionals.length}`, REMEDY);
  const count = numberOf('--count', values.count, 'of cases');
  const workers = numberOf('--workers', values.workers, 'of processes');
  return { name, seed: values.seed, count, workers, onEngine: values.engine === true };
}

function numberOf(option: string, text: string | undefined, what: string): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Problem(`${option} ${text} is not a number ${what}`, REMEDY);
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        count: { type: 'string' },
        workers: { type: 'string' },
        engine: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch {
    throw new Problem(`\`npm run prove\` does not know ${args.join(' ')}`, REMEDY);
  }
}
