import type { BilevelImage } from '../../../functions/pdf/index.ts';
import type { FlatPage } from '../flat-page.ts';
import type { OutlineFonts } from '../fonts.ts';
import type { DrawResult } from '../transfer.ts';
import { MISSING } from '../workload.ts';
import { type Cell, cellAt, cellsOf, likeness } from './cells.ts';
import { countKeys, extractedText, lostKeys } from './lost-keys.ts';
import { openRasterizer, type Raster } from './raster.ts';
import { openReference } from './reference-page.ts';

/** What is drawn for the check: `missing` holds a sequence that the font does not have. */
export type CheckPages<T> = {
  readonly dense: readonly T[];
  readonly sparse: readonly T[];
  readonly twins: readonly T[];
  readonly missing: T;
};

/** `of` counts all of them, on all pages of the kind. */
export type Share = { readonly wrong: number; readonly of: number };

export type CheckResult = {
  readonly cells: Readonly<Record<'dense' | 'sparse' | 'twins', Share>>;
  readonly keys: Readonly<Record<'dense' | 'sparse' | 'twins', Share>>;
  /** What became of the sequence that the font does not have. */
  readonly missing: 'refused' | 'base glyph' | 'something else';
};

/** A cell that shows the right glyph is alike to 0.95 and more, two different kanji hardly ever to 0.6. */
const ALIKE = 0.9;
/** So much closer to the character without its selector than to the sequence is no matter of rounding. */
const CLOSER = 0.002;

type Reference = { readonly own: Raster; readonly bare: Raster; readonly cells: readonly Cell[] };

/** Compares what engines have drawn with the same pages made of paths, and what pdf.js reads with what was written. */
export async function openCheck(fonts: OutlineFonts, seal: BilevelImage, pages: CheckPages<FlatPage>) {
  const draw = await openReference(fonts, seal);
  const rasterOf = await openRasterizer();
  const referenceOf = (page: FlatPage): Reference => {
    const own = rasterOf(draw(page));
    const hasSequences = page.runs.some(({ text }) => /[\u{e0100}-\u{e01ef}\ufe00-\ufe0f]/u.test(text));
    return { own, bare: hasSequences ? rasterOf(draw(page, true)) : own, cells: cellsOf(page, fonts) };
  };
  const references = {
    dense: pages.dense.map(referenceOf),
    sparse: pages.sparse.map(referenceOf),
    twins: pages.twins.map(referenceOf),
  };
  const bareMissing = rasterOf(draw(pages.missing, true));

  const cellsShare = (kind: keyof typeof references, files: readonly (Uint8Array | undefined)[]): Share => {
    let wrong = 0;
    for (const [index, { own, bare, cells }] of references[kind].entries()) {
      const file = files[index];
      const found = file === undefined ? undefined : rasterOf(file);
      wrong += cells.filter((cell) => found === undefined || isWrong(own, bare, found, cell)).length;
    }
    return { wrong, of: references[kind].reduce((sum, { cells }) => sum + cells.length, 0) };
  };
  const keysShare = async (
    kind: keyof typeof references,
    files: readonly (Uint8Array | undefined)[],
  ): Promise<Share> => {
    const sum = { wrong: 0, of: 0 };
    for (const [index, page] of pages[kind].entries()) {
      const file = files[index];
      const wanted = page.runs.map(({ text }) => text).join('');
      sum.of += [...countKeys(wanted).values()].reduce((total, count) => total + count, 0);
      sum.wrong += lostKeys(wanted, file === undefined ? '' : await extractedText(file));
    }
    return sum;
  };

  /** @param drawn what the engine has made of the same pages */
  return async (drawn: CheckPages<DrawResult>): Promise<CheckResult> => {
    const files = {
      dense: drawn.dense.map(fileOf),
      sparse: drawn.sparse.map(fileOf),
      twins: drawn.twins.map(fileOf),
    };
    return {
      cells: {
        dense: cellsShare('dense', files.dense),
        sparse: cellsShare('sparse', files.sparse),
        twins: cellsShare('twins', files.twins),
      },
      keys: {
        dense: await keysShare('dense', files.dense),
        sparse: await keysShare('sparse', files.sparse),
        twins: await keysShare('twins', files.twins),
      },
      missing: fateOfMissing(fileOf(drawn.missing), rasterOf, bareMissing),
    };
  };
}

function isWrong(own: Raster, bare: Raster, found: Raster, cell: Cell): boolean {
  const alike = likeness(own, found, cell);
  return alike < ALIKE || (own !== bare && likeness(bare, found, cell) > alike + CLOSER);
}

/** Of a page that the engine has refused there is nothing: all its cells are wrong and all its keys lost. */
const fileOf = (result: DrawResult): Uint8Array | undefined =>
  result.kind === 'drawn' && result.file !== undefined ? Buffer.from(result.file, 'base64') : undefined;

function fateOfMissing(file: Uint8Array | undefined, rasterOf: (pdf: Uint8Array) => Raster, bare: Raster) {
  if (file === undefined) return 'refused';
  const { x, y, size } = MISSING;
  const cell = cellAt(x, y, size, size);
  return likeness(bare, rasterOf(file), cell) >= ALIKE ? 'base glyph' : 'something else';
}
