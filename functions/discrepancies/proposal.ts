import { z } from 'zod';
import { OperatorId } from '../shared/http/staff.ts';
import { MunicipalityCode } from '../shared/ids.ts';
import { Instant } from '../shared/time.ts';

/** A list that somebody has looked at and wants to be applied; another one applies it, with the same bytes in hand. */
export const Proposal = z.object({
  municipality: MunicipalityCode,
  fileSha256: z.string(),
  /** SHA-256 of the layout by which it was read. */
  layoutDigest: z.string(),
  proposedBy: OperatorId,
  proposedAt: Instant,
  committedBy: OperatorId.optional(),
  committedAt: Instant.optional(),
});
export type Proposal = z.infer<typeof Proposal>;
