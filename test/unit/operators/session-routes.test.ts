import { beforeEach, describe, expect, test } from 'vitest';
import { authenticator } from '../../../functions/operators/authenticate.ts';
import { SessionEnvironment } from '../../../functions/operators/environment.ts';
import type { Operator } from '../../../functions/operators/operator.ts';
import { hashPassword } from '../../../functions/operators/password.ts';
import { sessionRoutes } from '../../../functions/operators/session-routes.ts';
import { Staff } from '../../../functions/shared/http/staff.ts';
import { staffHandler } from '../../../functions/shared/http/staff-chain.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { bodyOf, context, cookiesOf, eventOf, memoryLog, type Sent } from '../http/event.ts';
import { memoryAudit, memoryOperators, memorySessions } from './memory-stores.ts';

const environment = SessionEnvironment.parse({
  STAFF_TABLE: 'staff',
  AUDIT_TABLE: 'audit',
  COOKIE_SECURE: 'true',
  STAGE: 'closed-network',
  SESSION_MINUTES: '15',
  MUNICIPALITIES: '[{"code":"012050","name":"室蘭市"},{"code":"012301","name":"登別市"}]',
});
const SAME = { host: 'console.example', origin: 'https://console.example', 'sec-fetch-site': 'same-origin' };
const WISH = { municipality: '012050', operatorId: 'sample', password: 'sample-password' };

let operator: Operator;
beforeEach(async () => {
  const staff = Staff.parse({
    operatorId: 'sample',
    municipality: '012050',
    name: '見本 職員',
    department: '住民課',
    permissions: ['history.read'],
  });
  const password = await hashPassword(WISH.password, Buffer.alloc(16), {
    memory: 8,
    passes: 1,
    parallelism: 1,
  });
  operator = { ...staff, state: 'active', failures: 0, password };
});

function world() {
  const operators = memoryOperators(operator);
  const sessions = memorySessions();
  const audit = memoryAudit();
  const time = { now: 1_800_000_000_000 };
  const clock = () => instantOf(time.now);
  const authenticate = authenticator({
    operators: operators.store,
    sessions: sessions.store,
    clock,
    idleMs: environment.SESSION_MINUTES * 60_000,
  });
  let number = 0;
  const routes = sessionRoutes({
    operators: operators.store,
    sessions: sessions.store,
    audit: audit.store,
    clock,
    newId: () => crypto.randomUUID(),
    random: (bytes) => {
      number += 1;
      return Buffer.alloc(bytes, number);
    },
    municipalities: new Set(environment.MUNICIPALITIES.map(({ code }) => code)),
    authenticate,
    environment,
  });
  const { log, lines } = memoryLog();
  const handler = staffHandler({ log, clock, maximumBytes: 4096, authenticate, routes });
  const send = (sent: Omit<Sent, 'path'>) => handler(eventOf({ path: '/api/session', ...sent }), context);
  const signIn = async (headers: Readonly<Record<string, string>> = {}) => {
    const result = await send({
      method: 'POST',
      headers: { ...SAME, ...headers },
      body: JSON.stringify(WISH),
    });
    const cookie = cookiesOf(result)[0]?.split(';')[0] ?? '';
    return { result, cookie, body: bodyOf(result) };
  };
  return { send, signIn, operators, audit, time, lines };
}

describe('GET /api/session', () => {
  test('tells a visitor the stage and the cities, and no more', async () => {
    const { send } = world();
    const result = await send({});
    expect(result.statusCode).toBe(200);
    expect(bodyOf(result)).toEqual({
      stage: 'closed-network',
      municipalities: environment.MUNICIPALITIES,
      signedIn: null,
    });
  });

  test('tells an operator who he is, and nothing of the password', async () => {
    const { send, signIn } = world();
    const { cookie } = await signIn();
    const result = await send({ headers: { cookie } });
    expect(bodyOf(result)).toMatchObject({
      signedIn: {
        operatorId: 'sample',
        municipality: { code: '012050', name: '室蘭市' },
        permissions: ['history.read'],
        idleMinutes: 15,
      },
    });
    expect(result.body).not.toMatch(/argon2|password|failures/);
  });

  test('is over after the idle time, counted from the last request', async () => {
    const { send, signIn, time } = world();
    const { cookie } = await signIn();
    time.now += 14 * 60_000;
    expect(bodyOf(await send({ headers: { cookie } }))).toMatchObject({ signedIn: { operatorId: 'sample' } });
    time.now += 14 * 60_000;
    expect(bodyOf(await send({ headers: { cookie } }))).toMatchObject({ signedIn: { operatorId: 'sample' } });
    time.now += 15 * 60_000 + 1;
    const late = await send({ headers: { cookie } });
    expect(bodyOf(late)).toMatchObject({ signedIn: null });
    expect(cookiesOf(late)).toEqual(['kofu-session=; Max-Age=0; HttpOnly; SameSite=Strict; Secure']);
  });

  test('is over as soon as the operator is disabled', async () => {
    const { send, signIn, operators } = world();
    const { cookie } = await signIn();
    operators.rows.set('012050/sample', { ...operator, state: 'disabled' });
    expect(bodyOf(await send({ headers: { cookie } }))).toMatchObject({ signedIn: null });
  });
});

describe('POST /api/session', () => {
  test('sets a cookie that neither scripts nor other sites can use', async () => {
    const { signIn } = world();
    const { result } = await signIn();
    expect(result.statusCode).toBe(200);
    expect(cookiesOf(result)).toHaveLength(1);
    expect(cookiesOf(result)[0]).toMatch(/^kofu-session=[\w-]{43}; HttpOnly; SameSite=Strict; Secure$/);
  });

  test('gives a new session each time and ends the one before', async () => {
    const { send, signIn } = world();
    const first = await signIn();
    const second = await signIn({ cookie: first.cookie });
    expect(second.cookie).not.toBe(first.cookie);
    expect(bodyOf(await send({ headers: { cookie: first.cookie } }))).toMatchObject({ signedIn: null });
    expect(bodyOf(await send({ headers: { cookie: second.cookie } }))).toMatchObject({
      signedIn: { operatorId: 'sample' },
    });
  });

  test.each([
    ['a wrong password', JSON.stringify({ ...WISH, password: 'wrong' }), 401, 'STF-1002'],
    ['no password', JSON.stringify({ ...WISH, password: '' }), 400, 'STF-1005'],
    ['more than is asked', JSON.stringify({ ...WISH, permissions: ['history.protected'] }), 400, 'STF-1005'],
    ['no JSON', 'municipality=012050', 400, 'STF-1005'],
  ])('refuses %s', async (_name, body, status, code) => {
    const { send, lines } = world();
    const result = await send({ method: 'POST', headers: SAME, body });
    expect(result.statusCode).toBe(status);
    expect(bodyOf(result)).toMatchObject({ code });
    expect(cookiesOf(result)).toEqual([]);
    expect(lines.join()).not.toContain('sample');
  });

  test('refuses a form of another site, which would sign somebody in unasked', async () => {
    const { send } = world();
    const headers = { host: 'console.example', origin: 'https://attack.example' };
    const result = await send({ method: 'POST', headers, body: JSON.stringify(WISH) });
    expect(result.statusCode).toBe(403);
  });
});

describe('DELETE /api/session', () => {
  test('needs the token of this very session, and then ends it for good', async () => {
    const { send, signIn, audit } = world();
    const mine = await signIn();
    const others = await signIn();
    const tokenOf = (body: unknown) => (body as { signedIn: { csrfToken: string } }).signedIn.csrfToken;
    const leave = (token: string) =>
      send({ method: 'DELETE', headers: { ...SAME, cookie: mine.cookie, 'x-csrf-token': token } });

    expect((await leave(tokenOf(others.body))).statusCode).toBe(403);
    const result = await leave(tokenOf(mine.body));
    expect(result.statusCode).toBe(200);
    expect(cookiesOf(result)[0]).toContain('Max-Age=0');
    expect(bodyOf(await send({ headers: { cookie: mine.cookie } }))).toMatchObject({ signedIn: null });
    expect(audit.events.at(-1)).toMatchObject({ action: 'session.signed-out' });
  });
});
