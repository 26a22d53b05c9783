import { expect, test } from 'vitest';
import { createCoverageStore } from '../../../functions/gaiji/index.ts';
import { createRegistryStore, personBuckets } from '../../../functions/registry/index.ts';
import { createFakeTable } from '../registry/fake-table.ts';
import { personId, resident, restriction, serial } from '../registry/sample-changes.ts';
import { municipality } from './gaiji-world.ts';

test('the scan meets everybody of the city once, with what is printed of them and nothing else', async () => {
  const { client, items } = createFakeTable();
  const registry = createRegistryStore({ client, table: 'registry', pause: async () => undefined });
  const people = Array.from({ length: 40 }, (_, index) => index + 1);
  for (const person of people)
    await registry.apply(municipality, [resident(1, { person, household: person, householdOrder: 1 })]);
  await registry.apply(municipality, [serial(1), restriction(1)]);
  const [bucket = ''] = [...items.values()].flatMap(({ pk, sk }) =>
    String(sk).startsWith(personId(7)) ? [String(pk)] : [],
  );
  items.set('tax', { pk: bucket, sk: `${personId(7)}#tax#2026`, fact: { address: '見本市' } });

  const progress: string[] = [];
  const met = new Map<string, readonly string[]>();
  const scan = createCoverageStore({ client, table: 'registry' });
  for await (const { personId: id, facts } of scan.persons(municipality, (done, total) => {
    progress.push(`${done}/${total}`);
  })) {
    expect(met.has(id)).toBe(false);
    met.set(id, Object.keys(facts));
  }
  expect([...met.keys()].sort()).toEqual(people.map(personId));
  expect(met.get(personId(7))).toEqual(['resident', 'tax#2026']);
  expect(met.get(personId(1))).toEqual(['resident']);
  expect(progress.at(-1)).toBe('256/256');
  expect(personBuckets(municipality)).toHaveLength(256);
});
