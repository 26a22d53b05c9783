import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import type { z } from 'zod';
import type { Result } from '../../functions/shared/result.ts';
import { usageErrorOf } from '../../simulator/usage-error.ts';
import type { StaffCommand, StaffWorld } from './command.ts';

const COMMON = {
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** What was typed after the command's name, as `node:util` has parsed it. */
export type Typed = {
  readonly values: Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  readonly positionals: readonly string[];
};

type Parts<W> = {
  /** As it is called: `close`. */
  readonly name: string;
  /** Of `npm run -s SCRIPT`; `staff` where it is left out. */
  readonly script?: string;
  readonly help: string;
  /** Beside `--json` and `--help`; none may come twice. */
  readonly options: ParseArgsOptionsConfig;
  /** Words beside the options, at most; none where it is left out. */
  readonly positionals?: number;
  /** What is wished for, files that are named read; the error is one sentence for whoever typed it. */
  readonly wishOf: (typed: Typed) => Result<W, string> | Promise<Result<W, string>>;
  readonly run: (wish: W, world: StaffWorld, json: boolean) => Promise<number>;
};

/** A command that says what is wrong with its own words before anything is asked of the API. */
export const sessionCommand =
  <W>({
    name,
    script = 'staff',
    help,
    options,
    positionals: most = 0,
    wishOf,
    run,
  }: Parts<W>): StaffCommand =>
  async (args, world) => {
    const wrong = (sentence: string): number => {
      world.complain(`✗ ${sentence}\n使い方: npm run -s ${script} -- ${name} --help\n`);
      return 2;
    };
    let typed: Typed;
    try {
      const { values, positionals } = parseArgs({
        args: [...args],
        options: { ...options, ...COMMON },
        allowPositionals: true,
      });
      typed = { values: values as Typed['values'], positionals };
    } catch (error) {
      return wrong(usageErrorOf(error));
    }
    if (typed.values['help'] === true) {
      world.write(help);
      return 0;
    }
    const excess = typed.positionals[most];
    if (excess !== undefined) return wrong(`「${excess}」は余分です。`);
    const wish = await wishOf(typed);
    return wish.ok ? run(wish.value, world, typed.values['json'] === true) : wrong(wish.error);
  };

/** The text of an option; undefined where it was not typed. */
export const textOf = ({ values }: Typed, name: string): string | undefined => {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
};

/**
 * One sentence about the first option that a schema does not accept.
 * @param named option by property, where they are called differently
 */
export function faultOf(
  typed: Typed,
  { issues }: z.ZodError,
  named: Readonly<Record<string, string>> = {},
): string {
  const [issue] = issues;
  const property = String(issue?.path[0] ?? (issue?.code === 'unrecognized_keys' ? issue.keys[0] : ''));
  const option = Object.hasOwn(named, property) ? (named[property] ?? property) : property;
  if (issue?.code === 'unrecognized_keys') return `--${option} はここでは使えません。`;
  return textOf(typed, option) === undefined
    ? `--${option} が必要です。`
    : `--${option} の値が正しくありません。`;
}
