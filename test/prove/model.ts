import { randomFor } from '../../simulator/sample/random.ts';
import { MUTATIONS, type Mutation } from './model/mutations.ts';
import { SCENARIOS } from './model/scenarios.ts';
import { type Found, type SearchOptions, search } from './model/search.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

/** How each scenario is gone through: two deliveries read by read, and all three with reads at one moment. */
const SEARCHES: readonly SearchOptions[] = [
  { deliveries: 2, reads: 4 },
  { deliveries: 3, reads: 1 },
];
/** A counterexample is found long before, in one scenario or another. */
const MOST_FOR_MUTATION = 60_000;

/**
 * Claim, reads, commit, repeat, result, deadline and switch as steps that happen in every order, on the code's own
 * conditions and rules; what is taken out of them must show (docs/adr/0082).
 */
export const model: Proof = {
  name: 'model',
  summary:
    'Every state of three requests and two changes, with a crash at any step; what is taken out must show',
  needsSystem: false,
  count: SCENARIOS.length,
  slice: 1,
  run: proveModel,
};

async function proveModel({ count, seed, say }: ProofOptions): Promise<ProofReport> {
  const { check, note, report } = tally();
  const all = randomFor(`${seed}/model`).shuffle(SCENARIOS);
  const chosen = count >= SCENARIOS.length ? SCENARIOS : all.slice(0, count);
  let [states, steps] = [0, 0];
  for (const scenario of chosen)
    for (const options of SEARCHES) {
      const found = await search(scenario, options);
      states += found.states;
      steps += found.steps;
      const what = `${scenario.name}, ${options.deliveries} deliveries`;
      check(found.counterexample === undefined, [`${what}:`, ...told(found)].join('\n'));
      say(`${what}: ${found.states} states, ${found.steps} steps`);
    }
  note(`${states} states, ${steps} steps in ${chosen.length} scenarios`);
  for (const mutation of MUTATIONS) {
    const found = await searchMutation(mutation);
    check(found !== undefined, `without it nothing is wrong: ${mutation.name}`);
    for (const line of found === undefined ? [] : [`${mutation.name}:`, ...told(found)]) say(line);
  }
  return report();
}

/** The first scenario in which something goes wrong without it. */
export async function searchMutation(mutation: Mutation): Promise<Found | undefined> {
  const { meets } = mutation;
  for (const scenario of SCENARIOS) {
    if (meets !== undefined && !scenario.name.includes(meets)) continue;
    const found = await search(scenario, { mutation, deliveries: 2, reads: 2, most: MOST_FOR_MUTATION });
    if (found.counterexample !== undefined) return found;
  }
  return undefined;
}

const told = ({ counterexample }: Found): readonly string[] =>
  counterexample === undefined
    ? []
    : [
        `  ${counterexample.violation}`,
        ...counterexample.trace.map((step, index) => `    ${index + 1}. ${step}`),
      ];
