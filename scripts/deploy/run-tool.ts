import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT } from './project.ts';

export type ToolRun = {
  /** What fails, as the beginning of a sentence: `The deployment`. */
  readonly what: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** All output goes here. */
  readonly log: string;
  readonly onLine?: (line: string) => void;
};

/**
 * Runs a script by this very Node until it ends; a signal to us ends it too.
 * @throws Error one sentence with the tool's own last complaint and the path of the log
 */
export async function runTool(run: ToolRun): Promise<void> {
  await mkdir(dirname(run.log), { recursive: true });
  const log = createWriteStream(run.log, { flags: 'a' });
  log.write(`\n# ${run.arguments.join(' ')}\n`);
  const child = spawn(process.execPath, run.arguments, {
    cwd: PROJECT,
    env: run.environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  process.once('exit', stop);
  let complaint = '';
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      log.write(`${line}\n`);
      if (/❌|\bError\b|error:|failed/i.test(line)) complaint = line.trim();
      run.onLine?.(line);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  process.removeListener('exit', stop);
  await new Promise((resolve) => log.end(resolve));
  if (code === 0) return;
  const reason = complaint === '' ? `exit code ${code}` : complaint.slice(0, 300);
  throw new Error(`${run.what} failed (${reason}); everything it said is in ${run.log}.`);
}
