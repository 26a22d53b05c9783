import fc from 'fast-check';

/** A picture as rows of 0xRRGGBB, top to bottom. */
export type Grid = readonly (readonly number[])[];

export type BmpOptions = {
  readonly bitCount: 1 | 4 | 8 | 24 | 32;
  /** 12 = OS/2; the others begin like BITMAPINFOHEADER. */
  readonly headerSize?: 12 | 40 | 52 | 56 | 108 | 124;
  readonly topDown?: boolean;
  /** Colours beyond those of the picture: they make the palette longer. */
  readonly unusedColours?: readonly number[];
  /** `full`: biClrUsed 0 and a palette of every index; `counted`: as long as biClrUsed says. */
  readonly palette?: 'full' | 'counted';
  /** Bytes between palette and pixels, and what fills the padding of rows. */
  readonly gap?: number;
  readonly padding?: number;
  readonly fourthByte?: number;
  readonly perMetre?: readonly [x: number, y: number];
};

export const WHITE = 0xffffff;
export const BLACK = 0x000000;
export const RED = 0xd01020;

export const gridOf = (columns: number, rows: number, colourAt: (x: number, y: number) => number): Grid =>
  Array.from({ length: rows }, (_, y) => Array.from({ length: columns }, (__, x) => colourAt(x, y)));

/** A frame of ink around `side` pixels square, with so much paper around it. */
export function sealGrid(side: number, { margin = 2, ink = BLACK, paper = WHITE } = {}): Grid {
  const last = margin + side - 1;
  const isOn = (n: number) => n === margin || n === last;
  const isWithin = (n: number) => n >= margin && n <= last;
  return gridOf(side + 2 * margin, side + 2 * margin, (x, y) =>
    isWithin(x) && isWithin(y) && (isOn(x) || isOn(y)) ? ink : paper,
  );
}

/** Writes a BMP file; a picture with more colours than the bits can name is an error. */
export function writeBmp(grid: Grid, options: BmpOptions): Uint8Array {
  const { bitCount, headerSize = 40, topDown = false, unusedColours = [], palette = 'full' } = options;
  const { gap = 0, padding = 0, fourthByte = 0, perMetre = [0, 0] } = options;
  const columns = grid[0]?.length ?? 0;
  const indexed = bitCount <= 8;
  const entryBytes = headerSize === 12 ? 3 : 4;
  const used = indexed ? [...new Set([...grid.flat(), ...unusedColours])] : [];
  const entries = indexed && palette === 'full' ? 2 ** bitCount : used.length;
  if (indexed && new Set(grid.flat()).size > 2 ** bitCount) throw new Error('too many colours for the bits');
  const offBits = 14 + headerSize + entries * entryBytes + gap;
  const rowBytes = Math.ceil((columns * bitCount) / 32) * 4;
  const file = new Uint8Array(offBits + rowBytes * grid.length);
  const view = new DataView(file.buffer);

  file.set([0x42, 0x4d]);
  view.setUint32(2, file.length, true);
  view.setUint32(10, offBits, true);
  view.setUint32(14, headerSize, true);
  if (headerSize === 12) {
    view.setUint16(18, columns, true);
    view.setUint16(20, grid.length, true);
    view.setUint16(22, 1, true);
    view.setUint16(24, bitCount, true);
  } else {
    view.setInt32(18, columns, true);
    view.setInt32(22, topDown ? -grid.length : grid.length, true);
    view.setUint16(26, 1, true);
    view.setUint16(28, bitCount, true);
    view.setInt32(38, perMetre[0], true);
    view.setInt32(42, perMetre[1], true);
    view.setUint32(46, palette === 'full' ? 0 : used.length, true);
  }
  const setColour = (at: number, colour: number): void => {
    file.set([colour & 0xff, (colour >> 8) & 0xff, colour >> 16], at);
  };
  for (const [index, colour] of used.slice(0, entries).entries()) {
    setColour(14 + headerSize + index * entryBytes, colour);
  }
  file.fill(padding, offBits);
  for (const [y, row] of grid.entries()) {
    const start = offBits + (topDown ? y : grid.length - 1 - y) * rowBytes;
    if (indexed)
      writeIndices(
        file,
        start,
        row.map((colour) => used.indexOf(colour)),
        bitCount,
      );
    else
      for (const [x, colour] of row.entries()) {
        setColour(start + (x * bitCount) / 8, colour);
        if (bitCount === 32) file[start + x * 4 + 3] = fourthByte;
      }
  }
  return file;
}

/** Packs by text, as nothing in the decoder does. */
function writeIndices(file: Uint8Array, start: number, indices: readonly number[], bitCount: number): void {
  const bits = indices.map((index) => index.toString(2).padStart(bitCount, '0')).join('');
  for (let at = 0; at < bits.length; at += 8) {
    const kept = (file[start + at / 8] ?? 0).toString(2).padStart(8, '0');
    const byte = bits.slice(at, at + 8);
    file[start + at / 8] = Number.parseInt(byte + kept.slice(byte.length), 2);
  }
}

/** The file with numbers written over it, each little-endian of 2 or 4 bytes. */
export function patched(
  file: Uint8Array,
  patches: readonly (readonly [at: number, bytes: 2 | 4, value: number])[],
): Uint8Array {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  for (const [at, bytes, value] of patches) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value >>> 0, true);
  }
  return copy;
}

/** Places of the Windows header's numbers. */
export const AT = {
  bfSize: 2,
  bfOffBits: 10,
  biSize: 14,
  biWidth: 18,
  biHeight: 22,
  biPlanes: 26,
  biBitCount: 28,
  biCompression: 30,
  biSizeImage: 34,
  biXPelsPerMeter: 38,
  biYPelsPerMeter: 42,
  biClrUsed: 46,
} as const;

const colour = fc.integer({ min: 0, max: 0xffffff });

/** Pictures with a number of colours that suits the bits, in every variant of the format. */
export const generatedBmp: fc.Arbitrary<{ readonly grid: Grid; readonly options: BmpOptions }> = fc
  .record({
    bitCount: fc.constantFrom(1 as const, 4 as const, 8 as const, 24 as const, 32 as const),
    headerSize: fc.constantFrom(
      12 as const,
      40 as const,
      52 as const,
      56 as const,
      108 as const,
      124 as const,
    ),
    topDown: fc.boolean(),
    colours: fc.uniqueArray(fc.oneof(colour, fc.constantFrom(WHITE, BLACK, RED)), {
      minLength: 1,
      maxLength: 300,
    }),
    columns: fc.integer({ min: 1, max: 40 }),
    rows: fc.integer({ min: 1, max: 24 }),
    choices: fc.array(fc.nat(), { minLength: 40, maxLength: 120 }),
    unused: fc.integer({ min: 0, max: 3 }),
    palette: fc.constantFrom('full' as const, 'counted' as const),
    gap: fc.constantFrom(0, 1, 68),
    padding: fc.constantFrom(0, 0xff),
    fourthByte: fc.constantFrom(0, 255),
    perMetre: fc.tuple(fc.integer({ min: 0, max: 50_000 }), fc.integer({ min: 0, max: 50_000 })),
  })
  .map(({ colours, columns, rows, choices, unused, ...rest }) => {
    const { bitCount, headerSize } = rest;
    const most = bitCount <= 8 ? 2 ** bitCount : colours.length;
    const usable = colours.slice(0, most);
    const grid = gridOf(columns, rows, (x, y) => {
      const choice = choices[(x * 7 + y * 31) % choices.length] ?? 0;
      return usable[(choice + x * y) % usable.length] ?? 0;
    });
    return {
      grid,
      options: {
        ...rest,
        topDown: rest.topDown && headerSize !== 12,
        // An OS/2 header counts nothing: whatever lies before the pixels is its palette.
        gap: headerSize === 12 ? 0 : rest.gap,
        unusedColours: colours.slice(most, most + unused),
        bitCount: headerSize === 12 && bitCount === 32 ? (24 as const) : bitCount,
      },
    };
  });
