import { CertificateFamily } from '../shared/certificate-types.ts';
import { type Instant, jstMillisecondOfDay } from '../shared/time.ts';
import { type Feed, RowFeed, type Series } from './layouts/envelope.ts';
import type { FailedFile, FeedSeries, Gap, Watermark } from './watermark.ts';

/** Which feeds the papers of a family are made of: what is not known of one of them closes the family (INV-5). */
export const FAMILY_FEEDS: Readonly<Record<CertificateFamily, readonly RowFeed[]>> = {
  'resident-record': ['resident', 'serial', 'restriction'],
  'seal-registration': ['resident', 'serial', 'restriction', 'seal'],
  'tax-and-income': ['resident', 'serial', 'restriction', 'tax'],
  'family-register': ['resident', 'serial', 'restriction', 'koseki-index', 'domicile-registration'],
  'family-register-supplement': [
    'resident',
    'serial',
    'restriction',
    'koseki-index',
    'domicile-registration',
  ],
};

/** Why a feed is not to be believed now. */
export type FreshnessReason =
  | { readonly kind: 'never-loaded' }
  | { readonly kind: 'failed-file'; readonly series: Series; readonly file: FailedFile }
  /** More files have failed than are kept by name. */
  | { readonly kind: 'failed-files'; readonly series: Series }
  | { readonly kind: 'gap'; readonly series: Series; readonly gap: Gap }
  | {
      readonly kind: 'stale';
      readonly series: Series;
      readonly ageMs: number;
      readonly limitMinutes: number;
    };

export type FeedFreshness = {
  readonly feed: RowFeed;
  /** The first of the reasons. */
  readonly state: 'fresh' | FreshnessReason['kind'];
  /** Not more than `REASONS_NAMED`: one is enough to close, and each becomes a latch. */
  readonly reasons: readonly FreshnessReason[];
};
const REASONS_NAMED = 20;

/** The greatest age in minutes, for each hour of the day in Japan (24 numbers), by feed. */
export type AgeLimits = (feed: RowFeed) => readonly number[];

/**
 * What may be believed of each feed of a city at an instant. Only what the core system made counts: the numbers of
 * its files and its own times. A series of urgent files is watched from its first file on: whoever uses it sends
 * an empty file when there is nothing to say.
 */
export function freshnessOf(
  stored: readonly FeedSeries[],
  limits: AgeLimits,
  now: Instant,
): readonly FeedFreshness[] {
  return RowFeed.options.map((feed) => {
    const regular = seriesIn(stored, feed, 'regular');
    const urgent = seriesIn(stored, feed, 'urgent');
    const full = regular?.watermark?.full;
    const reasons: FreshnessReason[] = [
      ...(full === undefined ? [{ kind: 'never-loaded' } as const] : []),
      ...agesOf(regular, limits(feed), now),
      ...agesOf(urgent, limits(feed), now),
      ...failuresOf(regular, undefined),
      ...failuresOf(urgent, full?.madeAt),
      ...gapsOf(regular, undefined),
      ...gapsOf(urgent, full?.madeAt),
    ];
    return { feed, state: reasons[0]?.kind ?? 'fresh', reasons: reasons.slice(0, REASONS_NAMED) };
  });
}

export const seriesIn = (stored: readonly FeedSeries[], feed: Feed, series: Series): FeedSeries | undefined =>
  stored.find((one) => one.feed === feed && one.series === series);

/** What a full file has said again since then is known, whichever series had lost it. */
const isOlder = (at: Instant, full: Instant | undefined): boolean => full !== undefined && at <= full;

function failuresOf(stored: FeedSeries | undefined, full: Instant | undefined): FreshnessReason[] {
  if (stored === undefined) return [];
  const { series, failed, failedBeyond } = stored;
  const open = failed.filter(({ at }) => !isOlder(at, full));
  const reasons: FreshnessReason[] = open.map((file) => ({ kind: 'failed-file', series, file }));
  if (failedBeyond !== undefined && !isOlder(failedBeyond, full))
    reasons.push({ kind: 'failed-files', series });
  return reasons;
}

function gapsOf(stored: FeedSeries | undefined, full: Instant | undefined): FreshnessReason[] {
  const { series = 'regular', watermark } = stored ?? {};
  return (watermark?.gaps ?? [])
    .filter(({ before }) => !isOlder(before, full))
    .map((gap) => ({ kind: 'gap', series, gap }));
}

function agesOf(
  stored: FeedSeries | undefined,
  minutesByHour: readonly number[],
  now: Instant,
): FreshnessReason[] {
  if (stored?.watermark === undefined) return [];
  const limitMinutes = minutesByHour[Math.floor(jstMillisecondOfDay(now) / 3_600_000)] ?? 0;
  const ageMs = ageOf(stored.watermark, now);
  if (ageMs <= limitMinutes * 60_000) return [];
  return [{ kind: 'stale', series: stored.series, ageMs, limitMinutes }];
}

/** Milliseconds since the core system made the newest file that has been applied. */
export const ageOf = ({ madeAt }: Watermark, now: Instant): number => Math.max(0, now - madeAt);

/** Milliseconds from the core system's time of the newest file to its having been applied. */
export const lagOf = ({ madeAt, appliedAt }: Watermark): number => Math.max(0, appliedAt - madeAt);

/** A reason's name among the closures: `resident:gap:regular:17-19`. It stays the same while the reason does. */
export function partOf(feed: RowFeed, reason: FreshnessReason): string {
  switch (reason.kind) {
    case 'never-loaded':
      return `${feed}:never-loaded`;
    case 'failed-file':
      return `${feed}:failed-file:${reason.series}:${reason.file.epoch}-${reason.file.fileNumber}`;
    case 'failed-files':
    case 'stale':
      return `${feed}:${reason.kind}:${reason.series}`;
    case 'gap':
      return `${feed}:gap:${reason.series}:${reason.gap.from}-${reason.gap.to}`;
  }
}

/**
 * What a person's marks close (their names begin with their feed, as `Gate.rejected` has it): the families that are made
 * of that feed, and nothing else, as with a feed that is not known to be fresh. A mark of no known feed closes all.
 */
export function familiesClosedBy(marks: readonly string[]): ReadonlySet<CertificateFamily> {
  const feeds = marks.map((mark) => RowFeed.safeParse(mark.split('#')[0]).data);
  return new Set(
    CertificateFamily.options.filter((family) =>
      feeds.some((feed) => feed === undefined || FAMILY_FEEDS[family].includes(feed)),
    ),
  );
}

/** What closes a family, by the names of the reasons; empty = its feeds are fresh. */
export function partsAgainst(
  freshness: readonly FeedFreshness[],
  family: CertificateFamily,
): readonly string[] {
  return freshness
    .filter(({ feed }) => FAMILY_FEEDS[family].includes(feed))
    .flatMap(({ feed, reasons }) => reasons.map((reason) => partOf(feed, reason)));
}
