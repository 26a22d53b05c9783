import { isNegative } from '../registry/index.ts';
import { closeAbsent } from './absence.ts';
import type { FileRun } from './file-run.ts';
import type { Sweep } from './file-state.ts';
import type { IngestEnd } from './ingest.ts';
import { createNaming, type Naming } from './naming.ts';
import { createRowParser } from './parse-row.ts';
import type { RawRecord } from './read-link-file.ts';
import { readRows } from './read-rows.ts';
import { prepareChanges } from './store-impressions.ts';
import { changesOf, counted, type ReadRow, readRow } from './tally.ts';

/** Rows that are applied together at least; a slice ends where a block of the file does. */
const ROWS_PER_SLICE = 480;
/** And so many blocks at most: a sweep that takes few rows has to look at the time as well. */
const BLOCKS_PER_SLICE = 160;
/** A killed run repeats at most this many slices; repeated rows are superseded, and the counts still add up. */
const SLICES_PER_CHECKPOINT = 20;

/**
 * Which rows a sweep takes, at a glance: a picture takes longer than all the rest of its row, and is looked at by the
 * sweep that takes the row. A row that cannot be taken over closes somebody, and is not made to wait.
 */
const TAKES: Readonly<Record<Exclude<Sweep, 'absent'>, (row: ReadRow) => boolean>> = {
  negative: ({ row, change }) => !row.ok || change === undefined || isNegative(change),
  other: ({ row, change }) => row.ok && change !== undefined && !isNegative(change),
};

/**
 * Pass 2: applies a verified file sweep by sweep and slice by slice, records how far it has come, and in the end moves
 * the watermark. When time runs short it records its progress between two slices and answers `again`: the next run
 * begins to read where this one stopped. A slice is always applied before the time is looked at, so that every
 * delivery gets further.
 */
export async function applyFile(run: FileRun): Promise<IngestEnd> {
  const startedAt = run.deps.clock();
  const { log } = run.deps;
  const isFull = run.name.kind === 'full';
  let naming: Naming | undefined;
  for (;;) {
    const { sweep, position } = run.progress();
    // The last sweep over all records sees all that a full file names, where it is not interrupted.
    if (sweep === 'other' && isFull && position === undefined)
      naming = createNaming(run.name, run.state.layoutVersion);
    const end =
      sweep === 'absent' ? await closeAbsent(run, naming) : await applySweep(run, sweep, isFull, naming);
    if (end === 'gone') {
      log('LNK-3006', { keyDigest: run.keyDigest });
      return 'done';
    }
    if (end === 'again') {
      await run.checkpoint();
      log('LNK-2002', { ...run.fields, ...run.progress().counts });
      return 'again';
    }
    const next = isFull ? NEXT[sweep] : undefined;
    if (next === undefined) break;
    const isShort = run.progress().position === undefined;
    run.advance({ ...run.progress(), position: undefined, sweep: next });
    // Of a sweep that was one slice there is nothing to keep.
    if (!isShort) await run.checkpoint();
  }
  await run.finish(startedAt);
  return 'done';
}

const NEXT: Readonly<Partial<Record<Sweep, Sweep>>> = { negative: 'other', other: 'absent' };

async function applySweep(
  run: FileRun,
  sweep: Exclude<Sweep, 'absent'>,
  isFull: boolean,
  naming: Naming | undefined,
): Promise<IngestEnd | 'gone'> {
  const { name, deps, state } = run;
  const { municipality, epoch } = name;
  const settings = { ...(await deps.rowSettings(municipality)), layoutVersion: state.layoutVersion };
  const parse = createRowParser(name, settings);
  const glance = createRowParser(name, { ...settings, leavesImpressions: true });
  const taken = (record: RawRecord): ReadRow | undefined => {
    if (!isFull) return readRow(parse(record), name);
    const seen = readRow(glance(record), name);
    if (!TAKES[sweep](seen)) return undefined;
    return name.feed === 'seal' ? readRow(parse(record), name) : seen;
  };
  const { position } = run.progress();
  const object = await run.open(position?.offset);
  if (object === undefined) return 'gone';
  let open: ReadRow[] = [];
  let blocks = 0;
  let slices = 0;

  const applySlice = async (): Promise<void> => {
    const rows = open;
    open = [];
    blocks = 0;
    const changes = await prepareChanges(deps.enclosures, municipality, changesOf(rows));
    const outcomes = await run.judge.applyRows(changes);
    run.advance(counted(run.progress(), rows, outcomes, epoch));
    slices += 1;
    await run.closeIfUnreadable();
  };

  for await (const { records, end } of readRows(object.bytes, position)) {
    for (const record of records) {
      naming?.take(record);
      const row = taken(record);
      if (row !== undefined) open.push(row);
    }
    blocks += 1;
    // Nothing can be resumed within a record, and few rows are not worth their round trips.
    if (end === undefined || (open.length < ROWS_PER_SLICE && blocks < BLOCKS_PER_SLICE)) continue;
    if (slices > 0 && !deps.mayContinue()) return 'again';
    await applySlice();
    run.advance({ ...run.progress(), position: end });
    if (slices % SLICES_PER_CHECKPOINT === 0) await run.checkpoint();
  }
  if (open.length > 0) {
    if (slices > 0 && !deps.mayContinue()) return 'again';
    await applySlice();
  }
  return 'done';
}
