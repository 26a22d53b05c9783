import { keyOf } from '../keys.ts';
import {
  type CodeRanges,
  findRange,
  noRanges,
  type ReadEntry,
  readDefaultRange,
  readGroup,
  readMapping,
  readRanges,
} from './code-ranges.ts';
import { bad, type FontBytes } from './font-bytes.ts';
import type { FontKeys } from './outline-font.ts';

/** The character map of one font, fully checked: every glyph number it gives exists. */
export type CharMap = {
  /** The code point's glyph, 0 = none. */
  glyphOf(codePoint: number): number;
  /** The sequence's glyph; 'base' = listed as the base character's own glyph; `undefined` = not listed. */
  variantOf(codePoint: number, selector: number): number | 'base' | undefined;
  /** Every key with a glyph other than 0. Throws `BadFont` where there are too many. */
  allKeys(): FontKeys;
};

type Codes = {
  glyphOf(codePoint: number): number;
  /** Each code point that the map names, ascending, with its glyph. */
  visit(take: (codePoint: number, glyph: number) => void): void;
};

type Variants = { readonly defaults: CodeRanges; readonly listed: CodeRanges };

/** Bound the work that a hostile table can ask for: IPAmj has 54,578 code points and 11,474 sequences. */
const maxCodes = 0xffff;
const maxSequences = 0x10000;

function readFormat12(cmap: FontBytes, at: number, glyphCount: number): Codes {
  const length = cmap.u32(at + 4);
  const count = cmap.u32(at + 12);
  if (length > cmap.length - at || 16 + count * 12 > length) {
    bad('truncated', 'cmap', `format 12 with ${count} groups in ${length} bytes`);
  }
  const ranges = readRanges(cmap, { at: at + 16, count, width: 12, read: readGroup }, glyphCount, true);
  const { starts, ends, glyphs } = ranges;
  return {
    glyphOf(codePoint) {
      const index = findRange(ranges, codePoint);
      return index < 0 ? 0 : (glyphs[index] ?? 0) + codePoint - (starts[index] ?? 0);
    },
    visit(take) {
      for (let index = 0; index < count; index++) {
        const start = starts[index] ?? 0;
        const end = ends[index] ?? 0;
        for (let code = start; code <= end; code++) take(code, (glyphs[index] ?? 0) + code - start);
      }
    },
  };
}

/**
 * Format 4 is expanded to one number per BMP code point. Its own length field is not used: it is 16 bits wide and
 * wraps in fonts with many segments, so the end of the table is the bound.
 */
function readFormat4(cmap: FontBytes, at: number, glyphCount: number): Codes {
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
  return {
    glyphOf: (codePoint) => glyphs[codePoint] ?? 0,
    visit(take) {
      for (let code = 0; code < glyphs.length; code++) take(code, glyphs[code] ?? 0);
    },
  };
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
  const list = (offset: number, width: number, read: ReadEntry): CodeRanges => {
    if (offset === 0) return noRanges;
    const count = cmap.u32(at + offset);
    if (count > maxSequences) bad('too-large', 'cmap', `a list of ${count} sequences`);
    const ranges = readRanges(cmap, { at: at + offset + 4, count, width, read }, glyphCount, false);
    // several selectors may point at one list and a range holds many sequences, so it is the sum that is bounded
    for (let index = 0; index < count; index++)
      total += 1 + (ranges.ends[index] ?? 0) - (ranges.starts[index] ?? 0);
    if (total > maxSequences) bad('too-large', 'cmap', `${total} sequences`);
    return ranges;
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

const isBmpPrivateUse = (codePoint: number): boolean => codePoint >= 0xe000 && codePoint <= 0xf8ff;

/** A symbol map's codes mean nothing but themselves: as characters they are private-use ones, or none. */
function privateUseOnly(codes: Codes): Codes {
  return {
    glyphOf: (codePoint) => (isBmpPrivateUse(codePoint) ? codes.glyphOf(codePoint) : 0),
    visit: (take) => codes.visit((code, glyph) => isBmpPrivateUse(code) && take(code, glyph)),
  };
}

/** The widest map of characters: Unicode in format 12, else in format 4, else Windows' symbols. */
function readCodes(cmap: FontBytes, glyphCount: number, found: ReadonlyMap<string, number>): Codes {
  const wide = found.get('unicode 12');
  if (wide !== undefined) return readFormat12(cmap, wide, glyphCount);
  const narrow = found.get('unicode 4');
  if (narrow !== undefined) return readFormat4(cmap, narrow, glyphCount);
  const symbols = found.get('symbols 4');
  if (symbols !== undefined) return privateUseOnly(readFormat4(cmap, symbols, glyphCount));
  return bad('unsupported', 'cmap', 'no Unicode subtable of format 4 or 12');
}

/** The first subtable of each kind that is understood, and where it begins. */
function readDirectory(cmap: FontBytes): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const count = cmap.u16(2);
  for (let index = 0; index < count; index++) {
    const platform = cmap.u16(4 + index * 8);
    const encoding = cmap.u16(6 + index * 8);
    const at = cmap.u32(8 + index * 8);
    const variants = platform === 0 && encoding === 5;
    const symbols = platform === 3 && encoding === 0;
    const unicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
    if (!unicode && !symbols) continue;
    const kind = `${variants ? 'variants' : symbols ? 'symbols' : 'unicode'} ${cmap.u16(at)}`;
    if (!found.has(kind)) found.set(kind, at);
  }
  return found;
}

function gatherKeys(codes: Codes, variants: ReadonlyMap<number, Variants>): FontKeys {
  // key and glyph in one number, which is below 2 to the power of 46, so that they are sorted together
  const pairs: number[] = [];
  const put = (key: number, glyph: number): void => {
    if (glyph !== 0) pairs.push(key * 0x10000 + glyph);
  };
  codes.visit((codePoint, glyph) => {
    put(keyOf(codePoint), glyph);
    if (pairs.length > maxCodes) bad('too-large', 'cmap', `more than ${maxCodes} code points`);
  });
  for (const [selector, { defaults, listed }] of variants) {
    for (const [index, code] of listed.starts.entries())
      put(keyOf(code, selector), listed.glyphs[index] ?? 0);
    for (const [index, start] of defaults.starts.entries())
      for (let code = start; code <= (defaults.ends[index] ?? 0); code++)
        if (findRange(listed, code) < 0) put(keyOf(code, selector), codes.glyphOf(code));
  }
  const sorted = Float64Array.from(pairs).sort();
  return {
    keys: Uint32Array.from(sorted, (pair) => Math.floor(pair / 0x10000)),
    glyphs: Uint32Array.from(sorted, (pair) => pair % 0x10000),
  };
}

/** Reads a `cmap` table: the widest map of characters (format 12, else 4), and the variation sequences (14). */
export function readCharMap(cmap: FontBytes, glyphCount: number): CharMap {
  const found = readDirectory(cmap);
  const codes = readCodes(cmap, glyphCount, found);
  const format14 = found.get('variants 14');
  const variants: ReadonlyMap<number, Variants> =
    format14 === undefined ? new Map() : readFormat14(cmap, format14, glyphCount);
  return {
    glyphOf: codes.glyphOf,
    variantOf(codePoint, selector) {
      const lists = variants.get(selector);
      if (lists === undefined) return undefined;
      const index = findRange(lists.listed, codePoint);
      if (index >= 0) return lists.listed.glyphs[index] ?? 0;
      return findRange(lists.defaults, codePoint) >= 0 ? 'base' : undefined;
    },
    allKeys: () => gatherKeys(codes, variants),
  };
}
