import { z } from 'zod';
import { HouseholdScope, IssuanceOption, IssuanceState, PrintOutcome } from '../issuance/index.ts';
import { CertificateFamily, CertificateType } from '../shared/certificate-types.ts';
import { OperatorId } from '../shared/http/staff.ts';
import { PersonId, RequestId } from '../shared/ids.ts';
import { TaxYear } from '../shared/tax-year.ts';
import { LocalDate } from '../shared/time.ts';

/** In Japan's time, to the second: `2026-11-23T09:15:00+09:00`. */
const Timestamp = z.string();

/** 申請者 or 証明対象者 by the name that the register has now; null where it has none any more. */
export const PersonView = z.object({ personId: PersonId, fullName: z.string().nullable() });
export type PersonView = z.infer<typeof PersonView>;

/** One line of the list: state, copies and fee as they were corrected, where they were. */
export const HistoryRow = z.object({
  requestId: RequestId,
  receivedAt: Timestamp,
  state: IssuanceState,
  type: CertificateType,
  /** 証明書種別 as it was called when the request was judged. */
  typeName: z.string(),
  /** By which the scope is called; absent where the city knew no such type. */
  family: CertificateFamily.optional(),
  /** Absent in what was added from a 不整合リスト. */
  scope: HouseholdScope.optional(),
  /** 課税年度, of a certificate that is of one. */
  taxYear: TaxYear.optional(),
  /** Null where the card's serial belongs to nobody. */
  applicant: PersonView.nullable(),
  subjects: z.array(PersonView),
  copies: z.int(),
  /** Yen for one copy. */
  feeJpy: z.int(),
  store: z.object({ code: z.string(), name: z.string() }),
  /** `bos`: added from a 不整合リスト; the paper was not made here. */
  origin: z.enum(['kiosk', 'bos']),
  isCorrected: z.boolean(),
});
export type HistoryRow = z.infer<typeof HistoryRow>;

/** `GET /api/history?day=2026-11-23[&state=refused][&cursor=…]`: newest first. */
export const HistoryPage = z.object({
  day: LocalDate,
  rows: z.array(HistoryRow),
  /** For the next page; null after the last one. */
  cursor: z.string().nullable(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

export const ReasonView = z.object({
  code: z.string(),
  text: z.string(),
  /** What the staff can do about it. */
  advice: z.string(),
  /** Path of the field at fault, never a value. */
  detail: z.string().optional(),
});
export type ReasonView = z.infer<typeof ReasonView>;

/** What a row of a 不整合リスト has said, and who has applied it (仕様書 3(3)キ). */
export const CorrectionView = z.object({
  at: Timestamp,
  outcome: PrintOutcome,
  copies: z.int().optional(),
  feeJpy: z.int().optional(),
  fileSha256: z.string(),
  line: z.int(),
  proposedBy: OperatorId,
  committedBy: OperatorId,
});
export type CorrectionView = z.infer<typeof CorrectionView>;

/** `GET /api/history/{requestId}`. */
export const HistoryDetails = z.object({
  ...HistoryRow.shape,
  /** The number on the paper. */
  issuanceId: z.string(),
  options: z.array(IssuanceOption),
  terminal: z.string(),
  /** What was recorded before any correction. */
  original: z.object({ state: IssuanceState, copies: z.int(), feeJpy: z.int() }),
  /** In the order in which they were made; the last one counts. */
  corrections: z.array(CorrectionView),
  /** Yen for all copies, as the kiosk has told; null where it did not say. */
  chargedJpy: z.int().nullable(),
  /** The states that it went through, first to last, before any correction. */
  timeline: z.array(z.object({ state: IssuanceState, at: Timestamp })),
  reasons: z.array(ReasonView),
  /** What the kiosk's screen has shown; null where nothing was refused. */
  shownToCitizen: z.string().nullable(),
  /** Of the PDF that was answered; null where there was none. */
  drawing: z
    .object({
      pdfSha256: z.string(),
      pages: z.int(),
      bytes: z.int(),
      /** Of the form; absent of a paper that the koseki system has drawn. */
      templateDigest: z.string().optional(),
      /** By what a paper of the koseki system was known to be the request's. */
      knownBy: z.enum(['echo', 'text', 'echo-and-text']).optional(),
    })
    .nullable(),
});
export type HistoryDetails = z.infer<typeof HistoryDetails>;

/** What the list may be asked for. */
export const HistoryQuery = z.strictObject({
  day: LocalDate,
  state: IssuanceState.optional(),
  cursor: z.string().max(400).optional(),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;
