import { ok, type Result } from '../shared/result.ts';
import { type BmpFault, type BmpHeader, colourAt, readBmpHeader, refuse, rowStart } from './bmp-header.ts';

/** A picture as exact colours. */
export type Bitmap = {
  readonly columns: number;
  readonly rows: number;
  /** 0xRRGGBB, rows top to bottom, without padding. */
  readonly colours: Uint32Array;
  /** Pixels per metre of width and of height as the file says; 0 = not said. */
  readonly xPelsPerMeter: number;
  readonly yPelsPerMeter: number;
};

/**
 * Decodes a BMP file: 1, 4, 8, 24 and opaque 32 bits, uncompressed, with an OS/2 or a Windows header, rows in either
 * order. Compressed ones (RLE) are refused: they may leave pixels without a colour, so that no exact picture exists.
 * `canvasPixels` bounds each side; memory stays within 4 bytes a pixel.
 */
export function decodeBmp(file: Uint8Array, canvasPixels: number): Result<Bitmap, BmpFault> {
  const header = readBmpHeader(file, canvasPixels);
  return header.ok ? decodePixels(file, header.value) : header;
}

/** The same of a file whose header has been read. */
export function decodePixels(file: Uint8Array, header: BmpHeader): Result<Bitmap, BmpFault> {
  const colours = header.bitCount <= 8 ? indexedColours(file, header) : directColours(file, header);
  if (!colours.ok) return colours;
  const { columns, rows, xPelsPerMeter, yPelsPerMeter } = header;
  return ok({ columns, rows, colours: colours.value, xPelsPerMeter, yPelsPerMeter });
}

type Colours = Result<Uint32Array, BmpFault>;

function indexedColours(file: Uint8Array, header: BmpHeader): Colours {
  const { columns, rows, bitCount, palette } = header;
  const { entries, offset, entryBytes } = palette;
  const entry = Uint32Array.from({ length: entries }, (_, index) =>
    colourAt(file, offset + index * entryBytes),
  );
  const colours = new Uint32Array(columns * rows);
  const perByte = 8 / bitCount;
  const mask = 2 ** bitCount - 1;
  let to = 0;
  for (let row = 0; row < rows; row += 1) {
    let at = rowStart(header, row);
    for (let column = 0; column < columns; column += perByte) {
      const byte = file[at] ?? 0;
      const end = Math.min(perByte, columns - column);
      at += 1;
      for (let shift = 8 - bitCount; shift >= 8 - bitCount * end; shift -= bitCount) {
        const index = (byte >> shift) & mask;
        // The index itself would be a pixel.
        if (index >= entries) return refuse('beyond-palette', 'pixels', undefined, entries);
        colours[to] = entry[index] ?? 0;
        to += 1;
      }
    }
  }
  return ok(colours);
}

function directColours(file: Uint8Array, header: BmpHeader): Colours {
  const { columns, rows, bitCount, offBits } = header;
  const step = bitCount / 8;
  const colours = new Uint32Array(columns * rows);
  const fourth = file[offBits + 3] ?? 0;
  // Unused (0) or opaque (255) throughout: anything else would have to be blended.
  if (step === 4 && fourth !== 0 && fourth !== 255) return refuse('transparency', 'pixels');
  let to = 0;
  for (let row = 0; row < rows; row += 1) {
    const start = rowStart(header, row);
    for (let column = 0; column < columns; column += 1) {
      const at = start + column * step;
      if (step === 4 && file[at + 3] !== fourth) return refuse('transparency', 'pixels');
      colours[to] = colourAt(file, at);
      to += 1;
    }
  }
  return ok(colours);
}
