import { type Contour, inventGlyph } from './eudc-outlines.ts';
import { drawnCodes, type SampleMunicipality } from './municipalities.ts';

const UNITS_PER_EM = 1_024;
const ASCENT = 880;
const DESCENT = -144;
/** 2026-01-01T00:00:00Z in seconds since 1904: a font of the same city always has the same bytes. */
const MADE_AT = 3_850_070_400n;

/** The city's `EUDC.tte`: a TrueType font with an invented glyph for each of its private-use codes. */
export function eudcFont(city: SampleMunicipality): Uint8Array {
  return eudcFontOf(city, new Map(drawnCodes(city).map((code) => [code, inventGlyph(city, code)])));
}

/** An `EUDC.tte` of these outlines by their code points, all of them below U+FFFF: a city's next version, for instance. */
export function eudcFontOf(
  city: SampleMunicipality,
  drawn: ReadonlyMap<number, readonly Contour[]>,
): Uint8Array {
  const codes = [...drawn.keys()].sort((a, b) => a - b);
  const outlines: readonly (readonly Contour[])[] = [[], ...codes.map((code) => drawn.get(code) ?? [])];
  const glyphs = outlines.map(glyphBytes);
  const boxes = outlines.map(boxOf);
  const bounds = boxOf(outlines.flat());
  const count = glyphs.length;
  const pointCounts = outlines.map((contours) => contours.reduce((sum, contour) => sum + contour.length, 0));

  return assemble({
    'OS/2': os2Table(codes),
    cmap: cmapTable(codes),
    glyf: Buffer.concat(glyphs),
    head: headTable(bounds),
    hhea: fields(
      [0x0001_0000, 'u32'],
      ...i16(ASCENT, DESCENT, 0, UNITS_PER_EM),
      ...i16(Math.min(...boxes.map(({ xMin }) => xMin)), 0, bounds.xMax, 1, 0, 0, 0, 0, 0, 0, 0, count),
    ),
    hmtx: fields(...boxes.flatMap(({ xMin }) => i16(UNITS_PER_EM, xMin))),
    loca: fields(...offsets(glyphs).map((offset): Field => [offset, 'u32'])),
    maxp: fields(
      [0x0001_0000, 'u32'],
      ...i16(count, Math.max(...pointCounts), Math.max(...outlines.map((contours) => contours.length))),
      ...i16(0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
    ),
    name: nameTable(city),
    post: fields(
      [0x0003_0000, 'u32'],
      [0, 'u32'],
      ...i16(-100, 50),
      [1, 'u32'],
      ...Array<Field>(4).fill([0, 'u32']),
    ),
  });
}

type Field = readonly [value: number, size: 'i16' | 'u32'];

const i16 = (...values: readonly number[]): Field[] => values.map((value) => [value, 'i16'] as const);

/** Big-endian fields one after another; 16-bit values are written as their two's complement. */
function fields(...list: readonly Field[]): Buffer {
  return Buffer.concat(
    list.map(([value, size]) => {
      const bytes = Buffer.alloc(size === 'u32' ? 4 : 2);
      if (size === 'u32') bytes.writeUInt32BE(value >>> 0);
      else bytes.writeUInt16BE(value & 0xffff);
      return bytes;
    }),
  );
}

function boxOf(contours: readonly Contour[]) {
  const points = contours.flat();
  if (points.length === 0) return { xMin: 0, yMin: 0, xMax: 0, yMax: 0 };
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  // as arguments of one call, the points of a large font would be too many
  const least = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b));
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b));
  return { xMin: least(xs), yMin: least(ys), xMax: most(xs), yMax: most(ys) };
}

/** A simple glyph without instructions; padded to four bytes. */
function glyphBytes(contours: readonly Contour[]): Buffer {
  if (contours.length === 0) return Buffer.alloc(0);
  const { xMin, yMin, xMax, yMax } = boxOf(contours);
  const points = contours.flat();
  const ends = contours.map(
    (_, index) => contours.slice(0, index + 1).reduce((sum, { length }) => sum + length, 0) - 1,
  );
  const deltas = (values: readonly number[]) =>
    values.map((value, index) => value - (values[index - 1] ?? 0));
  const bytes = Buffer.concat([
    fields(...i16(contours.length, xMin, yMin, xMax, yMax, ...ends, 0)),
    Buffer.from(points.map(({ onCurve }) => (onCurve ? 1 : 0))),
    fields(...i16(...deltas(points.map(({ x }) => x)), ...deltas(points.map(({ y }) => y)))),
  ]);
  return padded(bytes);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function offsets(glyphs: readonly Buffer[]): number[] {
  const result = [0];
  for (const glyph of glyphs) result.push((result.at(-1) ?? 0) + glyph.length);
  return result;
}

/** Format 4 for Windows Unicode (3,1): one segment per run of codes, then the closing one. */
function cmapTable(codes: readonly number[]): Buffer {
  const segments: { start: number; end: number; delta: number }[] = [];
  for (const [index, code] of codes.entries()) {
    const last = segments.at(-1);
    if (last !== undefined && last.end === code - 1) last.end = code;
    else segments.push({ start: code, end: code, delta: index + 1 - code });
  }
  segments.push({ start: 0xffff, end: 0xffff, delta: 1 });
  const power = 2 ** Math.floor(Math.log2(segments.length));
  const body = fields(
    ...i16(segments.length * 2, power * 2, Math.log2(power), (segments.length - power) * 2),
    ...i16(...segments.map(({ end }) => end), 0, ...segments.map(({ start }) => start)),
    ...i16(...segments.map(({ delta }) => delta), ...segments.map(() => 0)),
  );
  const header = fields(...i16(0, 1, 3, 1), [12, 'u32'], ...i16(4, body.length + 6, 0));
  return Buffer.concat([header, body]);
}

function headTable({ xMin, yMin, xMax, yMax }: ReturnType<typeof boxOf>): Buffer {
  const dates = Buffer.alloc(16);
  dates.writeBigUInt64BE(MADE_AT, 0);
  dates.writeBigUInt64BE(MADE_AT, 8);
  return Buffer.concat([
    fields(
      [0x0001_0000, 'u32'],
      [0x0001_0000, 'u32'],
      [0, 'u32'],
      [0x5f0f_3cf5, 'u32'],
      ...i16(0, UNITS_PER_EM),
    ),
    dates,
    fields(...i16(xMin, yMin, xMax, yMax, 0, 8, 2, 1, 0)),
  ]);
}

function os2Table(codes: readonly number[]): Buffer {
  const first = codes[0] ?? 0;
  const last = codes.at(-1) ?? 0;
  return Buffer.concat([
    // version 1, average width, weight 400, width 5, embedding allowed; sub-, superscript and strikeout
    fields(...i16(1, UNITS_PER_EM, 400, 5, 0, 512, 512, 0, 0, 512, 512, 0, 400, 50, 260, 0)),
    Buffer.alloc(10),
    // bit 60: private use area
    fields([0, 'u32'], [0x1000_0000, 'u32'], [0, 'u32'], [0, 'u32']),
    Buffer.from('KOFU', 'latin1'),
    fields(...i16(0x40, first, last, ASCENT, DESCENT, 0, ASCENT, -DESCENT), [1, 'u32'], [0, 'u32']),
  ]);
}

function nameTable(city: SampleMunicipality): Buffer {
  const names: readonly (readonly [id: number, text: string])[] = [
    [1, 'EUDC'],
    [2, 'Regular'],
    [3, `KOFU sample EUDC ${city.code}`],
    [4, 'EUDC'],
    [5, 'Version 1.00'],
    [6, `EUDC-${city.code}`],
  ];
  const texts = names.map(([, text]) => Buffer.from(text, 'utf16le').swap16());
  const starts = offsets(texts);
  const records = names.flatMap(([id], index) =>
    i16(3, 1, 0x0409, id, texts[index]?.length ?? 0, starts[index] ?? 0),
  );
  return Buffer.concat([fields(...i16(0, names.length, 6 + names.length * 12), ...records), ...texts]);
}

/** Table directory with checksums, tables in the order of their tags, and the adjustment of the whole file. */
function assemble(tables: Readonly<Record<string, Buffer>>): Uint8Array {
  const entries = Object.entries(tables).sort(([a], [b]) => (a < b ? -1 : 1));
  const power = 2 ** Math.floor(Math.log2(entries.length));
  const header = fields(
    [0x0001_0000, 'u32'],
    ...i16(entries.length, power * 16, Math.log2(power), (entries.length - power) * 16),
  );
  const bodies = entries.map(([, table]) => padded(table));
  const starts = offsets(bodies);
  const base = header.length + entries.length * 16;
  const directory = entries.map(([tag, table], index) =>
    Buffer.concat([
      Buffer.from(tag, 'latin1'),
      fields([checksum(padded(table)), 'u32'], [base + (starts[index] ?? 0), 'u32'], [table.length, 'u32']),
    ]),
  );
  const font = Buffer.concat([header, ...directory, ...bodies]);
  const head = base + (starts[entries.findIndex(([tag]) => tag === 'head')] ?? 0);
  font.writeUInt32BE((0xb1b0_afba - checksum(font)) >>> 0, head + 8);
  return font;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let offset = 0; offset < bytes.length; offset += 4) sum = (sum + bytes.readUInt32BE(offset)) >>> 0;
  return sum;
}
