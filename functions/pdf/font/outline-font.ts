import type { Result } from '../shared/result.ts';
import type { GlyphKey } from './keys.ts';

/** What is wrong with a font file. `table` is the sfnt table ('file' = the directory), `detail` is for people. */
export type FontFault = {
  readonly kind:
    | 'unsupported'
    | 'missing-table'
    | 'truncated'
    | 'out-of-range'
    | 'inconsistent'
    | 'too-large'
    | 'too-deep'
    | 'cyclic';
  readonly table: string;
  readonly detail: string;
};

/** A font whose glyphs are TrueType outlines. Lengths are font units, `unitsPerEm` to the em. */
export type OutlineFont = {
  /** SHA-256 of the font file, hex: the version that an audit names. */
  readonly id: string;
  /** PostScript name, ASCII letters, digits and '-' only. */
  readonly name: string;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  /** xMin, yMin, xMax, yMax over all glyphs, as the font states it. */
  readonly bbox: readonly [number, number, number, number];
  readonly glyphCount: number;
  /** The glyph of a key; a sequence only if the font lists it. `undefined` where there is none. */
  glyphOf(key: GlyphKey): number | undefined;
  /** Advance width; 0 for a glyph that does not exist. */
  advanceOf(gid: number): number;
  /** Left side bearing as the font states it: rasterizers move the outline to it, right or wrong. */
  bearingOf(gid: number): number;
  /**
   * The glyph's `glyf` entry without instructions and padding; a composite keeps this font's glyph numbers.
   * Empty if nothing is drawn. The bytes are shared: the caller must not change them.
   */
  outlineOf(gid: number): Result<Uint8Array, FontFault>;
};
