import { describe, expect, test } from 'vitest';
import { MUTATIONS } from '../../prove/model/mutations.ts';
import { SCENARIOS } from '../../prove/model/scenarios.ts';
import { search } from '../../prove/model/search.ts';
import { searchMutation } from '../../prove/model.ts';

describe('a slice of the model', () => {
  test('has no state in which an invariant is broken', async () => {
    const [scenario] = SCENARIOS;
    if (scenario === undefined) throw new Error('no scenario');
    const { states, counterexample } = await search(scenario, { deliveries: 2, reads: 1 });
    expect(counterexample).toBeUndefined();
    expect(states).toBeGreaterThan(5_000);
  });

  test.each(
    MUTATIONS.filter(({ name }) =>
      [
        'the commit without the versions of what was read',
        'the commit without its deadline',
        'the switches are not read again',
      ].includes(name),
    ),
  )('has a way to a broken one: $name', async (mutation) => {
    const found = await searchMutation(mutation);
    expect(found?.counterexample?.trace.length).toBeGreaterThan(3);
  });
});
