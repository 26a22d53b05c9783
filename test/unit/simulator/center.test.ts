import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { IssueRequest, MenuRequest, ResultRequest } from '../../../functions/issuance/contract.ts';
import { isSignedBy, SIGNATURE_HEADERS } from '../../../functions/shared/signature.ts';
import { type Center, CenterFault, createCenter } from '../../../simulator/center.ts';
import { samplePdf } from './sample-pdf.ts';
import { KEY, KEY_ID, type StubKioskApi, startStubKioskApi } from './stub-kiosk-api.ts';

const MENU = MenuRequest.parse({ municipality: '012050', issuer: 'JPKI-AUTH-03', serial: '0A1B2C' });
const ISSUE = IssueRequest.parse({
  requestId: 'request-0123456789',
  ...MENU,
  type: 'resident-record',
  scope: 'individual',
  options: [],
  subjects: [],
  copies: 1,
  feeJpy: 300,
  store: { code: 'SIM-0001', name: '店' },
  terminal: 'KIOSK-01',
});

let api: StubKioskApi;
let center: Center;
let pdf: Uint8Array;

beforeAll(async () => {
  pdf = await samplePdf(1);
  api = await startStubKioskApi(pdf);
  center = createCenter({ baseUrl: `${api.baseUrl}/`, keyId: KEY_ID, key: KEY });
});
afterAll(() => api.close());
afterEach(() => {
  api.seen.length = 0;
  delete api.behaviour.menu;
  delete api.behaviour.issue;
  delete api.behaviour.pdfHeaders;
});

describe('the centre signs', () => {
  test('every request so that the kiosk API accepts it, a query string included', async () => {
    expect((await center.menu(MENU)).ok).toBe(true);
    expect((await center.issue(ISSUE)).ok).toBe(true);
    const outcome = 'printed';
    const { requestId, municipality } = ISSUE;
    expect((await center.result(ResultRequest.parse({ requestId, municipality, outcome }))).ok).toBe(true);
    expect((await center.query(municipality, requestId)).ok).toBe(true);
    expect(api.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /v1/menu',
      'POST /v1/issue',
      'POST /v1/result',
      'GET /v1/requests/request-0123456789?municipality=012050',
    ]);
  });

  test('with the time and the nonce that it was given', async () => {
    const sent: Headers[] = [];
    const deterministic = createCenter({
      baseUrl: 'http://127.0.0.1:9/base',
      keyId: KEY_ID,
      key: KEY,
      now: () => 1_790_000_000_000,
      newNonce: () => '0123456789abcdef0123456789abcdef',
      fetch: (_url, init) => {
        sent.push(new Headers(init?.headers));
        return Promise.resolve(new Response('{}'));
      },
    });
    const body = JSON.stringify(MENU);
    await deterministic.send({ method: 'POST', path: '/v1/menu', body });
    const [headers] = sent;
    const time = headers?.get(SIGNATURE_HEADERS.time) ?? '';
    const nonce = headers?.get(SIGNATURE_HEADERS.nonce) ?? '';
    expect([time, nonce]).toEqual(['1790000000000', '0123456789abcdef0123456789abcdef']);
    const parts = { method: 'POST', path: '/v1/menu', time, nonce, body: Buffer.from(body) };
    expect(isSignedBy(KEY, parts, headers?.get(SIGNATURE_HEADERS.signature) ?? '')).toBe(true);
  });

  test('with a nonce of its own for each request', async () => {
    const first = await center.menu(MENU);
    const second = await center.menu(MENU);
    expect([first.ok, second.ok]).toEqual([true, true]);
  });
});

describe('raw parts go out as they are', () => {
  test('a wrong signature, a wrong key id, a missing header and another body than the signed one are refused', async () => {
    const honest = { method: 'POST', path: '/v1/menu', body: JSON.stringify(MENU) };
    const sent = [
      { ...honest, signature: '0'.repeat(64) },
      { ...honest, keyId: 'someone-else' },
      { ...honest, headers: { [SIGNATURE_HEADERS.time]: undefined } },
      { ...honest, headers: { [SIGNATURE_HEADERS.nonce]: 'f'.repeat(32) } },
    ];
    for (const request of sent) expect((await center.send(request)).status).toBe(401);
    expect(api.seen).toEqual([]);
  });

  test('a replayed nonce is refused with its public code', async () => {
    const nonce = 'a'.repeat(32);
    const request = { method: 'POST', path: '/v1/menu', body: JSON.stringify(MENU), nonce };
    expect((await center.send(request)).status).toBe(200);
    const replayed = await center.send(request);
    expect(JSON.parse(Buffer.from(replayed.body).toString('utf8'))).toMatchObject({ code: 'KSK-3002' });
  });
});

describe('the centre believes', () => {
  test('a PDF whose headers name the request and the bytes', async () => {
    const issued = await center.issue(ISSUE);
    if (!issued.ok) throw new Error('refused');
    expect(Buffer.from(issued.value.pdf).equals(Buffer.from(pdf))).toBe(true);
    expect(issued.value.sha256).toBe(createHash('sha256').update(pdf).digest('hex'));
  });

  test('a refusal in the form of the contract, as a value', async () => {
    api.behaviour.issue = () => 'KSK-1005';
    const refused = await center.issue(ISSUE);
    expect(refused).toMatchObject({
      ok: false,
      error: { status: 422, problem: { code: 'KSK-1005', retry: false } },
    });
  });

  test.each([
    ['another request', { 'x-kofu-request-id': 'request-9999999999' }],
    ['other bytes', { 'x-kofu-pdf-sha256': '0'.repeat(64) }],
    ['something that is no PDF', { 'content-type': 'text/html' }],
  ])('no PDF that belongs to %s', async (_what, headers) => {
    api.behaviour.pdfHeaders = () => headers;
    await expect(center.issue(ISSUE)).rejects.toThrow(CenterFault);
  });

  test('no menu of another city', async () => {
    api.behaviour.menu = () => ({ municipality: '012301', offers: [], household: [], register: [] });
    await expect(center.menu(MENU)).rejects.toThrow('the menu is of another city');
  });

  test('no menu outside the contract, and the fault names the place without its value', async () => {
    api.behaviour.menu = () => ({ municipality: '012050', offers: [{ type: '秘密' }], household: [] });
    const fault = await center.menu(MENU).catch((error: unknown) => String(error));
    expect(fault).toContain('offers.0.type');
    expect(fault).not.toContain('秘密');
  });

  test('no refusal whose status differs from that of its answer', async () => {
    const problem = {
      type: 'about:blank',
      title: 't',
      status: 401,
      code: 'KSK-3001',
      message: 'm',
      retry: false,
    };
    const lying = createCenter({
      baseUrl: 'http://127.0.0.1:9',
      keyId: KEY_ID,
      key: KEY,
      fetch: () =>
        Promise.resolve(
          Response.json(problem, { status: 422, headers: { 'content-type': 'application/problem+json' } }),
        ),
    });
    await expect(lying.menu(MENU)).rejects.toThrow(CenterFault);
  });

  test('in no silence: an API that does not answer is a fault', async () => {
    const alone = createCenter({
      baseUrl: 'http://127.0.0.1:9',
      keyId: KEY_ID,
      key: KEY,
      fetch: () => Promise.reject(new TypeError('fetch failed')),
    });
    await expect(alone.query('012050', ISSUE.requestId)).rejects.toThrow('the kiosk API does not answer');
  });
});
