import { beforeAll, describe, expect, test } from 'vitest';
import { createOperator } from '../../../functions/operators/create-operator.ts';
import { LOCK_MS, type Operator } from '../../../functions/operators/operator.ts';
import { HASH_PARAMETERS, hashPassword } from '../../../functions/operators/password.ts';
import { tokenDigest } from '../../../functions/operators/session.ts';
import { signIn } from '../../../functions/operators/sign-in.ts';
import type { OperatorStore } from '../../../functions/operators/store.ts';
import { OperatorId, Staff } from '../../../functions/shared/http/staff.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { memoryAudit, memoryOperators, memorySessions } from './memory-stores.ts';

const MURORAN = MunicipalityCode.parse('012050');
const NOBORIBETSU = MunicipalityCode.parse('012301');
const PASSWORD = 'sample-password';
const START = 1_800_000_000_000;

const staff = Staff.parse({
  operatorId: 'sample',
  municipality: MURORAN,
  name: '見本 職員',
  department: '住民課',
  permissions: ['history.read'],
});
let operator: Operator;

beforeAll(async () => {
  // Cheap, as these tests are about the order of steps.
  const password = await hashPassword(PASSWORD, Buffer.alloc(16), { memory: 8, passes: 1, parallelism: 1 });
  operator = { ...staff, state: 'active', failures: 0, password };
});

function world(...operators: readonly Operator[]) {
  const stores = {
    operators: memoryOperators(...operators),
    sessions: memorySessions(),
    audit: memoryAudit(),
  };
  const time = { now: START };
  let ids = 0;
  const parts = {
    operators: stores.operators.store,
    sessions: stores.sessions.store,
    audit: stores.audit.store,
    clock: () => instantOf(time.now),
    newId: () => {
      ids += 1;
      return `01a2096e-0f40-70e9-a37b-${String(ids).padStart(12, '0')}`;
    },
    random: (bytes: number) => Buffer.alloc(bytes, 5),
    municipalities: new Set([MURORAN, NOBORIBETSU]),
  };
  const attempt = (password: string, changes: Readonly<Record<string, string>> = {}) =>
    signIn(parts, {
      municipality:
        changes['municipality'] === undefined ? MURORAN : MunicipalityCode.parse(changes['municipality']),
      operatorId: changes['operatorId'] ?? 'sample',
      password,
    });
  const state = () => stores.operators.rows.get(`${MURORAN}/sample`);
  return { ...stores, parts, attempt, state, time };
}

describe('signing in', () => {
  test('opens a session of which only the digest of its token is kept, and puts it on record', async () => {
    const { attempt, sessions, audit } = world(operator);
    const result = await attempt(PASSWORD);
    if (!result.ok) throw new Error(result.error);
    const { token } = result.value;
    expect([...sessions.rows.keys()]).toEqual([tokenDigest(token)]);
    expect(JSON.stringify([...sessions.rows])).not.toContain(token);
    expect(audit.events).toMatchObject([
      {
        action: 'session.signed-in',
        municipality: MURORAN,
        actor: { kind: 'operator', operatorId: 'sample' },
      },
    ]);
  });

  test('forgets earlier failures', async () => {
    const { attempt, state } = world(operator);
    await attempt('wrong');
    expect(state()?.failures).toBe(1);
    await attempt(PASSWORD);
    expect(state()).toMatchObject({ state: 'active', failures: 0 });
  });

  test('looks the same for a wrong password, an unknown id, another city and a lock', async () => {
    const { attempt, sessions } = world(operator, {
      ...operator,
      operatorId: OperatorId.parse('gone'),
      state: 'disabled',
    });
    const results = [
      await attempt('wrong'),
      await attempt(PASSWORD, { operatorId: 'nobody' }),
      await attempt(PASSWORD, { operatorId: 'not an id!' }),
      await attempt(PASSWORD, { operatorId: 'gone' }),
      await attempt(PASSWORD, { municipality: NOBORIBETSU }),
      await attempt(PASSWORD, { municipality: '999999' }),
    ];
    expect(new Set(results.map((result) => JSON.stringify(result)))).toEqual(
      new Set(['{"ok":false,"error":"refused"}']),
    );
    expect(sessions.rows.size).toBe(0);
  });

  test('is locked by five failures in a row, for the right password too, and for a quarter of an hour', async () => {
    const { attempt, audit, time } = world(operator);
    for (let failure = 0; failure < 5; failure += 1) await attempt('wrong');
    expect(audit.events.map(({ action }) => action)).toEqual([
      'session.refused',
      'session.refused',
      'session.refused',
      'session.refused',
      'session.locked',
    ]);
    expect(await attempt(PASSWORD)).toMatchObject({ ok: false });
    time.now += LOCK_MS;
    expect(await attempt(PASSWORD)).toMatchObject({ ok: true });
  });

  test('lets no more than five of many guesses at once be tried', async () => {
    const { attempt, state } = world(operator);
    const guesses = Array.from({ length: 40 }, () => attempt('wrong'));
    await Promise.all(guesses);
    expect(state()).toMatchObject({ state: 'locked', failures: 5 });
    expect(await attempt(PASSWORD)).toMatchObject({ ok: false });
  });

  test('is refused where an administrator has closed the operator meanwhile', async () => {
    const { parts, operators, state } = world(operator);
    const store: OperatorStore = {
      ...operators.store,
      async swapSignInState(...wish) {
        const done = await operators.store.swapSignInState(...wish);
        operators.rows.set(`${MURORAN}/sample`, { ...operator, state: 'disabled' });
        return done;
      },
    };
    const wish = { municipality: MURORAN, operatorId: 'sample', password: PASSWORD };
    expect(await signIn({ ...parts, operators: store }, wish)).toMatchObject({ ok: false });
    expect(state()?.state).toBe('disabled');
  });

  test('puts failures on record without what was typed', async () => {
    const { attempt, audit } = world(operator);
    await attempt('the-wrong-secret', { operatorId: 'my-password-by-mistake' });
    await attempt('the-wrong-secret');
    expect(audit.events).toMatchObject([
      { action: 'session.refused', actor: { kind: 'nobody' }, about: {} },
      { action: 'session.refused', actor: { kind: 'nobody' }, about: { operatorId: 'sample' } },
    ]);
    expect(JSON.stringify(audit.events)).not.toMatch(/secret|mistake/);
  });

  test('takes as long for an unknown id as for a known one', async () => {
    const { attempt } = world(...['a', 'b', 'c', 'd'].map((id) => withFullHash(id)));
    const timeOf = async (operatorId: string): Promise<number> => {
      const start = performance.now();
      await attempt('wrong', { operatorId });
      return performance.now() - start;
    };
    const known: number[] = [];
    const unknown: number[] = [];
    for (const id of ['a', 'b', 'c', 'd']) {
      known.push(await timeOf(id));
      unknown.push(await timeOf(`nobody-${id}`));
    }
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) / 2);
  });

  test('writes as often for an unknown id as for a known one', async () => {
    const writesOf = async (operatorId: string): Promise<number> => {
      const { parts, operators, audit } = world(operator);
      let swaps = 0;
      const store: OperatorStore = {
        ...operators.store,
        swapSignInState(...wish) {
          swaps += 1;
          return operators.store.swapSignInState(...wish);
        },
      };
      await signIn({ ...parts, operators: store }, { municipality: MURORAN, operatorId, password: 'wrong' });
      return swaps + audit.events.length;
    };
    expect(await writesOf('nobody')).toBe(await writesOf('sample'));
  });
});

const withFullHash = (id: string): Operator => ({
  ...operator,
  operatorId: OperatorId.parse(id),
  password: { ...operator.password, ...HASH_PARAMETERS },
});

describe('a new operator', () => {
  test('gets a hash by the parameters of the day and starts unlocked', async () => {
    const { operators } = world();
    const parts = { operators: operators.store, random: (bytes: number) => Buffer.alloc(bytes, 9) };
    expect(await createOperator(parts, staff, 'too short')).toEqual({
      ok: false,
      error: 'unacceptable-password',
    });
    expect(await createOperator(parts, staff, PASSWORD)).toMatchObject({ ok: true });
    expect(operators.rows.get(`${MURORAN}/sample`)).toMatchObject({
      state: 'active',
      failures: 0,
      password: { algorithm: 'argon2id', ...HASH_PARAMETERS },
    });
    expect(await createOperator(parts, staff, PASSWORD)).toEqual({ ok: false, error: 'exists' });
  });
});
