import { describe, expect, test } from 'vitest';
import { familiesClosedBy, freshnessOf, partsAgainst } from '../../../functions/linkage/freshness.ts';
import type { RowFeed, Series } from '../../../functions/linkage/layouts/envelope.ts';
import {
  type AppliedFile,
  type FeedSeries,
  withApplied,
  withFailed,
} from '../../../functions/linkage/watermark.ts';
import { CertificateFamily } from '../../../functions/shared/certificate-types.ts';
import { instantOf } from '../../../functions/shared/time.ts';

const minute = 60_000;
const NOON = Date.parse('2026-11-23T12:00:00+09:00');
/** 30 minutes in the day, 600 in the night. */
const limits = () => Array.from({ length: 24 }, (_, hour) => (hour >= 6 && hour < 23 ? 30 : 600));

const FEEDS: readonly RowFeed[] = [
  'resident',
  'seal',
  'tax',
  'serial',
  'restriction',
  'koseki-index',
  'domicile-registration',
];

const file = (fileNumber: number, madeAt: number, wish: Partial<AppliedFile> = {}): AppliedFile => ({
  epoch: 1,
  fileNumber,
  number: 1,
  madeAt: instantOf(madeAt),
  appliedAt: instantOf(madeAt + 5000),
  isFull: fileNumber === 1,
  unreadable: 0,
  ...wish,
});
const seriesAfter = (feed: RowFeed, series: Series, files: readonly AppliedFile[]): FeedSeries =>
  files.reduce<FeedSeries>(withApplied, { feed, series, failed: [] });

/** Every feed loaded and fresh at noon, but for what is given. */
const city = (...others: readonly FeedSeries[]): readonly FeedSeries[] => [
  ...FEEDS.filter((feed) => !others.some((one) => one.feed === feed && one.series === 'regular')).map(
    (feed) => seriesAfter(feed, 'regular', [file(1, NOON - minute)]),
  ),
  ...others,
];
const closedBy = (stored: readonly FeedSeries[], now = NOON) => {
  const freshness = freshnessOf(stored, limits, instantOf(now));
  return Object.fromEntries(
    CertificateFamily.options.flatMap((family) => {
      const parts = partsAgainst(freshness, family);
      return parts.length === 0 ? [] : [[family, parts]];
    }),
  );
};
const everyFamily = (part: string) =>
  Object.fromEntries(CertificateFamily.options.map((family) => [family, [part]]));

describe('what is known of a city’s feeds', () => {
  test('closes nothing as long as every feed is loaded, whole and young', () => {
    expect(closedBy(city())).toEqual({});
  });

  test('closes the types that are made of a feed which has never been loaded', () => {
    const stored = city().filter(({ feed }) => feed !== 'tax');
    expect(closedBy(stored)).toEqual({ 'tax-and-income': ['tax:never-loaded'] });
    expect(
      closedBy(city(seriesAfter('tax', 'regular', [file(1, NOON - minute, { isFull: false })]))),
    ).toEqual({
      'tax-and-income': ['tax:never-loaded'],
    });
  });

  test('closes by a gap of either series, and only what needs the feed', () => {
    const gap = seriesAfter('seal', 'regular', [file(1, NOON - 9 * minute), file(4, NOON - minute)]);
    expect(closedBy(city(gap))).toEqual({ 'seal-registration': ['seal:gap:regular:2-3'] });
    const urgent = seriesAfter('resident', 'urgent', [file(2, NOON - minute, { isFull: false })]);
    const earlier = seriesAfter('resident', 'regular', [file(1, NOON - 9 * minute)]);
    expect(closedBy(city(earlier, urgent))).toEqual(everyFamily('resident:gap:urgent:1-1'));
  });

  test('forgets a gap of urgent files that a full file has said again', () => {
    const urgent = seriesAfter('seal', 'urgent', [file(2, NOON - 9 * minute, { isFull: false })]);
    const earlier = seriesAfter('seal', 'regular', [file(1, NOON - 10 * minute)]);
    expect(closedBy(city(urgent, earlier))).toEqual({ 'seal-registration': ['seal:gap:urgent:1-1'] });
    const later = seriesAfter('seal', 'regular', [
      file(1, NOON - 10 * minute),
      file(2, NOON - minute, { isFull: true }),
    ]);
    expect(closedBy(city(urgent, later))).toEqual({});
  });

  test('closes by a file that has failed', () => {
    const failed = withFailed(seriesAfter('koseki-index', 'regular', [file(1, NOON - minute)]), {
      epoch: 1,
      fileNumber: 2,
      rule: 'checksum',
      at: instantOf(NOON),
    });
    const part = 'koseki-index:failed-file:regular:1-2';
    expect(closedBy(city(failed))).toEqual({
      'family-register': [part],
      'family-register-supplement': [part],
    });
  });

  test('grows old without an event, by the limit of the hour', () => {
    const at = (time: string) => Date.parse(`2026-11-23T${time}+09:00`);
    const since = (time: string) => city(seriesAfter('serial', 'regular', [file(1, at(time))]));
    expect(closedBy(since('11:30:00'))).toEqual({});
    expect(closedBy(since('11:29:59'))).toEqual(everyFamily('serial:stale:regular'));
    const night = (made: string, now: string) =>
      closedBy(
        FEEDS.map((feed) => seriesAfter(feed, 'regular', [file(1, at(made))])),
        at(now),
      );
    expect(night('14:00:00', '23:59:59')).toEqual({});
    expect(Object.keys(night('13:00:00', '23:59:59'))).toHaveLength(5);
    expect(Object.keys(night('05:00:00', '06:00:00'))).toHaveLength(5);
  });

  test('is stale behind a live agent: only what the core system made counts', () => {
    // Applied a moment ago, made long before.
    const old = seriesAfter('seal', 'regular', [
      file(1, NOON - 90 * minute, { appliedAt: instantOf(NOON - 1000) }),
    ]);
    expect(closedBy(city(old))).toEqual({ 'seal-registration': ['seal:stale:regular'] });
  });

  test('watches a series of urgent files from its first one on', () => {
    const urgent = seriesAfter('seal', 'urgent', [file(1, NOON - 31 * minute, { isFull: false })]);
    expect(closedBy(city(urgent))).toEqual({ 'seal-registration': ['seal:stale:urgent'] });
  });

  test('names a bounded number of reasons, whatever has happened', () => {
    const odd = Array.from({ length: 90 }, (_, i) => file(i * 2 + 1, NOON - minute));
    const [seal] = freshnessOf(city(seriesAfter('seal', 'regular', odd)), limits, instantOf(NOON)).filter(
      ({ feed }) => feed === 'seal',
    );
    expect(seal?.state).toBe('gap');
    expect(seal?.reasons).toHaveLength(20);
  });
});

describe('a mark of a person', () => {
  test('closes what is made of its feed, and nothing else', () => {
    expect([...familiesClosedBy([])]).toEqual([]);
    expect([...familiesClosedBy(['seal'])]).toEqual(['seal-registration']);
    expect([...familiesClosedBy(['tax#2026#absent-from-full', 'seal'])]).toEqual([
      'seal-registration',
      'tax-and-income',
    ]);
    expect([...familiesClosedBy(['koseki-index'])]).toEqual([
      'family-register',
      'family-register-supplement',
    ]);
    for (const mark of [
      'resident#absent-from-full',
      'serial#ISSUER-1#A1',
      'restriction#protection#all',
      'unknown',
    ])
      expect(familiesClosedBy([mark]).size).toBe(5);
  });
});
