import { isDeepStrictEqual } from 'node:util';
import { applyRows } from '../../functions/linkage/apply-rows.ts';
import { createRegistryStore, type RegistryChange } from '../../functions/registry/index.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { type Random, randomFor } from '../../simulator/sample/random.ts';
import { createFakeTable } from '../unit/registry/fake-table.ts';
import {
  contentOf,
  createMemoryRegistry,
  domicile,
  koseki,
  rejectedRow,
  resident,
  restriction,
  seal,
  serial,
  tax,
} from '../unit/registry/sample-changes.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';
import { registryInTable } from './registry-in-table.ts';

const ARRANGEMENTS = 4;
/** Every so many sets are also split into files and applied through the real store, many rows side by side. */
const SETS_PER_SPLIT = 10;
const CITY = MunicipalityCode.parse('012050');

/** The registry is a function of the set of rows (architecture of the link): order, repetition and splits are nothing. */
export const ingestOrder: Proof = {
  name: 'ingest-order',
  summary: 'Any order, repetition and split of link rows gives the same registry',
  needsSystem: false,
  count: 20_000,
  slice: 500,
  run: proveOrder,
};

async function proveOrder({ count, seed, say }: ProofOptions): Promise<ProofReport> {
  const { check, report } = tally();
  for (let set = 0; set < count; set += 1) {
    const random = randomFor(`${seed}/ingest-order/${set}`);
    const rows = Array.from({ length: random.integer(2, 60) }, () => rowOf(random));
    const expected = contentOf(registryOf(rows));
    for (let arrangement = 0; arrangement < ARRANGEMENTS; arrangement += 1) {
      const arranged = arrange(rows, random);
      const same = isDeepStrictEqual(contentOf(registryOf(arranged)), expected);
      check(same, `set ${set}: another order of ${rows.length} rows gives another registry (seed ${seed})`);
    }
    if (set % SETS_PER_SPLIT === 0) {
      const same = isDeepStrictEqual(await contentOfSplit(arrange(rows, random), random), expected);
      check(same, `set ${set}: split into files it gives another registry (seed ${seed})`);
    }
    if ((set + 1) % 5_000 === 0) say(`${set + 1} sets`);
  }
  return report();
}

/** Few people, households, serials and numbers, so that rows meet: moves, conflicts, contested serials, marks. */
function rowOf(random: Random): RegistryChange {
  const people = random.pick([2, 3, 8]);
  const number = random.integer(1, 12);
  const person = random.integer(1, people);
  switch (
    random.weighted([
      ['resident', 4] as const,
      ['restriction', 2] as const,
      ['serial', 2] as const,
      ['seal', 2] as const,
      ['tax', 2] as const,
      ['koseki', 3] as const,
      ['domicile', 2] as const,
      ['mark', 3] as const,
    ])
  ) {
    case 'resident': {
      const wish = {
        person,
        household: random.integer(1, 4),
        householdOrder: random.integer(1, 3),
        state: random.pick(['active', 'active', 'active', 'moved-out', 'deceased', 'removed'] as const),
      };
      const secret = random.pick(['none', 'none', 'x', 'y']);
      const numbered =
        secret === 'none' ? wish : { ...wish, sealedNumber: { ciphertext: secret, digest: secret } };
      return resident(number, numbered, random.integer(1, 3));
    }
    case 'restriction':
      return restriction(number, {
        person,
        state: random.pick(['restricted', 'lifted'] as const),
        kind: random.pick(['protection', 'other'] as const),
      });
    case 'serial':
      return serial(number, {
        person,
        serial: random.pick(['A1', 'B2', 'C3']),
        state: random.pick(['valid', 'revoked'] as const),
      });
    case 'seal':
      return seal(number, {
        person,
        state: random.pick(['active', 'active', 'suspended', 'erased'] as const),
        impression: random.pick(['a', 'b']),
      });
    case 'tax':
      return tax(number, {
        person,
        taxYear: random.pick([2025, 2026]),
        state: random.pick(['taxed', 'exempt', 'not-declared', 'being-corrected'] as const),
        income: random.pick([0, 1_000_000]),
      });
    case 'koseki':
      return koseki(number, {
        person,
        key: random.integer(1, 4),
        koseki: random.integer(1, 3),
        removed: random.chance(0.2),
        pending: random.chance(0.2),
      });
    case 'domicile':
      return domicile(number, {
        person,
        serial: random.pick(['D1', 'D2']),
        state: random.pick(['approved', 'approved', 'lapsed', 'rejected'] as const),
      });
    case 'mark': {
      const [feed, subject] = random.pick([
        ['resident', undefined],
        ['serial', undefined],
        ['serial', 'ISSUER-1#A1'],
        ['restriction', undefined],
        ['restriction', 'protection#all'],
        ['seal', undefined],
        ['tax', undefined],
        ['tax', '2026'],
        ['koseki-index', undefined],
        ['domicile-registration', undefined],
        ['domicile-registration', 'ISSUER-1#D1'],
      ] as const);
      return rejectedRow(number, feed, subject === undefined ? { person } : { person, subject });
    }
  }
}

/** Every row at least once, some of them several times, in any order. */
const arrange = (rows: readonly RegistryChange[], random: Random): RegistryChange[] =>
  random.shuffle([
    ...rows,
    ...rows.filter(() => random.chance(0.5)),
    ...rows.filter(() => random.chance(0.2)),
  ]);

function registryOf(rows: readonly RegistryChange[]) {
  const registry = createMemoryRegistry();
  for (const row of rows) registry.apply(row);
  return registry;
}

/** The same rows in files of any size, through the store, with the lanes that the link uses. */
async function contentOfSplit(rows: readonly RegistryChange[], random: Random): Promise<unknown> {
  const table = createFakeTable();
  const store = createRegistryStore({
    client: table.client,
    table: 'registry',
    pause: async () => undefined,
  });
  for (let start = 0; start < rows.length; ) {
    const length = random.integer(1, 25);
    await applyRows(store, CITY, rows.slice(start, start + length));
    start += length;
  }
  return contentOf(registryInTable(table.items));
}
