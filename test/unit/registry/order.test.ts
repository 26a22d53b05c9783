import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Gate, RegistryChange } from '../../../functions/registry/index.ts';
import {
  contentOf,
  createMemoryRegistry,
  domicile,
  koseki,
  personId,
  rejectedRow,
  resident,
  restriction,
  seal,
  serial,
  tax,
} from './sample-changes.ts';

const hex = (text: string): string => Buffer.from(text.repeat(32)).toString('hex');

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
        secret: fc.constantFrom(undefined, undefined, 'x', 'y'),
      })
      .map(({ number: n, epoch, secret, ...wish }) =>
        resident(
          n,
          secret === undefined
            ? wish
            : { ...wish, sealedNumber: { ciphertext: secret, digest: hex(secret) } },
          epoch,
        ),
      ),
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
        state: fc.constantFrom('active' as const, 'suspended' as const, 'erased' as const),
        impression: fc.constantFrom('a', 'b'),
      })
      .map(({ number: n, ...wish }) => seal(n, wish)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        number,
        person,
        taxYear: fc.constantFrom(2025, 2026),
        state: fc.constantFrom('taxed' as const, 'exempt' as const, 'being-corrected' as const),
        income: fc.constantFrom(0, 1_000_000),
      })
      .map(({ number: n, ...wish }) => tax(n, wish)),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        number,
        person,
        key: fc.integer({ min: 1, max: 3 }),
        koseki: fc.integer({ min: 1, max: 3 }),
        removed: fc.boolean(),
        pending: fc.boolean(),
      })
      .map(({ number: n, ...wish }) => koseki(n, wish)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        number,
        person,
        serial: fc.constantFrom('D1', 'D2'),
        state: fc.constantFrom('approved' as const, 'lapsed' as const),
      })
      .map(({ number: n, ...wish }) => domicile(n, wish)),
  },
  {
    weight: 3,
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
          ['seal', undefined] as const,
          ['tax', undefined] as const,
          ['tax', '2026'] as const,
          ['koseki-index', undefined] as const,
          ['domicile-registration', undefined] as const,
          ['domicile-registration', 'ISSUER-1#D1'] as const,
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

  test('is the same whenever each row comes, under whichever word of its city about numbers', () => {
    // As a core system delivers them: one content under one sequence. As a city decides: kept, not kept, kept.
    const delivered = fc.record({ n: fc.integer({ min: 1, max: 3 }), word: fc.integer({ min: 0, max: 3 }) });
    const rowOf = ({ n, word }: { n: number; word: number }): RegistryChange =>
      resident(n, {
        ...(word === 0 ? {} : { numbersSince: word * 10 }),
        ...(word % 2 === 0 ? {} : { sealedNumber: { ciphertext: `x${n}`, digest: hex(String(n)) } }),
      });
    const shuffled = fc
      .array(delivered, { minLength: 1, maxLength: 10 })
      .chain((rows) =>
        fc.record({ rows: fc.constant(rows), order: fc.shuffledSubarray(rows, { minLength: rows.length }) }),
      );
    fc.assert(
      fc.property(shuffled, ({ rows, order }) => {
        const registry = registryOf(order.map(rowOf));
        expect(contentOf(registry)).toEqual(contentOf(registryOf(rows.map(rowOf))));
        const [gate] = registry.gates.values();
        expect(gate?.rejected).toEqual({});
        const last = rows.toSorted((a, b) => b.n - a.n || b.word - a.word)[0];
        const kept = registry.numbers.get(personId(1))?.ciphertext;
        expect(kept).toBe(last !== undefined && last.word % 2 === 1 ? `x${last.n}` : undefined);
      }),
      { seed: 20261123, numRuns: 2000 },
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

  test('keeps every entry in exactly the register and under the key that the gate names', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (rows) => {
        const { gates, entries, registers, kosekiPersons } = registryOf(rows);
        const members = [...registers].flatMap(([register, item]) =>
          Object.entries(item.members).map(([id, member]) => ({ id, register, ...member })),
        );
        const keys = [...kosekiPersons].flatMap(([key, { persons }]) =>
          Object.entries(persons).map(([id, register]) => ({ id, register, key })),
        );
        const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1);
        const expected = [...entries].map(([id, { fact }]) => ({
          id,
          register: fact.kosekiId,
          kosekiPersonKey: fact.kosekiPersonKey,
          state: fact.state,
          notificationPending: fact.notificationPending,
        }));
        expect(members.sort(byId)).toEqual(expected.sort(byId));
        expect(keys.sort(byId)).toEqual(
          expected.map(({ id, register, kosekiPersonKey }) => ({ id, register, key: kosekiPersonKey })),
        );
        for (const [id, { digest, fact }] of entries)
          expect(gates.get(id)?.koseki).toMatchObject({ digest, kosekiId: fact.kosekiId, state: fact.state });
      }),
      { seed: 20261123, numRuns: 1000 },
    );
  });

  test('names in the gate every fact that is stored, and no other', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (rows) => {
        const { gates, seals, taxes, numbers } = registryOf(rows);
        for (const [id, gate] of gates) {
          expect(gate.seal?.digest).toBe(seals.get(id)?.digest);
          expect(gate.seal?.state).toBe(seals.get(id)?.fact.state);
          const years = [...taxes].filter(([key]) => key.startsWith(id));
          expect(
            Object.entries(gate.taxes ?? {})
              .map(([year, { digest, state }]) => [year, digest, state])
              .sort(),
          ).toEqual(years.map(([key, { digest, fact }]) => [key.slice(16), digest, fact.state]).sort());
          const number = numbers.get(id);
          expect(gate.individualNumber?.digest).toBe(number?.digest);
          expect(number?.ciphertext === undefined).toBe(number?.digest === undefined);
        }
      }),
      { seed: 20261123, numRuns: 1000 },
    );
  });

  test('raises the revision of the gate with every change, and of household and register with all that may close them', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 14 }), (rows) => {
        const registry = createMemoryRegistry();
        for (const row of rows) {
          const { gates, households, registers } = registry;
          const before = structuredClone({ gates, households, registers });
          registry.apply(row);
          for (const [id, gate] of registry.gates) {
            const old = before.gates.get(id);
            const differs = (part: (gate: Gate) => unknown): boolean =>
              JSON.stringify(old && part(old)) !== JSON.stringify(part(gate));
            if (!differs((all) => all)) continue;
            expect(gate.revision).toBe((old?.revision ?? 0) + 1);
            const closes = differs(({ rejected, restrictions }) => [rejected, restrictions]);
            for (const household of [old?.householdId, gate.householdId]) {
              if (household === undefined || !(closes || row.kind === 'resident')) continue;
              expect(registry.households.get(household)?.revision).toBeGreaterThan(
                before.households.get(household)?.revision ?? 0,
              );
            }
            for (const register of [old?.koseki?.kosekiId, gate.koseki?.kosekiId]) {
              if (register === undefined || !(closes || differs(({ koseki }) => koseki))) continue;
              expect(registry.registers.get(register)?.revision).toBeGreaterThan(
                before.registers.get(register)?.revision ?? 0,
              );
            }
          }
        }
      }),
      { seed: 20261123, numRuns: 500 },
    );
  });
});
