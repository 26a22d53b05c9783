import { parseArgs } from 'node:util';

export type BenchArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly sentence: string }
  | {
      readonly kind: 'run';
      readonly name: string;
      readonly json: boolean;
      readonly rounds: number | undefined;
      readonly seconds: number | undefined;
    };

/** `NAME [--json] [--rounds R] [--seconds S]`, or `--help`. */
export function parseBenchArguments(args: readonly string[], names: readonly string[]): BenchArguments {
  const wrong = (sentence: string): BenchArguments => ({ kind: 'wrong', sentence });
  const parsed = parse(args);
  if (parsed === undefined)
    return wrong(`\`${args.join(' ')}\` is not of the form NAME [--json] [--rounds R] [--seconds S].`);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [name, ...more] = positionals;
  if (name === undefined) return wrong('Name a benchmark.');
  if (more.length > 0) return wrong(`One benchmark at a time, and here are ${positionals.length}.`);
  if (!names.includes(name)) return wrong(`There is no benchmark "${name}".`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isSafeInteger(rounds) && rounds > 0))
    return wrong(`--rounds ${values.rounds} is not a number of rounds.`);
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds > 0)) return wrong(`--seconds ${values.seconds} is not a time.`);
  return { kind: 'run', name, json: values.json === true, rounds, seconds };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch {
    return undefined;
  }
}
