import { z } from 'zod';
import { type CertificateFamily, CertificateType } from '../shared/certificate-types.ts';
import { OperatorId } from '../shared/http/staff.ts';
import { MunicipalityCode } from '../shared/ids.ts';
import { Instant } from '../shared/time.ts';

/**
 * A closure of one city's certificate type, or of all its types. Latches are independent of one another: healing
 * one never lifts another one.
 */
export const Latch = z.object({
  municipality: MunicipalityCode,
  type: z.union([CertificateType, z.literal('all')]),
  cause: z.enum(['by-hand', 'gate', 'freshness', 'initial-load']),
  /** Which of several latches of one cause: `seal:gap:regular:17-19`, or the operator who closed by hand. */
  part: z.string().min(1).optional(),
  closedAt: Instant,
  /** What led to it: an issuance id, a file name, a report's digest, the class of a reason; never personal data. */
  evidence: z.string(),
  /** Who closed it, where somebody did so by hand, and what that operator tells colleagues. */
  closedBy: OperatorId.optional(),
  note: z.string().optional(),
  /** Who proposes to open it by hand, since when and why; closing it anew takes the proposal away. */
  proposedBy: OperatorId.optional(),
  proposedAt: Instant.optional(),
  proposedFor: z.string().optional(),
});
export type Latch = z.infer<typeof Latch>;

/** Of one operator, to open a latch by hand. */
export type Proposal = {
  readonly proposedBy: OperatorId;
  readonly proposedAt: Instant;
  /** Class of the reason. */
  readonly proposedFor: string;
};

/** Which latch it is within its city. */
export type LatchName = Pick<Latch, 'type' | 'cause' | 'part'>;

/** One text per latch of a city: `resident-record#freshness#resident:stale:regular`. */
export const latchText = ({ type, cause, part }: LatchName): string =>
  [type, cause, ...(part === undefined ? [] : [part])].join('#');

/** What is said of the data, and not of one type's paper, closes every type that is made of them. */
const OF_THE_DATA: ReadonlySet<Latch['cause']> = new Set(['freshness', 'initial-load']);

type LatchedType = { readonly id: CertificateType; readonly family: CertificateFamily };

/** The latches that close a type. */
export const latchesOn = (latches: readonly Latch[], type: LatchedType): readonly Latch[] =>
  latches.filter(
    (latch) =>
      latch.type === 'all' ||
      latch.type === type.id ||
      (latch.type === type.family && OF_THE_DATA.has(latch.cause)),
  );

export const isClosed = (latches: readonly Latch[], type: LatchedType): boolean =>
  latchesOn(latches, type).length > 0;
