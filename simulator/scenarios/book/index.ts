import type { Scenario } from '../scenario.ts';
import { NORMAL } from './a-normal.ts';
import { REFUSALS } from './b-refusals.ts';
import { CONCURRENCY } from './c-concurrency.ts';
import { RESULTS } from './d-results.ts';

/** The scenario book, in the order of its numbers. */
export const BOOK: readonly Scenario[] = [...NORMAL, ...REFUSALS, ...CONCURRENCY, ...RESULTS].toSorted(
  (a, b) => a.number - b.number,
);
