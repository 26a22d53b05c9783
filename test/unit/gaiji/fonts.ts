import { describeKey, type GlyphKey, keyOf } from '../../../functions/pdf/index.ts';
import { eudcFontOf } from '../../../simulator/sample/eudc-font.ts';
import { inventGlyph } from '../../../simulator/sample/eudc-outlines.ts';
import { MUNICIPALITIES } from '../../../simulator/sample/municipalities.ts';

export const [city] = MUNICIPALITIES;

/** An EUDC font of the sample city; by code in hexadecimal, which invented outline it draws: `{ E000: 'A' }`. */
export const fontWith = (drawn: Readonly<Record<string, string>>): Uint8Array =>
  eudcFontOf(
    city,
    new Map(
      Object.entries(drawn).map(([code, outline]) => [
        Number.parseInt(code, 16),
        inventGlyph(city, 0x10_0000 + (outline.codePointAt(0) ?? 0)),
      ]),
    ),
  );

export const key = (codePoint: number, selector?: number): GlyphKey => keyOf(codePoint, selector);
export const named = (keys: Iterable<GlyphKey>): string[] => [...keys].map(describeKey);
