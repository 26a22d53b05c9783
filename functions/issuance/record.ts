import { z } from 'zod';
import { CertificateType, nameOfType } from '../shared/certificate-types.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode, PersonId, RequestId } from '../shared/ids.ts';
import { TaxYear } from '../shared/tax-year.ts';
import { Instant } from '../shared/time.ts';
import { HouseholdScope, IssuanceOption, type IssuanceState } from './contract.ts';

/** Why a request was refused, in the staff's catalogue; `field` names a model's field where one is at fault. */
export const RefusalReason = z.object({
  code: z.string(),
  /** Path of a field or a subject's number; never a value. */
  detail: z.string().optional(),
});
export type RefusalReason = z.infer<typeof RefusalReason>;

/** What drew the bytes: enough to draw them again (by the same program) or to compare digests (by another). */
export const Drawing = z.object({
  pdfSha256: z.string(),
  pages: z.int(),
  bytes: z.int(),
  modelDigest: z.string(),
  templateDigest: z.string(),
  sealDigest: z.string(),
  fontIds: z.array(z.string()),
  program: z.string(),
});
export type Drawing = z.infer<typeof Drawing>;

/** 発行履歴: one request of the centre and what became of it. */
export const IssuanceRecord = z.object({
  /** Our own id, UUIDv7; printed on the paper as its number. */
  issuanceId: z.string(),
  requestId: RequestId,
  municipality: MunicipalityCode,
  state: z.enum(['requested', 'refused', 'responded', 'printed', 'cancelled', 'failed']),
  /** SHA-256 of the request's content: the same id with another content is refused. */
  contentHash: z.string(),
  receivedAt: Instant,
  /** After it nothing can be answered any more. */
  deadlineAt: Instant,
  type: CertificateType,
  /** Name of the type when the request was judged; absent where it was not, or the city knew no such type. */
  typeName: z.string().optional(),
  scope: HouseholdScope,
  options: z.array(IssuanceOption),
  /** 課税年度, of a certificate that is of one. */
  taxYear: TaxYear.optional(),
  copies: z.int(),
  /** For one copy, as shown; judged against the city's fee. */
  feeJpy: z.int(),
  store: z.object({ code: z.string(), name: z.string() }),
  terminal: z.string(),
  issuer: JpkiIssuer,
  serial: JpkiSerial,
  /** 申請者; absent where the serial belongs to nobody. */
  applicant: PersonId.optional(),
  /** 証明対象者, in printed order; known once the request was judged. */
  subjects: z.array(PersonId),
  reasons: z.array(RefusalReason),
  drawing: Drawing.optional(),
  /** SHA-256 over the version of everything that was read of the registry; absent in records from before it was kept. */
  dataDigest: z.string().optional(),
  respondedAt: Instant.optional(),
  /** When a repeat was answered last. */
  repeatedAt: Instant.optional(),
  finishedAt: Instant.optional(),
  /** For all copies, as the kiosk has told; absent where it did not say. */
  chargedJpy: z.int().optional(),
});
export type IssuanceRecord = z.infer<typeof IssuanceRecord>;

/** What the certificate was called when it was asked for, as far as that was recorded. */
export const typeNameOf = ({ type, typeName }: Pick<IssuanceRecord, 'type' | 'typeName'>): string =>
  typeName ?? nameOfType(type);

/**
 * The state at a time. What passes by time alone is derived, so that no sweeper can be late: an unanswered request
 * past its deadline has failed, and an answer without a result notice is unknown after the waiting time.
 */
export function stateAt(record: IssuanceRecord, now: Instant, resultWaitMs: number): IssuanceState {
  if (record.state === 'requested' && now > record.deadlineAt) return 'failed';
  if (record.state === 'responded' && now - (record.respondedAt ?? record.receivedAt) > resultWaitMs)
    return 'unknown';
  return record.state;
}
