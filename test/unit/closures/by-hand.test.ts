import { describe, expect, test } from 'vitest';
import { AuditEvent } from '../../../functions/audit/index.ts';
import type { Setting, SettingRow } from '../../../functions/changes/index.ts';
import { ClosuresView } from '../../../functions/closures/contract.ts';
import { closureRoutes } from '../../../functions/closures/routes.ts';
import { createClosureRecorder, createClosureStore } from '../../../functions/closures/store.ts';
import { OperatorId, type Staff } from '../../../functions/shared/http/staff.ts';
import { StaffProblem } from '../../../functions/shared/http/staff-problem.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { createFakeTable } from '../registry/fake-table.ts';

const city = MunicipalityCode.parse('012050');
const HOUR = 3_600_000;
const OWN_TYPE: Setting = {
  kind: 'certificate-type',
  scope: 'income-only',
  value: {
    name: '所得証明書',
    order: 1,
    family: 'tax-and-income',
    scopes: ['individual'],
    options: [],
    offered: false,
  },
};

function world() {
  const table = createFakeTable();
  const at = { now: Date.parse('2026-11-23T12:00:00+09:00') };
  let ids = 0;
  const closures = createClosureStore({ client: table.client, table: 'staff' });
  const row: SettingRow = { ...OWN_TYPE, id: 'row', municipality: city, validFrom: instantOf(0) };
  const routes = closureRoutes({
    closures,
    recorder: createClosureRecorder({ client: table.client, table: 'staff', auditTable: 'audit' }),
    settings: { readSettings: async () => [row] },
    clock: () => instantOf(at.now),
    newId: () => {
      ids += 1;
      return `01a2096e-0f40-70e9-a37d-${String(ids).padStart(12, '0')}`;
    },
  });

  /** What an operator is answered: the closures that stand by then, or the refusal's code. */
  const send = async (operatorId: string, path: string, body: unknown, municipality = city) => {
    const route = routes.find((one) => one.path === path && one.method === 'POST');
    if (route === undefined || route.access === 'anyone') throw new Error('no such route');
    const operator: Staff = {
      operatorId: OperatorId.parse(operatorId),
      municipality,
      name: '見本',
      department: '市民課',
      permissions: ['closures.write'],
    };
    const request = { method: 'POST', path, query: {}, headers: {}, receivedAt: instantOf(at.now) };
    const answer = await route.handle({
      operator,
      municipality,
      parameters: {},
      request: { ...request, body: new TextEncoder().encode(JSON.stringify(body)) },
    });
    const json: unknown = JSON.parse(String(answer.body));
    return answer.status === 200
      ? ClosuresView.parse(json).closures.map(({ closure }) => closure)
      : StaffProblem.parse(json).code;
  };
  return {
    at,
    closures,
    close: (operator: string, type = 'all', municipality = city) =>
      send(
        operator,
        '/api/closures',
        { type, reason: 'misissuance-suspected', note: '調査中' },
        municipality,
      ),
    propose: (operator: string, closure = 'all#by-hand#a', municipality = city) =>
      send(operator, '/api/closures/opening', { closure, reason: 'cause-removed' }, municipality),
    confirm: (operator: string, closure = 'all#by-hand#a', municipality = city) =>
      send(operator, '/api/closures/opening/confirmation', { closure }, municipality),
    send,
    recorded: () =>
      [...table.items.values()]
        .filter(({ pk }) => String(pk).startsWith('E#'))
        .map((item) => AuditEvent.parse(item)),
  };
}

describe('INV-12 the kill switch by hand', () => {
  test('closes one type or all of the operator’s own city, and says who, when and why', async () => {
    const { close, closures } = world();
    expect(await close('a', 'seal-registration')).toEqual(['seal-registration#by-hand#a']);
    expect(await close('a')).toEqual(['all#by-hand#a', 'seal-registration#by-hand#a']);
    expect(await close('a', 'income-only')).toHaveLength(3);
    expect(await closures.readLatches(city)).toMatchObject([
      { type: 'all', closedBy: 'a', evidence: 'misissuance-suspected', note: '調査中' },
      { type: 'income-only' },
      { type: 'seal-registration' },
    ]);
    expect(await closures.readLatches(MunicipalityCode.parse('012301'))).toEqual([]);
  });

  test('refuses a type that the city does not have, instead of closing nothing', async () => {
    const { close, closures } = world();
    expect(await close('a', 'seal-registraton')).toBe('STF-1102');
    expect(await closures.readLatches(city)).toEqual([]);
  });

  test.each([
    [{ type: 'all' }],
    [{ type: 'all', reason: 'because' }],
    [{ type: '', reason: 'other' }],
    [{ type: 'all', reason: 'other', municipality: '012301' }],
  ])('refuses %j as ill-formed', async (body) => {
    expect(await world().send('a', '/api/closures', body)).toBe('STF-1005');
  });

  test('each operator’s closure is its own: opening one leaves the others closed', async () => {
    const { close, propose, confirm } = world();
    await close('a');
    await close('b');
    await close('a', 'seal-registration');
    await propose('a');
    expect(await confirm('b')).toEqual(['all#by-hand#b', 'seal-registration#by-hand#a']);
  });
});

describe('INV-12 opening again', () => {
  test('needs a second person: neither who closed nor who proposed can confirm', async () => {
    const { close, propose, confirm } = world();
    await close('a');
    expect(await confirm('b')).toBe('STF-1204');
    await propose('a');
    expect(await confirm('a')).toBe('STF-1205');
    expect(await confirm('b')).toEqual([]);

    await close('a');
    await propose('b');
    expect(await confirm('b')).toBe('STF-1205');
    expect(await confirm('a')).toBe('STF-1205');
    expect(await confirm('c')).toEqual([]);
  });

  test('of what the gate has closed is proposed by one and confirmed by another', async () => {
    const { closures, propose, confirm } = world();
    const gate = { municipality: city, type: 'resident-record', cause: 'gate', evidence: 'x' } as const;
    await closures.close({ ...gate, closedAt: instantOf(1) });
    const closure = 'resident-record#gate';
    await propose('a', closure);
    expect(await confirm('a', closure)).toBe('STF-1205');
    expect(await confirm('b', closure)).toEqual([]);
  });

  test.each(['freshness', 'initial-load'] as const)('never ends a closure for %s', async (cause) => {
    const { closures, propose, confirm } = world();
    await closures.close({ municipality: city, type: 'all', cause, closedAt: instantOf(1), evidence: 'x' });
    expect(await propose('a', `all#${cause}`)).toBe('STF-1202');
    expect(await confirm('b', `all#${cause}`)).toBe('STF-1202');
    expect(await closures.readLatches(city)).toHaveLength(1);
  });

  test('whoever closes again takes a proposal away', async () => {
    const { at, close, closures, propose, confirm } = world();
    await close('a');
    await propose('b');
    at.now += 1000;
    await close('a');
    expect(await confirm('c')).toBe('STF-1204');
    const gate = {
      municipality: city,
      type: 'all',
      cause: 'gate',
      closedAt: instantOf(1),
      evidence: 'x',
    } as const;
    await closures.close(gate);
    await propose('a', 'all#gate');
    await closures.close({ ...gate, closedAt: instantOf(2), evidence: 'y' });
    expect(await confirm('b', 'all#gate')).toBe('STF-1204');
  });

  test('a proposal counts for a day, and only one operator’s at a time', async () => {
    const { at, close, propose, confirm } = world();
    await close('a');
    await propose('a');
    expect(await propose('b')).toBe('STF-1203');
    at.now += 24 * HOUR;
    expect(await confirm('b')).toBe('STF-1204');
    expect(await propose('b')).toEqual(['all#by-hand#a']);
    expect(await confirm('c')).toEqual([]);
    expect(await confirm('c')).toBe('STF-1201');
  });

  test('reaches the operator’s own city only (INV-11)', async () => {
    const { close, propose, confirm } = world();
    const elsewhere = MunicipalityCode.parse('012301');
    await close('a');
    await propose('a');
    expect(await propose('b', 'all#by-hand#a', elsewhere)).toBe('STF-1201');
    expect(await confirm('b', 'all#by-hand#a', elsewhere)).toBe('STF-1201');
  });

  test('is on record with both people, and without their notes', async () => {
    const { close, propose, confirm, recorded } = world();
    await close('a');
    await close('a');
    await propose('a');
    await confirm('b');
    const closure = 'all#by-hand#a';
    expect(recorded().map(({ action, actor, about }) => [action, actor, about])).toEqual([
      [
        'closure.closed',
        { kind: 'operator', operatorId: 'a' },
        { closure, evidence: 'misissuance-suspected' },
      ],
      [
        'closure.opening-proposed',
        { kind: 'operator', operatorId: 'a' },
        { closure, evidence: 'cause-removed' },
      ],
      [
        'closure.opened',
        { kind: 'operator', operatorId: 'b' },
        { closure, evidence: 'cause-removed', operatorId: 'a' },
      ],
    ]);
  });
});
