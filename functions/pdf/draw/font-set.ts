import { err, ok, type Result } from '../shared/result.ts';
import { type DrawFault, type MissingGlyph, missingGlyph } from './draw-fault.ts';
import { codePointOf, type GlyphKey, keysOf, selectorOf } from './keys.ts';
import type { OutlineFont } from './outline-font.ts';

/** The fonts of one certificate: `base` for all coded characters, `gaiji` for one city's private-use ones. */
export type FontSet = { readonly base: OutlineFont; readonly gaiji?: OutlineFont };

export type ResolvedGlyph = { readonly font: OutlineFont; readonly gid: number };

/** Whether Unicode leaves the code point to private agreement: U+E000–F8FF and planes 15 and 16. */
export const isPrivateUse = (codePoint: number): boolean =>
  (codePoint >= 0xe000 && codePoint <= 0xf8ff) || codePoint >= 0xf0000;

const isSpace = (key: GlyphKey): boolean => {
  const codePoint = codePointOf(key);
  return selectorOf(key) === undefined && (codePoint === 0x20 || codePoint === 0xa0 || codePoint === 0x3000);
};

/** The font that alone may draw the key. Private-use characters mean something only in the city's own font. */
export function fontFor(set: FontSet, key: GlyphKey): OutlineFont | undefined {
  return isPrivateUse(codePointOf(key)) ? set.gaiji : set.base;
}

/**
 * The one glyph that stands for a key, or `undefined`: there is no substitute. A sequence that the font does not
 * list, `.notdef` and, spaces apart, a glyph that draws nothing are no glyph. An outline that cannot be read
 * counts as present here; whoever draws it gets the font's fault.
 */
export function resolveKey(set: FontSet, key: GlyphKey): ResolvedGlyph | undefined {
  const font = fontFor(set, key);
  const gid = font?.glyphOf(key);
  if (font === undefined || gid === undefined) return undefined;
  const outline = font.outlineOf(gid);
  return outline.ok && outline.value.length === 0 && !isSpace(key) ? undefined : { font, gid };
}

/** Why the key cannot be drawn, for a refusal that names `field`. */
export function describeMissing(set: FontSet, key: GlyphKey, field: string): MissingGlyph {
  const font = fontFor(set, key);
  return missingGlyph(field, key, font === undefined ? [] : [font.id]);
}

/**
 * Width of a text in points at `size` points, by the fonts' own advances: no kerning, no stretching.
 * Fails as drawing would: all missing glyphs of this text at once.
 */
export function measure(set: FontSet, text: string, size: number, field: string): Result<number, DrawFault> {
  const keys = keysOf(text);
  if (!keys.ok) return err({ kind: 'bad-text', field, fault: keys.error });
  let ems = 0;
  const missing = new Map<GlyphKey, MissingGlyph>();
  for (const key of keys.value) {
    const glyph = resolveKey(set, key);
    if (glyph === undefined) missing.set(key, describeMissing(set, key, field));
    else ems += glyph.font.advanceOf(glyph.gid) / glyph.font.unitsPerEm;
  }
  const [first, ...others] = missing.values();
  if (first !== undefined) return err({ kind: 'missing-glyph', missing: [first, ...others] });
  return ok(ems * size);
}
