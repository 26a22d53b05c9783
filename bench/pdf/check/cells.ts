import { keysOf } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import type { FlatPage } from '../flat-page.ts';
import { advanceOf, type OutlineFonts } from '../fonts.ts';
import { DPI, type Raster } from './raster.ts';

/** Where one glyph or picture stands on the page, in points from the lower left corner. */
export type Cell = Readonly<Record<'left' | 'bottom' | 'width' | 'height', number>>;

/** Part of the em above and below the baseline that a cell takes in. */
const ABOVE = 0.9;
const BELOW = 0.15;

/** Variance of the levels in a cell that shows at most the edge of its neighbour. */
const EMPTY = 60;

/** The cell of every character that a page holds, spaces among them, and of every picture. */
export function cellsOf(page: FlatPage, fonts: OutlineFonts): readonly Cell[] {
  const pictures = page.pictures.map(({ x, y, width, height }) => ({ left: x, bottom: y, width, height }));
  const glyphs = page.runs.flatMap(({ x, y, size, text }) => {
    let at = x;
    return unwrap(keysOf(text)).map((key) => {
      const width = advanceOf(fonts, key) * size;
      const cell = cellAt(at, y, size, width);
      at += width;
      return cell;
    });
  });
  return [...glyphs, ...pictures];
}

export const cellAt = (x: number, y: number, size: number, width: number): Cell => ({
  left: x,
  bottom: y - BELOW * size,
  width,
  height: (ABOVE + BELOW) * size,
});

/**
 * How alike two pages are within a cell: the correlation of their levels, 1 = the same picture. Where the reference
 * shows nothing at all, 1 if the other page shows nothing either and 0 otherwise.
 */
export function likeness(reference: Raster, found: Raster, cell: Cell): number {
  if (found.width !== reference.width || found.height !== reference.height) return 0;
  const scale = DPI / 72;
  const [x0, x1] = [Math.floor(cell.left * scale), Math.ceil((cell.left + cell.width) * scale)];
  const y0 = Math.floor(reference.height - (cell.bottom + cell.height) * scale);
  const y1 = Math.ceil(reference.height - cell.bottom * scale);
  const sums = { count: 0, a: 0, b: 0, aa: 0, bb: 0, ab: 0 };
  for (let y = Math.max(0, y0); y < Math.min(y1, reference.height); y += 1)
    for (let x = Math.max(0, x0); x < Math.min(x1, reference.width); x += 1) {
      const a = reference.levels[y * reference.width + x] ?? 0;
      const b = found.levels[y * found.width + x] ?? 0;
      sums.count += 1;
      sums.a += a;
      sums.b += b;
      sums.aa += a * a;
      sums.bb += b * b;
      sums.ab += a * b;
    }
  const { count, a, b, aa, bb, ab } = sums;
  const [varianceA, varianceB] = [aa / count - (a / count) ** 2, bb / count - (b / count) ** 2];
  if (varianceA < EMPTY) return varianceB < 4 * EMPTY ? 1 : 0;
  return varianceB === 0 ? 0 : (ab / count - (a / count) * (b / count)) / Math.sqrt(varianceA * varianceB);
}
