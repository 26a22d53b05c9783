import {
  type AssignedFeed,
  absenceKey,
  compareSequence,
  type Gate,
  markKey,
  type RejectedMark,
  type StoredEntry,
  type StoredFact,
  type StoredFacts,
} from '../../registry/index.ts';
import type { MunicipalityCode, PersonId } from '../../shared/ids.ts';
import type { RowFeed } from '../layouts/envelope.ts';
import { columnsOf } from '../layouts/feeds.ts';
import { type Difference, judge, type Verdict } from './difference.ts';
import type { Extract, ExtractRow } from './extract.ts';
import { type Held, hasEnded, heldIn } from './subjects.ts';

/** Takes what a comparison finds; `later` and `ended` are passed over, and counted. */
export type Findings = {
  readonly difference: (difference: Difference) => void;
  readonly passed: (feed: RowFeed, as: 'same' | 'later' | 'ended') => void;
};

type Extracts = ReadonlyMap<RowFeed, Extract>;
type Subject = string | undefined;

const ASSIGNED = ['serial', 'domicile-registration'] as const satisfies readonly AssignedFeed[];
const NEWEST = { serial: 'newestSerial', 'domicile-registration': 'newestDomicile' } as const;

const keyOf = (personId: PersonId, subject: Subject): string => `${personId}\n${subject ?? ''}`;

type Place = { readonly municipality: MunicipalityCode; readonly index: number; readonly bucket: string };

/**
 * Begins one bucket of the registry against the same bucket of the extracts: its first page and its serials are asked
 * for at once, and what comes is compared when the result is called.
 */
export function beginBucket(
  facts: StoredFacts,
  { municipality, index, bucket }: Place,
  extracts: Extracts,
  findings: Findings,
): () => Promise<void> {
  const feeds = new Map([...extracts].map(([feed, extract]) => [feed, openFeed(extract, index, findings)]));
  const pages = facts.readBucket(bucket)[Symbol.asyncIterator]();
  const first = begun(pages.next());
  // Nothing in a bucket settles them before they are read by themselves.
  const assigned = ASSIGNED.map((feed) => {
    const rows = feeds.get(feed)?.left() ?? [];
    const subjects = [...new Set(rows.flatMap(({ subject }) => subject ?? []))];
    return { feed, rows, items: begun(facts.readAssigned(municipality, feed, subjects)) };
  });

  return async () => {
    const marks = new Map<PersonId, Gate['rejected']>();
    for (let page = await first; page.done !== true; page = await pages.next()) {
      for (const entry of page.value) {
        // The gate comes first of a person's items.
        if (entry.kind === 'gate') takeGate(entry, feeds, marks);
        for (const held of heldIn(entry)) {
          const feed = feeds.get(held.feed);
          feed?.meet(entry.personId, held, markOf(marks.get(entry.personId), held.feed, held.subject));
        }
      }
    }
    for (const { feed, rows, items } of assigned) {
      const open = feeds.get(feed);
      if (open === undefined) continue;
      const found = await items;
      for (const row of rows) {
        const mark = markOf(marks.get(row.personId), feed, row.subject);
        open.settle(
          row,
          verdictOnAssigned(feed, row, found.get(row.subject ?? ''), mark, open.extract.horizon),
        );
      }
    }
    for (const feed of feeds.values())
      for (const row of feed.left()) feed.settle(row, { kind: 'missing', fields: [], remedy: 'row' });
  };
}

/** Whoever waits for it later hears of its failure; until then nobody does. */
function begun<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

type OpenFeed = ReturnType<typeof openFeed>;

/** The rows of one feed's extract in a bucket, until each has met what is stored. */
function openFeed(extract: Extract, index: number, { difference, passed }: Findings) {
  const { feed } = extract.name;
  const { horizon, oldestYear } = extract;
  const rows = new Map<string, ExtractRow>();
  const named = new Set<PersonId>();
  const rejected = new Set<string>();
  for (const row of extract.rowsIn(index)) {
    named.add(row.personId);
    const key = keyOf(row.personId, row.subject);
    if ('rejected' in row) {
      rejected.add(key);
      continue;
    }
    const before = rows.get(key);
    if (before !== undefined) {
      const { personId, subject, line } = row;
      difference({ feed, kind: 'duplicate', personId, subject, line, fields: [], remedy: 'mend-row' });
    }
    if (before === undefined || compareSequence(row.sequence, before.sequence) > 0) rows.set(key, row);
  }

  const settle = (row: ExtractRow, verdict: Verdict): void => {
    const { personId, subject, line } = row;
    rows.delete(keyOf(personId, subject));
    if (verdict === 'same' || verdict === 'later') passed(feed, verdict);
    else difference({ feed, personId, subject, line, ...verdict });
  };
  const surplus = (
    personId: PersonId,
    subject: Subject,
    { sequence }: Pick<StoredFact, 'sequence'>,
  ): void => {
    if (compareSequence(sequence, horizon) > 0) passed(feed, 'later');
    else difference({ feed, kind: 'surplus', personId, subject, fields: [], remedy: 'full-file' });
  };
  const isRejected = (personId: PersonId, subject: Subject): boolean =>
    rejected.has(keyOf(personId, subject)) || rejected.has(keyOf(personId, undefined));

  return {
    extract,
    settle,
    left: (): readonly ExtractRow[] => [...rows.values()],
    /** Something that is stored. */
    meet: (personId: PersonId, held: Held, mark: RejectedMark | undefined): void => {
      const { subject } = held;
      const row = rows.get(keyOf(personId, subject));
      if (row !== undefined) settle(row, judge({ feed, row, stored: held, mark, horizon }));
      // What the extract says of it is reported already: that it cannot be read.
      else if (isRejected(personId, subject)) return;
      else if (hasEnded(held.fact) || (feed === 'tax' && (subject ?? '') < (oldestYear ?? '')))
        passed(feed, 'ended');
      else surplus(personId, subject, held);
    },
    /** A person of whom something is stored, where it cannot be listed by person. */
    meetPerson: (personId: PersonId, sequence: StoredFact['sequence']): void => {
      if (!named.has(personId)) surplus(personId, undefined, { sequence });
    },
  };
}

function takeGate(
  { personId, gate }: Of<StoredEntry, { kind: 'gate' }>,
  feeds: ReadonlyMap<RowFeed, OpenFeed>,
  marks: Map<PersonId, Gate['rejected']>,
): void {
  if (Object.keys(gate.rejected).length > 0) marks.set(personId, gate.rejected);
  for (const feed of ASSIGNED) {
    const newest = gate[NEWEST[feed]];
    if (newest !== undefined) feeds.get(feed)?.meetPerson(personId, newest);
  }
}

type Of<T, U> = T extends U ? T : never;

const markOf = (
  marks: Gate['rejected'] | undefined,
  feed: RowFeed,
  subject: Subject,
): RejectedMark | undefined =>
  [markKey(feed, subject), feed, absenceKey(feed, subject), absenceKey(feed, undefined)]
    .map((key) => marks?.[key])
    .find((mark) => mark !== undefined);

type AssignedItem =
  Awaited<ReturnType<StoredFacts['readAssigned']>> extends ReadonlyMap<string, infer I> ? I : never;

/** A certificate's serial stands for one person for ever: whoever else is given it, no row can put that right. */
function verdictOnAssigned(
  feed: AssignedFeed,
  row: ExtractRow,
  item: AssignedItem | undefined,
  mark: RejectedMark | undefined,
  horizon: Extract['horizon'],
): Verdict {
  const persons = Object.keys(item?.persons ?? {});
  if (item !== undefined && (persons.length > 1 || persons[0] !== row.personId)) {
    const column = columnsOf(feed).find(({ property }) => property === 'personId')?.column ?? 'personId';
    const fields = [{ column, extract: row.personId, registry: persons.join(' ') }];
    return { kind: 'conflict', fields, remedy: 'by-hand' };
  }
  return judge({ feed, row, stored: item, mark, horizon });
}
