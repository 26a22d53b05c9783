import { correctedCounts, type IssuanceRecord, stateAt } from '../issuance/index.ts';
import type { RequestId } from '../shared/ids.ts';
import type { Instant } from '../shared/time.ts';
import type { ListRow } from './read-list.ts';

/** What is to be done with a row: 追加, 修正, 一致, 不明. */
export type RowClass = 'add' | 'correct' | 'same' | 'unknown';

export type RowReason =
  | 'not-known-here'
  | 'outcome-differs'
  | 'counts-differ'
  | 'printed-without-bytes'
  | 'says-the-same'
  | 'repeats-a-row'
  | 'rows-contradict'
  | 'another-type'
  | 'not-enough-to-add'
  | 'in-the-future'
  | 'added-from-a-list';

export type JudgedRow = {
  readonly row: ListRow;
  readonly class: RowClass;
  readonly reason: RowReason;
};

/**
 * Judges every row beside what is recorded now (domain knowledge: 追加・修正・一致・不明). A row that was applied before is
 * the same as the record by then, so that a file that comes again changes nothing.
 */
export function classify(
  rows: readonly ListRow[],
  recordOf: (requestId: RequestId) => IssuanceRecord | undefined,
  now: Instant,
  resultWaitMs: number,
): readonly JudgedRow[] {
  const byRequest = Map.groupBy(rows, ({ requestId }) => requestId);
  return rows.map((row) => {
    const others = byRequest.get(row.requestId) ?? [];
    if (others.some((other) => !saysTheSame(other, row)))
      return { row, class: 'unknown', reason: 'rows-contradict' };
    if (others[0] !== row) return { row, class: 'same', reason: 'repeats-a-row' };
    return { row, ...judge(row, recordOf(row.requestId), now, resultWaitMs) };
  });
}

const saysTheSame = (a: ListRow, b: ListRow): boolean => {
  const { line: _a, ...one } = a;
  const { line: _b, ...other } = b;
  return JSON.stringify(one) === JSON.stringify(other);
};

function judge(
  row: ListRow,
  record: IssuanceRecord | undefined,
  now: Instant,
  resultWaitMs: number,
): Omit<JudgedRow, 'row'> {
  if (row.receivedAt !== undefined && row.receivedAt > now) return unknown('in-the-future');
  if (record === undefined) return isWhole(row) ? add('not-known-here') : unknown('not-enough-to-add');
  if (record.type !== row.type) return unknown('another-type');
  if (stateAt(record, now, resultWaitMs) !== row.outcome) {
    const hasNone = row.outcome === 'printed' && record.drawing === undefined && record.origin === undefined;
    return correct(hasNone ? 'printed-without-bytes' : 'outcome-differs');
  }
  const { copies, feeJpy } = correctedCounts(record);
  const differs = (row.copies ?? copies) !== copies || (row.feeJpy ?? feeJpy) !== feeJpy;
  if (differs) return correct('counts-differ');
  return { class: 'same', reason: record.origin === 'bos' ? 'added-from-a-list' : 'says-the-same' };
}

type Whole = ListRow & Readonly<Record<'receivedAt', Instant> & Record<'copies' | 'feeJpy', number>>;

/** Whether a row says enough for a record of its own. */
export const isWhole = (row: ListRow): row is Whole =>
  row.receivedAt !== undefined &&
  row.copies !== undefined &&
  row.feeJpy !== undefined &&
  row.storeCode !== '' &&
  row.terminal !== '';

const add = (reason: RowReason): Omit<JudgedRow, 'row'> => ({ class: 'add', reason });
const correct = (reason: RowReason): Omit<JudgedRow, 'row'> => ({ class: 'correct', reason });
const unknown = (reason: RowReason): Omit<JudgedRow, 'row'> => ({ class: 'unknown', reason });
