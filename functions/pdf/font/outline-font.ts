import type { Result } from '../../shared/result.ts';
import type { GlyphKey } from '../keys.ts';
import type { FontFault } from './font-fault.ts';
import type { StrippedGlyph } from './glyph-outline.ts';

/** What a font maps to glyphs other than `.notdef`, ascending by key: a key and the number of its glyph. */
export type FontKeys = { readonly keys: Uint32Array; readonly glyphs: Uint32Array };

/** Advance width, and the left side bearing as the font states it: rasterizers move the outline there, right or wrong. */
export type GlyphMetrics = { readonly advance: number; readonly bearing: number };

/** A font file whose glyphs are TrueType outlines. Lengths are font units, `unitsPerEm` to the em. */
export type OutlineFont = {
  /** SHA-256 of the font file, hex: the version that an audit names. */
  readonly id: string;
  /** PostScript name, ASCII letters, digits and '-' only. */
  readonly name: string;
  /** The font's own revision, as a decimal number: `5.01`. */
  readonly revision: string;
  /** Bytes of the whole file and of its `glyf` table. */
  readonly fileBytes: number;
  readonly glyfBytes: number;
  readonly unitsPerEm: number;
  readonly ascent: number;
  readonly descent: number;
  /** xMin, yMin, xMax, yMax over all glyphs, as the font states it. */
  readonly bbox: readonly [number, number, number, number];
  readonly glyphCount: number;
  /** The glyph of a key; a sequence only if the font lists it. `undefined` where there is none. */
  glyphOf(key: GlyphKey): number | undefined;
  /** All keys at once; a fault where there are more than a pack can hold. */
  allKeys(): Result<FontKeys, FontFault>;
  metricsOf(gid: number): Result<GlyphMetrics, FontFault>;
  /** Advance width; 0 for a glyph that does not exist. */
  advanceOf(gid: number): number;
  /** Bytes of the `glyf` entry in the file; 0 for a glyph that does not exist or whose place is wrong. */
  entryBytes(gid: number): number;
  /** One `glyf` entry without instructions; what a composite is made of is not looked at. */
  entryOf(gid: number): Result<StrippedGlyph, FontFault>;
  /** The glyph's outline as a simple `glyf` entry without instructions and padding; empty if nothing is drawn. */
  outlineOf(gid: number): Result<Uint8Array, FontFault>;
};
