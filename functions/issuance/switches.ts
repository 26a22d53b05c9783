import { ageLimitsIn, type CitySettings, type CityType } from '../changes/index.ts';
import { type Latch, latchesOn } from '../closures/index.ts';
import { type FeedSeries, freshnessOf, partsAgainst } from '../linkage/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import type { Instant } from '../shared/time.ts';
import type { IssueDeps } from './deps.ts';
import type { RefusalReason } from './record.ts';

/** What may close a type at any moment: the city's latches, and how far its feeds have come. */
export type Switches = { readonly latches: readonly Latch[]; readonly series: readonly FeedSeries[] };

export async function readSwitches(
  deps: Pick<IssueDeps, 'closures' | 'linkage'>,
  municipality: MunicipalityCode,
): Promise<Switches> {
  const [latches, series] = await Promise.all([
    deps.closures.readLatches(municipality),
    deps.linkage.readSeries(municipality),
  ]);
  return { latches, series };
}

type Closed = { readonly isClosed: boolean; readonly staleParts: readonly string[] };

/**
 * What closes a type at an instant. Freshness is judged here and not left to the latches alone: data grow old
 * without an event, and whoever sets the latches may be late or dead (INV-5).
 */
export function closedAt(
  { latches, series }: Switches,
  settings: CitySettings,
  type: Pick<CityType, 'id' | 'family'>,
  now: Instant,
): Closed {
  const on = latchesOn(latches, type);
  const stale = on.flatMap(({ cause, part }) => (cause === 'freshness' ? [part ?? cause] : []));
  const parts = partsAgainst(freshnessOf(series, ageLimitsIn(settings), now), type.family);
  return {
    isClosed: on.some(({ cause }) => cause !== 'freshness'),
    staleParts: [...new Set([...parts, ...stale])],
  };
}

export const closedReasons = ({ isClosed, staleParts }: Closed): RefusalReason[] => [
  ...(isClosed ? [{ code: 'ISS-1003' }] : []),
  ...staleParts.map((detail) => ({ code: 'ISS-1005', detail })),
];
