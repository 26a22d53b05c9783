import type { PublicCode } from '../shared/refusals.ts';
import { COUNTER_CODE } from '../shared/refusals.ts';

/** Milliseconds since some fixed moment, never set back. */
export type Monotonic = () => number;
export type Sleep = (milliseconds: number) => Promise<void>;

/** How far before its moment the timer is left, whose grain is a millisecond, and the rest is waited out. */
const GRAIN_MS = 2;

/**
 * Lets every refusal that sends the citizen to the counter leave at a fixed offset from the request's arrival, so
 * that its time does not tell a protection measure from a missing glyph. Work that took longer leaves at the next
 * multiple of the offset.
 */
export async function leaveEvenly(
  code: PublicCode,
  arrivedAt: number,
  offsetMs: number,
  { monotonic, sleep }: { readonly monotonic: Monotonic; readonly sleep: Sleep },
): Promise<void> {
  if (code !== COUNTER_CODE) return;
  const elapsed = monotonic() - arrivedAt;
  const leaveAt = arrivedAt + Math.max(1, Math.ceil(elapsed / offsetMs)) * offsetMs;
  const rest = leaveAt - monotonic() - GRAIN_MS;
  if (rest > 0) await sleep(rest);
  while (monotonic() < leaveAt);
}
