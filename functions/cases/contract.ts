import { z } from 'zod';
import { CertificateType } from '../shared/certificate-types.ts';
import { OperatorId } from '../shared/http/staff.ts';
import { RequestId } from '../shared/ids.ts';
import { CaseKind, Observed, Sha256 } from './observed.ts';

/**
 * What shows which bytes went to which request. The list is closed on purpose: that another try has worked shows
 * nothing about the first one (INV-8).
 */
export const ClosingReason = z.enum([
  /** The kiosk's own notice, come late; only the system itself closes by it. */
  'late-result',
  /** A row of a 不整合リスト that was committed for this request. */
  'bos-row',
  /** The bytes have left for nobody; judged from the record. */
  'nothing-left',
  /** In writing, with the number of the document. */
  'center-statement',
  'store-statement',
  /** The paper itself was looked at; `reference` says where that is written down. */
  'paper-examined',
  /** 誤交付: other bytes than the request's own were handed over; `reference` names the report. */
  'misissued',
]);
export type ClosingReason = z.infer<typeof ClosingReason>;

export const CLOSING_REASON_NAMES: Readonly<Record<ClosingReason, string>> = {
  'late-result': '遅れて届いた結果通知',
  'bos-row': '不整合リストの行',
  'nothing-left': 'どこにも渡っていない',
  'center-statement': 'センターの書面',
  'store-statement': '店舗の書面',
  'paper-examined': '現物の確認',
  misissued: '誤交付として処理',
};

export const Closing = z.object({
  reason: ClosingReason,
  /** SHA-256 of the bytes that are accounted for; null where the request never had any. */
  pdfSha256: Sha256.nullable(),
  /** Number of a document; no name of a person. */
  reference: z
    .string()
    .regex(/^[^\p{Cc}]{1,100}$/u)
    .optional(),
  /** Of the list, for `bos-row`. */
  fileSha256: Sha256.optional(),
});
export type Closing = z.infer<typeof Closing>;

/** `POST /api/cases/{caseId}/close` */
export const CloseRequest = z.strictObject({
  ...Closing.shape,
  reason: ClosingReason.exclude(['late-result']),
});
export type CloseRequest = z.infer<typeof CloseRequest>;

const Timestamp = z.string();

export const CaseView = z.object({
  caseId: z.string(),
  requestId: RequestId,
  kind: CaseKind,
  kindName: z.string(),
  state: z.enum(['open', 'closed']),
  openedAt: Timestamp,
  observed: Observed,
  /** Whether the bytes in question are kept and can be read. */
  hasEvidence: z.boolean(),
  closing: z
    .object({ ...Closing.shape, at: Timestamp, closedBy: z.union([OperatorId, z.literal('system')]) })
    .nullable(),
});
export type CaseView = z.infer<typeof CaseView>;

/** `GET /api/cases?state=open[&cursor=…]` */
export const CasePage = z.object({
  cases: z.array(CaseView),
  /** For the next page; null after the last one. */
  cursor: z.string().nullable(),
  /** Whether more requests are of unknown end than are shown; the oldest come first. */
  moreUnknownEnds: z.boolean(),
});
export type CasePage = z.infer<typeof CasePage>;

/** `GET /api/cases/{caseId}` */
export const CaseDetails = z.object({
  ...CaseView.shape,
  /** With what it may be closed. */
  permittedReasons: z.array(ClosingReason),
  /** The request's record as it is now; null where there is none. */
  record: z
    .object({
      state: z.string(),
      type: CertificateType,
      receivedAt: Timestamp,
      /** Of the PDF that was committed for the request. */
      pdfSha256: z.string().nullable(),
      store: z.object({ code: z.string(), name: z.string() }),
      terminal: z.string(),
    })
    .nullable(),
});
export type CaseDetails = z.infer<typeof CaseDetails>;

export const CaseQuery = z.strictObject({
  state: z.enum(['open', 'closed']).default('open'),
  cursor: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,160}$/)
    .optional(),
});
export type CaseQuery = z.infer<typeof CaseQuery>;
