import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AppliedFile,
  advanced,
  type FeedSeries,
  type Watermark,
  withApplied,
  withFailed,
} from '../../../functions/linkage/watermark.ts';
import { instantOf } from '../../../functions/shared/time.ts';

const file = (fileNumber: number, wish: Partial<AppliedFile> = {}): AppliedFile => ({
  epoch: 1,
  fileNumber,
  number: fileNumber * 10,
  madeAt: instantOf(fileNumber * 1000),
  appliedAt: instantOf(1_000_000 + fileNumber),
  isFull: false,
  unreadable: 0,
  ...wish,
});
const full = (fileNumber: number, wish: Partial<AppliedFile> = {}) =>
  file(fileNumber, { isFull: true, ...wish });
const watermarkAfter = (files: readonly AppliedFile[]): Watermark | undefined =>
  files.reduce<Watermark | undefined>((before, one) => advanced(before, one), undefined);
const numbersIn = (mark: Watermark | undefined) =>
  mark?.gaps.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i)) ?? [];

describe('the watermark (INV-5)', () => {
  test('shows a gap until the missing file has come', () => {
    expect(numbersIn(watermarkAfter([file(1), file(4)]))).toEqual([2, 3]);
    expect(numbersIn(watermarkAfter([file(1), file(4), file(2)]))).toEqual([3]);
    expect(numbersIn(watermarkAfter([file(3), file(1), file(2)]))).toEqual([]);
  });

  test('shows no gap that a full file has said again', () => {
    expect(numbersIn(watermarkAfter([file(1), file(4), full(5)]))).toEqual([]);
    expect(numbersIn(watermarkAfter([full(5), file(1)]))).toEqual([]);
    expect(numbersIn(watermarkAfter([full(5), file(8)]))).toEqual([6, 7]);
  });

  test('believes no full file with rows that nobody could read', () => {
    const mark = watermarkAfter([file(1), file(4), full(5, { unreadable: 1 })]);
    expect(numbersIn(mark)).toEqual([2, 3]);
    expect(mark?.full).toBeUndefined();
  });

  test('begins again with a new epoch and ignores the old one', () => {
    const mark = watermarkAfter([full(7), file(1, { epoch: 2 }), file(8)]);
    expect(mark).toMatchObject({ epoch: 2, fileNumber: 1, gaps: [] });
    // What the new core system has not said once in full is not known.
    expect(mark?.full).toBeUndefined();
  });

  test('does not believe a time that lies ahead', () => {
    expect(watermarkAfter([file(1, { madeAt: instantOf(9e12) })])?.madeAt).toBe(1_000_001);
  });

  test('keeps when the newest file was applied, whatever comes late', () => {
    const late = file(2, { appliedAt: instantOf(9_000_000) });
    expect(watermarkAfter([file(1), file(3), late])).toMatchObject({ madeAt: 3000, appliedAt: 1_000_003 });
  });

  test('is the same whatever the order and repetition of the files, with exactly the missing numbers', () => {
    const files = fc.uniqueArray(
      fc.record({
        n: fc.integer({ min: 1, max: 12 }),
        epoch: fc.integer({ min: 1, max: 2 }),
        isFull: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
      }),
      { minLength: 1, maxLength: 12, selector: ({ n, epoch }) => `${epoch} ${n}` },
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
          const make = ({ n, epoch, isFull }: (typeof list)[number]) => file(n, { epoch, isFull });
          const one = watermarkAfter(list.map(make));
          const other = watermarkAfter(order.map(make));
          expect({ ...other, gaps: numbersIn(other) }).toEqual({ ...one, gaps: numbersIn(one) });
          const epoch = Math.max(...list.map((entry) => entry.epoch));
          const ofEpoch = list.filter((entry) => entry.epoch === epoch);
          const seen = ofEpoch.map(({ n }) => n);
          const base = Math.max(0, ...ofEpoch.filter(({ isFull }) => isFull).map(({ n }) => n));
          const missing = Array.from({ length: Math.max(...seen) }, (_, i) => i + 1).filter(
            (n) => n > base && !seen.includes(n),
          );
          expect(numbersIn(one).sort((a, b) => a - b)).toEqual(missing);
        },
      ),
      { seed: 20261123, numRuns: 1000 },
    );
  });
});

describe('a file that has failed', () => {
  const EMPTY: FeedSeries = { feed: 'seal', series: 'regular', failed: [] };
  const failed = (fileNumber: number, at = 2_000_000) =>
    ({ epoch: 1, fileNumber, rule: 'checksum', at: instantOf(at) }) as const;
  const named = ({ failed: list }: FeedSeries) => list.map(({ fileNumber }) => fileNumber);

  test('is known until it has come mended under its own number', () => {
    const after = withFailed(withApplied(EMPTY, full(1)), failed(2));
    expect(named(after)).toEqual([2]);
    expect(named(withApplied(after, file(3)))).toEqual([2]);
    expect(named(withApplied(after, file(2)))).toEqual([]);
  });

  test('is settled by a full file with a higher number, or one that was made later', () => {
    const after = withFailed(withApplied(EMPTY, full(1)), failed(2));
    expect(named(withApplied(after, full(3)))).toEqual([]);
    // A number that nobody will ever use again.
    const typo = withFailed(EMPTY, failed(999_999));
    expect(named(withApplied(typo, full(3)))).toEqual([999_999]);
    const later = instantOf(2_000_001);
    expect(named(withApplied(typo, full(3, { madeAt: later, appliedAt: later })))).toEqual([]);
  });

  test('is of no account in a new epoch, whichever of their files comes first', () => {
    const files = [file(2, { unreadable: 1 }), full(5), file(1, { epoch: 2 })];
    const orders = [files, [...files].reverse(), [1, 0, 2].flatMap((i) => files[i] ?? [])];
    const failed = orders.map(
      (order) =>
        order.reduce(withApplied, { feed: 'resident', series: 'regular', failed: [] } as FeedSeries).failed,
    );
    expect(failed).toEqual([[], [], []]);
    const urgent: FeedSeries = { feed: 'resident', series: 'urgent', failed: [] };
    const kept = [file(2, { unreadable: 1 }), file(1, { epoch: 2 })].reduce(withApplied, urgent).failed;
    expect(kept).toHaveLength(1);
  });

  test('has rows that name nobody, and is mended by the same number without them', () => {
    const after = withApplied(EMPTY, file(1, { unreadable: 2 }));
    expect(after.failed).toMatchObject([{ fileNumber: 1, rule: 'unreadable-row' }]);
    expect(named(withApplied(after, file(1)))).toEqual([]);
  });

  test('is not forgotten where there are too many to name', () => {
    const many = Array.from({ length: 130 }, (_, i) => failed(i + 1)).reduce(withFailed, EMPTY);
    expect(many.failed).toHaveLength(100);
    const mended = Array.from({ length: 100 }, (_, i) => file(i + 1)).reduce(withApplied, many);
    expect(mended).toMatchObject({ failed: [], failedBeyond: 2_000_000 });
    const later = instantOf(2_000_001);
    expect(withApplied(mended, full(200, { madeAt: later, appliedAt: later })).failedBeyond).toBeUndefined();
  });
});
