import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Levels of ink in the palette's two ramps, from none to all. */
const GREYS = 10;
const REDS = 6;
/** What a seal is printed in, as red, green, blue 0…255. */
const VERMILION = [199, 26, 26] as const;

/** Red, green, blue, rows from the top, without padding. */
export type RgbImage = {
  readonly columns: number;
  readonly rows: number;
  readonly samples: ArrayLike<number>;
};

/**
 * A picture of a printed page as a PNG of 16 colours, four bits a pixel: greys from white to black, then the tints of
 * a vermilion seal. Everything else becomes the nearest of these.
 */
export function indexedPng({ columns, rows, samples }: RgbImage): Uint8Array {
  const stride = 1 + Math.ceil(columns / 2);
  const lines = new Uint8Array(stride * rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const at = (row * columns + column) * 3;
      const colour = nearest(samples[at] ?? 0, samples[at + 1] ?? 0, samples[at + 2] ?? 0);
      const byte = row * stride + 1 + (column >> 1);
      lines[byte] = (lines[byte] ?? 0) | (column % 2 === 0 ? colour << 4 : colour);
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(rows, 4);
  // four bits, by palette
  header.set([4, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette()),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function nearest(red: number, green: number, blue: number): number {
  const paper = (green + blue) / 2;
  if (red - paper <= 24) return Math.round((1 - (red + green + blue) / 765) * (GREYS - 1));
  const ink = (255 - paper) / (255 - VERMILION[1]);
  return GREYS - 1 + Math.max(1, Math.min(REDS, Math.round(ink * REDS)));
}

function palette(): Uint8Array {
  const colours: number[] = [];
  for (let level = 0; level < GREYS; level++) {
    const grey = Math.round(255 * (1 - level / (GREYS - 1)));
    colours.push(grey, grey, grey);
  }
  for (let level = 1; level <= REDS; level++)
    colours.push(...VERMILION.map((full) => Math.round(255 - ((255 - full) * level) / REDS)));
  return Uint8Array.from(colours);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
