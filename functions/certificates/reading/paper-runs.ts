import type { ReadPage } from '../../pdf/index.ts';

type Run = ReadPage['runs'][number];
type Picture = ReadPage['pictures'][number];

/** Where a run starts; `down` is its baseline, counted from the page's top, in points. */
type Place = { readonly x: number; readonly down: number; readonly size: number };
type LinePlace = { readonly from: number; readonly to: number; readonly down: number; readonly size: number };

/** How far a number in finished bytes may be from where the template puts it, in points. */
const TOLERANCE = 0.02;

export const near = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE;

/** The runs and pictures of one page; each is taken once, by whatever explains it. */
export type PaperRuns = {
  /** Takes the run that says just this at this place; false where there is none. */
  readonly takeText: (text: string, at: Place) => boolean;
  readonly hasText: (text: string, at: Place) => boolean;
  /** Takes a line: all runs of this size and baseline that start within `from`…`to`, left to right. */
  readonly takeLine: (at: LinePlace) => Line | undefined;
  readonly hasLine: (at: LinePlace) => boolean;
  /** How many runs nothing has explained yet. */
  readonly left: () => number;
  /** Takes the one picture whose middle is here, counted from the page's upper left corner. */
  readonly takePicture: (middle: { readonly x: number; readonly down: number }) => Picture | undefined;
  readonly picturesLeft: () => number;
};

export type Line = { readonly x: number; readonly text: string };

export function paperRuns(page: ReadPage): PaperRuns {
  // lines of text are found by their baseline: one bucket a point
  const buckets = new Map<number, Run[]>();
  let count = page.runs.length;
  for (const run of page.runs) {
    const key = Math.floor(page.height - run.y);
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [run]);
    else bucket.push(run);
  }
  const matching = (down: number, size: number, from: number, to: number): Run[] => {
    const found: Run[] = [];
    const last = Math.floor(down + TOLERANCE);
    for (let key = Math.floor(down - TOLERANCE); key <= last; key++) {
      for (const run of buckets.get(key) ?? []) {
        const inLine = near(page.height - run.y, down) && near(run.size, size) && run.stretch === 1;
        if (inLine && run.x >= from && run.x <= to) found.push(run);
      }
    }
    return found;
  };
  const take = (run: Run): void => {
    const bucket = buckets.get(Math.floor(page.height - run.y)) ?? [];
    bucket.splice(bucket.indexOf(run), 1);
    count--;
  };
  const find = (text: string, { x, down, size }: Place): Run | undefined =>
    matching(down, size, x - TOLERANCE, x + TOLERANCE).find((run) => run.text === text);
  const lineOf = ({ from, to, down, size }: LinePlace): Run[] => matching(down, size, from - TOLERANCE, to);

  const pictures = [...page.pictures];
  return {
    hasText: (text, at) => find(text, at) !== undefined,
    takeText(text, at) {
      const run = find(text, at);
      if (run !== undefined) take(run);
      return run !== undefined;
    },
    hasLine: (at) => lineOf(at).length > 0,
    takeLine(at) {
      const runs = lineOf(at).sort((a, b) => a.x - b.x);
      const [first] = runs;
      if (first === undefined) return undefined;
      for (const run of runs) take(run);
      return { x: first.x, text: runs.map(({ text }) => text).join('') };
    },
    left: () => count,
    takePicture({ x, down }) {
      const at = pictures.findIndex(
        (one) => near(one.x + one.width / 2, x) && near(page.height - one.y - one.height / 2, down),
      );
      return at < 0 ? undefined : pictures.splice(at, 1)[0];
    },
    picturesLeft: () => pictures.length,
  };
}
