import { outlineHash } from '../../../functions/pdf/witness/outline-hash.ts';
import {
  blank,
  box,
  type ComposedGlyph,
  type Composition,
  colours,
  fontParts,
  mask,
  padded,
  programOf,
  programTables,
} from './compose-file.ts';

/** A file of two pages, composed: two fonts, a shared layer, a seal, a coloured picture. */

export const GLYPHS: Readonly<Record<string, ComposedGlyph>> = {
  '\u3000': blank,
  山: box(100, 0, 900, 800),
  川: box(120, 0, 880, 700),
  葛: box(50, -100, 950, 850),
  '葛\u{e0102}': box(50, -100, 950, 860),
  A: box(200, 0, 300, 700, 500),
  B: box(180, 0, 320, 700, 500),
};
const GAIJI: Readonly<Record<string, ComposedGlyph>> = { '\ue000': box(10, 20, 700, 600, 750) };

/** A font that holds these glyphs, in this order. */
export function fontOf(name: string, glyphs: Readonly<Record<string, ComposedGlyph>>, widths: string) {
  return fontParts(name, Object.keys(glyphs), programOf(programTables(Object.values(glyphs))), widths);
}

export const F1 = fontOf('F1', GLYPHS, '6 [500 500]');
export const F2 = fontOf('F2', GAIJI, '1 [750]');

export const SEAL_BITS = Uint8Array.from([0xf0, 0x90, 0x90, 0xf0]);
export const PALETTE = Uint8Array.from([255, 255, 255, 200, 30, 30]);
const INDEXED = '/ColorSpace [/Indexed /DeviceRGB 1 <ffffffc81e1e>] /BitsPerComponent 1';

/** Codes: 1 an ideographic space, 2 山, 3 川, 4 葛, 5 its variant, 6 and 7 letters; in F2, 1 is the city's own. */
export const sound: Composition = {
  fonts: [F1, F2],
  images: {
    P1: mask(4, 4, SEAL_BITS),
    P2: colours(2, 2, INDEXED, Uint8Array.from([0x40, 0x80])),
  },
  streams: {
    layer: `0.9 g
40 700 100 20 re f
0.5 w
0.3 G
40 600 m 555 600 l S
0 g
BT
100 Tz
1 0 0 1 60 710 Tm
/F1 18 Tf
<00020003> Tj
ET
40 40 515 760 re S
`,
    first: `0 g
BT
100 Tz
1 0 0 1 60 650 Tm
/F1 10.5 Tf
<00040005> Tj
/F2 10.5 Tf
<0001> Tj
70 Tz
1 0 0 1 60 630.125 Tm
/F1 9 Tf
<00020001000600070006> Tj
ET
q 0.78 0.1 0.1 rg 68.031 0 0 68 400.25 100 cm /P1 Do Q
`,
    second: `0 g
BT
100 Tz
1 0 0 1 1 2 Tm
/F1 9 Tf
<0003> Tj
ET
q 50 0 0 50 300 300 cm /P2 Do Q
`,
  },
  pages: [{ streams: ['layer', 'first'] }, { streams: ['layer', 'second'] }],
};

/** What a witness of these fonts says: hash of the padded entry, advance and bearing. */
export function testimonyOf({ outline, advance, bearing }: ComposedGlyph) {
  const [low, high] = outlineHash(padded(outline));
  return { low, high, advance, bearing };
}
