import type { BilevelImage } from '../pdf/index.ts';
import { type BmpHeader, colourAt, rowStart } from './bmp-header.ts';
import { type InkBox, inkColour, isInk } from './measure-ink.ts';

/** A picture of one ink on pure white, and where the ink is. */
export type TwoColours = { readonly image: BilevelImage; readonly box: InkBox };

const WHITE = 0xffffff;

/** Packs one row of a file into bits, 1 = ink; false where a pixel has a third colour, or none. */
type PackRow = (start: number, bits: Uint8Array, to: number) => boolean;
type Packing = { readonly packRow: PackRow; readonly ink: () => number | undefined };

/**
 * A bitmap of which every pixel is pure white or of one ink, both of which occur: what nearly every core system
 * delivers. Read row by row into bits, with the very result that decoding, `measureInk` and `pageImage` have together.
 * Undefined for every other bitmap.
 */
export function twoColoursOf(file: Uint8Array, header: BmpHeader): TwoColours | undefined {
  const { columns, rows, bitCount } = header;
  if (bitCount === 32) return undefined;
  const { packRow, ink } = bitCount === 24 ? direct(file, header) : indexed(file, header);
  const rowBytes = Math.ceil(columns / 8);
  const bits = new Uint8Array(rowBytes * rows);
  // A bit for each column in which there is ink.
  const inked = new Uint8Array(rowBytes);
  let [top, bottom] = [rows, -1];
  for (let row = 0, to = 0; row < rows; row += 1, to += rowBytes) {
    if (!packRow(rowStart(header, row), bits, to)) return undefined;
    let any = 0;
    for (let column = 0; column < rowBytes; column += 1) {
      const byte = bits[to + column] ?? 0;
      inked[column] = (inked[column] ?? 0) | byte;
      any |= byte;
    }
    if (any === 0) continue;
    if (bottom < 0) top = row;
    bottom = row;
  }
  const colour = ink();
  if (bottom < 0 || colour === undefined || !isInk(colour, WHITE)) return undefined;
  const box = { ...extentOf(inked), top, rows: bottom - top + 1 };
  if (box.columns === columns && box.rows === rows && !hasPaper(bits, columns, rowBytes)) return undefined;
  return { image: { columns, rows, bits, ink: inkColour(colour) }, box };
}

/** From the first set bit to the last. */
function extentOf(bits: Uint8Array): Pick<InkBox, 'left' | 'columns'> {
  const first = bits.findIndex((byte) => byte !== 0);
  const last = bits.findLastIndex((byte) => byte !== 0);
  const left = first * 8 + Math.clz32(bits[first] ?? 0) - 24;
  const lowest = bits[last] ?? 0;
  const right = last * 8 + Math.clz32(lowest & -lowest) - 24;
  return { left, columns: right - left + 1 };
}

/** What lies beyond the last pixel of a row belongs to no pixel. */
const lastMaskOf = (columns: number): number => (0xff << (Math.ceil(columns / 8) * 8 - columns)) & 0xff;

function hasPaper(bits: Uint8Array, columns: number, rowBytes: number): boolean {
  const lastMask = lastMaskOf(columns);
  return bits.some((byte, at) => byte !== ((at + 1) % rowBytes === 0 ? lastMask : 0xff));
}

function indexed(file: Uint8Array, header: BmpHeader): Packing {
  const { bitCount, palette } = header;
  const colours = Array.from({ length: palette.entries }, (_, entry) =>
    colourAt(file, palette.offset + entry * palette.entryBytes),
  );
  const isPlain = bitCount === 1 && colours.length === 2 && colours.includes(WHITE);
  return isPlain ? oneBit(file, header, colours) : byTable(file, header, colours);
}

/** One bit a pixel lies in the file as it has to lie in the picture, or turned over. */
function oneBit(file: Uint8Array, { columns }: BmpHeader, colours: readonly number[]): Packing {
  const turned = colours[0] === WHITE ? 0 : 0xff;
  const rowBytes = Math.ceil(columns / 8);
  const lastMask = lastMaskOf(columns);
  const packRow: PackRow = (start, bits, to) => {
    for (let column = 0; column < rowBytes; column += 1)
      bits[to + column] = (file[start + column] ?? 0) ^ turned;
    const last = to + rowBytes - 1;
    bits[last] = (bits[last] ?? 0) & lastMask;
    return true;
  };
  return { packRow, ink: () => colours.find((colour) => colour !== WHITE) };
}

/** Stands for a byte of pixels of which one is neither paper nor ink. */
const THIRD = 0x100;

/** The first colour beside white that occurs is the ink; then a table says of each byte which bits its pixels are. */
function byTable(file: Uint8Array, header: BmpHeader, colours: readonly number[]): Packing {
  const { columns, rows, bitCount } = header;
  const perByte = 8 / bitCount;
  const mask = 2 ** bitCount - 1;
  const indexAt = (byte: number, place: number): number => (byte >> (8 - bitCount * (place + 1))) & mask;
  const pixelAt = (start: number, column: number): number | undefined =>
    colours[indexAt(file[start + Math.floor(column / perByte)] ?? 0, column % perByte)];
  const firstInk = (): number | undefined => {
    for (let row = 0; row < rows; row += 1)
      for (let column = 0; column < columns; column += 1) {
        const colour = pixelAt(rowStart(header, row), column);
        if (colour !== WHITE) return colour;
      }
    return undefined;
  };
  const ink = firstInk();
  const codes = Uint16Array.from({ length: 256 }, (_, byte) => {
    let code = 0;
    for (let place = 0; place < perByte; place += 1) {
      const colour = colours[indexAt(byte, place)];
      if (colour === undefined || (colour !== WHITE && colour !== ink)) return THIRD;
      code = (code << 1) | (colour === WHITE ? 0 : 1);
    }
    return code;
  });
  const packRow: PackRow = (start, bits, to) => {
    const whole = columns >> 3;
    let at = start;
    for (let place = 0; place < whole; place += 1) {
      let [byte, seen] = [0, 0];
      for (const end = at + bitCount; at < end; at += 1) {
        const code = codes[file[at] ?? 0] ?? THIRD;
        byte = (byte << perByte) | code;
        seen |= code;
      }
      if (seen >= THIRD) return false;
      bits[to + place] = byte;
    }
    for (let column = whole * 8; column < columns; column += 1) {
      const colour = pixelAt(start, column);
      if (colour === WHITE) continue;
      if (colour === undefined || colour !== ink) return false;
      bits[to + whole] = (bits[to + whole] ?? 0) | (0x80 >> (column & 7));
    }
    return true;
  };
  return { packRow, ink: () => ink };
}

function direct(file: Uint8Array, { columns }: BmpHeader): Packing {
  let ink: number | undefined;
  const packRow: PackRow = (start, bits, to) => {
    for (let column = 0, at = start; column < columns; column += 1, at += 3) {
      const colour = colourAt(file, at);
      if (colour === WHITE) continue;
      ink ??= colour;
      if (colour !== ink) return false;
      const here = to + (column >> 3);
      bits[here] = (bits[here] ?? 0) | (0x80 >> (column & 7));
    }
    return true;
  };
  return { packRow, ink: () => ink };
}
