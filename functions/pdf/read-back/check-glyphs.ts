import { codePointOf } from '../keys.ts';
import type { Witness } from '../witness/open-witness.ts';
import type { ReadBack } from './read-back.ts';

/** An embedded glyph that is not what the font has for its character. Says where, never which character. */
export type GlyphMismatch = {
  readonly font: string;
  readonly code: number;
  /** `unknown-key`: no font may draw the character, or it has none; `scale`: an em of other units. */
  readonly fault: 'outline' | 'advance' | 'bearing' | 'scale' | 'unknown-key';
};

/**
 * Compares every embedded glyph with its source: outline, advance, left side bearing, and the units of all three.
 * @param witnessFor the witness of the one font that may draw the code point
 * @returns none, if each is what the font has for the character that the file says it stands for
 */
export function checkGlyphs(
  { fonts }: Pick<ReadBack, 'fonts'>,
  witnessFor: (codePoint: number) => Witness | undefined,
): readonly GlyphMismatch[] {
  const mismatches: GlyphMismatch[] = [];
  for (const { name, unitsPerEm, glyphs } of fonts) {
    for (const { code, key, low, high, advance, bearing } of glyphs) {
      const note = (fault: GlyphMismatch['fault']): void => void mismatches.push({ font: name, code, fault });
      const witness = witnessFor(codePointOf(key));
      const source = witness?.witnessOf(key);
      if (witness === undefined || source === undefined) {
        note('unknown-key');
        continue;
      }
      if (source.low !== low || source.high !== high) note('outline');
      if (source.advance !== advance) note('advance');
      if (source.bearing !== bearing) note('bearing');
      if (witness.unitsPerEm !== unitsPerEm) note('scale');
    }
  }
  return mismatches;
}
