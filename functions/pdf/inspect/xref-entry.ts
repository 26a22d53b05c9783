import { refuse } from './inspect-fault.ts';
import type { Budget } from './limits.ts';
import type { Dict } from './values.ts';

/** Where an object is. */
export type XrefEntry =
  | { readonly kind: 'free' }
  | { readonly kind: 'offset'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'in-stream'; readonly stream: number; readonly index: number };

export const free: XrefEntry = { kind: 'free' };

/** A section by itself, or all of them as one with the newest trailer. */
export type Xref = {
  readonly entries: ReadonlyMap<number, XrefEntry>;
  readonly trailer: Dict;
  /** The stream that holds the section, as its header says, if it is one. */
  readonly holder?: { readonly number: number; readonly offset: number };
};

export function spendEntries(budget: Budget, count: number): void {
  budget.objects -= count;
  if (budget.objects < 0) refuse('objects', 'cross-reference');
}
