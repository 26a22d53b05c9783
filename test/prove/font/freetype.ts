import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { ensureFreeType, FREETYPE_PYTHON } from '../../../scripts/local/freetype-install.ts';

const Listing = z.object({
  freetype: z.string(),
  unitsPerEm: z.int(),
  keys: z.array(z.tuple([z.int(), z.int(), z.int()])),
});
const What = z.enum(['raster', 'place', 'advance']);
const Comparison = z.object({
  compared: z.int(),
  blank: z.int(),
  differences: z.array(z.tuple([z.int(), z.int(), What])),
});

/** A key as FreeType's reading of the character map gives it: `selector` 0 = none, `glyph` in that font. */
export type FontKey = { readonly codePoint: number; readonly selector: number; readonly glyph: number };

export type FontListing = {
  /** Version of the library. */
  readonly freetype: string;
  readonly unitsPerEm: number;
  readonly keys: readonly FontKey[];
};

/** A key to be looked at in a source font and, by glyph, in each of some other fonts. */
export type ComparedKey = {
  readonly codePoint: number;
  readonly selector: number;
  readonly glyphs: readonly number[];
};

/** `key` and `program` are places in what was handed in. */
export type GlyphDifference = {
  readonly key: number;
  readonly program: number;
  readonly what: z.infer<typeof What>;
};

export type FreeType = {
  /** Every key of a font file. */
  readonly keysOf: (path: string) => Promise<FontListing>;
  /** Compares rasters, their places and advances. `blank` counts keys that draw nothing in the source. */
  readonly compare: (
    source: string,
    programs: readonly string[],
    keys: readonly ComparedKey[],
  ) => Promise<{
    readonly compared: number;
    readonly blank: number;
    readonly differences: readonly GlyphDifference[];
  }>;
  readonly close: () => Promise<void>;
};

/** FreeType in a process of its own, installed first where it is not. One question at a time. */
export async function openFreeType(onProgress?: (message: string) => void): Promise<FreeType> {
  await ensureFreeType(onProgress);
  const worker = spawn(FREETYPE_PYTHON, ['-I', join(import.meta.dirname, 'freetype-worker.py')]);
  const ended = new Promise<void>((resolve) => worker.once('close', () => resolve()));
  const ask = asking(worker);
  return {
    async keysOf(path) {
      const { freetype, unitsPerEm, keys } = Listing.parse(await ask({ keys: path }));
      return {
        freetype,
        unitsPerEm,
        keys: keys.map(([codePoint, selector, glyph]) => ({ codePoint, selector, glyph })),
      };
    },
    async compare(source, programs, keys) {
      const rows = keys.map(({ codePoint, selector, glyphs }) => [codePoint, selector, ...glyphs]);
      const answer = Comparison.parse(await ask({ compare: source, programs, keys: rows }));
      const differences = answer.differences.map(([key, program, what]) => ({ key, program, what }));
      return { ...answer, differences };
    },
    async close() {
      worker.stdin.end();
      await ended;
    },
  };
}

/** @returns a function that takes a question and gives the line that answers it, or throws with what Python said */
function asking(worker: ChildProcessWithoutNullStreams): (question: object) => Promise<unknown> {
  const lines = createInterface({ input: worker.stdout })[Symbol.asyncIterator]();
  let complaint = '';
  worker.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  // A question to a process that has ended is answered by its end.
  worker.stdin.on('error', () => undefined);
  return async (question) => {
    worker.stdin.write(`${JSON.stringify(question)}\n`);
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`FreeType’s process has ended: ${complaint.trim()}`);
    return JSON.parse(value);
  };
}
