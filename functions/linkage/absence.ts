import {
  isAbsent,
  isMarkedAbsent,
  knownBy,
  marksJudged,
  type PersonGate,
  personOf,
} from '../registry/index.ts';
import type { PersonId } from '../shared/ids.ts';
import { applyRows } from './apply-rows.ts';
import type { FileRun } from './file-run.ts';
import { type FullFile, isSameFile, withFull } from './full-files.ts';
import type { IngestEnd } from './ingest.ts';
import { Series } from './layouts/envelope.ts';
import { createNaming, type Naming } from './naming.ts';
import { readRows } from './read-rows.ts';

/** Read side by side: a bucket is mostly waiting. */
const BUCKETS_AT_ONCE = 8;
const BUCKETS_PER_CHECKPOINT = 32;

/**
 * The last part of a full file: whoever the registry knows by this feed and the file does not name is closed by a mark
 * until a newer row or a later full file settles it, for absence deletes nothing (docs/adr/0063, 0084). Whom an earlier
 * full file had not named, and this one does, is opened again. The file makes itself known first, so that from then on
 * late rows are judged by it as they come; what came before lies in the registry, which is looked through.
 * @param naming all that the file names, where this delivery has read the whole of it already
 */
export async function closeAbsent(run: FileRun, naming?: Naming): Promise<IngestEnd | 'gone'> {
  const { deps, judge } = run;
  const { municipality } = run.name;
  const own = await judge.settled(() => announced(run, naming));
  if (own === 'gone') return 'gone';
  const buckets = deps.scan.buckets(municipality);
  const first = run.progress().buckets;
  // Nothing has been told in this feed but this file: whatever the registry knows by it is named.
  const isAlone = first === 0 && own !== 'outdated' && (await isOnlyFile(run));
  if (isAlone) run.advance({ ...run.progress(), buckets: buckets.length });
  for (let start = run.progress().buckets; start < buckets.length; start += BUCKETS_PER_CHECKPOINT) {
    if (start > first && !deps.mayContinue()) return 'again';
    const group = buckets.slice(start, start + BUCKETS_PER_CHECKPOINT);
    // At least once, even where a newer one speaks by now: a run that was killed may have written here what that
    // one did not see.
    const { absent, settled } = await judge.settled(() => judgeBuckets(run, group));
    const speaks = own !== 'outdated' && judge.files().some((file) => isSameFile(file, own));
    const before = run.progress();
    const found = speaks
      ? { absent: before.absent + absent, settled: before.settled + settled }
      : { absent: before.absent, settled: before.settled };
    run.advance({ ...before, ...found, buckets: start + group.length });
    if (!speaks) return 'done';
    await run.checkpoint();
  }
  return 'done';
}

/** This file among those that speak, or that newer ones say all that it could. */
async function announced(run: FileRun, naming: Naming | undefined): Promise<FullFile | 'outdated' | 'gone'> {
  const { name, state, deps, judge } = run;
  const { epoch, fileNumber } = name;
  const plain: FullFile = {
    epoch,
    fileNumber,
    sha256: state.sha256,
    number: Math.max(1, run.progress().highestNumber),
    oldestYear: '',
    parts: 0,
  };
  const there = judge.files().find((file) => isSameFile(file, plain));
  if (there !== undefined) return there;
  if (!withFull(judge.files(), plain).includes(plain)) return 'outdated';
  const said = (naming ?? (await namedIn(run)))?.close();
  if (said === undefined) return 'gone';
  const parts = await deps.fulls.putNamed(name, plain, said.named);
  const own = { ...plain, oldestYear: said.oldestYear, parts };
  const files = await deps.fulls.announce(name, own);
  if (!files.some((file) => isSameFile(file, own))) return 'outdated';
  judge.keep(own, said.named);
  return own;
}

/** All that a full file names, read once more where the sweep before has not come through the whole of it at once. */
async function namedIn({ name, state, open }: FileRun): Promise<Naming | undefined> {
  const object = await open(undefined);
  if (object === undefined) return undefined;
  const naming = createNaming(name, state.layoutVersion);
  for await (const { records } of readRows(object.bytes)) for (const record of records) naming.take(record);
  return naming;
}

/** Whether the feed has had no other file. Those that were refused are not looked into. */
async function isOnlyFile({ name, state, deps }: FileRun): Promise<boolean> {
  if (state.mends !== undefined) return false;
  const { municipality, feed, epoch, fileNumber } = name;
  for (const series of Series.options) {
    const newest = await deps.linkage.readNewestFiles(municipality, feed, series, 2);
    const others = newest.filter(
      (file) => series === 'urgent' || file.epoch !== epoch || file.fileNumber !== fileNumber,
    );
    if (others.length > 0) return false;
  }
  return true;
}

type Found = { readonly absent: number; readonly settled: number };

async function judgeBuckets(run: FileRun, buckets: readonly string[]): Promise<Found> {
  let [absent, settled] = [0, 0];
  for (let start = 0; start < buckets.length; start += BUCKETS_AT_ONCE) {
    const read = await Promise.all(
      buckets.slice(start, start + BUCKETS_AT_ONCE).map((bucket) => run.deps.scan.readGates(bucket)),
    );
    const found = await judgePeople(run, read.flat());
    absent += found.absent;
    settled += found.settled;
  }
  return { absent, settled };
}

async function judgePeople({ name, deps, judge }: FileRun, people: readonly PersonGate[]): Promise<Found> {
  const { feed, municipality } = name;
  const gates = new Map(people.map(({ personId, gate }) => [personId, gate]));
  const things = people.flatMap(({ personId, gate }) =>
    knownBy(feed, gate).map(({ subject }) => ({ personId, subject })),
  );
  const judgements = await judge.judge(things);
  const gateOf = (personId: PersonId) =>
    gates.get(personId) ?? { revision: 0, restrictions: {}, rejected: {} };
  const changes = judgements.filter((judgement) => {
    const gate = gateOf(judgement.personId);
    return marksJudged(judgement, gate) !== gate.rejected;
  });
  await applyRows(deps.registry, municipality, changes);
  return {
    absent: judgements.filter((judgement) => isAbsent(judgement, gateOf(personOf(judgement)))).length,
    settled: changes.filter(
      ({ isNamed, personId, subject }) => isNamed && isMarkedAbsent(gateOf(personId), feed, subject),
    ).length,
  };
}
