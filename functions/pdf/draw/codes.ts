import type { GlyphKey } from '../keys.ts';
import type { GlyphPack } from '../pack/open-pack.ts';

/**
 * The codes of one font in one document: code `i + 1` is `keys[i]`, drawn by the pack's `ordinals[i]`. Codes belong to
 * keys, not to glyphs: a font may draw a sequence and its base character with one outline, and with one code for both
 * the text of the file would no longer say which of them was written.
 */
export type Codes = {
  readonly pack: GlyphPack;
  readonly keys: GlyphKey[];
  readonly ordinals: number[];
  /** By ordinal: the key's code, 0 = none yet. */
  readonly ofOrdinal: Uint16Array;
  /** How many of the keys are a form's and stay. */
  fixed: number;
};

/** A code has 16 bits, and 0 is `.notdef`. */
export const MAX_CODES = 0xfffe;

export function createCodes(pack: GlyphPack): Codes {
  return {
    pack,
    keys: [],
    ordinals: [],
    ofOrdinal: new Uint16Array(pack.records.length),
    fixed: 0,
  };
}

/** The key's code, a new one if it has none. Beyond `MAX_CODES` it answers 0. */
export function codeOf(codes: Codes, ordinal: number, key: number): number {
  const before = codes.ofOrdinal[ordinal] ?? 0;
  if (before !== 0) return before;
  if (codes.keys.length >= MAX_CODES) return 0;
  codes.keys.push(key as GlyphKey);
  codes.ordinals.push(ordinal);
  codes.ofOrdinal[ordinal] = codes.keys.length;
  return codes.keys.length;
}

/** Forgets every key but the form's own. */
export function clearCodes({ ofOrdinal, ordinals, keys, fixed }: Codes): void {
  for (let index = fixed; index < ordinals.length; index++) ofOrdinal[ordinals[index] ?? 0] = 0;
  ordinals.length = fixed;
  keys.length = fixed;
}
