import type { Stamp } from '../display-list.ts';
import type { Codes } from './codes.ts';
import type { FontLook, TitlePart } from './document.ts';
import type { FixedGlyphs } from './font-program.ts';

/** The beginning of a character map, coded beforehand like `FixedGlyphs`, and its Adler-32. */
export type FixedMappings = {
  readonly raw: Uint8Array;
  readonly coded: Uint8Array;
  readonly a: number;
  readonly b: number;
};

/** A stamp drawn with a form's own codes. */
export type PressedStamp = {
  /** SHA-256 of its operators, hex. */
  readonly digest: string;
  /** A zlib stream. */
  readonly operators: Uint8Array;
  /** Where its texts lie about its origin: nowhere (from ∞ to -∞) if it has none. */
  readonly reach: Readonly<Record<'left' | 'bottom' | 'right' | 'top', number>>;
};

export type PlateFont = {
  readonly codes: Codes;
  readonly glyphs: FixedGlyphs;
  readonly mappings: FixedMappings;
  readonly look: FontLook;
  readonly widths: string;
};

/** A form as it is printed from: all that does not change from certificate to certificate, ready to be copied. */
export type Plate = {
  /** SHA-256 over everything that is fixed, hex. */
  readonly id: string;
  readonly fonts: readonly PlateFont[];
  /** zlib streams. */
  readonly layers: readonly Uint8Array[];
  /** The last title, which hardly ever changes. */
  titled: TitlePart | undefined;
  /** Widths of the form's texts in ems. */
  readonly texts: ReadonlyMap<string, number>;
  /** Those met so far; `drawn-in-place` where a text of it is none of the form's. */
  readonly stamps: WeakMap<Stamp, PressedStamp | 'drawn-in-place'>;
};
