import { type ClientRequest, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CenterFault, createCenter } from '../../../simulator/center.ts';
import { createCardReader, SAMPLE_PIN } from '../../../simulator/kiosk/card-reader.ts';
import { createPageApi } from '../../../simulator/kiosk/page-api.ts';
import { KioskWorld, PAGE_ROUTES } from '../../../simulator/kiosk/page-contract.ts';
import { SCENARIO_ROUTES } from '../../../simulator/kiosk/scenario-contract.ts';
import { createKioskServer } from '../../../simulator/kiosk/web-server.ts';
import { createScenarioPlayer } from '../../../simulator/scenarios/player.ts';
import type { Scenario } from '../../../simulator/scenarios/scenario.ts';
import type { StageParts } from '../../../simulator/scenarios/stage-parts.ts';
import { samplePdf } from './sample-pdf.ts';
import { KEY, KEY_ID, PERSON_IDS, type StubKioskApi, startStubKioskApi } from './stub-kiosk-api.ts';

const CARD = { issuer: 'JPKI-AUTH-03', serial: '0A1B' };
const CHOICE = {
  municipality: '012050',
  type: 'resident-record',
  scope: 'partial',
  options: ['relationship'],
  subjects: PERSON_IDS.slice(0, 1),
  copies: 1,
  feeJpy: 300,
};

const NOWHERE = {} as StageParts;
let letGo = (): void => undefined;
/** Shows a picture, and waits until it may end. */
const held: Scenario = {
  number: 9,
  part: 'B',
  title: '試し',
  source: 'なし',
  async play(stage) {
    stage.show('画像', [new Uint8Array([1, 2])]);
    await new Promise<void>((resolve) => {
      letGo = resolve;
    });
    stage.expect('成り立つ', true);
  },
};

let api: StubKioskApi;
let pdf: Uint8Array;
let silent = false;
let port: number;
let close: () => Promise<void>;

beforeAll(async () => {
  pdf = await samplePdf(1);
  api = await startStubKioskApi(pdf);
  let count = 0;
  const fresh = () => {
    count += 1;
    return `fresh-${String(count).padStart(20, '0')}`;
  };
  const center = createCenter({
    baseUrl: api.baseUrl,
    keyId: KEY_ID,
    key: KEY,
    fetch: (url, init) => (silent ? Promise.reject(new Error('gone')) : fetch(url, init)),
  });
  const world = KioskWorld.parse({ cities: [{ code: '012050', name: '室蘭市' }], cards: [] });
  const pageApi = createPageApi({
    center,
    reader: createCardReader(fresh, Date.now),
    world,
    newRequestId: fresh,
    player: createScenarioPlayer([held], () => Promise.resolve(NOWHERE)),
  });
  const index = { type: 'text/html; charset=utf-8', body: Buffer.from('<!doctype html>') };
  const server = createKioskServer(new Map([['/', index]]), pageApi);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
  close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
});
afterAll(async () => {
  await close();
  await api.close();
});

type Answer = { status: number; headers: Record<string, unknown>; body: Buffer };

/** `fetch` sets Host and Origin itself; a hostile page's browser would not ask us. */
function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked: ClientRequest = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      },
      async (response) => {
        const chunks: Buffer[] = [];
        for await (const chunk of response) chunks.push(chunk as Buffer);
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        });
      },
    );
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body));
  });
}

const jsonOf = (answer: Answer): Record<string, unknown> =>
  JSON.parse(answer.body.toString('utf8')) as Record<string, unknown>;

async function sessionOf(): Promise<unknown> {
  return jsonOf(await ask('POST', PAGE_ROUTES.pin, { card: CARD, pin: SAMPLE_PIN }))['session'];
}

describe('the kiosk server lets in only its own page on this machine', () => {
  test('a host name that merely resolves to this machine is refused, for pages and data', async () => {
    for (const host of ['kiosk.example', `kiosk.example:${port}`, '127.0.0.1', `127.0.0.1:${port + 1}`])
      for (const path of ['/', PAGE_ROUTES.world])
        expect((await ask('GET', path, undefined, { host })).status).toBe(421);
    expect((await ask('GET', '/', undefined, { host: `localhost:${port}` })).status).toBe(200);
  });

  test('another origin, another site and a form are refused', async () => {
    const pin = { card: CARD, pin: SAMPLE_PIN };
    const post = (headers: Record<string, string>) => ask('POST', PAGE_ROUTES.pin, pin, headers);
    expect((await post({ origin: 'http://evil.example' })).status).toBe(403);
    expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await post({ origin: `http://127.0.0.1:${port}` })).status).toBe(200);
  });

  test('a large body and an unknown path are refused', async () => {
    expect((await ask('POST', PAGE_ROUTES.pin, `"${'x'.repeat(70_000)}"`)).status).toBe(413);
    expect((await ask('POST', '/api/../constructor', {})).status).toBe(404);
    expect((await ask('GET', '/../package.json')).status).toBe(404);
  });

  test('every answer carries the strict policy', async () => {
    for (const path of ['/', PAGE_ROUTES.world, '/nowhere']) {
      const { headers } = await ask('GET', path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['cache-control']).toBe('no-store');
    }
  });
});

describe('the page API', () => {
  test('turns a choice into a signed request with the card that lies on the reader', async () => {
    const answer = await ask('POST', PAGE_ROUTES.issue, { session: await sessionOf(), choice: CHOICE });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(answer.body.equals(Buffer.from(pdf))).toBe(true);
    const sent = api.seen.at(-1)?.body;
    expect(sent).toMatchObject({ ...CARD, ...CHOICE, terminal: 'KIOSK-01' });
    expect(answer.headers['x-kofu-request-id']).toBe((sent as { requestId: string }).requestId);
  });

  test('knows no certificate without a card', async () => {
    const before = api.seen.length;
    const session = 'never-given-session';
    const answer = await ask('POST', PAGE_ROUTES.issue, { session, choice: CHOICE });
    expect([answer.status, jsonOf(answer)['code']]).toEqual([401, 'SIM-1001']);
    expect(api.seen).toHaveLength(before);
  });

  test('has no card any more once it was taken off', async () => {
    const session = await sessionOf();
    expect((await ask('POST', PAGE_ROUTES.end, { session })).status).toBe(204);
    const answer = await ask('POST', PAGE_ROUTES.menu, { session, municipality: '012050' });
    expect(answer.status).toBe(401);
  });

  test('hands a refusal on as it came', async () => {
    api.behaviour.menu = () => 'KSK-1005';
    const answer = await ask('POST', PAGE_ROUTES.menu, {
      session: await sessionOf(),
      municipality: '012050',
    });
    delete api.behaviour.menu;
    expect([answer.status, jsonOf(answer)['code']]).toEqual([422, 'KSK-1005']);
  });

  test('says calmly that the kiosk API is silent', async () => {
    const session = await sessionOf();
    silent = true;
    const answer = await ask('POST', PAGE_ROUTES.menu, { session, municipality: '012050' });
    silent = false;
    expect([answer.status, jsonOf(answer)['code']]).toEqual([502, 'SIM-1002']);
    expect(answer.body.toString()).not.toContain(CenterFault.name);
  });

  test.each([
    [PAGE_ROUTES.pin, { card: CARD, pin: '12' }],
    [PAGE_ROUTES.menu, { session: 'never-given-session', municipality: '1' }],
    [PAGE_ROUTES.issue, { session: 'never-given-session', choice: { ...CHOICE, copies: 0 } }],
    [PAGE_ROUTES.result, { session: 'never-given-session' }],
    [PAGE_ROUTES.end, 'not json'],
  ])('%s refuses what is ill-formed', async (path, body) => {
    const answer = await ask('POST', path, body);
    expect([answer.status, jsonOf(answer)['code']]).toEqual([400, 'SIM-1003']);
  });
});

test('a scenario is played one at a time, and its evidence is told as it comes', async () => {
  const play = (number: number) => ask('POST', SCENARIO_ROUTES.play, { number });
  const progress = async (from: number) => jsonOf(await ask('POST', SCENARIO_ROUTES.progress, { from }));
  expect(jsonOf(await ask('GET', SCENARIO_ROUTES.list))['scenarios']).toMatchObject([
    { number: 9, part: 'B' },
  ]);
  expect(await progress(0)).toMatchObject({ play: 0, number: null });
  expect((await play(8)).status).toBe(404);
  expect((await play(9)).status).toBe(202);
  const begun = { number: 9, evidence: [{ kind: 'pictures', pictures: ['AQI='] }], end: null };
  await expect.poll(() => progress(0)).toMatchObject(begun);
  expect(jsonOf(await play(9))['code']).toBe('SIM-1008');
  letGo();
  await expect
    .poll(() => progress(1))
    .toMatchObject({ evidence: [{ kind: 'judgement', holds: true }], end: { outcome: 'passed' } });
  expect((await ask('POST', SCENARIO_ROUTES.progress, { from: -1 })).status).toBe(400);
});
