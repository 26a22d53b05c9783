import { describe, expect, test } from 'vitest';
import { sharesOf } from '../../../bench/pdf/breakdown.ts';
import { cellAt, likeness } from '../../../bench/pdf/check/cells.ts';
import { countKeys, lostKeys } from '../../../bench/pdf/check/lost-keys.ts';
import { DPI, type Raster } from '../../../bench/pdf/check/raster.ts';
import { framesOf } from '../../../bench/pdf/profile.ts';

const SIDE = 100;
/** A white page of 24 points a side with black where `isInk` says so. */
const raster = (isInk: (x: number, y: number) => boolean): Raster => ({
  width: SIDE,
  height: SIDE,
  levels: Uint8Array.from({ length: SIDE * SIDE }, (_, at) =>
    isInk(at % SIDE, Math.floor(at / SIDE)) ? 0 : 255,
  ),
});
/** The middle of the page. */
const cell = cellAt(6, 8, 12, 12);
const cross = (x: number, y: number): boolean => Math.abs(x - 50) < 4 || Math.abs(y - 50) < 4;

describe('a cell', () => {
  test('is alike to itself and to hardly anything else', () => {
    const page = raster(cross);
    expect(likeness(page, page, cell)).toBeCloseTo(1, 9);
    expect(
      likeness(
        page,
        raster((x, y) => x + y < 100 && x > 30),
        cell,
      ),
    ).toBeLessThan(0.5);
    expect(
      likeness(
        page,
        raster((x, y) => cross(x + 12, y)),
        cell,
      ),
    ).toBeLessThan(0.9);
  });

  test('that is blank where something should be is not alike, nor the other way round', () => {
    const blank = raster(() => false);
    expect(likeness(raster(cross), blank, cell)).toBe(0);
    expect(likeness(blank, raster(cross), cell)).toBe(0);
    expect(likeness(blank, blank, cell)).toBe(1);
  });

  test('of a page of another size is not alike', () => {
    const page = raster(cross);
    expect(likeness(page, { ...page, width: 50, height: 200 }, cell)).toBe(0);
    expect(DPI).toBe(300);
  });
});

describe('lost keys', () => {
  test('are counted as often as they are missing, a sequence apart from its character', () => {
    expect(lostKeys('渡邉\u{e0101}渡', '渡邉\u{e0101}渡')).toBe(0);
    expect(lostKeys('渡邉\u{e0101}渡', '渡邉')).toBe(2);
    expect(lostKeys('\u{20bb7}\ue000', '')).toBe(2);
    expect(lostKeys('邉邉', '邉\u{e0101}邉\u{e0101}')).toBe(2);
  });

  test('do not include spaces, and what is found besides does not matter', () => {
    expect(lostKeys('見本　一郎 ', '一郎見本、')).toBe(0);
    expect([...countKeys('あ あ　い').entries()]).toEqual([
      ['あ', 2],
      ['い', 1],
    ]);
  });
});

describe('a profile', () => {
  const frame = (id: number, functionName: string, url: string, children: readonly number[] = []) => ({
    id,
    callFrame: { functionName, url },
    children,
  });

  test('adds up by source file; what the machine does counts for whoever called it', () => {
    const nodes = [
      frame(1, '(root)', '', [2, 5, 6]),
      frame(2, 'drawPdf', 'file:///x/functions/pdf/draw/draw-pdf.ts', [3, 4]),
      frame(3, 'set', ''),
      frame(4, 'hash', 'node:internal/crypto/hash'),
      frame(5, '(garbage collector)', ''),
      frame(6, 'timed', 'file:///x/bench/pdf/engine-process.ts'),
    ];
    const frames = framesOf({ nodes, samples: [2, 3, 4, 5, 6], timeDeltas: [10, 20, 30, 40, 50] });
    expect(frames).toEqual([
      { place: 'draw-pdf.ts', micros: 30 },
      { place: 'hashing', micros: 30 },
      { place: 'garbage', micros: 40 },
    ]);
    expect(sharesOf(frames)[0]).toEqual(['garbage', 0.4]);
  });
});
