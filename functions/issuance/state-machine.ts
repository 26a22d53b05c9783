import type { IssuanceState } from './contract.ts';

/** The states that are written; `unknown` is none. */
type StoredState = Exclude<IssuanceState, 'unknown'>;

/** The steps that are written: forward only, each once, each held by a condition on the state before it. */
export const STEPS: Readonly<Record<StoredState, readonly StoredState[]>> = {
  requested: ['refused', 'responded', 'failed'],
  refused: [],
  responded: ['printed', 'cancelled', 'failed'],
  printed: [],
  cancelled: [],
  failed: [],
};

/**
 * The steps that time alone makes, which nobody writes (`ownStateAt`): at the deadline, and after the waiting time. An end
 * that is unknown is no last word: a late notice still says what became of the paper.
 */
export const STEPS_OF_TIME: Readonly<Partial<Record<StoredState, IssuanceState>>> = {
  requested: 'failed',
  responded: 'unknown',
};

/** From where a step may be written. */
export const statesBefore = (to: StoredState): readonly StoredState[] =>
  (Object.keys(STEPS) as StoredState[]).filter((from) => STEPS[from].includes(to));
