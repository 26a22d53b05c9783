import type { StoredFacts } from '../../registry/index.ts';
import type { MunicipalityCode } from '../../shared/ids.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { RowFeed } from '../layouts/envelope.ts';
import type { FileProblem } from '../read-link-file.ts';
import type { RowSettings } from '../row-to-fact.ts';
import type { LinkageStore } from '../store.ts';
import { beginBucket, type Findings } from './compare-bucket.ts';
import { DIFFERENCE_KINDS, type Difference, type DifferenceKind, isFinding } from './difference.ts';
import { type Extract, type ExtractSource, type FaultyRow, type Spill, takeApart } from './extract.ts';

/** What comparing needs from outside. It reads only. */
export type ReconcileDependencies = {
  readonly facts: StoredFacts;
  readonly linkage: Pick<LinkageStore, 'readWatermark' | 'readFile'>;
  readonly rowSettings: (municipality: MunicipalityCode) => Promise<Partial<RowSettings>>;
  /** A new one for each file. */
  readonly spill: () => Spill;
};

/** How one feed's extract and the registry agree. Each row of the extract is in exactly one of the numbers. */
export type FeedCounts = {
  readonly rows: number;
  readonly same: number;
  /** The registry's is newer than the extract, be there a row of it or none. */
  readonly later: number;
  /** Not in the extract, and ended: it need not be. */
  readonly ended: number;
  readonly kinds: Readonly<Record<DifferenceKind, number>>;
  /** Differences that the extract's own rows heal. */
  readonly healable: number;
};

export type Reconciliation = {
  readonly municipality: MunicipalityCode;
  readonly feeds: ReadonlyMap<RowFeed, FeedCounts>;
  /** Whether the registry and the extracts say the same of everybody. */
  readonly isEqual: boolean;
};

export type Watcher = {
  /** Each difference as it is found; nothing of it is kept. */
  readonly difference: (difference: Difference) => void;
  readonly progress: (stage: 'read' | 'compare', done: number, total: number) => void;
};

/** Buckets of which a page is read while one is compared: the table is never waited for alone. */
const AHEAD = 4;

/**
 * 整合性の検証 (仕様書 3(2)①ウ): full extracts of one city, at most one of each feed, against the registry. The extracts
 * are taken apart by bucket, then each bucket of the registry is gone through once, a page at a time. The system may
 * be in service meanwhile: what is newer than an extract is passed over.
 */
export async function reconcile(
  deps: ReconcileDependencies,
  municipality: MunicipalityCode,
  sources: readonly ExtractSource[],
  watcher: Watcher,
): Promise<Result<Reconciliation, { readonly source: ExtractSource; readonly problem: FileProblem }>> {
  const tally = createTally(watcher);
  const extracts = new Map<RowFeed, Extract>();
  const settings = await deps.rowSettings(municipality);
  // Each extract is read twice: verified, then taken apart.
  const total = sources.reduce((sum, { bytes }) => sum + 2 * bytes, 0);
  let done = 0;
  for (const source of sources) {
    const { feed } = source.name;
    const taken = await takeApart(source, {
      linkage: deps.linkage,
      bucketIndexOf: deps.facts.bucketIndexOf,
      settings,
      spill: deps.spill(),
      onBytes: (bytes) => {
        done += bytes;
        watcher.progress('read', done, total);
      },
      onRejected: (row) => tally.findings.difference(rejectionOf(feed, row)),
    });
    if (!taken.ok) return err({ source, problem: taken.error });
    extracts.set(feed, taken.value);
    tally.begin(feed, taken.value.rows);
  }
  const buckets = deps.facts.buckets(municipality);
  const open: (() => Promise<void>)[] = [];
  let compared = 0;
  const compareNext = async (): Promise<void> => {
    await open.shift()?.();
    compared += 1;
    watcher.progress('compare', compared, buckets.length);
  };
  for (const [index, bucket] of buckets.entries()) {
    open.push(beginBucket(deps.facts, { municipality, index, bucket }, extracts, tally.findings));
    if (open.length >= AHEAD) await compareNext();
  }
  while (open.length > 0) await compareNext();
  return ok({ municipality, ...tally.read() });
}

function rejectionOf(feed: RowFeed, { line, problems, salvaged }: FaultyRow): Difference {
  return {
    feed,
    kind: 'rejected',
    personId: salvaged.personId,
    subject: salvaged.subject,
    line,
    fields: problems.map(({ column }) => ({ column, extract: undefined, registry: undefined })),
    rules: problems.map(({ rule }) => rule),
    remedy: 'mend-row',
  };
}

type Counting = {
  -readonly [K in Exclude<keyof FeedCounts, 'kinds'>]: FeedCounts[K];
} & { readonly kinds: Record<DifferenceKind, number> };

function createTally(watcher: Watcher) {
  const feeds = new Map<RowFeed, Counting>();
  let isEqual = true;
  const of = (feed: RowFeed): Counting => {
    const known = feeds.get(feed);
    if (known !== undefined) return known;
    const kinds = Object.fromEntries(DIFFERENCE_KINDS.map((kind) => [kind, 0]));
    const fresh = { rows: 0, same: 0, later: 0, ended: 0, healable: 0, kinds } as Counting;
    feeds.set(feed, fresh);
    return fresh;
  };
  const findings: Findings = {
    difference: (difference) => {
      const counts = of(difference.feed);
      counts.kinds[difference.kind] += 1;
      if (difference.remedy === 'row') counts.healable += 1;
      if (isFinding(difference)) isEqual = false;
      watcher.difference(difference);
    },
    passed: (feed, as) => {
      of(feed)[as] += 1;
    },
  };
  return {
    findings,
    begin: (feed: RowFeed, rows: number): void => {
      of(feed).rows = rows;
    },
    read: (): Omit<Reconciliation, 'municipality'> => ({ feeds, isEqual }),
  };
}
