import type { BilevelImage, Picture } from '../pdf/index.ts';
import type { Bitmap } from './decode-bmp.ts';
import { blueOf, greenOf, inkColour, redOf } from './measure-ink.ts';

type PageImage = Picture['image'];
type ColourImage = Exclude<PageImage, BilevelImage>;

const WHITE = 0xffffff;
const MAX_PALETTE = 256;

/**
 * The same picture, pixel for pixel and colour for colour, in the smallest form that pages have: one colour beside
 * pure white is ink on the sheet, which is white itself; up to 256 colours are a palette in ascending order, of which
 * no unused entry is kept; more are red, green, blue. Equal pictures give equal images, however they were delivered.
 */
export function pageImage(bitmap: Bitmap): PageImage {
  const palette = paletteOf(bitmap.colours);
  if (palette === undefined) return directImage(bitmap);
  const [ink = WHITE, paper] = palette;
  return palette.length === 2 && paper === WHITE ? inkImage(bitmap, ink) : indexedImage(bitmap, palette);
}

/** The colours that occur, ascending; undefined where they are more than a palette holds. */
function paletteOf(colours: Uint32Array): readonly number[] | undefined {
  const seen = new Set<number>();
  let last = -1;
  for (let at = 0; at < colours.length; at += 1) {
    const colour = colours[at] ?? 0;
    if (colour === last) continue;
    last = colour;
    seen.add(colour);
    if (seen.size > MAX_PALETTE) return undefined;
  }
  return [...seen].sort((a, b) => a - b);
}

function inkImage({ columns, rows, colours }: Bitmap, ink: number): BilevelImage {
  const bits = packed({ columns, rows }, 1, (at) => (colours[at] === ink ? 1 : 0));
  return { columns, rows, bits, ink: inkColour(ink) };
}

function indexedImage({ columns, rows, colours }: Bitmap, palette: readonly number[]): ColourImage {
  const depth = ([1, 2, 4, 8] as const).find((bits) => palette.length <= 2 ** bits) ?? 8;
  const indexOf = new Map(palette.map((colour, index) => [colour, index]));
  const samples = packed({ columns, rows }, depth, (at) => indexOf.get(colours[at] ?? 0) ?? 0);
  return { columns, rows, depth, palette: rgbBytes(palette), samples };
}

const directImage = ({ columns, rows, colours }: Bitmap): ColourImage => ({
  columns,
  rows,
  depth: 24,
  palette: new Uint8Array(0),
  samples: rgbBytes(colours),
});

/** Samples of 1, 2, 4 or 8 bits, rows padded to a byte, the leftmost pixel in the highest bits. */
function packed(
  { columns, rows }: { readonly columns: number; readonly rows: number },
  depth: number,
  sampleAt: (at: number) => number,
): Uint8Array {
  const rowBytes = Math.ceil((columns * depth) / 8);
  const perByte = 8 / depth;
  const samples = new Uint8Array(rowBytes * rows);
  let from = 0;
  for (let to = 0; to < samples.length; ) {
    for (let column = 0; column < columns; column += perByte) {
      const end = Math.min(perByte, columns - column);
      let byte = 0;
      for (let pixel = 0; pixel < end; pixel += 1) byte = (byte << depth) | sampleAt(from + pixel);
      samples[to] = byte << (depth * (perByte - end));
      from += end;
      to += 1;
    }
  }
  return samples;
}

function rgbBytes(colours: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(colours.length * 3);
  for (let index = 0; index < colours.length; index += 1) {
    const colour = colours[index] ?? 0;
    bytes[index * 3] = redOf(colour);
    bytes[index * 3 + 1] = greenOf(colour);
    bytes[index * 3 + 2] = blueOf(colour);
  }
  return bytes;
}
