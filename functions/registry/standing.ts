import type { Outcome } from './changes.ts';
import { compareSequence } from './facts.ts';
import type { Place } from './items.ts';

/** How an incoming content stands to the stored one. `conflict`: one sequence, two contents. */
export type Standing = 'newer' | 'older' | 'same' | 'conflict';

export function standingOf(incoming: Place, stored: Place | undefined): Standing {
  if (stored === undefined) return 'newer';
  const order = compareSequence(incoming.sequence, stored.sequence);
  if (order !== 0) return order > 0 ? 'newer' : 'older';
  return incoming.digest === stored.digest ? 'same' : 'conflict';
}

/**
 * Of two contents under one sequence neither is trusted: a mark closes the person. Which of them lies under the
 * mark must not depend on the order of arrival, so the greater digest stays.
 */
export function replaces(standing: Standing, incoming: Place, stored: Place | undefined): boolean {
  return standing === 'newer' || (standing === 'conflict' && incoming.digest > (stored?.digest ?? ''));
}

export const outcomeOf = (standing: Standing): Outcome => {
  if (standing === 'newer') return { kind: 'applied' };
  return standing === 'conflict' ? { kind: 'rejected', rule: 'sequence-conflict' } : { kind: 'superseded' };
};
