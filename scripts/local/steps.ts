import { stdout } from 'node:process';

export type Output = { readonly isTTY?: boolean; write(text: string): unknown };

/** What a step says while it works; lines that come faster than they can be read are left out. */
export type Progress = (message: string) => void;

const SHORTEST_PAUSE = 1_000;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** Runs the steps of a command one after another and shows each: what it does, its outcome and its time. */
export function createSteps(output: Output = stdout, now: () => number = Date.now) {
  const live = output.isTTY === true;
  return {
    /**
     * @param work returns the outcome in a few words
     * @throws what the work throws, after the line of the failure
     */
    async step(name: string, work: (progress: Progress) => Promise<string>): Promise<void> {
      const began = now();
      let shown = Number.NEGATIVE_INFINITY;
      const progress: Progress = (message) => {
        if (live) {
          output.write(`\r\u001b[2K… ${name} · ${message} · ${seconds(now() - began)}`);
          return;
        }
        if (now() - shown < SHORTEST_PAUSE) return;
        shown = now();
        output.write(`  ${name} · ${message}\n`);
      };
      const clear = live ? '\r\u001b[2K' : '';
      if (live) output.write(`… ${name}`);
      try {
        const outcome = await work(progress);
        output.write(`${clear}✓ ${name} · ${outcome} · ${seconds(now() - began)}\n`);
      } catch (error) {
        output.write(`${clear}✗ ${name} · ${seconds(now() - began)}\n`);
        throw error;
      }
    },
  };
}

export type Steps = ReturnType<typeof createSteps>;
