import type { Mutation } from './mutations.ts';
import { createOracle, NotKnownYet } from './oracle.ts';
import { type Model, ownRecords, type State, type Step, startOf, stateFault, stepsFrom } from './protocol.ts';
import type { Scenario } from './scenarios.ts';

export type Found = {
  readonly states: number;
  readonly steps: number;
  /** What must not be, and how it comes about; undefined: no state of all that can be reached. */
  readonly counterexample: { readonly violation: string; readonly trace: readonly string[] } | undefined;
  /** Whether there were more states than were allowed. */
  readonly isCutOff: boolean;
};

export type SearchOptions = {
  readonly mutation?: Mutation | undefined;
  /** How many of the three requests come at all. */
  readonly deliveries?: number;
  readonly reads?: 1 | 2 | 4;
  readonly most?: number;
};

/**
 * Goes through every state that can be reached, the nearest ones first, so that a counterexample is as short as any.
 * States are told apart by their whole text: no two are taken for one.
 */
export async function search(
  scenario: Scenario,
  { mutation, deliveries = 3, reads = 2, most = Number.POSITIVE_INFINITY }: SearchOptions = {},
): Promise<Found> {
  const oracle = await createOracle(mutation);
  const model: Model = { oracle, scenario, mutation, reads, owns: ownRecords(scenario) };
  const start = startOf(oracle, deliveries);
  const seen = new Set([keyOf(start)]);
  const parents: number[] = [-1];
  const labels: string[] = ['start'];
  let open: { readonly state: State; readonly index: number }[] = [{ state: start, index: 0 }];
  let steps = 0;

  const stepsNow = (state: State) => {
    try {
      return stepsFrom(model, state);
    } catch (error) {
      if (error instanceof NotKnownYet) return undefined;
      throw error;
    }
  };
  const traceTo = (index: number, last: string): string[] => {
    const trace = [last];
    for (let at = index; at > 0; at = parents[at] ?? 0) trace.unshift(labels[at] ?? '');
    return trace;
  };

  while (open.length > 0) {
    const next: typeof open = [];
    for (const { state, index } of open) {
      // Where the code itself breaks off, it has got to where it must not get to.
      const thrown = (error: unknown): readonly Step[] => [
        {
          label: 'the code breaks off',
          state,
          violation: error instanceof Error ? error.message : String(error),
        },
      ];
      for (const step of stepsNow(state) ?? (await known(() => stepsFrom(model, state)).catch(thrown))) {
        steps += 1;
        const key = keyOf(step.state);
        const violation = step.violation ?? (seen.has(key) ? undefined : stateFault(model, step.state));
        if (violation !== undefined) {
          const counterexample = { violation, trace: traceTo(index, step.label) };
          return { states: seen.size, steps, counterexample, isCutOff: false };
        }
        if (seen.has(key)) continue;
        if (seen.size >= most) return { states: seen.size, steps, counterexample: undefined, isCutOff: true };
        seen.add(key);
        parents.push(index);
        labels.push(step.label);
        next.push({ state: step.state, index: labels.length - 1 });
      }
    }
    open = next;
  }
  return { states: seen.size, steps, counterexample: undefined, isCutOff: false };
}

/** Asks until everything is known that the answer rests on. */
async function known<T>(ask: () => T): Promise<T> {
  for (;;)
    try {
      return ask();
    } catch (error) {
      if (!(error instanceof NotKnownYet)) throw error;
      await error.work;
    }
}

function keyOf({
  time,
  isKilled,
  registry,
  changes,
  records,
  responded,
  deliveries,
  reports,
}: State): string {
  const of = deliveries.map(
    (d) =>
      `${d.work},${d.claim},${d.existing},${d.received},${d.seen.join('.')},${d.wasKilled ? 1 : 0}${d.drawnKilled ? 1 : 0},${d.at},${d.attempt},${d.timer},${d.reply}`,
  );
  return `${time}${isKilled ? 1 : 0}|${registry}|${changes.join()}|${records.join()}|${responded.join()}|${of.join('/')}|${reports.join()}`;
}
