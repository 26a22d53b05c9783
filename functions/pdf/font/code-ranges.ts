import { bad, type FontBytes } from './font-bytes.ts';

/** Ranges of code points, ascending and apart, with the glyph of each one's first. */
export type CodeRanges = {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly glyphs: Uint32Array;
};

export const noRanges: CodeRanges = {
  starts: new Uint32Array(0),
  ends: new Uint32Array(0),
  glyphs: new Uint32Array(0),
};

/** Reads one entry into `entry`: first and last code point, glyph of the first. */
export type ReadEntry = (
  view: DataView,
  at: number,
  entry: [start: number, end: number, glyph: number],
) => void;

export const readGroup: ReadEntry = (view, at, entry) => {
  entry[0] = view.getUint32(at);
  entry[1] = view.getUint32(at + 4);
  entry[2] = view.getUint32(at + 8);
};

export const readDefaultRange: ReadEntry = (view, at, entry) => {
  entry[0] = view.getUint32(at) >>> 8;
  entry[1] = entry[0] + view.getUint8(at + 3);
  entry[2] = 0;
};

export const readMapping: ReadEntry = (view, at, entry) => {
  entry[0] = view.getUint32(at) >>> 8;
  entry[1] = entry[0];
  entry[2] = view.getUint16(at + 3);
};

/**
 * Reads `count` entries of `width` bytes from `at`. IPAmj has 26,000 of them, so this checks the bounds once and
 * allocates nothing per entry.
 * @param advances whether the glyph advances with the code point, as in format 12
 */
export function readRanges(
  cmap: FontBytes,
  list: { readonly at: number; readonly count: number; readonly width: number; readonly read: ReadEntry },
  glyphCount: number,
  advances: boolean,
): CodeRanges {
  const { at, count, width, read } = list;
  if (at + count * width > cmap.length) bad('truncated', 'cmap', `a list of ${count} entries`);
  const view = new DataView(cmap.bytes.buffer, cmap.bytes.byteOffset + at, count * width);
  const starts = new Uint32Array(count);
  const ends = new Uint32Array(count);
  const glyphs = new Uint32Array(count);
  const entry: [number, number, number] = [0, 0, 0];
  let previous = -1;
  for (let index = 0; index < count; index++) {
    read(view, index * width, entry);
    const [start, end, glyph] = entry;
    if (start <= previous || end < start) bad('inconsistent', 'cmap', `entry ${index} does not ascend`);
    if (end > 0x10ffff) bad('out-of-range', 'cmap', `entry ${index} ends beyond U+10FFFF`);
    if (glyph + (advances ? end - start : 0) >= glyphCount) {
      bad('out-of-range', 'cmap', `entry ${index} names a glyph that does not exist`);
    }
    starts[index] = start;
    ends[index] = end;
    glyphs[index] = glyph;
    previous = end;
  }
  return { starts, ends, glyphs };
}

/** Index of the range that holds `value`, or -1. */
export function findRange({ starts, ends }: CodeRanges, value: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (value < (starts[middle] ?? 0)) high = middle - 1;
    else if (value > (ends[middle] ?? 0)) low = middle + 1;
    else return middle;
  }
  return -1;
}
