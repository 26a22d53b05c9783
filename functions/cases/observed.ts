import { z } from 'zod';

export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a case is about. */
export const CaseKind = z.enum([
  /** The release gate has refused finished bytes. */
  'gate-refusal',
  /** A certificate was committed, and the deadline passed before it could leave. */
  'withheld-answer',
  /** No result has come within the waiting time. */
  'unknown-end',
  /** A notice says something else than what is recorded. */
  'contradiction',
  /** A notice about a request that is not known. */
  'unknown-request',
  /** The centre, or the kiosk, has reported an error. */
  'center-error',
  /** What was charged is not what was shown. */
  'fee-difference',
  /** A row of a 不整合リスト for which there are no bytes here, or that cannot be reconciled. */
  'discrepancy',
]);
export type CaseKind = z.infer<typeof CaseKind>;

export const CASE_KIND_NAMES: Readonly<Record<CaseKind, string>> = {
  'gate-refusal': '出力前の照合で不一致',
  'withheld-answer': '作成後に期限切れ（未送信）',
  'unknown-end': '結果不明',
  contradiction: '食い違う結果通知',
  'unknown-request': '記録にない要求の通知',
  'center-error': 'センター・キオスクのエラー',
  'fee-difference': '手数料の相違',
  discrepancy: '不整合リストの不一致',
};

/** How the centre names an error; what the codes mean is the centre's own. */
export const ErrorCode = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/);

const Outcome = z.enum(['printed', 'cancelled', 'failed']);

/** What was seen when a case was opened: ids, codes, amounts and digests, never a person's data. */
export const Observed = z.object({
  /** The outcome that a notice or a row has told. */
  outcome: Outcome.optional(),
  /** The state that the record had then. */
  recorded: z.string().optional(),
  errorCode: ErrorCode.optional(),
  expectedJpy: z.int().optional(),
  chargedJpy: z.int().optional(),
  /** Of the bytes in question: refused by the gate, or as the centre names them. */
  pdfSha256: Sha256.optional(),
  /** Which parts of the paper did not agree; names, never values. */
  mismatches: z.array(z.string()).optional(),
  /** The row of a list, by its file and line. */
  row: z.object({ fileSha256: Sha256, line: z.int() }).optional(),
  /** Why the row could not be reconciled. */
  reason: z.string().optional(),
});
export type Observed = z.infer<typeof Observed>;
