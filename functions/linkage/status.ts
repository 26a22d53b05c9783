import { type ClosureStore, isClosed, latchesOn } from '../closures/index.ts';
import { CertificateFamily } from '../shared/certificate-types.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { type Instant, jstTimestamp } from '../shared/time.ts';
import type { ClosureView, FeedView, FileView, LinkStatus, SeriesView } from './contract.ts';
import {
  type AgeLimits,
  ageOf,
  FAMILY_FEEDS,
  type FeedFreshness,
  freshnessOf,
  lagOf,
  partOf,
  partsAgainst,
} from './freshness.ts';
import { type Feed, RowFeed, Series } from './layouts/envelope.ts';
import type { LinkageStore, NumberedFile } from './store.ts';
import type { FeedSeries } from './watermark.ts';

/** What the state of a city's link is read from. */
export type StatusParts = {
  readonly linkage: Pick<LinkageStore, 'readSeries' | 'readNewestFiles'>;
  readonly closures: Pick<ClosureStore, 'readLatches'>;
  readonly limitsOf: (municipality: MunicipalityCode, now: Instant) => Promise<AgeLimits>;
};

/** Among so many of the newest files of a series those in work are looked for; an older one shows as a gap. */
const NEWEST_FILES = 20;

/** 連携の状況 of one city: how far each feed has come, what is wrong with it, and what that closes. */
export async function readLinkStatus(
  { linkage, closures, limitsOf }: StatusParts,
  municipality: MunicipalityCode,
  now: Instant,
): Promise<LinkStatus> {
  const places = RowFeed.options.flatMap((feed) => Series.options.map((series) => ({ feed, series })));
  const [stored, latches, limits, ...newest] = await Promise.all([
    linkage.readSeries(municipality),
    closures.readLatches(municipality),
    limitsOf(municipality, now),
    ...places.map(({ feed, series }) => linkage.readNewestFiles(municipality, feed, series, NEWEST_FILES)),
  ]);
  const freshness = freshnessOf(stored, limits, now);
  const inWork = newest.flatMap((files, index) =>
    files.flatMap((file): FileView[] => viewInWork(places[index], file)),
  );
  return {
    municipality,
    at: jstTimestamp(now),
    feeds: freshness.map((one) => feedView(one, stored, now)),
    inWork,
    latches: latches.map((latch): ClosureView => {
      const { type, cause, part, closedAt, evidence } = latch;
      return { type, cause, part: part ?? null, closedAt: jstTimestamp(closedAt), evidence };
    }),
    families: CertificateFamily.options.map((family) => {
      const type = { id: family, family };
      const others = latchesOn(latches, type).flatMap(({ cause, part }) =>
        cause === 'freshness' && part !== undefined ? [part] : [cause],
      );
      const reasons = [...new Set([...partsAgainst(freshness, family), ...others])];
      return {
        family,
        feeds: [...FAMILY_FEEDS[family]],
        isClosed: isClosed(latches, type) || reasons.length > 0,
        reasons,
      };
    }),
  };
}

function feedView(
  { feed, state, reasons }: FeedFreshness,
  stored: readonly FeedSeries[],
  now: Instant,
): FeedView {
  return {
    feed,
    state,
    reasons: reasons.map((reason) => ({ kind: reason.kind, part: partOf(feed, reason) })),
    series: stored.filter((one) => one.feed === feed).map((one) => seriesView(one, now)),
  };
}

function seriesView({ series, watermark, failed }: FeedSeries, now: Instant): SeriesView {
  return {
    series,
    newest:
      watermark === undefined
        ? null
        : {
            epoch: watermark.epoch,
            fileNumber: watermark.fileNumber,
            number: watermark.number,
            madeAt: jstTimestamp(watermark.madeAt),
            appliedAt: jstTimestamp(watermark.appliedAt),
            ageSeconds: Math.floor(ageOf(watermark, now) / 1000),
            lagSeconds: Math.floor(lagOf(watermark) / 1000),
            fullFileNumber: watermark.full?.fileNumber ?? null,
          },
    gaps: (watermark?.gaps ?? []).map(({ from, to }) => ({ from, to })),
    failed: failed.map(({ epoch, fileNumber, rule, at }) => ({
      epoch,
      fileNumber,
      rule,
      at: jstTimestamp(at),
    })),
  };
}

function viewInWork(
  place: { readonly feed: Feed; readonly series: Series } | undefined,
  { epoch, fileNumber, state }: NumberedFile,
): FileView[] {
  if (place === undefined || state.state !== 'applying') return [];
  const { kind, rows, counts, sweep, startedAt } = state;
  return [
    {
      ...place,
      kind,
      epoch,
      fileNumber,
      rows,
      read: counts.read,
      sweep,
      startedAt: jstTimestamp(startedAt),
    },
  ];
}
