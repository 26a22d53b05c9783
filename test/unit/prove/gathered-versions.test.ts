import { describe, expect, test } from 'vitest';
import { createDecisionReader } from '../../../functions/decisions/index.ts';
import { gather } from '../../../functions/issuance/gather.ts';
import { createRegistryStore } from '../../../functions/registry/index.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode } from '../../../functions/shared/ids.ts';
import { createFakeTable } from '../registry/fake-table.ts';
import { resident, serial } from '../registry/sample-changes.ts';

const municipality = MunicipalityCode.parse('012050');
const issuer = JpkiIssuer.parse('ISSUER-1');

async function factsOf() {
  const { client } = createFakeTable();
  const pause = async () => undefined;
  const registry = createRegistryStore({ client, table: 'registry', pause });
  const decisions = createDecisionReader({ client, table: 'staff', pause });
  const members = [1, 2, 3].map((person) => resident(1, { person, householdOrder: person }));
  await registry.apply(municipality, [...members, serial(1)]);
  return { registry, decisions };
}

describe('what a certificate rests on', () => {
  test('everything that was read has its version, each once', async () => {
    const { versions } = await gather(await factsOf(), {
      municipality,
      issuer,
      serial: JpkiSerial.parse('A1'),
    });
    const kinds = versions.map(({ table, key }) => `${table} ${key.pk.slice(0, 1)} ${key.sk}`).sort();
    expect(kinds).toEqual([
      'registry D domicile',
      'registry H 000000000000001',
      'registry P 000000000000001#gate',
      'registry P 000000000000002#gate',
      'registry P 000000000000003#gate',
      'registry S serial',
      'staff P decisions',
    ]);
    expect(
      versions
        .filter(({ table, revision }) => table === 'registry' && revision === 0)
        .map(({ key }) => key.sk),
    ).toEqual(['domicile']);
  });

  test('of members that may be subjects, what staff have decided has its version as well', async () => {
    const holder = { municipality, issuer, serial: JpkiSerial.parse('A1') };
    const wanted = { own: {}, household: 'shown', koseki: false, decided: 'members' } as const;
    const { versions } = await gather(await factsOf(), holder, wanted);
    expect(versions.flatMap(({ table, key }) => (table === 'staff' ? [key.pk] : [])).sort()).toEqual([
      'P#012050#000000000000001',
      'P#012050#000000000000002',
      'P#012050#000000000000003',
    ]);
  });

  test('an unknown serial has a version too', async () => {
    const { versions } = await gather(await factsOf(), {
      municipality,
      issuer,
      serial: JpkiSerial.parse('FF'),
    });
    expect(versions).toEqual([
      { table: 'registry', key: { pk: 'S#012050#ISSUER-1#FF', sk: 'serial' }, revision: 0 },
      { table: 'registry', key: { pk: 'D#012050#ISSUER-1#FF', sk: 'domicile' }, revision: 0 },
    ]);
  });
});
