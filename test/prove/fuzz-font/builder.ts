import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Built } from './build-child.ts';

/** Builds packs in another process, which may hang or die. */
export type Builder = {
  /** `undefined`: it did. */
  build(font: Uint8Array): Promise<Built | undefined>;
  close(): Promise<void>;
};

const CHILD = fileURLToPath(new URL('build-child.ts', import.meta.url));
/** Node and the program itself need less than half of it. */
const HEAP_MEGABYTES = 96;
/** Small, so that what is measured is memory in use and not what waits to be collected. */
const YOUNG_MEGABYTES = 2;
const PATIENCE_MS = 20_000;

export function openBuilder(): Builder {
  let child: ChildProcess | undefined;

  const start = (): ChildProcess =>
    fork(CHILD, {
      serialization: 'advanced',
      execArgv: [`--max-old-space-size=${HEAP_MEGABYTES}`, `--max-semi-space-size=${YOUNG_MEGABYTES}`],
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  const end = async (running: ChildProcess): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  };

  return {
    async build(font) {
      const running = child ?? start();
      child = running;
      const answer = await new Promise<Built | undefined>((resolve) => {
        const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
        const settle = (built: Built | undefined): void => {
          clearTimeout(timer);
          running.removeAllListeners();
          resolve(built);
        };
        running.once('message', (built: Built) => settle(built));
        running.once('exit', () => settle(undefined));
        running.once('error', () => settle(undefined));
        running.send(font);
      });
      if (answer === undefined) {
        await end(running);
        child = undefined;
      }
      return answer;
    },
    async close() {
      if (child !== undefined) await end(child);
    },
  };
}
