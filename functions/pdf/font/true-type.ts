import type { Result } from '../../shared/result.ts';
import { codePointOf, selectorOf } from '../keys.ts';
import { readCharMap } from './char-map.ts';
import { flattenBudget, simpleOutline } from './flatten.ts';
import { bad } from './font-bytes.ts';
import type { FontFault } from './font-fault.ts';
import type { FontSource } from './font-source.ts';
import { type StrippedGlyph, stripGlyph } from './glyph-outline.ts';
import type { GlyphMetrics, OutlineFont } from './outline-font.ts';
import { caught, openSfnt, type SfntFile } from './sfnt-file.ts';

const maxTableBytes = 4 * 1024 * 1024;
const maxGlyphBytes = 128 * 1024;
/** Padding that some programs count to the last glyph, though not to the table. */
const maxPadding = 3;

/** The PostScript name (name ID 6), or 'Font': a label in the PDF, so a fault in the table is no reason to refuse. */
function readName(file: SfntFile): string {
  const found = caught(() => {
    const name = file.table('name', maxTableBytes);
    const strings = name.u16(4);
    for (let index = 0; index < name.u16(2); index++) {
      const at = 6 + index * 12;
      if (name.u16(at + 6) !== 6) continue;
      const start = strings + name.u16(at + 10);
      const bytes = name.bytes.subarray(start, start + name.u16(at + 8));
      const letters = String.fromCharCode(...bytes.subarray(0, 128)).replace(/[^A-Za-z0-9-]/g, '');
      if (letters !== '') return letters.slice(0, 60);
    }
    return 'Font';
  });
  return found.ok ? found.value : 'Font';
}

function readHead(file: SfntFile) {
  const head = file.table('head', 54);
  if (head.u32(12) !== 0x5f0f3cf5) bad('inconsistent', 'head', 'wrong magic number');
  const unitsPerEm = head.u16(18);
  if (unitsPerEm < 16 || unitsPerEm > 16384) bad('out-of-range', 'head', `${unitsPerEm} units per em`);
  const locaFormat = head.i16(50);
  if (locaFormat !== 0 && locaFormat !== 1) bad('out-of-range', 'head', `loca format ${locaFormat}`);
  return {
    unitsPerEm,
    revision: String(Math.round((head.u32(4) / 65536) * 1000) / 1000),
    bbox: [head.i16(36), head.i16(38), head.i16(40), head.i16(42)] as const,
    longLoca: locaFormat === 1,
  };
}

/** Advances and bearings. A table that is cut off speaks for the glyphs that it has. */
function readMetrics(file: SfntFile, glyphCount: number) {
  const hhea = file.table('hhea', 36);
  const stated = hhea.u16(34);
  if (stated === 0) bad('out-of-range', 'hhea', 'no advances');
  // more advances than glyphs: each glyph has its own, the others are nobody's
  const count = Math.min(stated, glyphCount);
  const hmtx = file.table('hmtx', glyphCount * 4);
  const last = count - 1;
  return {
    ascent: hhea.i16(4),
    descent: hhea.i16(6),
    metricsOf(gid: number): GlyphMetrics {
      if (gid >= glyphCount) bad('out-of-range', 'hmtx', `there is no glyph ${gid}, only ${glyphCount}`);
      const advanceAt = Math.min(gid, last) * 4;
      const bearingAt = gid < count ? gid * 4 + 2 : count * 4 + (gid - count) * 2;
      if (advanceAt + 2 > hmtx.length || bearingAt + 2 > hmtx.length) {
        bad('truncated', 'hmtx', `glyph ${gid} has no metrics in ${hmtx.length} bytes`);
      }
      return { advance: hmtx.u16(advanceAt), bearing: hmtx.i16(bearingAt) };
    },
  };
}

/** The places of the glyphs. A table that is cut off speaks for the glyphs that it has. */
function readPlaces(file: SfntFile, glyphCount: number, longLoca: boolean) {
  const loca = file.table('loca', (glyphCount + 1) * 4);
  const total = file.lengthOf('glyf');
  const width = longLoca ? 4 : 2;
  const locate = (index: number): number => (longLoca ? loca.u32(index * 4) : loca.u16(index * 2) * 2);
  return (gid: number): { start: number; length: number } => {
    if ((gid + 2) * width > loca.length) {
      bad('truncated', 'loca', `glyph ${gid} has no place in ${loca.length} bytes`);
    }
    const start = locate(gid);
    const stated = locate(gid + 1);
    if (stated < start) bad('inconsistent', 'loca', `glyph ${gid} ends before it starts`);
    if (stated === start) return { start: 0, length: 0 };
    if (stated > total + maxPadding) {
      bad('truncated', 'glyf', `glyph ${gid} ends at byte ${stated} of ${total}`);
    }
    const length = Math.min(stated, total) - start;
    if (length <= 0) bad('truncated', 'glyf', `glyph ${gid} begins at byte ${start} of ${total}`);
    if (length > maxGlyphBytes) bad('too-large', 'glyf', `glyph ${gid} has ${length} bytes`);
    return { start, length };
  };
}

function open(source: FontSource, id: string): OutlineFont {
  const file = openSfnt(source);
  const { unitsPerEm, revision, bbox, longLoca } = readHead(file);
  const glyphCount = file.table('maxp', 6).u16(4);
  if (glyphCount === 0) bad('out-of-range', 'maxp', 'no glyphs');
  const { ascent, descent, metricsOf } = readMetrics(file, glyphCount);
  const placeOf = readPlaces(file, glyphCount, longLoca);
  const cmapBytes = file.lengthOf('cmap');
  if (cmapBytes > maxTableBytes) bad('too-large', 'cmap', `${cmapBytes} bytes`);
  const charMap = readCharMap(file.table('cmap', maxTableBytes), glyphCount);

  const readEntry = (gid: number): StrippedGlyph => {
    if (gid >= glyphCount) bad('out-of-range', 'glyf', `there is no glyph ${gid}, only ${glyphCount}`);
    const { start, length } = placeOf(gid);
    return stripGlyph(length === 0 ? new Uint8Array(0) : file.part('glyf', start, length));
  };

  const entryOf = (gid: number) => caught(() => readEntry(gid));

  return {
    id,
    name: readName(file),
    unitsPerEm,
    ascent,
    descent,
    bbox,
    glyphCount,
    revision,
    fileBytes: file.size,
    glyfBytes: file.lengthOf('glyf'),
    glyphOf(key) {
      const codePoint = codePointOf(key);
      const selector = selectorOf(key);
      const variant = selector === undefined ? 'base' : charMap.variantOf(codePoint, selector);
      const gid = variant === 'base' ? charMap.glyphOf(codePoint) : variant;
      return gid === 0 ? undefined : gid;
    },
    allKeys: () => caught(() => charMap.allKeys()),
    metricsOf: (gid) => caught(() => metricsOf(gid)),
    advanceOf(gid) {
      const metrics = caught(() => metricsOf(gid));
      return metrics.ok ? metrics.value.advance : 0;
    },
    entryBytes(gid) {
      const place = caught(() => placeOf(gid));
      return place.ok ? place.value.length : 0;
    },
    entryOf,
    outlineOf: (gid) => simpleOutline({ entryOf }, gid, flattenBudget(file.size)),
  };
}

/**
 * Opens a TrueType font (`.ttf`, `.tte`). Reads the directory, `head`, `hhea`, `maxp`, `hmtx`, `loca` and `cmap`;
 * outlines are read when asked for. Every position and count in the file is checked before it is used.
 *
 * Taken is what cannot be drawn wrong: checksums, order and alignment of tables, bytes after the last one; broken tables
 * that nothing here reads (bitmaps, `OS/2`), and `name`; the length that `cmap` format 4 states; a map of symbols alone,
 * for its private-use codes; `hmtx` and `loca` that end before glyphs that nobody asks for, more advances than glyphs;
 * padding of up to 3 bytes that is counted to the last glyph; a glyph of no contours, whatever its bytes; any negative
 * number of contours for a composite. Everything else that is not as the format says is a fault.
 * @param names `id`: the SHA-256 of the whole file in hex, worked out by the caller.
 */
export function openTrueType(
  source: FontSource,
  names: { readonly id: string },
): Result<OutlineFont, FontFault> {
  return caught(() => open(source, names.id));
}
