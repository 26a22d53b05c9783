import type { Outcome } from '../registry/index.ts';
import { type Progress, REJECTIONS_KEPT, type Rejection } from './file-state.ts';
import { placeOf } from './full-files.ts';
import { formatFileName, type RowFileName } from './layouts/envelope.ts';
import { type ParsedRow, WHOLE_ROW } from './parse-row.ts';
import type { LinkedChange } from './store-impressions.ts';

/** A row with what it asks of the registry: its fact, or the mark of its person; nothing where it names nobody. */
export type ReadRow = { readonly row: ParsedRow; readonly change: LinkedChange | undefined };

export function readRow(row: ParsedRow, name: RowFileName): ReadRow {
  const origin = { fileName: formatFileName(name), line: row.line, place: placeOf(name) };
  if (row.ok) return { row, change: { ...row.change, origin } };
  const { personId, sequence, subject } = row.salvaged;
  if (personId === undefined || sequence === undefined) return { row, change: undefined };
  const rule = row.problems[0]?.rule ?? 'column-count';
  return { row, change: { kind: 'rejected', feed: name.feed, personId, sequence, subject, rule, origin } };
}

/** The progress after these rows. Every row counts once: read = applied + superseded + rejected. */
export function counted(
  before: Progress,
  rows: readonly ReadRow[],
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
  for (const { row, change } of rows) {
    counts.read += 1;
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
  return { ...before, counts, unmarked, conflicts, rejections, highestNumber };
}

export const changesOf = (rows: readonly ReadRow[]): readonly LinkedChange[] =>
  rows.flatMap(({ change }) => change ?? []);
