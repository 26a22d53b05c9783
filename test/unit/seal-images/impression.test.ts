import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../functions/pdf/index.ts';
import { readBmpHeader } from '../../../functions/seal-images/bmp-header.ts';
import { decodeBmp } from '../../../functions/seal-images/decode-bmp.ts';
import { ImpressionRules, impressionOf, impressionOfBase64 } from '../../../functions/seal-images/index.ts';
import { measureInk } from '../../../functions/seal-images/measure-ink.ts';
import { pageImage } from '../../../functions/seal-images/page-image.ts';
import { twoColoursOf } from '../../../functions/seal-images/two-colours.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import {
  BLACK,
  type BmpOptions,
  type Grid,
  generatedBmp,
  gridOf,
  RED,
  sealGrid,
  WHITE,
  writeBmp,
} from './bmp-writer.ts';

/** 100 dots are an inch of a resolution that has round numbers: 10 pixels a millimetre. */
const rules = ImpressionRules.parse({ dpi: 254 });
const SEED = 20_261_123;

const impressionFrom = (grid: Grid, more: Partial<ImpressionRules> = {}, perMetre?: [number, number]) =>
  impressionOf(writeBmp(grid, { bitCount: 24, perMetre: perMetre ?? [0, 0] }), { ...rules, ...more });
const faultOf = (...of: Parameters<typeof impressionFrom>) => {
  const impression = impressionFrom(...of);
  return impression.ok ? undefined : impression.error;
};

/** What a reader of the page sees at each pixel; paper that is not painted is white. */
function shown(image: Picture['image']): Grid {
  const bitsOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  const { columns, rows } = image;
  if ('bits' in image) {
    const rowBits = Math.ceil(columns / 8) * 8;
    const bits = bitsOf(image.bits);
    const [red, green, blue] = image.ink.map((part) => Math.round(part * 255));
    const ink = Number.parseInt(hexOf(Uint8Array.of(red ?? 0, green ?? 0, blue ?? 0)), 16);
    return gridOf(columns, rows, (x, y) => (bits[y * rowBits + x] === '1' ? ink : WHITE));
  }
  const { depth, samples } = image;
  if (depth === 24) {
    const hex = hexOf(samples);
    return gridOf(columns, rows, (x, y) => Number.parseInt(hex.slice((y * columns + x) * 6).slice(0, 6), 16));
  }
  const palette = hexOf(image.palette).match(/.{6}/g) ?? [];
  const rowBits = Math.ceil((columns * depth) / 8) * 8;
  const bits = bitsOf(samples);
  return gridOf(columns, rows, (x, y) => {
    const at = y * rowBits + x * depth;
    return Number.parseInt(palette[Number.parseInt(bits.slice(at, at + depth), 2)] ?? '', 16);
  });
}

const imageOf = (grid: Grid) =>
  pageImage({
    columns: grid[0]?.length ?? 0,
    rows: grid.length,
    colours: Uint32Array.from(grid.flat()),
    xPelsPerMeter: 0,
    yPelsPerMeter: 0,
  });

describe('the image of an impression', () => {
  test('has every pixel of the picture in its own colour', () => {
    fc.assert(
      fc.property(generatedBmp, ({ grid }) => {
        expect(shown(imageOf(grid))).toEqual(grid);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test('is one bit with its ink where one colour stands on pure white: black, red, and however it was delivered', () => {
    for (const [ink, parts] of [
      [BLACK, [0, 0, 0]],
      [RED, [0xd0 / 255, 0x10 / 255, 0x20 / 255]],
    ] as const) {
      const images = ([1, 4, 8, 24, 32] as const).map(
        (bitCount) =>
          unwrap(impressionOf(writeBmp(sealGrid(100, { ink }), { bitCount, topDown: bitCount > 4 }), rules))
            .image,
      );
      expect(images[0]).toMatchObject({ columns: 104, rows: 104, ink: parts });
      for (const image of images) expect(image).toEqual(images[0]);
    }
  });

  test('keeps paper that is not pure white, in the fewest bits that name its colours', () => {
    const depthOf = (colours: number) => {
      const image = imageOf(gridOf(colours, 2, (x) => x * 3));
      return 'bits' in image ? undefined : [image.depth, image.palette.length / 3];
    };
    expect(imageOf(sealGrid(9, { paper: 0xfffffe }))).toMatchObject({
      depth: 1,
      palette: Uint8Array.of(0, 0, 0, 0xff, 0xff, 0xfe),
    });
    expect([2, 3, 4, 5, 16, 17, 256].map(depthOf)).toEqual([
      [1, 2],
      [2, 3],
      [2, 4],
      [4, 5],
      [4, 16],
      [8, 17],
      [8, 256],
    ]);
    expect(depthOf(257)).toEqual([24, 0]);
  });

  test('read eight pixels at a time is the one that decoding and measuring pixel by pixel give', () => {
    const colour = fc.constantFrom(WHITE, WHITE, BLACK, RED, 0xfffffe);
    const picture = fc.record({
      colours: fc.array(colour, { minLength: 1, maxLength: 3 }),
      columns: fc.integer({ min: 1, max: 20 }),
      rows: fc.integer({ min: 1, max: 12 }),
      seed: fc.integer(),
      options: fc.record({
        bitCount: fc.constantFrom(1, 4, 8, 24, 32),
        topDown: fc.boolean(),
        palette: fc.constantFrom('full', 'counted'),
        padding: fc.constantFrom(0, 0xff),
        headerSize: fc.constantFrom(12, 40),
        unusedColours: fc.constantFrom([], [WHITE], [BLACK, WHITE]),
      }),
    });
    let quick = 0;
    fc.assert(
      fc.property(picture, ({ colours, columns, rows, seed, options }) => {
        const bits = createHash('sha256').update(String(seed)).digest();
        const grid = gridOf(columns, rows, (x, y) => {
          const at = y * columns + x;
          return colours[(bits[at % bits.length] ?? 0) % colours.length] ?? WHITE;
        });
        if (new Set([...grid.flat(), ...options.unusedColours]).size > 2 ** options.bitCount) return;
        const { bitCount, headerSize, topDown } = options;
        const isOld = headerSize === 12 && !topDown && bitCount !== 32;
        const file = writeBmp(grid, {
          ...options,
          headerSize: isOld ? 12 : 40,
          fourthByte: 0xff,
        } as BmpOptions);
        const header = unwrap(readBmpHeader(file, 100));
        const two = twoColoursOf(file, header);
        if (two === undefined) return;
        quick += 1;
        const bitmap = unwrap(decodeBmp(file, 100));
        expect(two).toEqual({ image: pageImage(bitmap), box: measureInk(bitmap) });
      }),
      { seed: SEED, numRuns: 2_000 },
    );
    expect(quick).toBeGreaterThan(200);
  });
});

describe('the size of an impression on paper', () => {
  test('is its pixels at the city’s resolution where the file says none', () => {
    expect(unwrap(impressionFrom(sealGrid(250, { margin: 25 }), { dpi: 300 }))).toMatchObject({
      widthPt: 72,
      heightPt: 72,
    });
  });

  test('is its pixels at the file’s resolution where it says one, width and height each by its own', () => {
    const grid = gridOf(100, 200, (x, y) => (x % 99 === 0 || y % 199 === 0 ? BLACK : WHITE));
    const impression = unwrap(impressionFrom(grid, { dpi: 4800 }, [10_000, 20_000]));
    expect(impression).toMatchObject({ widthPt: 28.346, heightPt: 28.346 });
    expect(unwrap(impressionFrom(grid, { dpi: 508 }, [10_000, 0]))).toMatchObject({
      widthPt: 28.346,
      heightPt: 28.346,
    });
  });

  test('is not taken from a resolution that no scanner has', () => {
    for (const [field, perMetre] of [
      ['horizontal', [72, 10_000]],
      ['horizontal', [2_000_000_000, 10_000]],
      ['vertical', [10_000, 1]],
      ['vertical', [10_000, 0x7fffffff]],
    ] as const) {
      expect(faultOf(sealGrid(100), {}, [...perMetre])).toMatchObject({ rule: 'resolution', field });
    }
  });

  test('is always by the city’s resolution where the city says that its files name a wrong one', () => {
    const screen: [number, number] = [3780, 3780];
    expect(faultOf(sealGrid(200), {}, screen)).toMatchObject({ rule: 'canvas' });
    expect(unwrap(impressionFrom(sealGrid(200), { resolution: 'city' }, screen)).widthPt).toBe(57.827);
  });
});

describe('the 8 and 25 mm rule', () => {
  test('an imprint that fits into 8 mm square is too small, a pixel more is not', () => {
    expect(faultOf(sealGrid(80))).toEqual({
      kind: 'impression',
      rule: 'too-small',
      field: 'ink',
      found: 8,
      limit: 8,
    });
    expect(faultOf(sealGrid(81))).toBeUndefined();
  });

  test('an imprint up to 25.5 mm is accepted, a pixel more is too large', () => {
    expect(faultOf(sealGrid(255))).toBeUndefined();
    expect(faultOf(sealGrid(256))).toEqual({
      kind: 'impression',
      rule: 'too-large',
      field: 'ink',
      found: 25.6,
      limit: 25.5,
    });
  });

  test('is of the longer side: a narrow seal of 10 mm is large enough, one of 26 mm is not small', () => {
    const bar = (columns: number, rows: number) =>
      gridOf(columns + 4, rows + 4, (x, y) =>
        x >= 2 && x < columns + 2 && y >= 2 && y < rows + 2 ? BLACK : WHITE,
      );
    expect(faultOf(bar(30, 100))).toBeUndefined();
    expect(faultOf(bar(100, 30))).toBeUndefined();
    expect(faultOf(bar(30, 260))).toMatchObject({ rule: 'too-large', found: 26 });
  });

  test('is of the ink, not of the margin, and its limits are the city’s', () => {
    expect(faultOf(sealGrid(80, { margin: 100 }))).toMatchObject({ rule: 'too-small', found: 8 });
    expect(faultOf(sealGrid(80), { minimumMillimetres: 7.9 })).toBeUndefined();
    expect(faultOf(sealGrid(255), { maximumMillimetres: 25 })).toMatchObject({
      rule: 'too-large',
      limit: 25,
    });
  });

  test('counts a speck of one pixel, because it is printed', () => {
    const grid = sealGrid(250, { margin: 10 }).map((row, y) => row.map((c, x) => (x + y === 0 ? BLACK : c)));
    expect(faultOf(sealGrid(250, { margin: 10 }))).toBeUndefined();
    expect(faultOf(grid)).toMatchObject({ rule: 'too-large', found: 26 });
  });

  test('takes the noise of a scanned sheet for paper, and a faint imprint for ink', () => {
    const noisy = sealGrid(250, { margin: 60, ink: 0x9c4040 }).map((row, y) =>
      row.map((c, x) => (c === WHITE ? 0xffffff - 0x010101 * ((x * 5 + y * 3) % 64) : c)),
    );
    expect(faultOf(noisy)).toBeUndefined();
    expect(faultOf(sealGrid(100, { ink: 0xbfbfbf }))).toBeUndefined();
    expect(faultOf(sealGrid(100, { ink: 0xffffbf }))).toBeUndefined();
  });

  test('an impression without ink is none', () => {
    const none = { kind: 'impression', rule: 'no-ink', field: 'ink' };
    expect(faultOf(gridOf(100, 100, () => WHITE))).toEqual(none);
    expect(faultOf(gridOf(100, 100, () => BLACK))).toEqual(none);
    expect(faultOf(sealGrid(100, { ink: 0xc0c0c0 }))).toEqual(none);
  });
});

describe('the canvas of an impression', () => {
  test('has a limit of its own in pixels and on paper', () => {
    const grid = sealGrid(100, { margin: 25 });
    expect(faultOf(grid, { canvasPixels: 149 })).toMatchObject({ kind: 'bmp', rule: 'canvas', limit: 149 });
    expect(faultOf(grid, { canvasPixels: 150, canvasMillimetres: 15 })).toBeUndefined();
    expect(faultOf(grid, { canvasMillimetres: 14.9 })).toEqual({
      kind: 'impression',
      rule: 'canvas',
      field: 'canvas',
      found: 15,
      limit: 14.9,
    });
  });

  test('must leave room in the file: an encoded image has most bytes too', () => {
    const noise = gridOf(104, 104, (x, y) => {
      const hash = createHash('sha256').update(`${x} ${y}`).digest();
      return hash.readUIntBE(0, 3);
    });
    expect(faultOf(noise)).toBeUndefined();
    expect(faultOf(noise, { encodedBytes: 20_000 })).toMatchObject({
      rule: 'encoded-size',
      field: 'image',
      limit: 20_000,
    });
  });
});

describe('the text of a link file', () => {
  const text = Buffer.from(writeBmp(sealGrid(100), { bitCount: 1 })).toString('base64');
  const of = (base64: string, more: Partial<ImpressionRules> = {}) => {
    const impression = impressionOfBase64(base64, { ...rules, ...more });
    return impression.ok ? undefined : impression.error;
  };

  test('is the same impression as its bytes', () => {
    expect(impressionOfBase64(text, rules)).toEqual(
      impressionOf(writeBmp(sealGrid(100), { bitCount: 1 }), rules),
    );
  });

  test('is refused when it is not BASE64 to the letter', () => {
    const refused = { kind: 'base64', rule: 'not-canonical', field: 'text' };
    const spoilt = [`${text} `, `${text}=`, `\n${text}`, text.replace('A', '-'), text.replace('A', '印')];
    for (const each of spoilt) expect(of(each)).toEqual(refused);
    expect(of(text.replace('A', ''))).toEqual(refused);
    expect(of('')).toMatchObject({ kind: 'bmp', rule: 'truncated' });
  });

  test('is refused before it is decoded when no canvas of this city needs so much', () => {
    expect(of('A'.repeat(120_000), { canvasPixels: 50 })).toEqual({
      kind: 'base64',
      rule: 'too-long',
      field: 'text',
    });
  });
});

test('a refusal says numbers of headers and sizes, never a pixel', () => {
  fc.assert(
    fc.property(generatedBmp, ({ grid, options }) => {
      const impression = impressionOf(writeBmp(grid, options), rules);
      if (impression.ok) return;
      const { kind, rule, field, ...numbers } = { found: 0, limit: 0, ...impression.error };
      expect([kind, rule, field].every((word) => /^[a-zA-Z0-9-]+$/.test(word))).toBe(true);
      expect(Object.values(numbers).every((number) => typeof number === 'number')).toBe(true);
      expect(Object.keys(numbers).sort()).toEqual(['found', 'limit']);
    }),
    { seed: SEED, numRuns: 100 },
  );
});
