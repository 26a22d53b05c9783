import { parseArgs } from 'node:util';
import { ENGINES } from './pdf/engine-list.ts';

/** What only the comparison of PDF engines is told. */
export type PdfWishes = {
  readonly seed: string | undefined;
  /** Certificates of each engine over all rounds. */
  readonly documents: number | undefined;
  /** Names of engines; undefined = all. */
  readonly engines: readonly string[] | undefined;
  /** Fewer certificates, rounds and processes, for a look in a few minutes. */
  readonly quick: boolean;
  /** Whether `docs/benchmarks.md` is written anew. */
  readonly write: boolean;
};

/** What only the benchmark of issuing is told. */
export type IssueWishes = {
  /** Half a minute of the open loop, fewer requests. */
  readonly quick: boolean;
};

/** What only the benchmarks of the link are told. */
export type LinkWishes = {
  readonly residents: number | undefined;
  /** Whether a file of a gigabyte is taken in as well. */
  readonly gigabyte: boolean;
  /** Whether the way of a restriction to the kiosk is measured as well. */
  readonly lag: boolean;
};

export type BenchArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly sentence: string }
  | {
      readonly kind: 'run';
      readonly name: string;
      readonly json: boolean;
      readonly rounds: number | undefined;
      readonly seconds: number | undefined;
      readonly issue?: IssueWishes;
      readonly pdf?: PdfWishes;
      readonly link?: LinkWishes;
    };

export const USAGE = 'NAME [--json] [--rounds R] [--seconds S]';
export const ISSUE_USAGE = 'issue [--quick]';
export const PDF_USAGE = 'pdf [--quick] [--documents N] [--engines A,B,…] [--seed S] [--write]';
export const LOAD_USAGE = 'load [--residents N] [--gigabyte] [--lag]';
export const RECONCILE_USAGE = 'reconcile [--residents N]';

/** `NAME [--json] [--rounds R] [--seconds S]`, each also its own, or `--help`. */
export function parseBenchArguments(args: readonly string[], names: readonly string[]): BenchArguments {
  const wrong = (sentence: string): BenchArguments => ({ kind: 'wrong', sentence });
  const parsed = parse(args);
  if (parsed === undefined) return wrong(`\`${args.join(' ')}\` is not of the form ${USAGE}.`);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [name, ...more] = positionals;
  if (name === undefined) return wrong('Name a benchmark.');
  if (more.length > 0) return wrong(`One benchmark at a time, and here are ${positionals.length}.`);
  if (!names.includes(name)) return wrong(`There is no benchmark "${name}".`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !isCount(rounds))
    return wrong(`--rounds ${values.rounds} is not a number of rounds.`);
  const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
  if (seconds !== undefined && !(seconds > 0)) return wrong(`--seconds ${values.seconds} is not a time.`);
  const run = { kind: 'run', name, json: values.json === true, rounds, seconds } as const;
  const { seed, documents, engines, quick, write, residents, gigabyte, lag } = values;
  const own: Readonly<Record<string, readonly string[]>> = {
    seed: ['pdf'],
    documents: ['pdf'],
    engines: ['pdf'],
    quick: ['pdf', 'issue'],
    write: ['pdf'],
    residents: ['load', 'reconcile'],
    gigabyte: ['load'],
    lag: ['load'],
  };
  for (const [option, owners] of Object.entries(own)) {
    if (option in values && !owners.includes(name))
      return wrong(`--${option} belongs to the benchmark ${owners.join(' or ')} alone.`);
  }
  if (name === 'pdf') {
    const pdf = pdfWishes({ seed, documents, engines, quick, write });
    return typeof pdf === 'string' ? wrong(pdf) : { ...run, pdf };
  }
  if (name === 'issue') return { ...run, issue: { quick: quick === true } };
  if (name !== 'load' && name !== 'reconcile') return run;
  const people = residents === undefined ? undefined : Number(residents);
  if (people !== undefined && !isCount(people))
    return wrong(`--residents ${residents} is not a number of people.`);
  return { ...run, link: { residents: people, gigabyte: gigabyte === true, lag: lag === true } };
}

type PdfValues = {
  readonly [Name in 'seed' | 'documents' | 'engines']: string | undefined;
} & { readonly [Name in 'quick' | 'write']: boolean | undefined };

function pdfWishes({ seed, documents, engines, quick, write }: PdfValues): PdfWishes | string {
  if (seed === '') return '--seed "" is no seed.';
  const count = documents === undefined ? undefined : Number(documents);
  if (count !== undefined && !isCount(count))
    return `--documents ${documents} is not a number of certificates.`;
  const asked = engines?.split(',');
  const unknown = asked?.find((name) => !ENGINES.some((entry) => entry.name === name));
  if (unknown !== undefined)
    return `There is no engine "${unknown}": ${ENGINES.map(({ name }) => name).join(', ')}.`;
  return { seed, documents: count, engines: asked, quick: quick === true, write: write === true };
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value > 0;

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        rounds: { type: 'string' },
        seconds: { type: 'string' },
        seed: { type: 'string' },
        documents: { type: 'string' },
        engines: { type: 'string' },
        quick: { type: 'boolean' },
        write: { type: 'boolean' },
        residents: { type: 'string' },
        gigabyte: { type: 'boolean' },
        lag: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch {
    return undefined;
  }
}
