import { err, ok, type Result } from '../shared/result.ts';
import { componentsOf, contoursOf, leftOf, pointsOf, rightOf } from './glyph-outline.ts';
import type { FontFault, OutlineFont } from './outline-font.ts';

/** From here on the 16-bit `loca`, which counts 2-byte words, cannot reach the end of `glyf`. */
const shortLocaEnd = 0x20000;
const maxGlyphs = 0xffff;
const checksumMagic = 0xb1b0afba;

export type SubsetFault =
  | { readonly kind: 'too-many-glyphs' }
  | { readonly kind: 'bad-font'; readonly gid: number; readonly fault: FontFault };

type Glyph = { readonly gid: number; readonly outline: Uint8Array };

type Extent = { readonly points: number; readonly contours: number; readonly depth: number };

const padded = (length: number): number => (length + 3) & ~3;

/** The glyphs in subset order: `.notdef`, the keys' glyphs, then what their composites are made of. */
function gather(font: OutlineFont, gids: readonly number[]): Result<Glyph[], SubsetFault> {
  if (gids.length >= maxGlyphs) return err({ kind: 'too-many-glyphs' });
  const glyphs: Glyph[] = [{ gid: 0, outline: new Uint8Array(0) }];
  const parts = new Map<number, number>();
  const add = (gid: number): FontFault | undefined => {
    const outline = font.outlineOf(gid);
    if (!outline.ok) return outline.error;
    glyphs.push({ gid, outline: outline.value });
    return undefined;
  };
  for (const gid of gids) {
    const fault = add(gid);
    if (fault !== undefined) return err({ kind: 'bad-font', gid, fault });
  }
  // the list grows while it is walked: a component may be a composite itself
  for (let index = 0; index < glyphs.length; index++) {
    const outline = glyphs[index]?.outline ?? new Uint8Array(0);
    const components = componentsOf(outline);
    if (components.length === 0) continue;
    const renumbered = outline.slice();
    const view = new DataView(renumbered.buffer);
    for (const { at, gid } of components) {
      let part = parts.get(gid);
      if (part === undefined) {
        part = glyphs.length;
        if (part >= maxGlyphs) return err({ kind: 'too-many-glyphs' });
        const fault = add(gid);
        if (fault !== undefined) return err({ kind: 'bad-font', gid, fault });
        parts.set(gid, part);
      }
      view.setUint16(at, part);
    }
    glyphs[index] = { gid: glyphs[index]?.gid ?? 0, outline: renumbered };
  }
  return ok(glyphs);
}

/** Points, contours and nesting of one glyph with all that it is made of. */
function extentOf(glyphs: readonly Glyph[], index: number): Extent {
  const outline = glyphs[index]?.outline ?? new Uint8Array(0);
  let points = pointsOf(outline);
  let contours = contoursOf(outline);
  let depth = 0;
  for (const { gid } of componentsOf(outline)) {
    const part = extentOf(glyphs, gid);
    points += part.points;
    contours += part.contours;
    depth = Math.max(depth, part.depth + 1);
  }
  return { points, contours, depth };
}

/** `maxp` is worked out from the outlines: what the source font states may be wrong, and includes all its glyphs. */
function profile(glyphs: readonly Glyph[]): Uint8Array {
  const most = { points: 0, contours: 0, compositePoints: 0, compositeContours: 0, elements: 0, depth: 0 };
  for (const [index, { outline }] of glyphs.entries()) {
    const elements = componentsOf(outline).length;
    if (elements === 0) {
      most.points = Math.max(most.points, pointsOf(outline));
      most.contours = Math.max(most.contours, contoursOf(outline));
      continue;
    }
    const { points, contours, depth } = extentOf(glyphs, index);
    most.compositePoints = Math.max(most.compositePoints, points);
    most.compositeContours = Math.max(most.compositeContours, contours);
    most.elements = Math.max(most.elements, elements);
    most.depth = Math.max(most.depth, depth);
  }
  const view = new DataView(new ArrayBuffer(32));
  view.setUint32(0, 0x00010000);
  view.setUint16(4, glyphs.length);
  view.setUint16(6, most.points);
  view.setUint16(8, most.contours);
  view.setUint16(10, Math.min(most.compositePoints, 0xffff));
  view.setUint16(12, Math.min(most.compositeContours, 0xffff));
  // no instructions: one zone, and every limit of the interpreter stays 0
  view.setUint16(14, 1);
  view.setUint16(28, most.elements);
  view.setUint16(30, most.depth);
  return new Uint8Array(view.buffer);
}

function metrics(
  font: OutlineFont,
  glyphs: readonly Glyph[],
): { hhea: Uint8Array; hmtx: Uint8Array; flags: number } {
  const hmtx = new DataView(new ArrayBuffer(glyphs.length * 4));
  const hhea = new DataView(new ArrayBuffer(36));
  let maxAdvance = 0;
  let minLeft = 0x7fff;
  let minRight = 0x7fff;
  let maxExtent = -0x8000;
  let bearingsFit = true;
  for (const [index, { gid, outline }] of glyphs.entries()) {
    const advance = font.advanceOf(gid);
    const bearing = font.bearingOf(gid);
    hmtx.setUint16(index * 4, advance);
    hmtx.setInt16(index * 4 + 2, bearing);
    maxAdvance = Math.max(maxAdvance, advance);
    if (outline.length === 0) continue;
    const right = bearing + rightOf(outline) - leftOf(outline);
    if (bearing !== leftOf(outline)) bearingsFit = false;
    minLeft = Math.min(minLeft, bearing);
    minRight = Math.min(minRight, advance - right);
    maxExtent = Math.max(maxExtent, right);
  }
  const clamp = (value: number): number => Math.max(-0x8000, Math.min(0x7fff, value));
  hhea.setUint32(0, 0x00010000);
  hhea.setInt16(4, font.ascent);
  hhea.setInt16(6, font.descent);
  hhea.setUint16(10, maxAdvance);
  hhea.setInt16(12, clamp(minLeft));
  hhea.setInt16(14, clamp(minRight));
  hhea.setInt16(16, clamp(maxExtent));
  hhea.setInt16(18, 1);
  hhea.setUint16(34, glyphs.length);
  // bit 0: baseline at y = 0; bit 1: left side bearings are the outlines' own xMin
  return { hhea: new Uint8Array(hhea.buffer), hmtx: new Uint8Array(hmtx.buffer), flags: bearingsFit ? 3 : 1 };
}

function outlines(glyphs: readonly Glyph[]): { glyf: Uint8Array; loca: Uint8Array; long: boolean } {
  let total = 0;
  for (const { outline } of glyphs) total += padded(outline.length);
  const glyf = new Uint8Array(total);
  const long = total >= shortLocaEnd;
  const loca = new DataView(new ArrayBuffer((glyphs.length + 1) * (long ? 4 : 2)));
  const locate = (index: number, at: number): void => {
    if (long) loca.setUint32(index * 4, at);
    else loca.setUint16(index * 2, at / 2);
  };
  let at = 0;
  for (const [index, { outline }] of glyphs.entries()) {
    locate(index, at);
    glyf.set(outline, at);
    at += padded(outline.length);
  }
  locate(glyphs.length, at);
  return { glyf, loca: new Uint8Array(loca.buffer), long };
}

function header(font: OutlineFont, flags: number, longLoca: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(54));
  view.setUint32(0, 0x00010000);
  view.setUint32(4, 0x00010000);
  view.setUint32(12, 0x5f0f3cf5);
  view.setUint16(16, flags);
  view.setUint16(18, font.unitsPerEm);
  // created and modified stay 0: the subset has no history
  for (const [index, edge] of font.bbox.entries()) view.setInt16(36 + index * 2, edge);
  view.setUint16(46, 8);
  view.setInt16(48, 2);
  view.setInt16(50, longLoca ? 1 : 0);
  return new Uint8Array(view.buffer);
}

function checksum(view: DataView, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 4) sum = (sum + view.getUint32(at)) | 0;
  return sum >>> 0;
}

/** An sfnt of the given tables, which come in the order of their tags. */
function assemble(tables: readonly (readonly [tag: string, bytes: Uint8Array])[]): Uint8Array {
  const directory = 12 + tables.length * 16;
  let total = directory;
  for (const [, bytes] of tables) total += padded(bytes.length);
  const file = new Uint8Array(total);
  const view = new DataView(file.buffer);
  const power = 31 - Math.clz32(tables.length);
  view.setUint32(0, 0x00010000);
  view.setUint16(4, tables.length);
  view.setUint16(6, 16 << power);
  view.setUint16(8, power);
  view.setUint16(10, tables.length * 16 - (16 << power));
  let at = directory;
  let headAt = 0;
  let sum = 0;
  for (const [index, [tag, bytes]] of tables.entries()) {
    file.set(bytes, at);
    const entry = 12 + index * 16;
    for (let letter = 0; letter < 4; letter++) view.setUint8(entry + letter, tag.charCodeAt(letter));
    const tableSum = checksum(view, at, at + padded(bytes.length));
    view.setUint32(entry + 4, tableSum);
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, bytes.length);
    sum = (sum + tableSum) | 0;
    if (tag === 'head') headAt = at;
    at += padded(bytes.length);
  }
  sum = (sum + checksum(view, 0, directory)) | 0;
  view.setUint32(headAt + 8, (checksumMagic - sum) >>> 0);
  return file;
}

/**
 * A TrueType font of `gids` and what their composites need, without instructions. Glyph 0 is an empty `.notdef`,
 * glyph `i + 1` is `gids[i]`; a glyph listed twice is stored twice.
 */
export function buildSubset(font: OutlineFont, gids: readonly number[]): Result<Uint8Array, SubsetFault> {
  const glyphs = gather(font, gids);
  if (!glyphs.ok) return glyphs;
  const { glyf, loca, long } = outlines(glyphs.value);
  const { hhea, hmtx, flags } = metrics(font, glyphs.value);
  return ok(
    assemble([
      ['glyf', glyf],
      ['head', header(font, flags, long)],
      ['hhea', hhea],
      ['hmtx', hmtx],
      ['loca', loca],
      ['maxp', profile(glyphs.value)],
    ]),
  );
}
