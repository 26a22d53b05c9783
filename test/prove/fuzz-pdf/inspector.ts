import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Inspection } from './inspect-child.ts';

/** Inspects files in another process, which may hang or die. */
export type Inspector = {
  /** `undefined`: it did. */
  inspect(pdf: Uint8Array): Promise<Inspection | undefined>;
  close(): Promise<void>;
};

const CHILD = fileURLToPath(new URL('inspect-child.ts', import.meta.url));
/** Node and the program itself need less than half of it. */
const HEAP_MEGABYTES = 96;
const PATIENCE_MS = 10_000;

export function openInspector(): Inspector {
  let child: ChildProcess | undefined;

  const start = (): ChildProcess =>
    fork(CHILD, {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`],
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  const end = async (process: ChildProcess): Promise<void> => {
    if (process.exitCode !== null || process.signalCode !== null) return;
    const ended = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGKILL');
    await ended;
  };

  return {
    async inspect(pdf) {
      const process = child ?? start();
      child = process;
      const answer = await new Promise<Inspection | undefined>((resolve) => {
        const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
        const settle = (inspection: Inspection | undefined): void => {
          clearTimeout(timer);
          process.removeAllListeners();
          resolve(inspection);
        };
        process.once('message', (inspection: Inspection) => settle(inspection));
        process.once('exit', () => settle(undefined));
        process.once('error', () => settle(undefined));
        process.send(pdf);
      });
      if (answer === undefined) {
        await end(process);
        child = undefined;
      }
      return answer;
    },
    async close() {
      if (child !== undefined) await end(child);
    },
  };
}
