import type { Scenario } from '../scenario.ts';
import { NORMAL } from './a-normal.ts';
import { REGISTERS } from './a-registers.ts';
import { SEALS } from './a-seals.ts';
import { DECISIONS } from './b-decisions.ts';
import { HOURS } from './b-hours.ts';
import { REFUSALS } from './b-refusals.ts';
import { CONCURRENCY } from './c-concurrency.ts';
import { LOAD } from './c-load.ts';
import { SWAPPED } from './c-registers.ts';
import { LISTS } from './d-lists.ts';
import { RESULTS } from './d-results.ts';
import { CHANGES } from './e-changes.ts';

/** The scenario book, in the order of its numbers. */
export const BOOK: readonly Scenario[] = [
  ...NORMAL,
  ...SEALS,
  ...REGISTERS,
  ...REFUSALS,
  ...DECISIONS,
  ...HOURS,
  ...CONCURRENCY,
  ...LOAD,
  ...SWAPPED,
  ...RESULTS,
  ...LISTS,
  ...CHANGES,
].toSorted((a, b) => a.number - b.number);
