import type { Random } from './random.ts';

/** How an impression is delivered: as a core system's scanner and format have it. */
export type ImpressionStyle = {
  /** Side or diameter of the seal on paper. */
  readonly millimetres: number;
  readonly shape: 'round' | 'square' | 'oval';
  /** What the file says; 0 = nothing, then the city's own counts (`ASSUMED_DPI`). */
  readonly dpi: number;
  readonly bitCount: 1 | 4 | 8 | 24;
  readonly topDown: boolean;
  /** 0xRRGGBB. */
  readonly ink: number;
};

/** What a file that says nothing was scanned with: the default of a city's rules. */
const ASSUMED_DPI = 300;
const INCH_MM = 25.4;
const PAPER = 0xffffff;
const VERMILION = 0xc8281e;

/** Mostly one bit and small, as in a city; sizes within 8 to 25 mm. */
export function impressionStyle(random: Random): ImpressionStyle {
  const bitCount = random.weighted<ImpressionStyle['bitCount']>([
    [1, 940],
    [4, 30],
    [8, 20],
    [24, 10],
  ]);
  return {
    millimetres: random.weighted([
      [() => random.integer(100, 135) / 10, 94],
      [() => random.integer(85, 99) / 10, 3],
      [() => random.integer(180, 249) / 10, 3],
    ] as const)(),
    shape: random.weighted([
      ['round', 8],
      ['oval', 1],
      ['square', 1],
    ] as const),
    dpi: random.weighted([
      [300, 6],
      [0, 3],
      [400, 1],
    ] as const),
    bitCount,
    topDown: random.chance(0.2),
    ink: bitCount === 1 && random.chance(0.8) ? 0x000000 : VERMILION,
  };
}

/** An invented impression as a BMP file: a frame and strokes that are no character. */
export function drawImpression(random: Random, style: ImpressionStyle): Uint8Array {
  const perMillimetre = (style.dpi || ASSUMED_DPI) / INCH_MM;
  const seal = Math.floor(style.millimetres * perMillimetre);
  const margin = 6;
  const side = seal + margin * 2;
  const ink = new Uint8Array(side * side);
  const isWithin = outline(style.shape, seal);
  const frame = Math.max(2, Math.round(0.6 * perMillimetre));
  const reach = (column: number, row: number): number =>
    isWithin(column, row, 0) ? (isWithin(column, row, frame) ? 1 : 2) : 0;
  const strokes = strokesOf(random, seal, frame);
  for (let row = 0; row < seal; row += 1) {
    for (let column = 0; column < seal; column += 1) {
      const zone = reach(column, row);
      const isInk = zone === 2 || (zone === 1 && strokes[row * seal + column] === 1);
      if (isInk) ink[(row + margin) * side + column + margin] = 1;
    }
  }
  return bitmapFile(ink, side, style);
}

type Outline = (column: number, row: number, inset: number) => boolean;

/** Whether a pixel lies within the seal, so far from its edge. */
function outline(shape: ImpressionStyle['shape'], seal: number): Outline {
  const half = seal / 2;
  if (shape === 'square')
    return (column, row, inset) => Math.min(column, row, seal - 1 - column, seal - 1 - row) >= inset;
  const flat = shape === 'oval' ? 0.72 : 1;
  return (column, row, inset) => {
    const x = (column + 0.5 - half) / (half * flat - inset);
    const y = (row + 0.5 - half) / (half - inset);
    return x * x + y * y <= 1;
  };
}

/** Two or three cells one above the other with bars in them, like carved characters seen from afar. */
function strokesOf(random: Random, seal: number, width: number): Uint8Array {
  const strokes = new Uint8Array(seal * seal);
  const bar = (left: number, top: number, columns: number, rows: number): void => {
    for (let row = Math.max(0, top); row < Math.min(seal, top + rows); row += 1)
      strokes.fill(1, row * seal + Math.max(0, left), row * seal + Math.min(seal, left + columns));
  };
  const cells = random.integer(2, 3);
  const height = Math.floor((seal * 0.76) / cells);
  const left = Math.floor(seal * 0.26);
  const breadth = Math.floor(seal * 0.48);
  for (let cell = 0; cell < cells; cell += 1) {
    const top = Math.floor(seal * 0.12) + cell * height;
    const room = height - width * 2;
    for (let count = random.integer(2, 3); count > 0; count -= 1)
      bar(
        left + random.integer(0, width),
        top + random.integer(0, room),
        breadth - random.integer(0, width * 3),
        width,
      );
    for (let count = random.integer(1, 3); count > 0; count -= 1)
      bar(left + random.integer(0, breadth - width), top + width, width, room - random.integer(0, width));
  }
  return strokes;
}

const HEADERS = 54;

function bitmapFile(ink: Uint8Array, side: number, style: ImpressionStyle): Uint8Array {
  const { bitCount, topDown, dpi } = style;
  const paletteEntries = bitCount === 24 ? 0 : 2;
  const offBits = HEADERS + paletteEntries * 4;
  const rowBytes = Math.ceil((side * bitCount) / 32) * 4;
  const file = Buffer.alloc(offBits + rowBytes * side);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(offBits, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(side, 18);
  file.writeInt32LE(topDown ? -side : side, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bitCount, 28);
  file.writeUInt32LE(rowBytes * side, 34);
  const perMetre = Math.round((dpi * 1000) / INCH_MM);
  file.writeInt32LE(perMetre, 38);
  file.writeInt32LE(perMetre, 42);
  file.writeUInt32LE(paletteEntries, 46);
  // Entry 0 is the paper, 1 the ink: blue, green, red and a byte that nobody uses.
  for (let entry = 0; entry < paletteEntries; entry += 1)
    file.writeUInt32LE(entry === 0 ? PAPER : style.ink, HEADERS + entry * 4);
  for (let row = 0; row < side; row += 1) {
    const start = offBits + (topDown ? row : side - 1 - row) * rowBytes;
    for (let column = 0; column < side; column += 1) {
      const isInk = ink[row * side + column] === 1;
      if (bitCount === 24) file.writeUIntLE(isInk ? style.ink : PAPER, start + column * 3, 3);
      else if (isInk) {
        const at = start + Math.floor((column * bitCount) / 8);
        file[at] = (file[at] ?? 0) | (1 << (8 - bitCount - ((column * bitCount) % 8)));
      }
    }
  }
  return file;
}
