import { PROJECT } from '../local/places.ts';
import { type Checker, checkersFor } from './checkers.ts';

export type Tally = { readonly passed: number; readonly failed: number };

/** Two at a time: the tools are short and the machine has few cores. */
const AT_ONCE = 2;

/** Runs every check and prints a line for each, with what it found below. */
export async function runChecks(write: (text: string) => void): Promise<Tally> {
  const waiting = [...checkersFor(PROJECT)];
  let passed = 0;
  let failed = 0;
  const work = async (): Promise<void> => {
    for (let checker = waiting.shift(); checker !== undefined; checker = waiting.shift()) {
      if (await runOne(checker, write)) passed += 1;
      else failed += 1;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { passed, failed };
}

async function runOne({ name, check }: Checker, write: (text: string) => void): Promise<boolean> {
  const began = Date.now();
  const outcome = await check(PROJECT);
  const seconds = ((Date.now() - began) / 1_000).toFixed(1);
  const found = outcome.passed ? '' : `${outcome.output.trimEnd().replace(/^/gm, '    ')}\n`;
  write(`${outcome.passed ? '✓' : '✗'} check · ${name} · ${seconds} s\n${found}`);
  return outcome.passed;
}
