import { err, ok, type Result } from '../shared/result.ts';
import type { Case } from './case.ts';
import type { Closing, ClosingReason } from './contract.ts';
import type { CaseKind } from './observed.ts';

/** What a closing is judged by. */
export type RecordFacts = {
  /** The state at this time, corrected where a list has corrected it. */
  readonly state: string;
  /** Of the PDF that was committed for the request. */
  readonly pdfSha256: string | undefined;
  /** Files of the rows that were committed for the request. */
  readonly listFiles: readonly string[];
};

export type CloseProblem =
  | 'reason-not-permitted'
  | 'wrong-bytes'
  | 'bytes-not-named'
  | 'reference-missing'
  | 'no-such-row'
  | 'something-left';

const STATED: readonly ClosingReason[] = [
  'center-statement',
  'store-statement',
  'paper-examined',
  'misissued',
];

/** The reasons that can show what a kind of case is about. */
export const PERMITTED_REASONS: Readonly<Record<CaseKind, readonly ClosingReason[]>> = {
  'gate-refusal': ['nothing-left'],
  'withheld-answer': ['nothing-left', ...STATED],
  'unknown-end': ['late-result', 'bos-row', ...STATED],
  contradiction: ['bos-row', ...STATED],
  'unknown-request': ['bos-row', ...STATED],
  // A notice for this request does not show what the error was about; only whoever has the bytes can.
  'center-error': ['bos-row', 'nothing-left', ...STATED],
  'fee-difference': ['bos-row', 'center-statement', 'store-statement'],
  discrepancy: STATED,
};

/** Of the bytes that have to be accounted for; undefined where the request never had any. */
export const accountedBytes = (
  { kind, observed }: Pick<Case, 'kind' | 'observed'>,
  record: RecordFacts | undefined,
): string | undefined => (kind === 'gate-refusal' ? observed.pdfSha256 : record?.pdfSha256);

/** Whether this shows which bytes went to which request (INV-8). */
export function mayClose(
  closed: Pick<Case, 'kind' | 'observed'>,
  record: RecordFacts | undefined,
  closing: Closing,
): Result<undefined, CloseProblem> {
  const { reason, pdfSha256, reference, fileSha256 } = closing;
  if (!PERMITTED_REASONS[closed.kind].includes(reason)) return err('reason-not-permitted');
  if (STATED.includes(reason) && reference === undefined) return err('reference-missing');
  const bytes = accountedBytes(closed, record);
  if (bytes !== undefined && pdfSha256 === null) return err('bytes-not-named');
  // Other bytes than the request's own are a wrong hand-over, and have to be called so.
  if (bytes !== undefined && pdfSha256 !== bytes && reason !== 'misissued') return err('wrong-bytes');
  if (reason === 'bos-row' && (fileSha256 === undefined || !record?.listFiles.includes(fileSha256)))
    return err('no-such-row');
  if (
    reason === 'nothing-left' &&
    record !== undefined &&
    record.state !== 'refused' &&
    record.state !== 'failed'
  )
    return err('something-left');
  return ok(undefined);
}
