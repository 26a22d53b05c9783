import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import {
  CHANGES_PER_TRANSACTION,
  createRegistryStore,
  type RegistryChange,
} from '../../../functions/registry/index.ts';
import { gateKey, keyText, residentKey } from '../../../functions/registry/keys.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode } from '../../../functions/shared/ids.ts';
import { conditionChecksOf } from '../../../functions/shared/versions.ts';
import { createFakeTable } from './fake-table.ts';
import { householdId, personId, resident, restriction, serial } from './sample-changes.ts';

const city = MunicipalityCode.parse('012050');
const otherCity = MunicipalityCode.parse('012301');
const issuer = JpkiIssuer.parse('ISSUER-1');
const a1 = JpkiSerial.parse('A1');

function setUp() {
  const table = createFakeTable();
  const pauses: number[] = [];
  const store = createRegistryStore({
    client: table.client,
    table: 'registry',
    pause: async (attempt) => {
      pauses.push(attempt);
    },
  });
  const commit = (entries: ReturnType<typeof conditionChecksOf>) =>
    table.client.send(new TransactWriteCommand({ TransactItems: entries }));
  return { table, pauses, store, commit };
}

describe('reading', () => {
  test('gives back what was applied, with versions that hold until the next change', async () => {
    const { store, commit } = setUp();
    await store.apply(city, [resident(1), serial(1), restriction(1)]);
    const person = await store.readPerson(city, personId(1));
    const link = await store.readSerial(city, issuer, a1);
    const household = await store.readHousehold(city, householdId(1));
    expect(person.resident?.fact.fullName).toBe('見本　太郎');
    expect(person.gate?.restrictions['protection#all']?.state).toBe('restricted');
    expect(link.link?.personId).toBe(personId(1));
    expect(household.members).toEqual({ [personId(1)]: 1 });
    const checks = conditionChecksOf([person.version, link.version, household.version]);
    await expect(commit(checks)).resolves.toEqual({});
    await store.apply(city, [restriction(2)]);
    await expect(commit(checks)).rejects.toThrow('TransactionCanceledException');
  });

  test.each([
    ['person', [restriction(1)]],
    ['household', [resident(1)]],
    ['serial', [serial(1)]],
  ] as const)('an absent %s has a version that ends when it appears', async (what, changes) => {
    const { store, commit } = setUp();
    const read = {
      person: () => store.readPerson(city, personId(1)),
      household: () => store.readHousehold(city, householdId(1)),
      serial: () => store.readSerial(city, issuer, a1),
    };
    const checks = conditionChecksOf([(await read[what]()).version]);
    await expect(commit(checks)).resolves.toEqual({});
    await store.apply(city, changes);
    await expect(commit(checks)).rejects.toThrow('TransactionCanceledException');
  });

  test('a revocation alone ends the version of the serial', async () => {
    const { store, commit } = setUp();
    await store.apply(city, [serial(1)]);
    const { version } = await store.readSerial(city, issuer, a1);
    await store.apply(city, [serial(2, { state: 'revoked' })]);
    await expect(commit(conditionChecksOf([version]))).rejects.toThrow('TransactionCanceledException');
  });

  test('a serial of one city is unknown in another (INV-11)', async () => {
    const { store, table } = setUp();
    await store.apply(city, [resident(1), serial(1), restriction(1)]);
    expect((await store.readSerial(otherCity, issuer, a1)).link).toBeUndefined();
    expect((await store.readPerson(otherCity, personId(1))).gate).toBeUndefined();
    expect([...table.items.keys()].every((key) => key.split('#')[1] === city)).toBe(true);
  });

  test('a contested serial stands for nobody', async () => {
    const { store } = setUp();
    await store.apply(city, [serial(1, { person: 1 }), serial(2, { person: 2 })]);
    expect(await store.readSerial(city, issuer, a1)).toMatchObject({ link: undefined, contested: true });
  });

  test('keys that the table leaves unread are read again', async () => {
    const { store, table, pauses } = setUp();
    const people = Array.from({ length: 12 }, (_, i) => personId(i + 1));
    await store.apply(
      city,
      people.map((_, i) => resident(1, { person: i + 1, householdOrder: i + 1 })),
    );
    table.leaveUnprocessed(13);
    const read = await store.readPersons(city, people);
    expect(read.map(({ resident: item }) => item?.fact.personId)).toEqual(people);
    expect(pauses).toEqual([1]);
  });

  test('a record and a gate from two moments are never paired', async () => {
    const { store, table } = setUp();
    await store.apply(city, [resident(1)]);
    const old = structuredClone(table.items.get(keyText(residentKey(city, personId(1)))));
    await store.apply(city, [resident(2, { sex: '女' })]);
    const key = keyText(residentKey(city, personId(1)));
    const current = table.items.get(key);
    if (old === undefined || current === undefined) throw new Error('no record');
    table.items.set(key, old);
    table.meet(
      () => undefined,
      () => {
        table.items.set(key, current);
        return undefined;
      },
    );
    expect((await store.readPerson(city, personId(1))).resident?.fact.sex).toBe('女');
    table.items.set(key, old);
    await expect(store.readPerson(city, personId(1))).rejects.toThrow('keeps changing');
  });

  test('an item that does not keep its schema is a defect', async () => {
    const { store, table } = setUp();
    await store.apply(city, [resident(1)]);
    const key = gateKey(city, personId(1));
    table.items.set(keyText(key), { ...table.items.get(keyText(key)), revision: 'x' });
    await expect(store.readPerson(city, personId(1))).rejects.toThrow();
  });

  test('one item read in two versions satisfies no state', async () => {
    const { store, commit } = setUp();
    await store.apply(city, [resident(1)]);
    const before = await store.readPerson(city, personId(1));
    await store.apply(city, [resident(2)]);
    const after = await store.readPerson(city, personId(1));
    await expect(commit(conditionChecksOf([after.version, after.version]))).resolves.toEqual({});
    await expect(commit(conditionChecksOf([before.version, after.version]))).rejects.toThrow();
  });
});

describe('applying', () => {
  test('a lost race is read and decided again', async () => {
    const { store, table } = setUp();
    await store.apply(city, [resident(1)]);
    const other = createRegistryStore({ client: table.client, table: 'registry', pause: async () => {} });
    const outcomes = await Promise.all([
      store.apply(city, [resident(3, { sex: '女' })]),
      other.apply(city, [resident(2)]),
    ]);
    expect((await store.readPerson(city, personId(1))).resident?.sequence.number).toBe(3);
    expect(outcomes[0]).toEqual([{ kind: 'applied' }]);
  });

  test('forty competing moves of a household leave one consistent state', async () => {
    const { store } = setUp();
    const changes: RegistryChange[] = Array.from({ length: 40 }, (_, i) =>
      resident((i % 10) + 1, { person: (i % 4) + 1, household: (i % 3) + 1, householdOrder: 1 }),
    );
    let open = changes;
    while (open.length > 0) {
      const ends = await Promise.allSettled(open.map((change) => store.apply(city, [change])));
      open = open.filter((_, i) => ends[i]?.status === 'rejected');
    }
    for (const household of [1, 2, 3]) {
      const { members } = await store.readHousehold(city, householdId(household));
      for (const id of [1, 2, 3, 4].map(personId)) {
        const { gate } = await store.readPerson(city, id);
        expect(Object.keys(members ?? {}).includes(id)).toBe(gate?.householdId === householdId(household));
      }
    }
  });

  test.each([
    'TransactionConflict',
    'ThrottlingError',
    'ProvisionedThroughputExceeded',
    'ConditionalCheckFailed',
  ])('%s is tried again', async (code) => {
    const { store, table, pauses } = setUp();
    const pass = () => undefined;
    table.meet(pass, (command) => {
      expect(command).toBeInstanceOf(TransactWriteCommand);
      return table.cancelled(code);
    });
    expect(await store.apply(city, [restriction(1)])).toEqual([{ kind: 'applied' }]);
    expect(pauses).toEqual([1]);
  });

  test.each(['ValidationError', 'ItemCollectionSizeLimitExceeded'])('%s is a defect', async (code) => {
    const { store, table } = setUp();
    table.meet(
      () => undefined,
      () => table.cancelled(code),
    );
    await expect(store.apply(city, [restriction(1)])).rejects.toThrow('TransactionCanceledException');
  });

  test('an answer that is lost after its effect changes nothing when the rows come again', async () => {
    const { store, table } = setUp();
    await store.apply(city, [resident(1)]);
    const items = structuredClone([...table.items]);
    expect(await store.apply(city, [resident(1)])).toEqual([{ kind: 'superseded' }]);
    expect([...table.items]).toEqual(items);
  });

  test('a table that stays busy throws after its attempts', async () => {
    const { store, table, pauses } = setUp();
    table.meet(
      ...Array.from(
        { length: 24 },
        (_, i) => () => (i % 2 === 0 ? undefined : table.cancelled('TransactionConflict')),
      ),
    );
    await expect(store.apply(city, [restriction(1)])).rejects.toThrow('contended');
    expect(pauses).toHaveLength(11);
  });

  test('as many moves as one transaction takes fit between full households', async () => {
    const { store } = setUp();
    const people = Array.from({ length: CHANGES_PER_TRANSACTION }, (_, i) => i + 1);
    await store.apply(
      city,
      people.map((n) => resident(1, { person: n, household: n })),
    );
    const ends = await store.apply(
      city,
      people.map((n) => resident(2, { person: n, household: n + 100 })),
    );
    expect(ends.every(({ kind }) => kind === 'applied')).toBe(true);
  });
});
