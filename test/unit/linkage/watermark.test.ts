import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AppliedFile, advanced, type Watermark } from '../../../functions/linkage/watermark.ts';
import { instantOf } from '../../../functions/shared/time.ts';

const file = (fileNumber: number, wish: Partial<AppliedFile> = {}): AppliedFile => ({
  epoch: 1,
  fileNumber,
  number: fileNumber * 10,
  madeAt: instantOf(fileNumber * 1000),
  appliedAt: instantOf(1_000_000 + fileNumber),
  ...wish,
});
const watermarkAfter = (files: readonly AppliedFile[]): Watermark | undefined =>
  files.reduce<Watermark | undefined>((before, one) => advanced(before, one), undefined);

describe('the watermark (INV-5)', () => {
  test('shows a gap until the missing file has come', () => {
    expect(watermarkAfter([file(1), file(4)])?.gaps).toEqual([{ from: 2, to: 3 }]);
    expect(watermarkAfter([file(1), file(4), file(2)])?.gaps).toEqual([{ from: 3, to: 3 }]);
    expect(watermarkAfter([file(3), file(1), file(2)])?.gaps).toEqual([]);
  });

  test('begins again with a new epoch and ignores the old one', () => {
    expect(watermarkAfter([file(7), file(1, { epoch: 2 }), file(8)])).toMatchObject({
      epoch: 2,
      fileNumber: 1,
      gaps: [],
    });
  });

  test('does not believe a time that lies ahead', () => {
    expect(watermarkAfter([file(1, { madeAt: instantOf(9e12) })])?.madeAt).toBe(1_000_001);
  });

  test('is the same whatever the order and repetition of the files, with exactly the missing numbers', () => {
    const files = fc.array(
      fc.record({ n: fc.integer({ min: 1, max: 12 }), epoch: fc.integer({ min: 1, max: 2 }) }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(
        files.chain((list) =>
          fc.record({
            list: fc.constant(list),
            order: fc.shuffledSubarray([...list, ...list], { minLength: list.length * 2 }),
          }),
        ),
        ({ list, order }) => {
          const make = ({ n, epoch }: { n: number; epoch: number }) => file(n, { epoch });
          const gapsOf = (mark: Watermark | undefined) =>
            mark?.gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
          const one = watermarkAfter(list.map(make));
          const other = watermarkAfter(order.map(make));
          expect({ ...other, gaps: gapsOf(other) }).toEqual({ ...one, gaps: gapsOf(one) });
          const epoch = Math.max(...list.map((entry) => entry.epoch));
          const seen = list.filter((entry) => entry.epoch === epoch).map(({ n }) => n);
          const missing = Array.from({ length: Math.max(...seen) }, (_, i) => i + 1).filter(
            (n) => !seen.includes(n),
          );
          expect(gapsOf(one)?.sort((a, b) => a - b)).toEqual(missing);
        },
      ),
      { seed: 20261123, numRuns: 1000 },
    );
  });
});
