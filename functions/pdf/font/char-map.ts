import { bad, type FontBytes } from './font-bytes.ts';

/** The character map of one font, fully checked: every glyph number it gives exists. */
export type CharMap = {
  /** The code point's glyph, 0 = none. */
  glyphOf(codePoint: number): number;
  /** The sequence's glyph; 'base' = listed as the base character's own glyph; `undefined` = not listed. */
  variantOf(codePoint: number, selector: number): number | 'base' | undefined;
};

type Ranges = { readonly starts: Uint32Array; readonly ends: Uint32Array; readonly glyphs: Uint32Array };

type Variants = { readonly defaults: Ranges; readonly listed: Ranges };

const noRanges: Ranges = { starts: new Uint32Array(0), ends: new Uint32Array(0), glyphs: new Uint32Array(0) };

/** Bounds the work that a hostile table can ask for: IPAmj has 14,980 groups and 11,474 sequences. */
const maxEntries = 1_000_000;

/** Index of the range that holds `value`, or -1. Ranges ascend and do not overlap. */
function find(ranges: Ranges, value: number): number {
  let low = 0;
  let high = ranges.starts.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (value < (ranges.starts[middle] ?? 0)) high = middle - 1;
    else if (value > (ranges.ends[middle] ?? 0)) low = middle + 1;
    else return middle;
  }
  return -1;
}

/** Reads one entry into `entry`: first and last code point, glyph of the first. */
type ReadEntry = (view: DataView, at: number, entry: [start: number, end: number, glyph: number]) => void;

const readGroup: ReadEntry = (view, at, entry) => {
  entry[0] = view.getUint32(at);
  entry[1] = view.getUint32(at + 4);
  entry[2] = view.getUint32(at + 8);
};

const readDefaultRange: ReadEntry = (view, at, entry) => {
  entry[0] = view.getUint32(at) >>> 8;
  entry[1] = entry[0] + view.getUint8(at + 3);
  entry[2] = 0;
};

const readMapping: ReadEntry = (view, at, entry) => {
  entry[0] = view.getUint32(at) >>> 8;
  entry[1] = entry[0];
  entry[2] = view.getUint16(at + 3);
};

/**
 * Reads `count` entries of `width` bytes from `at`. IPAmj has 26,000 of them and opens in a cold process, so this
 * checks the bounds once and allocates nothing per entry.
 * @param advances whether the glyph advances with the code point, as in format 12.
 */
function readRanges(
  cmap: FontBytes,
  at: number,
  count: number,
  width: number,
  read: ReadEntry,
  glyphCount: number,
  advances: boolean,
): Ranges {
  if (count > maxEntries) bad('too-large', 'cmap', `${count} entries`);
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

function readFormat12(cmap: FontBytes, at: number, glyphCount: number): CharMap['glyphOf'] {
  const length = cmap.u32(at + 4);
  const count = cmap.u32(at + 12);
  if (length > cmap.length - at || 16 + count * 12 > length) {
    bad('truncated', 'cmap', `format 12 with ${count} groups in ${length} bytes`);
  }
  const ranges = readRanges(cmap, at + 16, count, 12, readGroup, glyphCount, true);
  return (codePoint) => {
    const index = find(ranges, codePoint);
    return index < 0 ? 0 : (ranges.glyphs[index] ?? 0) + codePoint - (ranges.starts[index] ?? 0);
  };
}

/**
 * Format 4 is expanded to one number per BMP code point. Its own length field is not used: it is 16 bits wide and
 * wraps in fonts with many segments, so the end of the table is the bound.
 */
function readFormat4(cmap: FontBytes, at: number, glyphCount: number): CharMap['glyphOf'] {
  const segments = cmap.u16(at + 6) >> 1;
  const ends = at + 14;
  const starts = ends + segments * 2 + 2;
  const deltas = starts + segments * 2;
  const offsets = deltas + segments * 2;
  const glyphs = new Uint16Array(0x10000);
  let previous = -1;
  for (let segment = 0; segment < segments; segment++) {
    const start = cmap.u16(starts + segment * 2);
    const end = cmap.u16(ends + segment * 2);
    // the closing segment maps U+FFFF, no character; many tools leave a wild offset in it
    if (start === 0xffff) break;
    if (start <= previous || end < start) bad('inconsistent', 'cmap', `segment ${segment} does not ascend`);
    previous = end;
    const delta = cmap.u16(deltas + segment * 2);
    const offsetAt = offsets + segment * 2;
    const offset = cmap.u16(offsetAt);
    for (let code = start; code <= end; code++) {
      const listed = offset === 0 ? code : cmap.u16(offsetAt + offset + (code - start) * 2);
      const glyph = offset !== 0 && listed === 0 ? 0 : (listed + delta) & 0xffff;
      if (glyph >= glyphCount)
        bad('out-of-range', 'cmap', `segment ${segment} names a glyph that does not exist`);
      glyphs[code] = glyph;
    }
  }
  return (codePoint) => glyphs[codePoint] ?? 0;
}

const isSelector = (codePoint: number): boolean =>
  (codePoint >= 0xfe00 && codePoint <= 0xfe0f) || (codePoint >= 0xe0100 && codePoint <= 0xe01ef);

function readFormat14(cmap: FontBytes, at: number, glyphCount: number): Map<number, Variants> {
  const length = cmap.u32(at + 2);
  const records = cmap.u32(at + 6);
  if (length > cmap.length - at || 10 + records * 11 > length) {
    bad('truncated', 'cmap', `format 14 with ${records} selectors in ${length} bytes`);
  }
  const variants = new Map<number, Variants>();
  let previous = -1;
  let total = 0;
  const list = (offset: number, width: number, read: ReadEntry): Ranges => {
    if (offset === 0) return noRanges;
    const count = cmap.u32(at + offset);
    // several selectors may point at one list, so the sum is bounded too
    total += count;
    if (total > maxEntries) bad('too-large', 'cmap', `${total} sequences`);
    return readRanges(cmap, at + offset + 4, count, width, read, glyphCount, false);
  };
  for (let record = 0; record < records; record++) {
    const recordAt = at + 10 + record * 11;
    const selector = cmap.u24(recordAt);
    if (selector <= previous) bad('inconsistent', 'cmap', `selector record ${record} does not ascend`);
    previous = selector;
    if (!isSelector(selector)) continue;
    variants.set(selector, {
      defaults: list(cmap.u32(recordAt + 3), 4, readDefaultRange),
      listed: list(cmap.u32(recordAt + 7), 5, readMapping),
    });
  }
  return variants;
}

/** Reads a `cmap` table: the widest Unicode subtable (format 12, else 4), and the variation sequences (14). */
export function readCharMap(cmap: FontBytes, glyphCount: number): CharMap {
  const count = cmap.u16(2);
  let format4: number | undefined;
  let format12: number | undefined;
  let format14: number | undefined;
  for (let index = 0; index < count; index++) {
    const platform = cmap.u16(4 + index * 8);
    const encoding = cmap.u16(6 + index * 8);
    const at = cmap.u32(8 + index * 8);
    const unicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
    if (!unicode) continue;
    const format = cmap.u16(at);
    if (format === 12) format12 ??= at;
    else if (format === 4) format4 ??= at;
    else if (format === 14 && platform === 0 && encoding === 5) format14 ??= at;
  }
  let glyphOf: CharMap['glyphOf'];
  if (format12 !== undefined) glyphOf = readFormat12(cmap, format12, glyphCount);
  else if (format4 !== undefined) glyphOf = readFormat4(cmap, format4, glyphCount);
  else bad('unsupported', 'cmap', 'no Unicode subtable of format 4 or 12');
  const variants = format14 === undefined ? undefined : readFormat14(cmap, format14, glyphCount);
  return {
    glyphOf,
    variantOf(codePoint, selector) {
      const found = variants?.get(selector);
      if (found === undefined) return undefined;
      const index = find(found.listed, codePoint);
      if (index >= 0) return found.listed.glyphs[index] ?? 0;
      return find(found.defaults, codePoint) >= 0 ? 'base' : undefined;
    },
  };
}
