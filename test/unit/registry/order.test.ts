import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RegistryChange } from '../../../functions/registry/index.ts';
import {
  contentOf,
  createMemoryRegistry,
  rejectedRow,
  resident,
  restriction,
  serial,
} from './sample-changes.ts';

/** Few persons, households, serials and numbers, so that rows meet: moves, conflicts, contested serials, marks. */
const number = fc.integer({ min: 1, max: 6 });
const person = fc.integer({ min: 1, max: 3 });
const change: fc.Arbitrary<RegistryChange> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .record({
        number,
        person,
        household: fc.integer({ min: 1, max: 3 }),
        householdOrder: fc.integer({ min: 1, max: 2 }),
        state: fc.constantFrom(
          'active' as const,
          'active' as const,
          'moved-out' as const,
          'deceased' as const,
        ),
        epoch: fc.integer({ min: 1, max: 2 }),
      })
      .map(({ number: n, epoch, ...wish }) => resident(n, wish, epoch)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        number,
        person,
        state: fc.constantFrom('restricted' as const, 'lifted' as const),
        kind: fc.constantFrom('protection' as const, 'other' as const),
      })
      .map(({ number: n, ...wish }) => restriction(n, wish)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        number,
        person,
        serial: fc.constantFrom('A1', 'B2'),
        state: fc.constantFrom('valid' as const, 'revoked' as const),
      })
      .map(({ number: n, ...wish }) => serial(n, wish)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        number,
        person,
        what: fc.constantFrom(
          ['resident', undefined] as const,
          ['serial', undefined] as const,
          ['serial', 'ISSUER-1#A1'] as const,
          ['restriction', undefined] as const,
          ['restriction', 'protection#all'] as const,
        ),
      })
      .map(({ number: n, person: p, what: [feed, subject] }) =>
        rejectedRow(n, feed, subject === undefined ? { person: p } : { person: p, subject }),
      ),
  },
);

const registryOf = (changes: readonly RegistryChange[]) => {
  const registry = createMemoryRegistry();
  for (const one of changes) registry.apply(one);
  return registry;
};

describe('the registry after any set of rows (architecture §3.5)', () => {
  test('is the same whatever the order and repetition of the rows', () => {
    const shuffled = fc.array(change, { minLength: 1, maxLength: 14 }).chain((rows) =>
      fc.record({
        rows: fc.constant(rows),
        order: fc.shuffledSubarray([...rows, ...rows], { minLength: rows.length * 2 }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ rows, order }) => {
        expect(contentOf(registryOf(order))).toEqual(contentOf(registryOf(rows)));
      }),
      { seed: 20261123, numRuns: 3000 },
    );
  });

  test('holds every active person in exactly the household that the gate names', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (rows) => {
        const { gates, residents, households } = registryOf(rows);
        const members = [...households].flatMap(([household, { members: map }]) =>
          Object.entries(map).map(([id, order]) => ({ id, household, order })),
        );
        const expected = [...residents]
          .filter(([, { fact }]) => fact.state === 'active')
          .map(([id, { fact }]) => ({ id, household: fact.householdId, order: fact.householdOrder }));
        const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
        expect(members.sort(byId)).toEqual(expected.sort(byId));
        for (const [id, { fact, digest }] of residents) {
          const gate = gates.get(id);
          expect(gate?.resident?.digest).toBe(digest);
          expect(gate?.householdId).toBe(fact.state === 'active' ? fact.householdId : undefined);
        }
      }),
      { seed: 20261123, numRuns: 1000 },
    );
  });

  test('raises the revision of the gate with every change, and the household with every change of a member', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 14 }), (rows) => {
        const registry = createMemoryRegistry();
        for (const row of rows) {
          const before = structuredClone({ gates: registry.gates, households: registry.households });
          registry.apply(row);
          for (const [id, gate] of registry.gates) {
            const old = before.gates.get(id);
            if (JSON.stringify(old) === JSON.stringify(gate)) continue;
            expect(gate.revision).toBe((old?.revision ?? 0) + 1);
            const serialOnly =
              JSON.stringify({ ...old, revision: 0, newestSerial: 0 }) ===
              JSON.stringify({ ...gate, revision: 0, newestSerial: 0 });
            for (const household of [old?.householdId, gate.householdId]) {
              if (household === undefined || serialOnly || row.kind === 'serial') continue;
              expect(registry.households.get(household)?.revision).toBeGreaterThan(
                before.households.get(household)?.revision ?? 0,
              );
            }
          }
        }
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });
});
