import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  median,
  medianDeviation,
  percentile,
  ratios,
  standardErrorOfMedian,
} from '../../../bench/statistics.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('a percentile', () => {
  test('lies between two values in proportion', () => {
    expect(percentile([4, 1, 3, 2], 0)).toBe(1);
    expect(percentile([4, 1, 3, 2], 1)).toBe(4);
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(percentile([10, 20], 0.25)).toBe(12.5);
    expect(percentile([7], 0.99)).toBe(7);
  });

  test('leaves its share below it, does not depend on the order, and changes nothing', () => {
    fc.assert(
      fc.property(values, fc.double({ min: 0, max: 1, noNaN: true }), (list, share) => {
        const before = [...list];
        const found = percentile(list, share);
        expect(list).toEqual(before);
        expect(percentile(list.toReversed(), share)).toBe(found);
        expect(list.filter((value) => value < found).length).toBeLessThanOrEqual(
          Math.ceil(share * (list.length - 1)),
        );
      }),
      { seed: 20261123 },
    );
  });

  test('of nothing, or of no share, is an error', () => {
    expect(() => median([])).toThrow(RangeError);
    for (const share of [-0.1, 1.1, Number.NaN]) expect(() => percentile([1], share)).toThrow(RangeError);
  });
});

describe('the spread', () => {
  test('of the usual values is not moved by an outlier', () => {
    expect(medianDeviation([1, 2, 3, 4, 5])).toBe(1);
    expect(medianDeviation([1, 2, 3, 4, 5_000])).toBe(1);
    expect(medianDeviation([3, 3, 3])).toBe(0);
  });

  test('of the median falls with the root of the number of values', () => {
    const few = Array.from({ length: 100 }, (_, index) => index % 10);
    const many = Array.from({ length: 400 }, (_, index) => index % 10);
    expect(standardErrorOfMedian(few) / standardErrorOfMedian(many)).toBeCloseTo(2, 6);
  });

  test('of the median is about what drawn samples show', () => {
    // The median of 100 normal values varies by about √(π/2)/10.
    const normal = (n: number): number =>
      Math.sqrt(-2 * Math.log((n % 997) / 998 + 1 / 1996)) * Math.cos(2 * Math.PI * ((n * 0.618) % 1));
    const list = Array.from({ length: 100 }, (_, index) => normal(index * 37 + 1));
    expect(standardErrorOfMedian(list)).toBeGreaterThan(0.08);
    expect(standardErrorOfMedian(list)).toBeLessThan(0.2);
  });
});

describe('pairs', () => {
  test('are compared place by place', () => {
    expect(ratios([6, 9], [2, 3])).toEqual([3, 3]);
    expect(() => ratios([1], [])).toThrow(RangeError);
  });
});
