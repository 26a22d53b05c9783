import { describe, expect, test } from 'vitest';
import type { Setting, SettingRow } from '../../../functions/changes/index.ts';
import type { Latch } from '../../../functions/closures/index.ts';
import { createDecisionReader } from '../../../functions/decisions/index.ts';
import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import { inquireMenu } from '../../../functions/issuance/menu.ts';
import { paperFor } from '../../../functions/issuance/paper.ts';
import { judgeRequest, read } from '../../../functions/issuance/prepare.ts';
import { type IssuanceRecord, typeNameOf } from '../../../functions/issuance/record.ts';
import { createRegistryStore, type RegistryChange } from '../../../functions/registry/index.ts';
import type { TypeDefinition } from '../../../functions/shared/certificate-types.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode, RequestId } from '../../../functions/shared/ids.ts';
import { ok, unwrap } from '../../../functions/shared/result.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { createFakeTable } from '../registry/fake-table.ts';
import { date, personId, resident, restriction, serial } from '../registry/sample-changes.ts';
import { freshSeries } from './fresh-series.ts';

const municipality = MunicipalityCode.parse('012050');
const CARD = {
  municipality,
  issuer: JpkiIssuer.parse('ISSUER-1'),
  serial: JpkiSerial.parse('A1'),
};
const ITEMS = 'resident-record-items';
const NOON = Date.parse('2026-11-23T12:00:00+09:00');
const DIGEST = 'a'.repeat(64);

const items = (changes: Partial<TypeDefinition> = {}): Setting => ({
  kind: 'certificate-type',
  scope: ITEMS,
  value: {
    name: '住民票記載事項証明書',
    order: 50,
    family: 'resident-record',
    scopes: ['individual', 'household'],
    options: ['relationship', 'residency'],
    offered: true,
    ...changes,
  },
});

const CITY: readonly Setting[] = [
  { kind: 'name', scope: 'city', value: { name: '室蘭市' } },
  { kind: 'head', scope: 'city', value: { title: '室蘭市長', name: '見本　一郎', sealDigest: DIGEST } },
  { kind: 'fee', scope: 'resident-record', value: { feeJpy: 300 } },
  { kind: 'template', scope: 'resident-record', value: { templateDigest: DIGEST } },
];
const OFFERED: readonly Setting[] = [
  items(),
  { kind: 'fee', scope: ITEMS, value: { feeJpy: 200 } },
  { kind: 'template', scope: ITEMS, value: { templateDigest: DIGEST } },
];

/** What a city has set since the beginning, and what begins at noon. */
const rowsOf = (atNoon: readonly Setting[], before: readonly Setting[] = CITY): SettingRow[] =>
  [...before.map((own) => ({ own, from: 0 })), ...atNoon.map((own) => ({ own, from: NOON }))].map(
    ({ own, from }, index) => ({ ...own, id: `row-${index}`, municipality, validFrom: instantOf(from) }),
  );

/** A household of two, the first, who is seventeen, with a card. */
async function factsOf(
  rows: readonly SettingRow[],
  latches: readonly Latch[] = [],
  changes: readonly RegistryChange[] = [],
) {
  const { client } = createFakeTable();
  const pause = async () => undefined;
  const registry = createRegistryStore({ client, table: 'registry', pause });
  const dateOfBirth = { text: '平成21年4月5日', date: date('2009-04-05') };
  await registry.apply(municipality, [
    resident(1, { dateOfBirth }),
    resident(2, { person: 2, householdOrder: 2 }),
    serial(1),
    ...changes,
  ]);
  return {
    registry,
    decisions: createDecisionReader({ client, table: 'staff', pause }),
    settings: { readSettings: async () => [...rows] },
    closures: { readLatches: async () => [...latches], close: async () => undefined },
    linkage: { readSeries: async () => freshSeries(NOON) },
    koseki: { isLinked: () => false },
  };
}

const offersAt = async (now: number, rows: readonly SettingRow[], latches: readonly Latch[] = []) => {
  const menu = await inquireMenu(await factsOf(rows, latches), CARD, instantOf(now));
  return menu.ok ? menu.value.offers : menu.error;
};
const typesAt = async (now: number, rows: readonly SettingRow[], latches: readonly Latch[] = []) =>
  (await offersAt(now, rows, latches)).map((offer) => (typeof offer === 'string' ? offer : offer.type));

const wish = (changes: Partial<IssueRequest> = {}): IssueRequest => ({
  requestId: RequestId.parse('a-request-of-the-tests-0001'),
  ...CARD,
  type: ITEMS,
  scope: 'individual',
  options: [],
  subjects: [],
  copies: 1,
  feeJpy: 200,
  store: { code: 'TEST-0001', name: '見本店' },
  terminal: 'T1',
  ...changes,
});

const reasonsAt = async (now: number, rows: readonly SettingRow[], changes: Partial<IssueRequest> = {}) => {
  const request = wish(changes);
  const receivedAt = instantOf(now);
  const reading = await read(await factsOf(rows), CARD, { ...request, receivedAt });
  const judged = judgeRequest(request, receivedAt, reading);
  return judged.ok ? [] : judged.error.reasons.map(({ code }) => code);
};

describe('the menu', () => {
  test('offers a new type from the instant at which its rows begin, under the city’s name for it', async () => {
    const rows = rowsOf(OFFERED);
    expect(await typesAt(NOON - 1, rows)).toEqual(['resident-record']);
    expect(await offersAt(NOON, rows)).toEqual([
      {
        type: ITEMS,
        name: '住民票記載事項証明書',
        family: 'resident-record',
        scopes: ['individual', 'household'],
        options: ['relationship'],
        feeJpy: 200,
      },
      {
        type: 'resident-record',
        name: '住民票の写し',
        family: 'resident-record',
        scopes: ['individual', 'household', 'partial'],
        options: ['relationship', 'domicile'],
        feeJpy: 300,
      },
    ]);
  });

  test('offers no more what a later row takes back', async () => {
    const rows = rowsOf([items({ offered: false })], [...CITY, ...OFFERED]);
    expect(await typesAt(NOON - 1, rows)).toEqual([ITEMS, 'resident-record']);
    expect(await typesAt(NOON, rows)).toEqual(['resident-record']);
  });

  test('offers nothing without a fee, and nothing of 戸籍 where the city has no link to a koseki system', async () => {
    expect(await typesAt(NOON, rowsOf([items()]))).toEqual(['resident-record']);
    const register = items({ family: 'family-register', scopes: ['individual'], options: [] });
    const rows = rowsOf([register, ...OFFERED.slice(1)]);
    expect(await typesAt(NOON, rows)).toEqual(['resident-record']);
  });

  const afternoon: Setting = {
    kind: 'hours',
    scope: ITEMS,
    value: { opensAtMinute: 721, closesAtMinute: 1380, closureDays: [] },
  };
  const latch: Latch = {
    municipality,
    type: ITEMS,
    cause: 'by-hand',
    closedAt: instantOf(0),
    evidence: 'x',
  };
  // The applicant is seventeen.
  const adults: Setting = { kind: 'minimum-age', scope: ITEMS, value: { age: 18 } };
  test.each<[string, readonly Setting[], readonly Latch[]]>([
    ['hours', [afternoon], []],
    ['minimum age', [adults], []],
    ['closures', [], [latch]],
  ])('judges a new type by its own %s', async (_, more, latches) => {
    expect(await typesAt(NOON, rowsOf([...OFFERED, ...more]), latches)).toEqual(['resident-record']);
  });
});

describe('a request', () => {
  test('for a new type is judged by the instant at which it was received', async () => {
    const added = rowsOf(OFFERED);
    const takenBack = rowsOf([items({ offered: false })], [...CITY, ...OFFERED]);
    expect(await reasonsAt(NOON - 1, added)).toEqual(['ISS-1004']);
    expect(await reasonsAt(NOON, added)).toEqual([]);
    expect(await reasonsAt(NOON - 1, takenBack)).toEqual([]);
    expect(await reasonsAt(NOON, takenBack)).toEqual(['ISS-1004']);
  });

  test('for a new type is bound by a restriction of its family', async () => {
    const reasonsOf = async (certificateType: 'resident-record' | 'seal-registration') => {
      const { fact, ...change } = restriction(1) as Extract<RegistryChange, { kind: 'restriction' }>;
      const facts = await factsOf(rowsOf(OFFERED), [], [{ ...change, fact: { ...fact, certificateType } }]);
      const judged = judgeRequest(wish(), instantOf(NOON), await read(facts, CARD));
      return judged.ok ? [] : judged.error.reasons;
    };
    expect(await reasonsOf('resident-record')).toEqual([{ code: 'ISS-1207' }]);
    expect(await reasonsOf('seal-registration')).toEqual([]);
  });

  test('can ask for nothing that the type does not offer', async () => {
    const rows = rowsOf(OFFERED);
    expect(await reasonsAt(NOON, rows, { options: ['relationship'] })).toEqual([]);
    expect(await reasonsAt(NOON, rows, { options: ['domicile'] })).toEqual(['ISS-1403']);
    expect(await reasonsAt(NOON, rows, { scope: 'partial', subjects: [personId(2)] })).toEqual(['ISS-1402']);
  });
});

/** Prepares the wish with materials whose template is of this model and period. */
async function preparedWith(model: string, period: { validFrom?: string; validUntil?: string } = {}) {
  const facts = await factsOf(rowsOf([], [...CITY, ...OFFERED]));
  // What comes after the template's model was looked at is no matter of these tests.
  const materials = { load: async () => ok({ template: { template: { model, ...period } } }) };
  const tagOf = () => {
    throw new Error('began to draw');
  };
  const deps = { ...facts, materials, tagOf } as unknown as IssueDeps;
  const record = { municipality, issuanceId: '0190-1', receivedAt: instantOf(NOON) } as IssuanceRecord;
  const judged = unwrap(judgeRequest(wish(), instantOf(NOON), await read(facts, CARD)));
  const { signal } = new AbortController();
  return paperFor(deps, wish(), record, { judged, held: undefined, signal });
}

describe('a template', () => {
  test('of another family’s model refuses as an incomplete setting, and nothing is drawn', async () => {
    expect(await preparedWith('seal-registration-certificate')).toMatchObject({
      ok: false,
      error: { reasons: [{ code: 'ISS-2008', detail: 'the template is of another model' }] },
    });
  });

  test('of the family’s model is drawn with', async () => {
    await expect(preparedWith('resident-record-copy')).rejects.toThrow('began to draw');
  });

  test('is drawn with from its first day to its last, and refuses as an incomplete setting on any other', async () => {
    const onDay = (validFrom: string, validUntil: string) =>
      preparedWith('resident-record-copy', { validFrom, validUntil });
    await expect(onDay('2026-11-23', '2026-11-23')).rejects.toThrow('began to draw');
    for (const answer of [onDay('2026-11-24', '2027-03-31'), onDay('2026-04-01', '2026-11-22')])
      expect(await answer).toMatchObject({
        ok: false,
        error: { reasons: [{ code: 'ISS-2008', detail: 'the template is not valid on the day of issue' }] },
      });
  });
});

describe('the name of a type in a record', () => {
  test('is the one of its time, then the specification’s, then the id', () => {
    expect(typeNameOf({ type: 'resident-record', typeName: '住民票' })).toBe('住民票');
    expect(typeNameOf({ type: 'resident-record' })).toBe('住民票の写し');
    expect(typeNameOf({ type: ITEMS })).toBe(ITEMS);
  });
});
