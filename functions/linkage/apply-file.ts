import type { Outcome, RegistryChange } from '../registry/index.ts';
import { applyRows } from './apply-rows.ts';
import { NO_PROGRESS, type Progress, REJECTIONS_KEPT, type Rejection } from './file-state.ts';
import type { InboxObject } from './inbox.ts';
import type { IngestDependencies, IngestEnd } from './ingest.ts';
import { type FileName, formatFileName } from './layouts/envelope.ts';
import { createRowParser, type ParsedRow, WHOLE_ROW } from './parse-row.ts';
import { type RawRecord, readLinkFile } from './read-link-file.ts';
import type { StoredFile } from './store.ts';

const ROWS_PER_SLICE = 480;
/** A killed run repeats at most this many slices; repeated rows are superseded, and the counts still add up. */
const SLICES_PER_CHECKPOINT = 20;

/**
 * Pass 2: applies the rows of a verified file slice by slice, records how far it has come, and in the end moves the
 * watermark. When time runs short it records its progress between two slices and answers `again`: the handler
 * reports the message as failed, the queue delivers it again, and the next run skips what is recorded as done. A
 * slice is always applied before the time is looked at, so that every delivery gets further.
 */
export async function applyFile(
  deps: IngestDependencies,
  name: FileName,
  object: InboxObject,
  claimed: StoredFile,
): Promise<IngestEnd> {
  const { linkage, clock, log, registry, mayContinue } = deps;
  const { municipality, feed, kind, epoch, fileNumber } = name;
  const fields = { municipality, feed, kind, epoch, fileNumber };
  const { state } = claimed;
  if (state.state === 'refused') throw new Error('linkage: a refused file cannot be applied');
  const startedAt = clock();
  const repeated = state.state === 'applied';
  const parse = createRowParser(name);
  const fileName = formatFileName(name);
  let stored: StoredFile = claimed;
  let progress: Progress = repeated ? NO_PROGRESS : progressOf(state);
  let slices = 0;

  const write = async (next: StoredFile['state']): Promise<void> => {
    const written = await linkage.writeFile(name, next, stored.revision);
    if (written === undefined) throw new Error('linkage: another delivery of this file is at work');
    stored = written;
  };
  const checkpoint = async (): Promise<void> => {
    if (!repeated) await write({ ...state, ...progress });
  };

  for await (const slice of slicesOf(readLinkFile(name, object.bytes), progress.counts.read)) {
    if (slices > 0 && !mayContinue()) {
      await checkpoint();
      log('LNK-2002', { ...fields, ...progress.counts });
      return 'again';
    }
    const rows = slice.map(parse);
    const changes = rows.map((row) => changeOf(row, name, fileName));
    const outcomes = await applyRows(
      registry,
      municipality,
      changes.filter((change) => change !== undefined),
    );
    progress = counted(progress, rows, changes, outcomes, epoch);
    slices += 1;
    if (slices % SLICES_PER_CHECKPOINT === 0) await checkpoint();
  }

  const appliedAt = clock();
  const { madeAt } = state;
  if (state.state === 'applied') {
    // What has been applied before moves no watermark: only the core system's own progress does.
    await write({ ...state, repeats: state.repeats + 1 });
  } else {
    const number = progress.highestNumber;
    await linkage.advanceWatermark(name, { epoch, fileNumber, number, madeAt, appliedAt });
    await write({ ...state, ...progress, state: 'applied', appliedAt, repeats: 0 });
  }

  const { counts, unmarked, conflicts } = progress;
  log('LNK-2001', {
    ...fields,
    ...counts,
    unmarked,
    elapsedMs: appliedAt - startedAt,
    ageMs: appliedAt - madeAt,
  });
  if (counts.rejected > 0) log('LNK-3004', { ...fields, rejected: counts.rejected, unmarked });
  if (conflicts > 0) log('LNK-3005', { ...fields, conflicts });
  return 'done';
}

const progressOf = ({ counts, unmarked, conflicts, rejections, highestNumber }: Progress): Progress => ({
  counts,
  unmarked,
  conflicts,
  rejections,
  highestNumber,
});

/** The file's records in slices, without the first `done` ones. */
async function* slicesOf(
  events: ReturnType<typeof readLinkFile>,
  done: number,
): AsyncGenerator<readonly RawRecord[]> {
  let toSkip = done;
  let open: RawRecord[] = [];
  for await (const event of events) {
    if (event.kind === 'refused') throw new Error('linkage: a verified file reads differently now');
    if (event.kind === 'verified') continue;
    open.push(...event.records.slice(toSkip));
    toSkip = Math.max(0, toSkip - event.records.length);
    while (open.length >= ROWS_PER_SLICE) {
      yield open.slice(0, ROWS_PER_SLICE);
      open = open.slice(ROWS_PER_SLICE);
    }
  }
  if (open.length > 0) yield open;
}

/** What a row asks of the registry: its fact, or the mark of its person; nothing where nobody can be named. */
function changeOf(row: ParsedRow, { feed }: FileName, fileName: string): RegistryChange | undefined {
  const origin = { fileName, line: row.line };
  if (row.ok) return { ...row.change, origin };
  const { personId, sequence, subject } = row.salvaged;
  if (personId === undefined || sequence === undefined) return undefined;
  const rule = row.problems[0]?.rule ?? 'column-count';
  return { kind: 'rejected', feed, personId, sequence, subject, rule, origin };
}

function counted(
  before: Progress,
  rows: readonly ParsedRow[],
  changes: readonly (RegistryChange | undefined)[],
  outcomes: readonly Outcome[],
  fileEpoch: number,
): Progress {
  const counts = { ...before.counts };
  let { unmarked, conflicts, highestNumber } = before;
  const rejections: Rejection[] = [...before.rejections];
  const reject = (line: number, problems: readonly Omit<Rejection, 'line'>[]): void => {
    counts.rejected += 1;
    for (const problem of problems) {
      if (rejections.length < REJECTIONS_KEPT) rejections.push({ line, ...problem });
    }
  };
  const left = outcomes.values();
  for (const [index, row] of rows.entries()) {
    counts.read += 1;
    const change = changes[index];
    const outcome = change === undefined ? undefined : left.next().value;
    if (!row.ok) {
      reject(row.line, row.problems);
      if (change === undefined) unmarked += 1;
      continue;
    }
    const { sequence } = row.change;
    if (sequence.epoch === fileEpoch) highestNumber = Math.max(highestNumber, sequence.number);
    if (outcome?.kind === 'applied') counts.applied += 1;
    else if (outcome?.kind === 'superseded') counts.superseded += 1;
    else if (outcome?.kind === 'rejected') {
      conflicts += 1;
      reject(row.line, [{ column: WHOLE_ROW, rule: outcome.rule }]);
    } else throw new Error('linkage: a row has no outcome');
  }
  return { counts, unmarked, conflicts, rejections, highestNumber };
}
