import type { RowFeed, RowFileName } from './layouts/envelope.ts';
import { LAYOUTS } from './layouts/feeds.ts';
import { createNamedSet, hashOfNamed, type NamedSet } from './named-set.ts';
import type { RawRecord } from './split-records.ts';

/** Feeds of which a person may have several things that the gate knows one by one. */
const BY_SUBJECT: ReadonlySet<RowFeed> = new Set(['tax', 'restriction']);

/** Gathers all that a full file names, record by record, whatever else may be wrong with a row. */
export type Naming = {
  readonly take: (record: RawRecord) => void;
  /** And the oldest year of which it speaks; empty where it speaks of everything (every feed but `tax`). */
  readonly close: () => { readonly named: NamedSet; readonly oldestYear: string };
};

export function createNaming({ feed }: RowFileName, layoutVersion: number): Naming {
  const layout = LAYOUTS[feed][layoutVersion];
  if (layout === undefined) throw new Error('linkage: a verified file has an unknown layout');
  const place = layout.columns.findIndex(({ property }) => property === 'personId');
  const named = createNamedSet();
  let oldestYear: string | undefined;
  return {
    take: ({ cells }) => {
      const subject = BY_SUBJECT.has(feed) ? layout.subjectOf(cells) : undefined;
      named.add(hashOfNamed(cells[place] ?? '', subject));
      if (feed === 'tax' && subject !== undefined && subject < (oldestYear ?? '9999')) oldestYear = subject;
    },
    close: () => {
      named.close();
      return { named, oldestYear: oldestYear ?? '' };
    },
  };
}
