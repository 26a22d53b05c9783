import type { Instant } from '../shared/time.ts';
import type { PrintOutcome } from './contract.ts';
import { type IssuanceRecord, stateAt } from './record.ts';

/** What a notice about the paper says, beside what is known. */
export type NoticeMeaning =
  /** The first word, in time. */
  | 'first'
  /** The first word, after the end had become unknown. */
  | 'late'
  /** What is known already. */
  | 'again'
  /** That there is no paper, of a request that has given none. */
  | 'no-paper'
  /** Something else than what is known: the record keeps its word, and somebody has to look into it. */
  | 'contradiction';

/** Whether the request has failed or was refused by ourselves: then nothing of it can have been printed. */
const gaveNothing = (record: IssuanceRecord): boolean =>
  record.respondedAt === undefined || (record.state === 'failed' && record.reasons.length > 0);

/** What an outcome that the kiosk tells means at an instant. */
export function meaningOf(
  record: IssuanceRecord,
  outcome: PrintOutcome,
  now: Instant,
  resultWaitMs: number,
): NoticeMeaning {
  const state = stateAt(record, now, resultWaitMs);
  const isOpen = record.state === 'responded';
  // A correction is a word too: the kiosk's own may follow it, and may not speak against it.
  if (isOpen && (state === 'responded' || state === outcome)) return 'first';
  if (isOpen && state === 'unknown') return 'late';
  if (state === outcome) return 'again';
  return gaveNothing(record) && record.corrections === undefined && outcome !== 'printed'
    ? 'no-paper'
    : 'contradiction';
}

/** What was to be charged for an outcome, in yen for all copies. */
export const expectedCharge = (
  { feeJpy, copies }: Pick<IssuanceRecord, 'feeJpy' | 'copies'>,
  outcome: PrintOutcome,
): number => (outcome === 'printed' ? feeJpy * copies : 0);
