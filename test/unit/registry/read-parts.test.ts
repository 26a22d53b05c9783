import { BatchGetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { CHANGES_PER_TRANSACTION, createRegistryStore } from '../../../functions/registry/index.ts';
import {
  individualNumberKey,
  keyText,
  kosekiKey,
  sealKey,
  taxKey,
} from '../../../functions/registry/keys.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode } from '../../../functions/shared/ids.ts';
import { conditionChecksOf } from '../../../functions/shared/versions.ts';
import { createFakeTable } from './fake-table.ts';
import {
  domicile,
  koseki,
  kosekiId,
  kosekiKeyOf,
  personId,
  rejectedRow,
  resident,
  restriction,
  seal,
  tax,
} from './sample-changes.ts';

const city = MunicipalityCode.parse('012050');
const otherCity = MunicipalityCode.parse('012301');
const one = personId(1);
const issuer = JpkiIssuer.parse('ISSUER-1');
const d1 = JpkiSerial.parse('D1');

function setUp() {
  const table = createFakeTable();
  const store = createRegistryStore({ client: table.client, table: 'registry', pause: async () => {} });
  const commit = (entries: ReturnType<typeof conditionChecksOf>) =>
    table.client.send(new TransactWriteCommand({ TransactItems: entries }));
  return { table, store, commit };
}

const EVERYTHING = { seal: true, koseki: true, individualNumber: true, taxYears: [2025, 2026] };
const everyRow = () => [
  resident(1, { sealedNumber: { ciphertext: 'secret', digest: 'd'.repeat(64) } }),
  seal(1),
  tax(1),
  tax(2, { taxYear: 2025, state: 'not-declared' }),
  koseki(1),
];

describe('reading more than the resident record', () => {
  test('gives all that is wanted in one answer', async () => {
    const { store } = setUp();
    await store.apply(city, everyRow());
    const person = await store.readPerson(city, one, EVERYTHING);
    expect(person.seal?.fact.impression?.sha256).toBe('a'.repeat(64));
    expect(person.koseki?.fact.kosekiId).toBe(kosekiId(1));
    expect(person.taxes?.map(({ fact }) => [fact.taxYear, fact.state])).toEqual([
      [2025, 'not-declared'],
      [2026, 'taxed'],
    ]);
    expect(person.individualNumber).toBe('secret');
  });

  test('costs nobody more who wants no more', async () => {
    const { store, table } = setUp();
    await store.apply(city, everyRow());
    const read: number[] = [];
    table.meet((command) => {
      if (command instanceof BatchGetCommand)
        read.push(command.input.RequestItems?.['registry']?.Keys?.length ?? 0);
      return undefined;
    });
    const person = await store.readPerson(city, one);
    expect(read).toEqual([2]);
    expect(Object.keys(person).sort()).toEqual(['gate', 'personId', 'resident', 'version']);
  });

  test('of whom nothing is known gives nothing', async () => {
    const { store } = setUp();
    const person = await store.readPerson(city, one, EVERYTHING);
    expect([person.gate, person.seal, person.koseki, person.taxes, person.individualNumber]).toEqual([
      undefined,
      undefined,
      undefined,
      [],
      undefined,
    ]);
  });

  test('a number that a newer record no longer has is not given', async () => {
    const { store } = setUp();
    await store.apply(city, everyRow());
    await store.apply(city, [resident(5)]);
    expect((await store.readPerson(city, one, EVERYTHING)).individualNumber).toBeUndefined();
  });

  test.each([
    ['a seal', sealKey(city, one), seal(5, { state: 'erased' })],
    ['a year of taxes', taxKey(city, one, 2026), tax(5, { state: 'being-corrected' })],
    ['a register entry', kosekiKey(city, one), koseki(5, { pending: true })],
    [
      'a number',
      individualNumberKey(city, one),
      resident(5, { sealedNumber: { ciphertext: 'another', digest: 'e'.repeat(64) } }),
    ],
  ])('%s and a gate from two moments are never paired', async (_, key, change) => {
    const { store, table } = setUp();
    await store.apply(city, everyRow());
    const old = structuredClone(table.items.get(keyText(key)));
    await store.apply(city, [change]);
    const current = table.items.get(keyText(key));
    if (old === undefined || current === undefined) throw new Error('no item');
    table.items.set(keyText(key), old);
    await expect(store.readPerson(city, one, EVERYTHING)).rejects.toThrow('keeps changing');
    table.meet(
      () => undefined,
      () => {
        table.items.set(keyText(key), current);
        return undefined;
      },
    );
    const person = await store.readPerson(city, one, EVERYTHING);
    expect(JSON.stringify(person)).toMatch(/erased|being-corrected|"notificationPending":true|another/);
  });

  test.each([
    ['an erasure', seal(5, { state: 'erased' })],
    ['a correction', tax(5, { state: 'being-corrected' })],
    ['a notification', koseki(5, { pending: true })],
    ['a mark', rejectedRow(5, 'seal')],
  ])('%s ends the version of the person', async (_, change) => {
    const { store, commit } = setUp();
    await store.apply(city, everyRow());
    const checks = conditionChecksOf([(await store.readPerson(city, one)).version]);
    await expect(commit(checks)).resolves.toEqual({});
    await store.apply(city, [change]);
    await expect(commit(checks)).rejects.toThrow('TransactionCanceledException');
  });
});

describe('registers and their people', () => {
  test('a protection is found by the koseki person key, and ends the version of the register', async () => {
    const { store, commit } = setUp();
    await store.apply(city, [koseki(1), koseki(2, { person: 2 }), domicile(1, { person: 2 })]);
    const { registration } = await store.readDomicile(city, issuer, d1);
    const [found] = await store.readKosekiPersons(city, [registration?.kosekiPersonKey ?? kosekiKeyOf(9)]);
    expect(found?.personId).toBe(personId(2));
    const person = await store.readPerson(city, found?.personId ?? one, { koseki: true });
    const register = await store.readRegister(city, person.koseki?.fact.kosekiId ?? kosekiId(9));
    expect(Object.keys(register.members ?? {}).sort()).toEqual([one, personId(2)]);
    const checks = conditionChecksOf([register.version]);
    await expect(commit(checks)).resolves.toEqual({});
    await store.apply(city, [restriction(1)]);
    await expect(commit(checks)).rejects.toThrow('TransactionCanceledException');
  });

  test('a key of two people stands for nobody', async () => {
    const { store } = setUp();
    await store.apply(city, [koseki(1, { key: 7 }), koseki(2, { person: 2, key: 7 })]);
    expect((await store.readKosekiPersons(city, [kosekiKeyOf(7)]))[0]).toMatchObject({
      personId: undefined,
      contested: true,
    });
    await store.apply(city, [koseki(3, { person: 2, key: 8 })]);
    expect((await store.readKosekiPersons(city, [kosekiKeyOf(7)]))[0]?.personId).toBe(one);
  });

  test('a contested registration stands for nobody', async () => {
    const { store } = setUp();
    await store.apply(city, [domicile(1), domicile(2, { person: 2 })]);
    expect(await store.readDomicile(city, issuer, d1)).toMatchObject({
      registration: undefined,
      contested: true,
    });
  });

  test('of one city are unknown in another (INV-11)', async () => {
    const { store, table } = setUp();
    await store.apply(city, [...everyRow(), domicile(1)]);
    expect((await store.readRegister(otherCity, kosekiId(1))).members).toBeUndefined();
    expect((await store.readKosekiPersons(otherCity, [kosekiKeyOf(1)]))[0]?.personId).toBeUndefined();
    expect((await store.readDomicile(otherCity, issuer, d1)).registration).toBeUndefined();
    expect((await store.readPerson(otherCity, one, EVERYTHING)).seal).toBeUndefined();
    expect([...table.items.keys()].every((key) => key.split('#')[1] === city)).toBe(true);
  });

  test('as many changes of register and key as one transaction takes fit into it, with marks settled', async () => {
    const { store } = setUp();
    const people = Array.from({ length: CHANGES_PER_TRANSACTION }, (_, i) => i + 1);
    const each = async (change: (n: number) => Parameters<typeof store.apply>[1][number]) =>
      (await store.apply(city, people.map(change))).map(({ kind }) => kind);
    await each((n) => resident(1, { person: n, household: n }));
    await each((n) => koseki(1, { person: n, koseki: n }));
    await each((n) => rejectedRow(2, 'koseki-index', { person: n }));
    const ends = await each((n) => koseki(3, { person: n, koseki: n + 100, key: n + 100 }));
    expect(new Set(ends)).toEqual(new Set(['applied']));
  });
});
