import { readSync } from 'node:fs';

/** A second reader of TrueType files, for comparisons: it trusts its input and shares nothing with the engine. */
export type Sfnt = {
  readonly tables: ReadonlyMap<
    string,
    { readonly checksum: number; readonly offset: number; readonly bytes: Buffer }
  >;
  readonly longLoca: boolean;
  readonly glyphCount: number;
  /** The raw `glyf` entry. */
  glyph(gid: number): Buffer;
  metric(gid: number): { readonly advance: number; readonly bearing: number };
};

type Read = (offset: number, length: number) => Buffer;

export const readOf = (bytes: Uint8Array): Read => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  return (offset, length) => buffer.subarray(offset, offset + length);
};

export const readOfFile =
  (descriptor: number): Read =>
  (offset, length) => {
    const buffer = Buffer.alloc(length);
    readSync(descriptor, buffer, 0, length, offset);
    return buffer;
  };

export function readSfnt(read: Read): Sfnt {
  const count = read(4, 2).readUInt16BE(0);
  const tables: Map<string, { checksum: number; offset: number; bytes: Buffer }> = new Map();
  let glyfOffset = 0;
  for (let index = 0; index < count; index++) {
    const entry = read(12 + index * 16, 16);
    const tag = entry.toString('latin1', 0, 4);
    const offset = entry.readUInt32BE(8);
    if (tag === 'glyf') glyfOffset = offset;
    const bytes = tag === 'glyf' ? Buffer.alloc(0) : read(offset, entry.readUInt32BE(12));
    tables.set(tag, { checksum: entry.readUInt32BE(4), offset, bytes });
  }
  const table = (tag: string): Buffer => tables.get(tag)?.bytes ?? Buffer.alloc(0);
  const longLoca = table('head').readInt16BE(50) === 1;
  const loca = table('loca');
  const at = (gid: number): number =>
    longLoca ? loca.readUInt32BE(gid * 4) : loca.readUInt16BE(gid * 2) * 2;
  const metrics = table('hhea').readUInt16BE(34);
  const hmtx = table('hmtx');
  return {
    tables,
    longLoca,
    glyphCount: table('maxp').readUInt16BE(4),
    glyph: (gid) => read(glyfOffset + at(gid), at(gid + 1) - at(gid)),
    metric: (gid) => ({
      advance: hmtx.readUInt16BE(Math.min(gid, metrics - 1) * 4),
      bearing: gid < metrics ? hmtx.readInt16BE(gid * 4 + 2) : hmtx.readInt16BE(metrics * 2 + gid * 2),
    }),
  };
}

/** Points of a glyph as `x,y,onCurve`, contour by contour, composites unfolded (offsets only, no scaling). */
export function outlinePoints(font: Sfnt, gid: number): string[][] {
  const glyph = font.glyph(gid);
  if (glyph.length === 0) return [];
  const contours = glyph.readInt16BE(0);
  if (contours >= 0) return simplePoints(glyph, contours);
  const unfolded: string[][] = [];
  for (let at = 10, more = true; more; ) {
    const flags = glyph.readUInt16BE(at);
    const [dx, dy] = (flags & 1) !== 0 ? [glyph.readInt16BE(at + 4), glyph.readInt16BE(at + 6)] : [0, 0];
    for (const contour of outlinePoints(font, glyph.readUInt16BE(at + 2))) {
      unfolded.push(
        contour.map((point) => {
          const [x = 0, y = 0, on = 0] = point.split(',').map(Number);
          return `${x + dx},${y + dy},${on}`;
        }),
      );
    }
    more = (flags & 0x20) !== 0;
    at += 8;
  }
  return unfolded;
}

function simplePoints(glyph: Buffer, contours: number): string[][] {
  const ends = Array.from({ length: contours }, (_, index) => glyph.readUInt16BE(10 + index * 2));
  const count = (ends.at(-1) ?? -1) + 1;
  let at = 10 + contours * 2;
  at += 2 + glyph.readUInt16BE(at);
  const flags: number[] = [];
  while (flags.length < count) {
    const flag = glyph.readUInt8(at++);
    const repeats = (flag & 8) !== 0 ? glyph.readUInt8(at++) : 0;
    for (let repeat = 0; repeat <= repeats; repeat++) flags.push(flag);
  }
  const coordinates = (short: number, same: number): number[] => {
    let value = 0;
    return flags.map((flag) => {
      if ((flag & short) !== 0) value += (flag & same) !== 0 ? glyph.readUInt8(at++) : -glyph.readUInt8(at++);
      else if ((flag & same) === 0) {
        value += glyph.readInt16BE(at);
        at += 2;
      }
      return value;
    });
  };
  const xs = coordinates(2, 16);
  const ys = coordinates(4, 32);
  let first = 0;
  return ends.map((end) => {
    const contour = flags.slice(first, end + 1).map((flag, index) => {
      const point = first + index;
      return `${xs[point]},${ys[point]},${flag & 1}`;
    });
    first = end + 1;
    return contour;
  });
}
