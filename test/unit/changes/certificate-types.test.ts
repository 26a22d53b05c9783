import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import {
  createSettingsStore,
  type Setting,
  SettingRow,
  settingsAt,
  typeIn,
  typesIn,
} from '../../../functions/changes/index.ts';
import { CertificateType, type TypeDefinition } from '../../../functions/shared/certificate-types.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';

const municipality = MunicipalityCode.parse('012050');
const ITEMS = 'resident-record-items';

const definition = (changes: Partial<TypeDefinition> = {}): TypeDefinition => ({
  name: '住民票記載事項証明書',
  order: 150,
  family: 'resident-record',
  scopes: ['individual'],
  options: [],
  offered: true,
  ...changes,
});

const setting = (scope: string, changes: Partial<TypeDefinition> = {}): Setting => ({
  kind: 'certificate-type',
  scope,
  value: definition(changes),
});

const row = (id: string, validFrom: number, own: Setting): SettingRow => ({
  ...own,
  id,
  municipality,
  validFrom: instantOf(validFrom),
});

const idsAt = (rows: readonly SettingRow[], now: number) =>
  typesIn(settingsAt(rows, instantOf(now))).map(({ id }) => id);

const SPECIFIED = [
  'resident-record',
  'seal-registration',
  'tax-and-income',
  'family-register',
  'family-register-supplement',
];

describe('the certificate types of a city (仕様書 3(1)①オ)', () => {
  test('are the five of the specification, in its order, where a city has set none', () => {
    const settings = settingsAt([], instantOf(0));
    expect(typesIn(settings).map(({ id, family, name, offered }) => [id, family, name, offered])).toEqual([
      ['resident-record', 'resident-record', '住民票の写し', true],
      ['seal-registration', 'seal-registration', '印鑑登録証明書', true],
      ['tax-and-income', 'tax-and-income', '課税・所得証明書', true],
      ['family-register', 'family-register', '戸籍証明書', true],
      ['family-register-supplement', 'family-register-supplement', '戸籍の附票の写し', true],
    ]);
  });

  test('grow by one at the instant at which its row begins', () => {
    const rows = [row('a', 1000, setting(ITEMS))];
    expect(idsAt(rows, 999)).toEqual(SPECIFIED);
    expect(typeIn(settingsAt(rows, instantOf(999)), ITEMS)).toBeUndefined();
    expect(idsAt(rows, 1000)).toEqual(['resident-record', ITEMS, ...SPECIFIED.slice(1)]);
    expect(typeIn(settingsAt(rows, instantOf(1000)), ITEMS)).toEqual({ id: ITEMS, ...definition() });
  });

  test('are taken back by a later row that does not offer them', () => {
    const rows = [row('a', 1000, setting(ITEMS)), row('b', 2000, setting(ITEMS, { offered: false }))];
    const offeredAt = (now: number) => typeIn(settingsAt(rows, instantOf(now)), ITEMS)?.offered;
    expect([offeredAt(1999), offeredAt(2000)]).toEqual([true, false]);
  });

  test('of the specification are renamed, moved and taken back like any other', () => {
    const rows = [row('a', 1000, setting('resident-record', { name: '住民票', order: 900, offered: false }))];
    expect(typeIn(settingsAt(rows, instantOf(999)), 'resident-record')).toMatchObject({ order: 100 });
    expect(typesIn(settingsAt(rows, instantOf(1000))).at(-1)).toMatchObject({
      name: '住民票',
      offered: false,
    });
  });

  test('of equal place stand in the order of their ids', () => {
    const rows = [row('a', 0, setting('later', { order: 1 })), row('b', 0, setting('earlier', { order: 1 }))];
    expect(idsAt(rows, 0).slice(0, 2)).toEqual(['earlier', 'later']);
  });
});

describe('the id of a type', () => {
  test.each(['resident-record', 'a1', `a${'b'.repeat(39)}`, 'all-items'])('may be %j', (id) => {
    expect(CertificateType.safeParse(id).success).toBe(true);
  });

  test.each(['all', 'a', '', 'A1', '1a', 'a_b', 'a#b', 'a\n', `a${'b'.repeat(40)}`])('cannot be %j', (id) => {
    expect(CertificateType.safeParse(id).success).toBe(false);
  });
});

describe('a row of a certificate type', () => {
  const broken: readonly [string, Setting, string][] = [
    ['moves a type of the specification to another family', setting('seal-registration'), 'value.family'],
    ['offers no copy of one’s own', setting(ITEMS, { scopes: ['household'] }), 'value.scopes'],
    ['names a scope twice', setting(ITEMS, { scopes: ['individual', 'individual'] }), 'value.scopes'],
    [
      'offers a scope that the family lacks',
      setting('seal-proof', { family: 'seal-registration', scopes: ['individual', 'household'] }),
      'value.scopes',
    ],
    [
      'offers an entry that the family lacks',
      setting('tax-proof', { family: 'tax-and-income', options: ['domicile'] }),
      'value.options',
    ],
    ['has no name', setting(ITEMS, { name: '' }), 'value.name'],
    ['has the id of all types', setting('all'), 'scope'],
  ];

  test.each(broken)('that %s is refused by its field', (_, own, field) => {
    const parsed = SettingRow.safeParse(row('a', 0, own));
    expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toEqual([field]);
  });

  test('that breaks a rule is not written', async () => {
    const sent: unknown[] = [];
    const client = { send: async (command: unknown) => sent.push(command) };
    const store = createSettingsStore({
      client: client as unknown as DynamoDBDocumentClient,
      table: 'staff',
    });
    for (const [, own] of broken)
      await expect(store.putSetting(municipality, 'id', instantOf(0), own)).rejects.toThrow();
    expect(sent).toEqual([]);
    await store.putSetting(municipality, 'id', instantOf(0), setting(ITEMS));
    expect(sent).toHaveLength(1);
  });
});
