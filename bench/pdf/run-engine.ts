import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { NODE } from '../../scripts/local/places.ts';
import { ANSWER, type Answer, type ColdAnswer, type Order } from './transfer.ts';

/** An engine's process that waits for orders. */
export type RunningEngine = {
  readonly draw: (order: Order) => Promise<Answer>;
  readonly end: () => Promise<void>;
};

/** A certificate takes 5 s at worst (a peer's first one); a process that is silent for longer has lost its way. */
const COLD_LIMIT_MS = 120_000;

/**
 * Starts an engine's file and keeps it. `materials` is a file's path.
 * The process may collect its garbage when it is told to: between orders, never while the clock runs.
 */
export function startEngine(file: string, materials: string): RunningEngine {
  const child = spawn(NODE, ['--expose-gc', file, 'warm', materials], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => {
    complaints = (complaints + data.toString()).slice(-2000);
  });
  // a process that has ended is told by its missing answer
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    draw: async (order) => {
      child.stdin.write(`${JSON.stringify(order)}\n`);
      for (;;) {
        const { value, done } = await lines.next();
        if (done === true) throw new Error(`an engine's process ended: ${complaints.trim()}`);
        if (value.startsWith(ANSWER)) return JSON.parse(value.slice(ANSWER.length));
      }
    },
    end: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/** A process of its own for one certificate, without warm-up. `coldCase` reads `document` before `file` begins. */
export async function runCold(file: string, coldCase: string, document: string): Promise<ColdAnswer> {
  const { stdout, stderr } = await promisify(execFile)(
    NODE,
    ['--require', coldCase, file, 'cold', document],
    {
      timeout: COLD_LIMIT_MS,
    },
  );
  const line = stdout.split('\n').find((text) => text.startsWith(ANSWER));
  if (line === undefined) throw new Error(`an engine's process said nothing: ${stderr.slice(-2000).trim()}`);
  return JSON.parse(line.slice(ANSWER.length));
}
