import { parseArgs } from 'node:util';
import { Problem } from '../local/problem.ts';

export type ProveArguments = {
  /** Absent where the list of names is wanted. */
  readonly name: string | undefined;
  readonly seed: string | undefined;
  readonly count: number | undefined;
  /** The part that runs beside an engine. */
  readonly onEngine: boolean;
};

const REMEDY =
  '`npm run prove -- --help` lists the names; the form is NAME [--seed S] [--count N] [--engine]';

/** @throws Problem where the arguments are not of that form */
export function readProveArguments(args: readonly string[]): ProveArguments {
  const { values, positionals } = parse(args);
  if (values.help === true) return { name: undefined, seed: undefined, count: undefined, onEngine: false };
  const [name, ...more] = positionals;
  if (more.length > 0) throw new Problem(`One proof at a time, and here are ${positionals.length}`, REMEDY);
  const count = values.count === undefined ? undefined : Number(values.count);
  if (count !== undefined && !(Number.isSafeInteger(count) && count > 0))
    throw new Problem(`--count ${values.count} is not a number of cases`, REMEDY);
  return { name, seed: values.seed, count, onEngine: values.engine === true };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seed: { type: 'string' },
        count: { type: 'string' },
        engine: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
  } catch {
    throw new Problem(`\`npm run prove\` does not know ${args.join(' ')}`, REMEDY);
  }
}
