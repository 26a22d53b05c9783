import type { ReadPage } from '../pdf/index.ts';

type Run = ReadPage['runs'][number];

/** Where a run starts; `down` is its baseline, counted from the page's top, in points. */
type Place = { readonly x: number; readonly down: number; readonly size: number };

/** How far a number in finished bytes may be from where the template puts it, in points. */
const TOLERANCE = 0.02;

const near = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE;

/** The runs of one page; each is taken once, by whatever explains it. */
export type PaperRuns = {
  /** Takes the run that says just this at this place; false where there is none. */
  readonly takeText: (text: string, at: Place) => boolean;
  readonly hasText: (text: string, at: Place) => boolean;
  /** Takes a line: all runs of this size and baseline that start within `from`…`to`, left to right. */
  readonly takeLine: (at: { from: number; to: number; down: number; size: number }) => Line | undefined;
  /** How many runs nothing has explained yet. */
  readonly left: () => number;
};

export type Line = { readonly x: number; readonly text: string };

export function paperRuns(page: ReadPage): PaperRuns {
  // lines of text are found by their baseline: one bucket a point
  const buckets = new Map<number, Run[]>();
  let count = 0;
  for (const run of page.runs) {
    count++;
    const key = Math.round(page.height - run.y);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [run]);
    else bucket.push(run);
  }
  const lineRuns = (down: number, size: number): Run[] => {
    const key = Math.round(down);
    return [key - 1, key, key + 1].flatMap((bucket) =>
      (buckets.get(bucket) ?? []).filter(
        (run) => near(page.height - run.y, down) && near(run.size, size) && run.stretch === 1,
      ),
    );
  };
  const take = (run: Run): void => {
    const bucket = buckets.get(Math.round(page.height - run.y)) ?? [];
    bucket.splice(bucket.indexOf(run), 1);
    count--;
  };
  const find = (text: string, at: Place): Run | undefined =>
    lineRuns(at.down, at.size).find((run) => run.text === text && near(run.x, at.x));
  return {
    hasText: (text, at) => find(text, at) !== undefined,
    takeText(text, at) {
      const run = find(text, at);
      if (run !== undefined) take(run);
      return run !== undefined;
    },
    takeLine({ from, to, down, size }) {
      const runs = lineRuns(down, size)
        .filter((run) => run.x >= from - TOLERANCE && run.x < to)
        .sort((a, b) => a.x - b.x);
      const [first] = runs;
      if (first === undefined) return undefined;
      for (const run of runs) take(run);
      return { x: first.x, text: runs.map(({ text }) => text).join('') };
    },
    left: () => count,
  };
}
