import { parseArgs } from 'node:util';

export type ProveArguments =
  | { readonly kind: 'help' }
  | { readonly kind: 'run'; readonly name: string; readonly seed: string; readonly count: number | undefined }
  | { readonly kind: 'wrong'; readonly sentence: string };

export const DEFAULT_SEED = 'kofu';

/** `NAME [--seed S] [--count N]`, or `--help`. */
export function parseProveArguments(args: readonly string[], names: readonly string[]): ProveArguments {
  const wrong = (sentence: string): ProveArguments => ({ kind: 'wrong', sentence });
  const parsed = parse(args);
  if (parsed === undefined)
    return wrong(`\`${args.join(' ')}\` is not of the form NAME [--seed S] [--count N].`);
  const { values, positionals } = parsed;
  if (values.help === true) return { kind: 'help' };
  const [name, ...more] = positionals;
  if (name === undefined) return wrong('Name a proof.');
  if (more.length > 0) return wrong(`One proof at a time, and here are ${positionals.length}.`);
  if (!names.includes(name)) return wrong(`There is no proof "${name}".`);
  const count = values.count === undefined ? undefined : Number(values.count);
  if (count !== undefined && !(Number.isSafeInteger(count) && count > 0))
    return wrong(`--count ${values.count} is not a number of cases.`);
  return { kind: 'run', name, seed: values.seed ?? DEFAULT_SEED, count };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { seed: { type: 'string' }, count: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
  } catch {
    return undefined;
  }
}
