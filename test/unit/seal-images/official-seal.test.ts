import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { decodePng } from '../../../functions/seal-images/decode-png.ts';
import { officialSealOf } from '../../../functions/seal-images/official-seal.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { BLACK, type Grid, gridOf, RED, sealGrid, WHITE, writeBmp } from './bmp-writer.ts';

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
};

type PngWish = { depth: number; colourType: number; interlace?: number; more?: readonly Buffer[] };

/** A PNG file of these lines, each with its filter first. */
function pngOf(columns: number, lines: readonly (readonly number[])[], wish: PngWish): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(columns, 0);
  header.writeUInt32BE(lines.length, 4);
  header.set([wish.depth, wish.colourType, 0, 0, wish.interlace ?? 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    ...(wish.more ?? []),
    chunk('IDAT', deflateSync(Buffer.from(lines.flat()))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row under another of the five filters. */
function rgbPng(grid: Grid): Buffer {
  const plain = grid.map((row) => row.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const filtered = plain.map((row, y) => {
    const filter = y % 5;
    const bytes = row.map((byte, x) => {
      const left = row[x - 3] ?? 0;
      const above = plain[y - 1]?.[x] ?? 0;
      const corner = plain[y - 1]?.[x - 3] ?? 0;
      const p = left + above - corner;
      const nearest = [left, above, corner].reduce((best, one) =>
        Math.abs(p - one) < Math.abs(p - best) ? one : best,
      );
      return (byte - ([0, left, above, (left + above) >> 1, nearest][filter] ?? 0)) & 255;
    });
    return [filter, ...bytes];
  });
  return pngOf(grid[0]?.length ?? 0, filtered, { depth: 8, colourType: 2 });
}

const rulesOf = (file: Uint8Array) => {
  const seal = officialSealOf(file);
  return seal.ok ? 'taken' : `${seal.error.kind}:${seal.error.rule}`;
};

describe('公印 from a file', () => {
  test('is the same pixels and ink from BMP and PNG, under every filter', () => {
    const grid = sealGrid(40, { ink: RED });
    const seal = unwrap(officialSealOf(writeBmp(grid, { bitCount: 24 })));
    expect(seal).toMatchObject({ columns: 44, rows: 44, ink: [0xd0 / 255, 0x10 / 255, 0x20 / 255] });
    expect(unwrap(officialSealOf(rgbPng(grid)))).toEqual(seal);
  });

  test('may be of one bit, of a palette, and transparent where the paper is to be seen', () => {
    const palette = chunk('PLTE', Buffer.from([0xd0, 0x10, 0x20, 1, 2, 3]));
    const paper = chunk('tRNS', Buffer.from([255, 0]));
    const coloursOf = (file: Buffer) => [...unwrap(decodePng(file, 100)).colours];
    // two pixels each: the left one ink
    expect(coloursOf(pngOf(2, [[0, 0x40]], { depth: 1, colourType: 0 }))).toEqual([BLACK, WHITE]);
    expect(coloursOf(pngOf(2, [[0, 0x01]], { depth: 4, colourType: 3, more: [palette, paper] }))).toEqual([
      RED,
      WHITE,
    ]);
    expect(coloursOf(pngOf(2, [[0, 0, 255, 9, 0]], { depth: 8, colourType: 4 }))).toEqual([BLACK, WHITE]);
    expect(coloursOf(pngOf(1, [[0, 0xd0, 0x10, 0x20, 255]], { depth: 8, colourType: 6 }))).toEqual([RED]);
  });

  test('is refused by its rule where it is not one ink on white, or no sound file', () => {
    const small = rgbPng(sealGrid(10, { ink: RED }));
    const flipped = Buffer.from(small);
    flipped[60] = (flipped[60] ?? 0) ^ 1;
    const one = { depth: 8, colourType: 6 };
    for (const [file, rule] of [
      [Buffer.from('GIF89a'), 'seal:format'],
      [new Uint8Array(0), 'seal:format'],
      [writeBmp(sealGrid(10, { ink: RED, paper: 0xfefefe }), { bitCount: 24 }), 'seal:colours'],
      [rgbPng(gridOf(3, 1, (x) => [WHITE, RED, BLACK][x] ?? 0)), 'seal:colours'],
      [rgbPng(gridOf(3, 3, () => WHITE)), 'seal:colours'],
      [small.subarray(0, 50), 'png:truncated'],
      [flipped, 'png:checksum'],
      [pngOf(1, [[0, 1, 2, 3, 128]], one), 'png:transparency'],
      [pngOf(1, [[7, 1, 2, 3, 255]], one), 'png:data'],
      [pngOf(2, [[0, 1, 2, 3, 255]], one), 'png:data'],
      [pngOf(1, [[0, 1, 2, 3, 255, 9]], one), 'png:data'],
      [pngOf(1, [[0, 0]], { depth: 8, colourType: 3 }), 'png:beyond-palette'],
      [pngOf(1, [[0, 1, 2, 3, 255]], { ...one, interlace: 1 }), 'png:unsupported'],
      [pngOf(1, [[0, 1, 2]], { depth: 16, colourType: 0 }), 'png:unsupported'],
      [pngOf(2_000, [[0]], { depth: 1, colourType: 0 }), 'png:canvas'],
    ] as const)
      expect(rulesOf(file)).toBe(rule);
  });
});
