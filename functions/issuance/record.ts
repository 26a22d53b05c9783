import { z } from 'zod';
import {
  CertificateFamily,
  CertificateType,
  nameOfType,
  specifiedType,
} from '../shared/certificate-types.ts';
import { OperatorId } from '../shared/http/staff.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode, PersonId, RequestId } from '../shared/ids.ts';
import { TaxYear } from '../shared/tax-year.ts';
import { Instant } from '../shared/time.ts';
import { HouseholdScope, IssuanceOption, type IssuanceState, PrintOutcome } from './contract.ts';

/** Why a request was refused, in the staff's catalogue; `field` names a model's field where one is at fault. */
export const RefusalReason = z.object({
  code: z.string(),
  /** Path of a field or a subject's number; never a value. */
  detail: z.string().optional(),
});
export type RefusalReason = z.infer<typeof RefusalReason>;

const file = { pdfSha256: z.string(), pages: z.int(), bytes: z.int() };

/** What drew the bytes: enough to draw them again (by the same program) or to compare digests (by another). */
export const DrawnHere = z.object({
  ...file,
  modelDigest: z.string(),
  templateDigest: z.string(),
  sealDigest: z.string(),
  fontIds: z.array(z.string()),
  program: z.string(),
});
export type DrawnHere = z.infer<typeof DrawnHere>;

/** Bytes that came from the koseki system and went out as they came: they are never made again. */
export const DrawnElsewhere = z.object({
  ...file,
  source: z.literal('koseki'),
  /** By what they were known to be the request's. */
  knownBy: z.enum(['echo', 'text', 'echo-and-text']),
  program: z.string(),
});
export type DrawnElsewhere = z.infer<typeof DrawnElsewhere>;

/** The paper that was answered, and where it was drawn. */
export const Drawing = z.union([DrawnElsewhere, DrawnHere]);
export type Drawing = z.infer<typeof Drawing>;

export const isDrawnHere = (drawing: Drawing): drawing is DrawnHere => !('source' in drawing);
/**
 * 修正: what a row of a 不整合リスト says of a request (仕様書 3(3)キ). It stands beside the record's own fields, which
 * keep what was recorded; the last one counts.
 */
export const Correction = z.object({
  at: Instant,
  outcome: PrintOutcome,
  copies: z.int().optional(),
  /** Yen for one copy. */
  feeJpy: z.int().optional(),
  row: z.object({ fileSha256: z.string(), line: z.int() }),
  proposedBy: OperatorId,
  committedBy: OperatorId,
});
export type Correction = z.infer<typeof Correction>;

/** 発行履歴: one request of the centre and what became of it. */
export const IssuanceRecord = z.object({
  /** Our own id, UUIDv7; printed on the paper as its number. */
  issuanceId: z.string(),
  requestId: RequestId,
  municipality: MunicipalityCode,
  state: z.enum(['requested', 'refused', 'responded', 'printed', 'cancelled', 'failed']),
  /** `bos`: not received here; added from a row of a 不整合リスト, whose bytes nobody here has made. */
  origin: z.literal('bos').optional(),
  /** SHA-256 of the content, of the request or of the row: the same id with another content is refused. */
  contentHash: z.string(),
  receivedAt: Instant,
  /** After it nothing can be answered any more. */
  deadlineAt: Instant,
  type: CertificateType,
  /** Name of the type when the request was judged; absent where it was not, or the city knew no such type. */
  typeName: z.string().optional(),
  /** Its family then; absent like the name. */
  family: CertificateFamily.optional(),
  /** Absent in what was added from a list, and so are issuer and serial. */
  scope: HouseholdScope.optional(),
  options: z.array(IssuanceOption),
  /** 課税年度, of a certificate that is of one. */
  taxYear: TaxYear.optional(),
  copies: z.int(),
  /** For one copy, as shown; judged against the city's fee. */
  feeJpy: z.int(),
  store: z.object({ code: z.string(), name: z.string() }),
  terminal: z.string(),
  issuer: JpkiIssuer.optional(),
  serial: JpkiSerial.optional(),
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
  /** In the order in which they were made. */
  corrections: z.array(Correction).min(1).optional(),
});
export type IssuanceRecord = z.infer<typeof IssuanceRecord>;

/** What the certificate was called when it was asked for, as far as that was recorded. */
export const typeNameOf = ({ type, typeName }: Pick<IssuanceRecord, 'type' | 'typeName'>): string =>
  typeName ?? nameOfType(type);

/** What the type was judged by; what its scopes mean is said by it. */
export const familyOf = ({
  type,
  family,
}: Pick<IssuanceRecord, 'type' | 'family'>): CertificateFamily | undefined =>
  family ?? specifiedType(type)?.family;

/** The number of copies and the fee for one, as far as they were corrected. */
export function correctedCounts(record: IssuanceRecord): {
  readonly copies: number;
  readonly feeJpy: number;
} {
  const { corrections = [] } = record;
  return {
    copies: corrections.findLast(({ copies }) => copies !== undefined)?.copies ?? record.copies,
    feeJpy: corrections.findLast(({ feeJpy }) => feeJpy !== undefined)?.feeJpy ?? record.feeJpy,
  };
}

/** The state at a time, corrected where a list has corrected it: what searches and statistics go by. */
export function stateAt(record: IssuanceRecord, now: Instant, resultWaitMs: number): IssuanceState {
  return record.corrections?.at(-1)?.outcome ?? ownStateAt(record, now, resultWaitMs);
}

/**
 * The state at a time, before any correction. What passes by time alone is derived, so that no sweeper can be late: an
 * unanswered request past its deadline has failed, and an answer without a result notice is unknown after the waiting
 * time.
 */
export function ownStateAt(record: IssuanceRecord, now: Instant, resultWaitMs: number): IssuanceState {
  if (record.state === 'requested' && now > record.deadlineAt) return 'failed';
  if (record.state === 'responded' && now - (record.respondedAt ?? record.receivedAt) > resultWaitMs)
    return 'unknown';
  return record.state;
}
