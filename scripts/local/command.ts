import { appendFile, mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { PROJECT } from './places.ts';
import { messageOf, Problem } from './problem.ts';

const LOG = join(PROJECT, '.cache/logs/errors.log');

/** Everything a person needs to see of an error: one sentence; the details of an unexpected one go to a log. */
export async function explain(error: unknown, log: string = LOG): Promise<string> {
  if (error instanceof Problem) return error.sentence;
  const [first = ''] = messageOf(error).split('\n');
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const causes = error instanceof Error && error.cause !== undefined ? `\ncause: ${String(error.cause)}` : '';
  try {
    await mkdir(join(log, '..'), { recursive: true });
    await appendFile(
      log,
      `${new Date().toISOString()} ${process.argv.slice(1).join(' ')}\n${details}${causes}\n\n`,
    );
  } catch {
    return first;
  }
  return `${first.replace(/[.。]$/, '')} (details: ${relative(process.cwd(), log)}).`;
}

/** Runs a command: its number becomes the exit code, a failure becomes one sentence and exit code 1. */
export async function runCommand(main: (args: string[]) => Promise<number>): Promise<void> {
  const complain = async (error: unknown): Promise<void> => {
    process.stderr.write(`✗ ${await explain(error)}\n`);
    process.exitCode = 1;
  };
  process.on('uncaughtException', (error) => void complain(error).then(() => process.exit(1)));
  process.on('unhandledRejection', (error) => void complain(error).then(() => process.exit(1)));
  // A reader that has seen enough (`… | head`) is no failure.
  process.stdout.on('error', () => process.exit(process.exitCode ?? 0));
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    await complain(error);
  }
}

/** A command that another part of the project carries out: `file` exports `main(args)`, which returns the exit code. */
export async function runEntry(file: string, args: string[]): Promise<number> {
  const main = await importPart<(args: string[]) => Promise<number>>(file, 'main');
  return main(args);
}

/**
 * An exported function of another part of the project, loaded only when it is needed.
 * @param file from the project's root
 * @throws Problem where the file is not there or does not export it
 */
export async function importPart<T extends (...args: never[]) => unknown>(
  file: string,
  name: string,
): Promise<T> {
  let loaded: Record<string, unknown>;
  try {
    loaded = await import(join(PROJECT, file));
  } catch (error) {
    if (messageOf(error).includes(`Cannot find module '${join(PROJECT, file)}'`))
      throw new Problem(
        `${file} is missing from this clone`,
        'restore it with `git checkout`, or clone the project again',
      );
    throw error;
  }
  const part = loaded[name];
  if (typeof part !== 'function')
    throw new Problem(
      `${file} does not export ${name}`,
      'restore it with `git checkout`, or clone the project again',
    );
  return part as T;
}

/** Refuses what a command without arguments is given by mistake. */
export function requireNoArguments(args: readonly string[], command: string): void {
  if (args.length > 0)
    throw new Problem(`\`npm run ${command}\` takes no arguments (got ${args.join(' ')})`, 'leave them out');
}
