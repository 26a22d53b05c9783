import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Bitmap, decodeBmp } from '../../../functions/seal-images/decode-bmp.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import {
  AT,
  BLACK,
  type BmpOptions,
  type Grid,
  generatedBmp,
  gridOf,
  patched,
  RED,
  sealGrid,
  WHITE,
  writeBmp,
} from './bmp-writer.ts';

const CANVAS = 512;
const SEED = 20_261_123;

const decoded = (file: Uint8Array): Bitmap => unwrap(decodeBmp(file, CANVAS));
const rowsOf = ({ columns, rows, colours }: Bitmap): Grid =>
  gridOf(columns, rows, (x, y) => colours[y * columns + x] ?? -1);
const faultOf = (file: Uint8Array, canvas = CANVAS) => {
  const bitmap = decodeBmp(file, canvas);
  return bitmap.ok ? undefined : bitmap.error;
};

describe('a bitmap is decoded', () => {
  test('pixel for pixel, in every variant of the format', () => {
    fc.assert(
      fc.property(generatedBmp, ({ grid, options }) => {
        const bitmap = decoded(writeBmp(grid, options));
        expect(rowsOf(bitmap)).toEqual(grid);
        const said = options.headerSize === 12 ? [0, 0] : options.perMetre;
        expect([bitmap.xPelsPerMeter, bitmap.yPelsPerMeter]).toEqual(said);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  test('rows in either order, an odd width padded, at each depth', () => {
    const grid: Grid = [
      [WHITE, BLACK, WHITE],
      [BLACK, BLACK, BLACK],
    ];
    for (const bitCount of [1, 4, 8, 24, 32] as const) {
      for (const topDown of [true, false]) {
        expect(rowsOf(decoded(writeBmp(grid, { bitCount, topDown, padding: 0xff })))).toEqual(grid);
      }
    }
  });

  test('with a palette that is longer than the bits can name, as far as they go', () => {
    const grid: Grid = [[WHITE, RED]];
    const file = writeBmp(grid, { bitCount: 1, palette: 'counted', unusedColours: [1, 2, 3] });
    expect(rowsOf(decoded(file))).toEqual(grid);
  });

  test('from the middle of a larger buffer, and with bytes after its end', () => {
    const grid = sealGrid(9);
    const file = writeBmp(grid, { bitCount: 1 });
    const larger = Uint8Array.from([1, 2, 3, ...file, 9, 9]);
    expect(rowsOf(decoded(larger.subarray(3)))).toEqual(grid);
  });
});

const good = (options: Partial<BmpOptions> = {}) => writeBmp(sealGrid(9), { bitCount: 8, ...options });
const goodWith = (name: keyof typeof AT, value: number, bytes: 2 | 4 = 4) =>
  patched(good(), [[AT[name], bytes, value]]);

describe('a bitmap is refused by rule, field and numbers', () => {
  test('when it is no bitmap', () => {
    expect(faultOf(new Uint8Array(0))).toEqual({
      kind: 'bmp',
      rule: 'truncated',
      field: 'bfType',
      found: 0,
      limit: 18,
    });
    expect(faultOf(Uint8Array.from({ length: 100 }, () => 0x42))).toEqual({
      kind: 'bmp',
      rule: 'signature',
      field: 'bfType',
    });
  });

  test('when it ends within its header', () => {
    for (const headerSize of [12, 40, 124] as const) {
      const file = patched(good({ headerSize }).subarray(0, 14 + headerSize - 1), [[AT.bfSize, 4, 0]]);
      expect(faultOf(file)).toMatchObject({ rule: 'truncated', field: 'biSize', limit: 14 + headerSize });
    }
  });

  test('when it declares more than its data: the file, the image, the pixels', () => {
    const file = good();
    expect(faultOf(goodWith('bfSize', file.length + 1))).toEqual({
      kind: 'bmp',
      rule: 'beyond-data',
      field: 'bfSize',
      found: file.length + 1,
      limit: file.length,
    });
    const pixels = 16 * 13;
    expect(faultOf(goodWith('biSizeImage', pixels + 1))).toMatchObject({
      rule: 'beyond-data',
      field: 'biSizeImage',
      found: pixels + 1,
      limit: pixels,
    });
    expect(faultOf(goodWith('biHeight', 14))).toMatchObject({
      rule: 'beyond-data',
      field: 'pixels',
      found: pixels + 16,
      limit: pixels,
    });
    expect(faultOf(patched(file.subarray(0, -1), [[AT.bfSize, 4, 0]]))).toMatchObject({
      rule: 'beyond-data',
      field: 'pixels',
    });
    expect(faultOf(goodWith('bfOffBits', 0xffffffff))).toMatchObject({
      rule: 'beyond-data',
      field: 'bfOffBits',
    });
  });

  test('when its pixels would begin within its header', () => {
    for (const offBits of [0, 14, 53]) {
      expect(faultOf(goodWith('bfOffBits', offBits))).toEqual({
        kind: 'bmp',
        rule: 'range',
        field: 'bfOffBits',
        found: offBits,
        limit: 54,
      });
    }
  });

  test('when its canvas is larger than the city allows, before anything is reserved for it', () => {
    expect(faultOf(good(), 13)).toBeUndefined();
    expect(faultOf(good(), 12)).toEqual({
      kind: 'bmp',
      rule: 'canvas',
      field: 'biWidth',
      found: 13,
      limit: 12,
    });
    expect(faultOf(goodWith('biWidth', 0x7fffffff))).toMatchObject({ rule: 'canvas', field: 'biWidth' });
    expect(faultOf(goodWith('biHeight', 0x7fffffff))).toMatchObject({ rule: 'canvas', field: 'biHeight' });
    expect(faultOf(goodWith('biHeight', 0x80000000))).toMatchObject({
      rule: 'canvas',
      field: 'biHeight',
      found: 2 ** 31,
    });
  });

  test('when its palette ends where its pixels begin', () => {
    const short = writeBmp(sealGrid(9), { bitCount: 8, palette: 'counted' });
    expect(faultOf(short)).toBeUndefined();
    const full = patched(short, [[AT.biClrUsed, 4, 0]]);
    expect(faultOf(full)).toEqual({ kind: 'bmp', rule: 'truncated', field: 'palette', found: 2, limit: 256 });
    for (const clrUsed of [3, 0xffffffff]) {
      const longer = patched(short, [[AT.biClrUsed, 4, clrUsed]]);
      expect(faultOf(longer)).toMatchObject({
        rule: 'truncated',
        field: 'palette',
        found: 2,
        limit: clrUsed,
      });
    }
    const os2 = patched(writeBmp(sealGrid(9), { bitCount: 1, headerSize: 12 }), [[AT.bfOffBits, 4, 26]]);
    expect(faultOf(os2)).toMatchObject({ rule: 'truncated', field: 'palette', found: 0, limit: 1 });
  });

  test('when a pixel names a colour beyond the palette', () => {
    for (const bitCount of [1, 4, 8] as const) {
      const file = writeBmp(sealGrid(9), { bitCount, palette: 'counted' });
      const one = patched(file, [[AT.biClrUsed, 4, 1]]);
      expect(faultOf(one)).toEqual({ kind: 'bmp', rule: 'beyond-palette', field: 'pixels', limit: 1 });
    }
    // Padding names nothing.
    const padded = writeBmp([[WHITE]], { bitCount: 1, palette: 'counted', padding: 0xff });
    expect(faultOf(padded)).toBeUndefined();
  });

  test('when it is of a kind that is not decoded: RLE, masks, 16 bits, other headers', () => {
    for (const compression of [1, 2, 3, 4, 5, 0xffffffff]) {
      expect(faultOf(goodWith('biCompression', compression))).toEqual({
        kind: 'bmp',
        rule: 'unsupported',
        field: 'biCompression',
        found: compression,
      });
    }
    for (const bits of [0, 2, 16, 64]) {
      expect(faultOf(goodWith('biBitCount', bits, 2))).toMatchObject({
        rule: 'unsupported',
        field: 'biBitCount',
        found: bits,
      });
    }
    for (const size of [0, 16, 41, 64, 0xffffffff]) {
      expect(faultOf(goodWith('biSize', size))).toMatchObject({ rule: 'unsupported', field: 'biSize' });
    }
  });

  test('when 32 bits use their fourth byte', () => {
    for (const fourthByte of [0, 255]) expect(faultOf(good({ bitCount: 32, fourthByte }))).toBeUndefined();
    const mixed = good({ bitCount: 32 });
    mixed[mixed.length - 1] = 255;
    const half = good({ bitCount: 32, fourthByte: 128 });
    for (const file of [mixed, half]) {
      expect(faultOf(file)).toEqual({ kind: 'bmp', rule: 'transparency', field: 'pixels' });
    }
  });

  test('when a number makes no sense', () => {
    expect(faultOf(goodWith('biPlanes', 3, 2))).toMatchObject({ rule: 'range', field: 'biPlanes', found: 3 });
    expect(faultOf(goodWith('biWidth', 0))).toMatchObject({ rule: 'range', field: 'biWidth' });
    expect(faultOf(goodWith('biWidth', -13))).toMatchObject({ rule: 'range', field: 'biWidth', found: -13 });
    expect(faultOf(goodWith('biHeight', 0))).toMatchObject({ rule: 'range', field: 'biHeight' });
    for (const field of ['biXPelsPerMeter', 'biYPelsPerMeter'] as const) {
      expect(faultOf(goodWith(field, -1))).toMatchObject({ rule: 'range', field, found: -1 });
    }
  });
});

describe('a broken or hostile file', () => {
  test('is refused or decoded to its own size, whatever is written over its header', () => {
    const patch = fc.tuple(
      fc.integer({ min: 0, max: 53 }),
      fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)),
    );
    fc.assert(
      fc.property(
        generatedBmp,
        fc.array(patch, { minLength: 1, maxLength: 6 }),
        fc.nat(200),
        (bmp, patches, cut) => {
          const file = writeBmp(bmp.grid, bmp.options);
          for (const [at, byte] of patches) file[at] = byte;
          const bitmap = decodeBmp(file.subarray(0, file.length - Math.min(cut, file.length)), CANVAS);
          if (bitmap.ok) {
            const { columns, rows, colours } = bitmap.value;
            expect(Math.max(columns, rows)).toBeLessThanOrEqual(CANVAS);
            expect(colours).toHaveLength(columns * rows);
          }
        },
      ),
      { seed: SEED, numRuns: 2000 },
    );
  });
});
