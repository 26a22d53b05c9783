import type { OperatorId } from '../shared/http/staff.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Instant } from '../shared/time.ts';
import type { Latch, Proposal } from './latch.ts';

/** After it nobody remembers what was looked at: the opening has to be proposed anew. */
export const PROPOSAL_MS = 24 * 3_600_000;

/** What a person or the gate has closed ends by people; every other cause ends by itself or by its own approval. */
export const opensByHand = ({ cause }: Pick<Latch, 'cause'>): boolean =>
  cause === 'by-hand' || cause === 'gate';

/** The proposal that can be confirmed now. */
export function proposalOf(latch: Latch, now: Instant): (Latch & Proposal) | undefined {
  const { proposedBy, proposedAt, proposedFor } = latch;
  if (proposedBy === undefined || proposedAt === undefined || proposedFor === undefined) return undefined;
  return now - proposedAt < PROPOSAL_MS ? { ...latch, proposedBy, proposedAt, proposedFor } : undefined;
}

export type ProposeFault = 'not-by-hand' | 'already-proposed';

/** Anybody may propose, the one who closed included. */
export function judgeProposal(
  latch: Latch,
  operatorId: OperatorId,
  now: Instant,
): Result<undefined, ProposeFault> {
  if (!opensByHand(latch)) return err('not-by-hand');
  const standing = proposalOf(latch, now);
  return standing !== undefined && standing.proposedBy !== operatorId
    ? err('already-proposed')
    : ok(undefined);
}

export type ConfirmFault = 'not-by-hand' | 'not-proposed' | 'second-person';

/**
 * One rule for every closure, whoever or whatever has set it: two people open it, and the one who confirms has neither
 * proposed the opening nor closed (INV-12).
 */
export function judgeConfirmation(
  latch: Latch,
  operatorId: OperatorId,
  now: Instant,
): Result<Latch & Proposal, ConfirmFault> {
  if (!opensByHand(latch)) return err('not-by-hand');
  const proposal = proposalOf(latch, now);
  if (proposal === undefined) return err('not-proposed');
  if (operatorId === proposal.proposedBy || operatorId === latch.closedBy) return err('second-person');
  return ok(proposal);
}
