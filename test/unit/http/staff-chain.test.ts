import { describe, expect, test } from 'vitest';
import { CONTENT_SECURITY_POLICY } from '../../../functions/shared/http/security-headers.ts';
import { Staff } from '../../../functions/shared/http/staff.ts';
import { staffHandler } from '../../../functions/shared/http/staff-chain.ts';
import { staffProblem } from '../../../functions/shared/http/staff-problem.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { bodyOf, context, eventOf, memoryLog, type Sent } from './event.ts';

const operator = Staff.parse({
  operatorId: 'sample',
  municipality: '012050',
  name: '見本',
  department: '住民課',
  permissions: ['history.read'],
});
const HOST = { host: '127.0.0.1:4566' };
const SAME = { ...HOST, origin: 'http://127.0.0.1:4566' };

function chainOf({ signedIn = true }: { readonly signedIn?: boolean } = {}) {
  const { log, lines } = memoryLog();
  const handler = staffHandler({
    log,
    clock: () => instantOf(0),
    maximumBytes: 20,
    authenticate: async () => (signedIn ? { operator, csrfToken: 'right-token' } : undefined),
    routes: [
      { method: 'GET', path: '/open', access: 'anyone', handle: async () => text('open') },
      { method: 'POST', path: '/open', access: 'anyone', handle: async () => text('opened') },
      {
        method: 'GET',
        path: '/mine',
        access: 'signed-in',
        shows: 'nobody',
        handle: async () => text('mine'),
      },
      {
        method: 'POST',
        path: '/mine',
        access: 'signed-in',
        shows: 'nobody',
        handle: async () => text('changed'),
      },
      {
        method: 'GET',
        path: '/things/{id}',
        access: 'history.read',
        shows: 'nobody',
        handle: async ({ municipality, parameters }) => text(`${municipality} ${parameters['id']}`),
      },
      {
        method: 'GET',
        path: '/secret',
        access: 'history.protected',
        shows: 'nobody',
        handle: async () => text('secret'),
      },
      {
        method: 'GET',
        path: '/persons/{how}',
        access: 'signed-in',
        shows: 'persons',
        handle: async ({ parameters: { how } }) => {
          if (how === 'refused') return staffProblem('STF-1006');
          return { ...text('見本　太郎'), ...(how === 'recorded' ? { recorded: 'event-1' } : {}) };
        },
      },
      {
        method: 'GET',
        path: '/broken',
        access: 'signed-in',
        shows: 'nobody',
        handle: async () => {
          throw new TypeError('山田太郎');
        },
      },
    ],
  });
  return { send: (sent: Sent) => handler(eventOf(sent), context), lines };
}

const text = (body: string) => ({ status: 200, headers: { 'content-type': 'text/plain' }, body });

describe("the staff's chain", () => {
  test('lets anyone into an open route and nobody without a session into another', async () => {
    const { send } = chainOf({ signedIn: false });
    expect((await send({ path: '/open' })).statusCode).toBe(200);
    const refused = await send({ path: '/mine' });
    expect(refused.statusCode).toBe(401);
    expect(bodyOf(refused)).toMatchObject({ code: 'STF-1001' });
  });

  test('asks for the permission that the route names', async () => {
    const { send } = chainOf();
    expect((await send({ path: '/things/7' })).statusCode).toBe(200);
    const refused = await send({ path: '/secret' });
    expect(refused.statusCode).toBe(403);
    expect(bodyOf(refused)).toMatchObject({ code: 'STF-1003' });
  });

  test('takes the city from the session, whatever the request says (INV-11)', async () => {
    const { send } = chainOf();
    const result = await send({
      path: '/things/7',
      query: { municipality: ['012301'] },
      headers: { 'x-municipality': '012301' },
    });
    expect(result.body).toBe('012050 7');
  });

  test.each([
    ['a page of the same origin', { ...SAME, 'sec-fetch-site': 'same-origin' }, 200],
    ['an old browser of the same origin', SAME, 200],
    [
      'a page of another site',
      { ...HOST, origin: 'https://attack.example', 'sec-fetch-site': 'cross-site' },
      403,
    ],
    ['a page of the same site only', { ...SAME, 'sec-fetch-site': 'same-site' }, 403],
    ['an opaque origin', { ...HOST, origin: 'null' }, 403],
    ['no browser at all', HOST, 403],
  ])('an unsafe request from %s, with the right token', async (_name, headers, status) => {
    const { send } = chainOf();
    const token = { 'x-csrf-token': 'right-token' };
    const result = await send({ method: 'POST', path: '/mine', headers: { ...headers, ...token } });
    expect(result.statusCode).toBe(status);
    const open = await send({ method: 'POST', path: '/open', headers });
    expect(open.statusCode).toBe(status);
  });

  test.each([
    ['no token', {}],
    ['a wrong token', { 'x-csrf-token': 'wrong-token' }],
    ['an empty token', { 'x-csrf-token': '' }],
  ])('refuses an unsafe request with %s', async (_name, headers) => {
    const { send } = chainOf();
    const result = await send({ method: 'POST', path: '/mine', headers: { ...SAME, ...headers } });
    expect(result.statusCode).toBe(403);
    expect(bodyOf(result)).toMatchObject({ code: 'STF-1004' });
  });

  test('tells an unknown path, a wrong method and a large body apart', async () => {
    const { send } = chainOf();
    expect((await send({ path: '/nothing' })).statusCode).toBe(404);
    expect((await send({ method: 'DELETE', path: '/open', headers: SAME })).statusCode).toBe(405);
    expect((await send({ method: 'POST', path: '/open', body: 'x'.repeat(21) })).statusCode).toBe(413);
  });

  test('puts the security headers on every answer, a defect included', async () => {
    const { send, lines } = chainOf();
    for (const path of ['/open', '/nothing', '/secret', '/broken']) {
      const { headers } = await send({ path });
      expect(headers).toMatchObject({
        'content-security-policy': CONTENT_SECURITY_POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
    }
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/);
    expect(lines).toHaveLength(4);
  });

  test('lets no answer out that shows a person and is not on record', async () => {
    const { send, lines } = chainOf();
    expect(await send({ path: '/persons/recorded' })).toMatchObject({ statusCode: 200, body: '見本　太郎' });
    expect(await send({ path: '/persons/refused' })).toMatchObject({ statusCode: 404 });
    const kept = await send({ path: '/persons/forgotten' });
    expect([kept.statusCode, bodyOf(kept)]).toMatchObject([500, { code: 'STF-2001' }]);
    expect(JSON.stringify(kept)).not.toContain('太郎');
    expect(JSON.parse(lines[2] ?? '')).toMatchObject({ code: 'HTTP-5001', defect: 'UnrecordedAnswer' });
  });

  test('says of a defect nothing but its class', async () => {
    const { send, lines } = chainOf();
    const result = await send({ path: '/broken' });
    expect(result.statusCode).toBe(500);
    expect(lines.join() + result.body).not.toContain('山田');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ code: 'HTTP-5001', defect: 'TypeError' });
  });
});
