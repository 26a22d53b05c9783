import type { Codes, PreparedText } from './codes.ts';
import type { FixedGlyphs } from './font-program.ts';

/** The beginning of a character map, coded beforehand like `FixedGlyphs`, and its Adler-32. */
export type FixedMappings = {
  readonly raw: Uint8Array;
  readonly coded: Uint8Array;
  readonly a: number;
  readonly b: number;
};

export type PlateFont = {
  readonly codes: Codes;
  readonly glyphs: FixedGlyphs;
  readonly mappings: FixedMappings;
  readonly widths: string;
};

/** A form as it is printed from: all that does not change from certificate to certificate, ready to be copied. */
export type Plate = {
  /** SHA-256 over everything that is fixed, hex. */
  readonly id: string;
  readonly fonts: readonly PlateFont[];
  /** zlib streams. */
  readonly layers: readonly Uint8Array[];
  readonly texts: ReadonlyMap<string, PreparedText>;
};
