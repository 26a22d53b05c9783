import { describe, expect, test } from 'vitest';
import { gather } from '../../../functions/issuance/gather.ts';
import { createRegistryStore } from '../../../functions/registry/index.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode } from '../../../functions/shared/ids.ts';
import { createFakeTable } from '../registry/fake-table.ts';
import { resident, serial } from '../registry/sample-changes.ts';

const municipality = MunicipalityCode.parse('012050');
const issuer = JpkiIssuer.parse('ISSUER-1');

async function registryOf() {
  const registry = createRegistryStore({
    client: createFakeTable().client,
    table: 'registry',
    pause: async () => undefined,
  });
  const members = [1, 2, 3].map((person) => resident(1, { person, householdOrder: person }));
  await registry.apply(municipality, [...members, serial(1)]);
  return registry;
}

describe('what a certificate rests on', () => {
  test('everything that was read has its version, each once', async () => {
    const { versions } = await gather(await registryOf(), {
      municipality,
      issuer,
      serial: JpkiSerial.parse('A1'),
    });
    const kinds = versions.map(({ key }) => `${key.pk.slice(0, 1)} ${key.sk}`).sort();
    expect(kinds).toEqual([
      'D domicile',
      'H 000000000000001',
      'P 000000000000001#gate',
      'P 000000000000002#gate',
      'P 000000000000003#gate',
      'S serial',
    ]);
    expect(versions.filter(({ revision }) => revision === 0).map(({ key }) => key.sk)).toEqual(['domicile']);
  });

  test('an unknown serial has a version too', async () => {
    const { versions } = await gather(await registryOf(), {
      municipality,
      issuer,
      serial: JpkiSerial.parse('FF'),
    });
    expect(versions).toEqual([
      { key: { pk: 'S#012050#ISSUER-1#FF', sk: 'serial' }, revision: 0 },
      { key: { pk: 'D#012050#ISSUER-1#FF', sk: 'domicile' }, revision: 0 },
    ]);
  });
});
