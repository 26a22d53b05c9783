import type { MunicipalityCode } from '../shared/ids.ts';
import { type Instant, jstDateOf, type LocalDate } from '../shared/time.ts';
import type { Block } from './chain.ts';
import type { ChainStore } from './chain-store.ts';
import type { Finding } from './finding.ts';

/** What the blocks say of each day's events, until the day is compared with what lies in the table. */
export type DayBook = {
  /** Events before this moment are older than the chain. */
  readonly beginAt: (begin: Instant) => void;
  readonly begin: () => LocalDate | undefined;
  /** Takes the events of a block, but for those of days before `first`. */
  readonly expect: (block: Block, first: LocalDate, sealedBefore: Instant) => void;
  /** Compares a day of which no more blocks will say anything, and forgets it. */
  readonly compare: (day: LocalDate) => Promise<void>;
  readonly counts: () => Counts;
};

type Counts = {
  readonly events: number;
  /** Too young to be sealed. */
  readonly waiting: number;
  /** Turned up after a block that had their time, within what is allowed. */
  readonly late: number;
};

/** An event as its block names it, and up to when the block before had sealed everything. */
type Expected = { readonly digest: string; readonly sealedBefore: Instant };

export function createDayBook(
  chain: Pick<ChainStore, 'events'>,
  municipality: MunicipalityCode,
  {
    found,
    now,
    patienceMs,
  }: { readonly found: (finding: Finding) => void; readonly now: Instant; readonly patienceMs: number },
): DayBook {
  const days = new Map<LocalDate, Map<string, Expected>>();
  let begin: Instant | undefined;
  let [events, waiting, late] = [0, 0, 0];

  return {
    beginAt: (instant) => {
      begin = instant;
    },
    begin: () => (begin === undefined ? undefined : jstDateOf(begin)),

    expect(block, first, sealedBefore) {
      for (const { day, id, digest } of block.events) {
        if (day < first) continue;
        const expected = days.get(day) ?? new Map<string, Expected>();
        days.set(day, expected);
        if (expected.has(id)) found({ kind: 'event-twice', day, event: id });
        expected.set(id, { digest, sealedBefore });
      }
    },

    async compare(day) {
      const expected = days.get(day) ?? new Map<string, Expected>();
      days.delete(day);
      for await (const page of chain.events(municipality, day))
        for (const item of page) {
          if (item.kind === 'strange') {
            expected.delete(item.id);
            found({ kind: 'event-strange', day, event: item.id });
            continue;
          }
          const { id, at, digest } = item.event;
          const sealed = expected.get(id);
          expected.delete(id);
          events += 1;
          if (sealed === undefined) {
            if (begin !== undefined && at < begin) continue;
            if (now - at <= patienceMs) waiting += 1;
            else found({ kind: 'event-unsealed', day, event: id });
          } else if (sealed.digest !== digest) found({ kind: 'event-changed', day, event: id });
          else if (at <= sealed.sealedBefore) late += 1;
        }
      for (const id of expected.keys()) found({ kind: 'event-deleted', day, event: id });
    },

    counts: () => ({ events, waiting, late }),
  };
}
