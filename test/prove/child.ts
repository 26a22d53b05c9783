import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Puts questions to another process, one at a time; it may hang or die. */
export type Child<Question, Answer> = {
  /** `undefined`: it did. The next question gets a new process. */
  ask(question: Question): Promise<Answer | undefined>;
  close(): Promise<void>;
};

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/**
 * @param script a file that answers each message with one
 * @param patienceMs after so long without an answer it counts as hung
 */
export function openChild<Question extends object, Answer>(
  script: URL,
  patienceMs: number,
  execArgv: readonly string[] = [],
): Child<Question, Answer> {
  let running: ChildProcess | undefined;

  const start = (): ChildProcess =>
    fork(fileURLToPath(script), {
      serialization: 'advanced',
      execArgv: [...execArgv],
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });

  return {
    async ask(question) {
      const child = running ?? start();
      running = child;
      const answer = await new Promise<Answer | undefined>((resolve) => {
        const settle = (said: Answer | undefined): void => {
          clearTimeout(timer);
          child.removeAllListeners();
          resolve(said);
        };
        const timer = setTimeout(() => settle(undefined), patienceMs);
        child.once('message', (said: Answer) => settle(said));
        child.once('exit', () => settle(undefined));
        child.once('error', () => settle(undefined));
        child.send(question);
      });
      if (answer === undefined) {
        await end(child);
        running = undefined;
      }
      return answer;
    },
    async close() {
      if (running !== undefined) await end(running);
    },
  };
}
