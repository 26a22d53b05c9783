import { err, ok, type Result } from '../../shared/result.ts';
import type { Form } from '../display-list.ts';
import { codePointOf, type GlyphKey, keysOf } from '../keys.ts';
import { type GlyphPack, ordinalOf } from '../pack/open-pack.ts';
import { type DrawFault, type MissingGlyph, missingFault, missingGlyph } from './draw-fault.ts';
import type { Plate } from './plate.ts';
import { createScratch, type Scratch } from './scratch.ts';

/** Which font alone draws a range of code points; both ends belong to it, edges are those of blocks of 256. */
export type LookupRule = { readonly from: number; readonly to: number; readonly font: string };

/** The fonts of one city's certificates, and the memory in which they are drawn. */
export type FontSet = {
  readonly packs: readonly GlyphPack[];
  /** For each block of 256 code points 1 + the index of the pack that alone may draw it, 0 = none. */
  readonly packOfBlock: Uint8Array;
  /** Cleared before each certificate; nothing of it leaves a call. */
  readonly scratch: Scratch;
  /** What was drawn of the forms, content-addressed by the form itself. */
  readonly plates: WeakMap<Form, Plate>;
};

export type ResolvedGlyph = { readonly pack: GlyphPack; readonly ordinal: number };

const BLOCKS = 0x1100;

/**
 * @param lookup the first rule that holds a code point decides alone: a font that it names and that is not in `packs`
 *   leaves the character without a glyph, whatever another font may have
 */
export function fontSet(
  lookup: readonly LookupRule[],
  packs: Readonly<Record<string, GlyphPack | undefined>>,
): FontSet {
  const names = Object.keys(packs).filter((name) => packs[name] !== undefined);
  const packOfBlock = new Uint8Array(BLOCKS);
  // the first rule decides, so it comes last
  for (const { from, to, font } of lookup.toReversed())
    packOfBlock.fill(names.indexOf(font) + 1, Math.ceil(from / 256), Math.floor(to / 256) + 1);
  const opened = names.flatMap((name) => packs[name] ?? []);
  return { packs: opened, packOfBlock, scratch: createScratch(), plates: new WeakMap() };
}

/** The pack that alone may draw the code point. */
export const packFor = (set: FontSet, codePoint: number): GlyphPack | undefined =>
  set.packs[(set.packOfBlock[codePoint >>> 8] ?? 0) - 1];

/** The one glyph that stands for a key, or `undefined`: there is no substitute. */
export function resolveKey(set: FontSet, key: GlyphKey): ResolvedGlyph | undefined {
  const pack = packFor(set, codePointOf(key));
  const ordinal = pack === undefined ? 0 : ordinalOf(pack, key);
  return pack === undefined || ordinal === 0 ? undefined : { pack, ordinal };
}

/** Why the key cannot be drawn, for a refusal that names `field`. */
export function describeMissing(set: FontSet, key: GlyphKey, field: string): MissingGlyph {
  const pack = packFor(set, codePointOf(key));
  return missingGlyph(field, key, pack === undefined ? [] : [pack.id]);
}

/** All characters of a text that have no glyph, each once. */
export function missingIn(set: FontSet, keys: readonly GlyphKey[], field: string): readonly MissingGlyph[] {
  return [...new Set(keys)]
    .filter((key) => resolveKey(set, key) === undefined)
    .map((key) => describeMissing(set, key, field));
}

/**
 * Width of a text in points at `size` points, by the fonts' own advances: no kerning, no stretching.
 * Fails as drawing would: all missing glyphs of this text at once.
 */
export function measure(set: FontSet, text: string, size: number, field: string): Result<number, DrawFault> {
  const keys = keysOf(text);
  if (!keys.ok) return err({ kind: 'bad-text', field, fault: keys.error });
  let ems = 0;
  for (const key of keys.value) {
    const glyph = resolveKey(set, key);
    if (glyph === undefined) {
      const fault = missingFault(missingIn(set, keys.value, field));
      if (fault !== undefined) return err(fault);
      continue;
    }
    ems += (glyph.pack.advances[glyph.ordinal] ?? 0) / glyph.pack.header.unitsPerEm;
  }
  return ok(ems * size);
}
