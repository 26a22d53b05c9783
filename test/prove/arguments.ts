import { parseArgs } from 'node:util';
import type { Proof } from './proof.ts';

export type ProveArguments =
  | { readonly kind: 'help' }
  | {
      readonly kind: 'run';
      readonly name: string;
      readonly seed: string;
      readonly count: number | undefined;
      readonly onEngine: boolean;
      readonly workers: number | undefined;
    }
  | { readonly kind: 'wrong'; readonly sentence: string };

export const DEFAULT_SEED = 'kofu';

export const PROVE_USAGE = 'NAME [--seed S] [--count N] [--workers N] [--engine]';

/** `NAME [--seed S] [--count N] [--workers N] [--engine]`, or `--help`. `--engine` is for proofs that have a part of their own there. */
export function parseProveArguments(
  args: readonly string[],
  proofs: readonly Pick<Proof, 'name' | 'onEngine'>[],
): ProveArguments {
  const wrong = (sentence: string): ProveArguments => ({ kind: 'wrong', sentence });
  const parsed = parse(args);
  if (parsed === undefined) return wrong(`\`${args.join(' ')}\` is not of the form ${PROVE_USAGE}.`);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [name, ...more] = positionals;
  if (name === undefined) return wrong('Name a proof.');
  if (more.length > 0) return wrong(`One proof at a time, and here are ${positionals.length}.`);
  const proof = proofs.find((one) => one.name === name);
  if (proof === undefined) return wrong(`There is no proof "${name}".`);
  const onEngine = values.engine === true;
  if (onEngine && proof.onEngine === undefined) return wrong(`${name} has no part for --engine.`);
  const count = values.count === undefined ? undefined : Number(values.count);
  if (count !== undefined && !(Number.isSafeInteger(count) && count > 0))
    return wrong(`--count ${values.count} is not a number of cases.`);
  const workers = values.workers === undefined ? undefined : Number(values.workers);
  if (workers !== undefined && !(Number.isSafeInteger(workers) && workers > 0))
    return wrong(`--workers ${values.workers} is not a number of processes.`);
  return { kind: 'run', name, seed: values.seed ?? DEFAULT_SEED, count, onEngine, workers };
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
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch {
    return undefined;
  }
}
