import { err, ok, type Result } from '../shared/result.ts';
import { readCharMap } from './char-map.ts';
import { BadFont, bad, type FontBytes, fontBytes } from './font-bytes.ts';
import type { FontSource } from './font-source.ts';
import { stripGlyph } from './glyph-outline.ts';
import { codePointOf, selectorOf } from './keys.ts';
import type { FontFault, OutlineFont } from './outline-font.ts';

type TableEntry = { readonly offset: number; readonly length: number };

const maxTables = 256;
const maxTableBytes = 4 * 1024 * 1024;
const maxGlyphBytes = 128 * 1024;
const maxCompositeDepth = 8;
const maxComponents = 256;
/** Outlines kept per font, by their bytes: about 1,500 of IPAmj's characters. */
const maxKeptBytes = 512 * 1024;

/** Runs a parser and turns the fault that it throws into a value; anything else is a defect and goes on. */
function caught<T>(parse: () => T): Result<T, FontFault> {
  try {
    return ok(parse());
  } catch (error) {
    if (error instanceof BadFont) return err(error.fault);
    throw error;
  }
}

function readPart(source: FontSource, table: string, offset: number, length: number): FontBytes {
  const bytes = source.read(offset, length);
  if (bytes.length !== length) bad('truncated', table, `${bytes.length} of ${length} bytes could be read`);
  return fontBytes(table, bytes);
}

function readDirectory(source: FontSource): Map<string, TableEntry> {
  if (source.size < 12) bad('truncated', 'file', `${source.size} bytes`);
  const header = readPart(source, 'file', 0, 12);
  const version = header.u32(0);
  if (version === 0x74746366) bad('unsupported', 'file', 'a font collection (TTC)');
  if (version === 0x4f54544f) bad('unsupported', 'file', 'CFF outlines');
  if (version !== 0x00010000 && version !== 0x74727565) bad('unsupported', 'file', 'not a TrueType font');
  const count = header.u16(4);
  if (count > maxTables) bad('too-large', 'file', `${count} tables`);
  if (12 + count * 16 > source.size) bad('truncated', 'file', `a directory of ${count} tables`);
  const directory = readPart(source, 'file', 12, count * 16);
  const tables = new Map<string, TableEntry>();
  for (let index = 0; index < count; index++) {
    const at = index * 16;
    const tag = String.fromCharCode(...directory.bytes.subarray(at, at + 4));
    const offset = directory.u32(at + 8);
    const length = directory.u32(at + 12);
    // only the tables that are read are held to account: a broken bitmap table draws nothing wrong here
    if (tables.has(tag)) bad('inconsistent', 'file', `a second table ${JSON.stringify(tag)}`);
    tables.set(tag, { offset, length });
  }
  return tables;
}

function entryOf(source: FontSource, tables: Map<string, TableEntry>, tag: string): TableEntry {
  const entry = tables.get(tag);
  if (entry === undefined) return bad('missing-table', tag, 'the table is missing');
  if (entry.offset + entry.length > source.size) bad('truncated', tag, 'the table ends beyond the file');
  return entry;
}

function readTable(
  source: FontSource,
  tables: Map<string, TableEntry>,
  tag: string,
  limit: number,
): FontBytes {
  const { offset, length } = entryOf(source, tables, tag);
  return readPart(source, tag, offset, Math.min(length, limit));
}

/** The PostScript name (name ID 6), or 'Font': a label in the PDF, so a fault in the table is no reason to refuse. */
function readName(source: FontSource, tables: Map<string, TableEntry>): string {
  const found = caught(() => {
    const name = readTable(source, tables, 'name', maxTableBytes);
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

function open(source: FontSource, id: string): OutlineFont {
  const tables = readDirectory(source);
  const head = readTable(source, tables, 'head', 54);
  if (head.u32(12) !== 0x5f0f3cf5) bad('inconsistent', 'head', 'wrong magic number');
  const unitsPerEm = head.u16(18);
  if (unitsPerEm < 16 || unitsPerEm > 16384) bad('out-of-range', 'head', `${unitsPerEm} units per em`);
  const bbox = [head.i16(36), head.i16(38), head.i16(40), head.i16(42)] as const;
  const locaFormat = head.i16(50);
  if (locaFormat !== 0 && locaFormat !== 1) bad('out-of-range', 'head', `loca format ${locaFormat}`);

  const glyphCount = readTable(source, tables, 'maxp', 6).u16(4);
  if (glyphCount === 0) bad('out-of-range', 'maxp', 'no glyphs');

  const hhea = readTable(source, tables, 'hhea', 36);
  const metricCount = hhea.u16(34);
  if (metricCount === 0 || metricCount > glyphCount) {
    bad('out-of-range', 'hhea', `${metricCount} advances for ${glyphCount} glyphs`);
  }
  const hmtx = readTable(source, tables, 'hmtx', glyphCount * 4);
  if (hmtx.length < metricCount * 4 + (glyphCount - metricCount) * 2) {
    bad('truncated', 'hmtx', `${hmtx.length} bytes for ${glyphCount} glyphs`);
  }

  const loca = readTable(source, tables, 'loca', (glyphCount + 1) * 4);
  if (loca.length < (glyphCount + 1) * (locaFormat === 0 ? 2 : 4)) {
    bad('truncated', 'loca', `${loca.length} bytes for ${glyphCount} glyphs`);
  }
  const locate = (index: number): number =>
    locaFormat === 0 ? loca.u16(index * 2) * 2 : loca.u32(index * 4);

  const glyf = entryOf(source, tables, 'glyf');
  const cmap = entryOf(source, tables, 'cmap');
  if (cmap.length > maxTableBytes) bad('too-large', 'cmap', `${cmap.length} bytes`);
  const charMap = readCharMap(readTable(source, tables, 'cmap', maxTableBytes), glyphCount);

  const readGlyph = (gid: number): Uint8Array => {
    const start = locate(gid);
    const end = locate(gid + 1);
    if (end < start) bad('inconsistent', 'loca', `glyph ${gid} ends before it starts`);
    if (end > glyf.length) bad('truncated', 'glyf', `glyph ${gid} ends beyond the table`);
    if (end - start > maxGlyphBytes) bad('too-large', 'glyf', `glyph ${gid} has ${end - start} bytes`);
    return end === start
      ? new Uint8Array(0)
      : readPart(source, 'glyf', glyf.offset + start, end - start).bytes;
  };

  /** The stripped glyph; empty if nothing in it, however deep, draws anything. `budget` counts what was read. */
  const strip = (gid: number, path: readonly number[], budget: { left: number }): Uint8Array => {
    if (gid >= glyphCount) bad('out-of-range', 'glyf', `a component names glyph ${gid} of ${glyphCount}`);
    if (path.includes(gid)) bad('cyclic', 'glyf', `glyph ${gid} contains itself`);
    if (path.length > maxCompositeDepth)
      bad('too-deep', 'glyf', `components nest deeper than ${maxCompositeDepth}`);
    if (budget.left-- <= 0) bad('too-large', 'glyf', `more than ${maxComponents} components`);
    const { outline, components } = stripGlyph(readGlyph(gid));
    if (components.length === 0) return outline;
    const inner = [...path, gid];
    let draws = false;
    for (const component of components) {
      if (strip(component.gid, inner, budget).length > 0) draws = true;
    }
    return draws ? outline : new Uint8Array(0);
  };

  const kept = new Map<number, Result<Uint8Array, FontFault>>();
  let keptBytes = 0;

  return {
    id,
    name: readName(source, tables),
    unitsPerEm,
    ascent: hhea.i16(4),
    descent: hhea.i16(6),
    bbox,
    glyphCount,
    glyphOf(key) {
      const codePoint = codePointOf(key);
      const selector = selectorOf(key);
      const variant = selector === undefined ? 'base' : charMap.variantOf(codePoint, selector);
      const gid = variant === 'base' ? charMap.glyphOf(codePoint) : variant;
      return gid === 0 ? undefined : gid;
    },
    advanceOf: (gid) => (gid < glyphCount ? hmtx.u16(Math.min(gid, metricCount - 1) * 4) : 0),
    bearingOf(gid) {
      if (gid >= glyphCount) return 0;
      return gid < metricCount ? hmtx.i16(gid * 4 + 2) : hmtx.i16(metricCount * 4 + (gid - metricCount) * 2);
    },
    outlineOf(gid) {
      const before = kept.get(gid);
      if (before !== undefined) {
        // a Map keeps the order of insertion: put back at the end, so that the front is the longest unused
        kept.delete(gid);
        kept.set(gid, before);
        return before;
      }
      const outline = caught(() => strip(gid, [], { left: maxComponents }));
      if (!outline.ok) return outline;
      keptBytes += outline.value.length;
      kept.set(gid, outline);
      for (const [oldest, glyph] of kept) {
        if (keptBytes <= maxKeptBytes) break;
        kept.delete(oldest);
        keptBytes -= glyph.ok ? glyph.value.length : 0;
      }
      return outline;
    },
  };
}

/**
 * Opens a TrueType font (`.ttf`, `.tte`). Reads the directory, `head`, `hhea`, `maxp`, `hmtx`, `loca` and `cmap`;
 * outlines are read when asked for. Every position and count in the file is checked before it is used.
 * @param names `id`: the SHA-256 of the whole file in hex, worked out by the caller.
 */
export function openTrueType(
  source: FontSource,
  names: { readonly id: string },
): Result<OutlineFont, FontFault> {
  return caught(() => open(source, names.id));
}
