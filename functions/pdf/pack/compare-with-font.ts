import { err, ok, type Result } from '../../shared/result.ts';
import { flatten, flattenBudget } from '../font/flatten.ts';
import { readPoints } from '../font/glyph-points.ts';
import type { OutlineFont } from '../font/outline-font.ts';
import { codePointOf, describeKey, type GlyphKey, isCharacter } from '../keys.ts';
import type { DecodedRecord } from './decode-record.ts';
import { isSpace } from './gather-glyphs.ts';
import type { PackFault } from './open-pack.ts';
import type { PackKey } from './pack-file.ts';
import type { PackHeader } from './pack-format.ts';
import { fontFacts } from './write-pack.ts';

type Numbers = { readonly length: number; readonly [index: number]: number };

const equal = (a: Numbers, b: Numbers): boolean => {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
};

/** Whether a decoded entry is the glyph: byte for byte, a composite point for point. */
function isGlyph(font: OutlineFont, gid: number, { entry, advance, bearing }: DecodedRecord): boolean {
  const metrics = font.metricsOf(gid);
  const source = font.entryOf(gid);
  if (!metrics.ok || !source.ok) return false;
  if (metrics.value.advance !== advance || metrics.value.bearing !== bearing) return false;
  const { outline, components } = source.value;
  if (components.length === 0)
    return entry.length === ((outline.length + 3) & ~3) && equal(entry.subarray(0, outline.length), outline);
  const flat = flatten(font, gid, source.value, flattenBudget(font.fileBytes));
  if (!flat.ok) return false;
  const { points } = flat.value;
  if (points.ends.length === 0) return entry.length === 0;
  const own = readPoints(entry);
  // the header keeps the composite's box, by which rasterizers move the outline
  return (
    equal(entry.subarray(2, 10), outline.subarray(2, 10)) &&
    equal(own.xs, points.xs) &&
    equal(own.ys, points.ys) &&
    equal(own.on, points.on) &&
    equal(own.ends, points.ends)
  );
}

/** Whether a key that the font has may be left out of its pack. */
function mayBeLeftOut(font: OutlineFont, key: GlyphKey, gid: number): boolean {
  if (!isCharacter(codePointOf(key))) return true;
  const outline = font.outlineOf(gid);
  return outline.ok && outline.value.length === 0 && !isSpace(key);
}

/** Whether a record is what the font draws for its key. */
export type IsGlyph = (key: PackKey, record: DecodedRecord) => boolean;

/** For each key of the pack, by rank, the font's glyph; or what one of them has and the other has not. */
function alignKeys(font: OutlineFont, keys: readonly PackKey[]): Result<Uint32Array, PackFault> {
  const all = font.allKeys();
  if (!all.ok) return err({ part: 'file', detail: `the font is broken: ${all.error.detail}` });
  const gids = new Uint32Array(keys.length);
  let next = 0;
  for (const [index, number] of all.value.keys.entries()) {
    const key = number as GlyphKey;
    const gid = all.value.glyphs[index] ?? 0;
    // asked one by one the font has to give the glyphs that its list has
    if (font.glyphOf(key) !== gid)
      return err({ part: 'file', detail: `the font’s map at ${describeKey(key)}` });
    if (keys[next]?.key === key) gids[next++] = gid;
    else if (!mayBeLeftOut(font, key, gid))
      return err({ part: 'witness', detail: `the font’s ${describeKey(key)} is missing` });
  }
  const extra = keys[next];
  if (extra === undefined) return ok(gids);
  return err({ part: 'witness', detail: `the font has no ${describeKey(extra.key)}` });
}

/**
 * Holds a pack against its font, from which everything is read anew: first what the header says, and the keys; what
 * this answers compares the outlines.
 */
export function compareWithFont(
  font: OutlineFont,
  header: PackHeader,
  keys: readonly PackKey[],
): Result<IsGlyph, PackFault> {
  const facts = { source: { sha256: font.id, bytes: font.fileBytes }, ...fontFacts(font) };
  for (const [name, value] of Object.entries(facts))
    if (JSON.stringify(header[name as keyof PackHeader]) !== JSON.stringify(value))
      return err({ part: 'header', detail: `${name} is not the font’s` });
  const gids = alignKeys(font, keys);
  if (!gids.ok) return gids;
  // a glyph that has been found to be a record need not be compared with it again
  let same: { readonly gid: number; readonly place: number } | undefined;
  return ok(({ rank, place }, record) => {
    const gid = gids.value[rank] ?? 0;
    if (same?.gid === gid && same.place === place) return true;
    if (!isGlyph(font, gid, record)) return false;
    same = { gid, place };
    return true;
  });
}
