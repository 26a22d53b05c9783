import { createHash } from 'node:crypto';
import {
  ABSENT_RULE,
  compareSequence,
  type Gate,
  markKey,
  type PersonGate,
  type RegistryChange,
  type Sequence,
} from '../registry/index.ts';
import { applyRows } from './apply-rows.ts';
import type { FileRun } from './file-run.ts';
import type { IngestEnd } from './ingest.ts';
import { formatFileName, type RowFeed } from './layouts/envelope.ts';
import { LAYOUTS } from './layouts/feeds.ts';
import { createNamedSet, type NamedSet } from './named-set.ts';
import { readRows } from './read-rows.ts';

const BUCKETS_PER_CHECKPOINT = 32;

/**
 * The last part of a full file: whoever the registry knows by this feed and the file does not name is closed by a mark
 * until a newer row or a later full file settles it, for absence deletes nothing (docs/adr/0063). Whom an earlier full
 * file had not named, and this one does, is opened again. The set of all that is named is made anew by every delivery;
 * it takes 8 bytes for each.
 */
export async function closeAbsent(run: FileRun): Promise<IngestEnd | 'gone'> {
  const { name, deps } = run;
  const { municipality, feed, epoch, fileNumber } = name;
  const newest = await deps.linkage.readWatermark(municipality, feed);
  const isOutdated =
    newest !== undefined &&
    (newest.epoch > epoch || (newest.epoch === epoch && (newest.full?.fileNumber ?? 0) > fileNumber));
  // A later full file has said who is there.
  if (isOutdated) return 'done';
  const named = await namedIn(run);
  if (named === undefined) return 'gone';
  const buckets = deps.scan.buckets(municipality);
  const first = run.progress().buckets;
  for (const [index, bucket] of [...buckets.entries()].slice(first)) {
    if (index > first && !deps.mayContinue()) return 'again';
    const gates = await deps.scan.readGates(bucket);
    const changes = gates.flatMap((person) => changesFor(run, named, person));
    await applyRows(deps.registry, municipality, changes);
    const before = run.progress();
    const absent = changes.filter(({ kind }) => kind === 'rejected').length;
    run.advance({
      ...before,
      buckets: index + 1,
      absent: before.absent + absent,
      settled: before.settled + changes.length - absent,
    });
    if ((index + 1) % BUCKETS_PER_CHECKPOINT === 0) await run.checkpoint();
  }
  return 'done';
}

/** All that a full file names, and the oldest year of which it speaks (of feed `tax` only). */
type Named = { readonly hashes: NamedSet; readonly oldestYear: string | undefined };

async function namedIn({ name, state, open }: FileRun): Promise<Named | undefined> {
  const object = await open(undefined);
  if (object === undefined) return undefined;
  const layout = LAYOUTS[name.feed][state.layoutVersion];
  if (layout === undefined) throw new Error('linkage: a verified file has an unknown layout');
  const place = layout.columns.findIndex(({ property }) => property === 'personId');
  const hashes = createNamedSet();
  let oldestYear: string | undefined;
  for await (const { records } of readRows(object.bytes)) {
    for (const { cells } of records) {
      const personId = cells[place] ?? '';
      const subject = BY_SUBJECT.has(name.feed) ? layout.subjectOf(cells) : undefined;
      hashes.add(hashOf(personId, subject));
      if (name.feed === 'tax' && subject !== undefined && subject < (oldestYear ?? '9999'))
        oldestYear = subject;
    }
  }
  hashes.close();
  return { hashes, oldestYear };
}

/** Feeds of which a person may have several things that the gate knows one by one. */
const BY_SUBJECT: ReadonlySet<RowFeed> = new Set(['tax', 'restriction']);

/** 64 bits: among a million of them, somebody's being taken for somebody else is less likely than 1 in 10 million. */
const hashOf = (personId: string, subject: string | undefined): bigint =>
  createHash('sha256')
    .update(`${personId}\n${subject ?? ''}`)
    .digest()
    .readBigUInt64BE(0);

function changesFor(run: FileRun, named: Named, { personId, gate }: PersonGate): readonly RegistryChange[] {
  const { name, state, progress } = run;
  const { feed, epoch } = name;
  const number = Math.max(1, progress().highestNumber, state.numberBefore);
  const sequence: Sequence = { epoch, number };
  const origin = { fileName: formatFileName(name), line: 1 };
  return knownBy(feed, gate).flatMap(({ subject, sequence: known }): RegistryChange[] => {
    const isNamed = named.hashes.has(hashOf(personId, subject));
    const isMarked = gate.rejected[markKey(feed, subject)]?.rule === ABSENT_RULE;
    if (isNamed) {
      return isMarked ? [{ kind: 'named-again', feed, personId, subject, sequence, origin }] : [];
    }
    // What has become known after the file was made cannot be in it, nor a year that it has left behind.
    if (compareSequence(known, sequence) > 0) return [];
    if (feed === 'tax' && (subject ?? '') < (named.oldestYear ?? '')) return [];
    return [{ kind: 'rejected', feed, personId, subject, sequence, rule: ABSENT_RULE, origin }];
  });
}

type Known = { readonly subject?: string; readonly sequence: Sequence };

/** What a person's gate knows by a feed and a full file would have to name. What has ended may be left out. */
function knownBy(feed: RowFeed, gate: Gate): readonly Known[] {
  const one = (sequence: Sequence | undefined): readonly Known[] =>
    sequence === undefined ? [] : [{ sequence }];
  switch (feed) {
    case 'resident':
      return gate.householdId === undefined ? [] : one(gate.resident?.sequence);
    case 'seal':
      return gate.seal?.state === 'erased' ? [] : one(gate.seal?.sequence);
    case 'koseki-index':
      return gate.koseki?.state === 'removed' ? [] : one(gate.koseki?.sequence);
    // Single certificates cannot be looked through by person; the file names those that have ended until they expire.
    case 'serial':
      return one(gate.newestSerial);
    case 'domicile-registration':
      return one(gate.newestDomicile);
    case 'tax':
      return Object.entries(gate.taxes ?? {}).map(([subject, { sequence }]) => ({ subject, sequence }));
    case 'restriction':
      return Object.entries(gate.restrictions).flatMap(([subject, { state, sequence }]) =>
        state === 'restricted' ? [{ subject, sequence }] : [],
      );
  }
}
