import { createHash } from 'node:crypto';
import { ok, type Result } from '../../shared/result.ts';
import { codePointOf, type GlyphKey, isCharacter } from '../keys.ts';
import type { FontFault } from './font-fault.ts';
import { leftOf } from './glyph-outline.ts';
import { readPoints } from './glyph-points.ts';
import type { OutlineFont } from './outline-font.ts';

/** What has become of each key from one font to the next, ascending. */
export type FontComparison = {
  readonly added: readonly GlyphKey[];
  /** Drawn otherwise: other points or contours, another advance, or another place on the line. */
  readonly changed: readonly GlyphKey[];
  readonly removed: readonly GlyphKey[];
  readonly same: readonly GlyphKey[];
};

/** SHA-256 over everything that decides how a glyph looks, and nothing of how its file says so; '' draws nothing. */
function shapeOf(font: OutlineFont, gid: number): Result<string, FontFault> {
  const outline = font.outlineOf(gid);
  if (!outline.ok) return outline;
  if (outline.value.length === 0) return ok('');
  const metrics = font.metricsOf(gid);
  if (!metrics.ok) return metrics;
  const { xs, ys, on, ends } = readPoints(outline.value);
  // rasterizers move the outline until its left edge, as the header states it, is at the bearing
  const shift = metrics.value.bearing - leftOf(outline.value);
  const numbers = Int32Array.of(font.unitsPerEm, metrics.value.advance, shift, xs.length, ends.length);
  const hash = createHash('sha256');
  for (const part of [numbers, xs, ys, on, ends]) hash.update(part);
  return ok(hash.digest('hex'));
}

/** The shape of each key under which the font draws something. */
function shapesOf(
  font: OutlineFont,
  isWanted: (codePoint: number) => boolean,
): Result<ReadonlyMap<GlyphKey, string>, FontFault> {
  const all = font.allKeys();
  if (!all.ok) return all;
  const shapes = new Map<GlyphKey, string>();
  // many keys may have one glyph, which is read once
  const ofGlyph = new Map<number, string>();
  for (const [index, number] of all.value.keys.entries()) {
    const key = number as GlyphKey;
    if (!isCharacter(codePointOf(key)) || !isWanted(codePointOf(key))) continue;
    const gid = all.value.glyphs[index] ?? 0;
    const known = ofGlyph.get(gid);
    const shape = known === undefined ? shapeOf(font, gid) : ok(known);
    if (!shape.ok) return shape;
    ofGlyph.set(gid, shape.value);
    if (shape.value !== '') shapes.set(key, shape.value);
  }
  return ok(shapes);
}

/**
 * Compares what two fonts draw, key by key. Instructions, composites and the coding of points make no difference;
 * other units of the em do. Fails with the first fault of either font.
 * @param before the earlier font; `undefined`: there was none, and every key is new
 * @param isWanted of which code points the keys count
 */
export function compareFonts(
  before: OutlineFont | undefined,
  after: OutlineFont,
  isWanted: (codePoint: number) => boolean,
): Result<FontComparison, FontFault> {
  const old = before === undefined ? ok(new Map<GlyphKey, string>()) : shapesOf(before, isWanted);
  if (!old.ok) return old;
  const fresh = shapesOf(after, isWanted);
  if (!fresh.ok) return fresh;
  const keys = [...fresh.value.keys()];
  const was = (key: GlyphKey): string | undefined => old.value.get(key);
  return ok({
    added: keys.filter((key) => was(key) === undefined),
    changed: keys.filter((key) => was(key) !== undefined && was(key) !== fresh.value.get(key)),
    removed: [...old.value.keys()].filter((key) => !fresh.value.has(key)),
    same: keys.filter((key) => was(key) === fresh.value.get(key)),
  });
}
