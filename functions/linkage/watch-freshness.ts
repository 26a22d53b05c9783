import { type Closer, closeLatch, healLatch, type Latch, latchText } from '../closures/index.ts';
import { CertificateFamily } from '../shared/certificate-types.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';
import type { Clock, Instant } from '../shared/time.ts';
import { type AgeLimits, ageOf, type FeedFreshness, freshnessOf, lagOf, partsAgainst } from './freshness.ts';
import type { LinkageStore } from './store.ts';
import type { FeedSeries } from './watermark.ts';

/** What setting and healing the closures of stale feeds needs from outside. */
export type WatchDependencies = {
  readonly linkage: Pick<LinkageStore, 'readSeries'>;
  readonly limitsOf: (municipality: MunicipalityCode, now: Instant) => Promise<AgeLimits>;
  readonly closer: Closer;
  readonly clock: Clock;
  readonly log: Log;
};

/**
 * Makes a city's closures say what its feeds say: each reason closes by a latch of its own, and a latch is healed as
 * soon as its own reason is gone. Issuing judges the feeds by itself; the latches are what people see, what is
 * on record, and what raises the alarm.
 */
export async function watchFreshness(deps: WatchDependencies, municipality: MunicipalityCode): Promise<Seen> {
  const { closer, clock, log, linkage } = deps;
  // The latches first: what is set by somebody who knows newer watermarks than ours is not ours to heal.
  const latches = await closer.closures.readLatches(municipality);
  const [series, limits] = await Promise.all([
    linkage.readSeries(municipality),
    deps.limitsOf(municipality, clock()),
  ]);
  const now = clock();
  const freshness = freshnessOf(series, limits, now);
  const wanted = wantedLatches(municipality, freshness);
  const names = new Set(wanted.map(latchText));
  const closed = new Set(latches.map(latchText));
  for (const latch of wanted) {
    if (closed.has(latchText(latch))) continue;
    if (await closeLatch(closer, latch)) log('LNK-4003', { municipality, closure: latchText(latch) });
  }
  for (const latch of latches) {
    if (latch.cause !== 'freshness' || names.has(latchText(latch))) continue;
    if (await healLatch(closer, latch)) log('LNK-4004', { municipality, closure: latchText(latch) });
  }
  return { series, freshness, now };
}

type Seen = {
  readonly series: readonly FeedSeries[];
  readonly freshness: readonly FeedFreshness[];
  readonly now: Instant;
};

type WantedLatch = Omit<Latch, 'closedAt'>;

function wantedLatches(
  municipality: MunicipalityCode,
  freshness: readonly FeedFreshness[],
): readonly WantedLatch[] {
  return CertificateFamily.options.flatMap((family) =>
    partsAgainst(freshness, family).map((part): WantedLatch => {
      return { municipality, type: family, cause: 'freshness', part, evidence: part };
    }),
  );
}

/** Watches every city in turn, and says what CloudWatch counts. One city's defect keeps no other one waiting. */
export async function watchAll(
  deps: WatchDependencies,
  municipalities: readonly MunicipalityCode[],
): Promise<void> {
  const { clock, log } = deps;
  const startedAt = clock();
  const defects: unknown[] = [];
  for (const municipality of municipalities) {
    try {
      sayMetrics(log, municipality, await watchFreshness(deps, municipality));
    } catch (error) {
      defects.push(error);
    }
  }
  log('LNK-4005', { cities: municipalities.length, elapsedMs: clock() - startedAt });
  if (defects.length > 0) throw defects[0];
}

function sayMetrics(log: Log, municipality: MunicipalityCode, { series, freshness, now }: Seen): void {
  for (const one of series) saySeries(log, municipality, one, now);
  const feedsWith = (...kinds: readonly FeedFreshness['state'][]): number =>
    freshness.filter(({ reasons }) => reasons.some(({ kind }) => kinds.includes(kind))).length;
  log('LNK-4002', {
    municipality,
    stale: feedsWith('stale'),
    gap: feedsWith('gap'),
    failedFile: feedsWith('failed-file', 'failed-files'),
    neverLoaded: feedsWith('never-loaded'),
    closedFamilies: CertificateFamily.options.filter((family) => partsAgainst(freshness, family).length > 0)
      .length,
  });
}

function saySeries(log: Log, municipality: MunicipalityCode, one: FeedSeries, now: Instant): void {
  const { feed, series, watermark, failed } = one;
  if (watermark === undefined) return;
  log('LNK-4001', {
    municipality,
    feed,
    series,
    ageMs: ageOf(watermark, now),
    lagMs: lagOf(watermark),
    gaps: watermark.gaps.length,
    failed: failed.length,
  });
}
