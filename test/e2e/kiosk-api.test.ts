import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { PUBLIC_REFUSALS, type PublicCode } from '../../functions/shared/refusals.ts';
import { sign } from '../../functions/shared/signature.ts';
import { renderOpenApi } from '../../scripts/docs/openapi.ts';
import type { RawRequest } from '../../simulator/center.ts';
import { ownHousehold } from '../support/households.ts';
import { issuingOnEngine, newRequestId } from '../support/issuing.ts';
import { jsonOf, kioskOverHttp } from '../support/kiosk.ts';

const kiosk = await kioskOverHttp();
const { deps } = issuingOnEngine();
const MURORAN = MunicipalityCode.parse('012050');
const NOBORIBETSU = MunicipalityCode.parse('012301');
const household = await ownHousehold(deps.registry, MURORAN, 3);
const stranger = await ownHousehold(deps.registry, MURORAN);

const newNonce = (): string => crypto.randomUUID().replaceAll('-', '');
const issueOf = (request: unknown): RawRequest => ({
  method: 'POST',
  path: '/v1/issue',
  body: JSON.stringify(request),
});

/** The public refusal, whole: status, type and every word of it. */
async function expectRefusal(sent: RawRequest, code: PublicCode): Promise<void> {
  const answer = await kiosk.center.send(sent);
  const { status, title, message, retry } = PUBLIC_REFUSALS[code];
  expect(jsonOf(answer)).toEqual({ type: 'about:blank', title, status, code, message, retry });
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
}

const noncesOf = (nonce: string) => kiosk.itemsAt(`N#${kiosk.secret.keyId}#${nonce}`);

describe('a request that the centre has not signed touches nothing, not even its nonce', () => {
  const cases: readonly (readonly [string, (honest: RawRequest, nonce: string) => RawRequest])[] = [
    ['without a signature', (honest) => ({ ...honest, headers: { 'x-kofu-signature': undefined } })],
    ['with an empty signature', (honest) => ({ ...honest, signature: '' })],
    ['without a key id', (honest) => ({ ...honest, headers: { 'x-kofu-key-id': undefined } })],
    ['without a time', (honest) => ({ ...honest, headers: { 'x-kofu-time': undefined } })],
    ['without a nonce', (honest) => ({ ...honest, headers: { 'x-kofu-nonce': undefined } })],
    ['with the id of a key that is not ours', (honest) => ({ ...honest, keyId: 'another-centre' })],
    [
      'signed with another key',
      (honest, nonce) => {
        const time = String(Date.now());
        const body = new TextEncoder().encode(String(honest.body));
        const parts = { method: honest.method, path: honest.path, time, nonce, body };
        return { ...honest, time, nonce, signature: sign('00'.repeat(32), parts) };
      },
    ],
    ['with an ill-formed nonce', (honest) => ({ ...honest, nonce: 'n' })],
    ['with an ill-formed time', (honest) => ({ ...honest, time: '2026-11-23' })],
  ];

  test.each(cases)('%s', async (_name, tamper) => {
    const request = kiosk.wish(household);
    const nonce = newNonce();
    await expectRefusal(tamper({ ...issueOf(request), nonce }, nonce), 'KSK-3001');
    expect(await kiosk.itemsOf(request)).toEqual([]);
    expect(await noncesOf(nonce)).toEqual([]);
  });

  /** What an honest centre signs and sends. */
  function signed(request: IssueRequest, nonce: string): RawRequest & { readonly signature: string } {
    const sent = issueOf(request);
    const time = String(Date.now());
    const body = new TextEncoder().encode(JSON.stringify(request));
    const parts = { method: sent.method, path: sent.path, time, nonce, body };
    return { ...sent, nonce, time, signature: sign(kiosk.secret.key, parts) };
  }

  const alterations: readonly (readonly [string, (sent: RawRequest) => RawRequest])[] = [
    ['the body', (sent) => ({ ...sent, body: String(sent.body).replace('"copies":1', '"copies":2') })],
    ['a blank in the body', (sent) => ({ ...sent, body: `${String(sent.body)} ` })],
    ['the path', (sent) => ({ ...sent, path: '/v1/menu' })],
    ['the query', (sent) => ({ ...sent, path: '/v1/issue?municipality=012050' })],
    ['the time', (sent) => ({ ...sent, time: String(Number(sent.time) + 1) })],
    ['the nonce', (sent) => ({ ...sent, nonce: newNonce() })],
    ['a digit of the signature', (sent) => ({ ...sent, signature: flipped(sent.signature ?? '') })],
    ['the signature’s case', (sent) => ({ ...sent, signature: (sent.signature ?? '').toUpperCase() })],
  ];

  test.each(alterations)('altered on its way: %s', async (_name, alter) => {
    const request = kiosk.wish(household);
    const nonce = newNonce();
    const sent = alter(signed(request, nonce));
    await expectRefusal(sent, 'KSK-3001');
    expect(await kiosk.itemsOf(request)).toEqual([]);
    expect(await noncesOf(sent.nonce ?? nonce)).toEqual([]);
  });

  test('altered on its way: the method of a query', async () => {
    const request = kiosk.wish(household);
    await kiosk.issued(request);
    const before = await kiosk.itemsOf(request);
    const path = `/v1/requests/${request.requestId}?municipality=${MURORAN}`;
    const time = String(Date.now());
    const nonce = newNonce();
    const parts = { method: 'POST', path, time, nonce, body: new Uint8Array() };
    const signature = sign(kiosk.secret.key, parts);
    await expectRefusal({ method: 'GET', path, time, nonce, signature }, 'KSK-3001');
    expect(await kiosk.itemsOf(request)).toEqual(before);
    expect(await noncesOf(nonce)).toEqual([]);
  });

  test('the very same parts, unaltered, are accepted', async () => {
    const request = kiosk.wish(household);
    const answer = await kiosk.center.send(signed(request, newNonce()));
    expect(answer.status).toBe(200);
  });
});

/** The request as JSON with blanks behind it, that many bytes long. */
function filledUp(request: unknown, bytes: number): string {
  const text = JSON.stringify(request);
  return text + ' '.repeat(bytes - Buffer.byteLength(text));
}

const flipped = (signature: string): string => (signature.startsWith('0') ? '1' : '0') + signature.slice(1);

describe('a request of the centre at the wrong time or for the second time', () => {
  test.each([-121_000, 121_000])(
    'its clock is off by %i ms: refused, and nothing is written',
    async (off) => {
      const request = kiosk.wish(household);
      const nonce = newNonce();
      await expectRefusal({ ...issueOf(request), time: String(Date.now() + off), nonce }, 'KSK-3002');
      expect(await kiosk.itemsOf(request)).toEqual([]);
      expect(await noncesOf(nonce)).toEqual([]);
    },
  );

  test.each([-115_000, 115_000])('its clock is off by %i ms only: accepted', async (off) => {
    const request = kiosk.wish(household);
    const answer = await kiosk.center.send({ ...issueOf(request), time: String(Date.now() + off) });
    expect(answer.status).toBe(200);
  });

  test('a nonce works once, whatever it was used for', async () => {
    const [first, second] = [kiosk.wish(household), kiosk.wish(household)];
    const nonce = newNonce();
    expect((await kiosk.center.send({ ...issueOf(first), nonce })).status).toBe(200);
    const before = await kiosk.itemsOf(first);
    const nonceBefore = await noncesOf(nonce);
    expect(nonceBefore).toHaveLength(1);
    await expectRefusal({ ...issueOf(first), nonce }, 'KSK-3002');
    await expectRefusal({ ...issueOf(second), nonce }, 'KSK-3002');
    expect(await kiosk.itemsOf(first)).toEqual(before);
    expect(await kiosk.itemsOf(second)).toEqual([]);
    expect(await noncesOf(nonce)).toEqual(nonceBefore);
  });

  test('of ten requests with one nonce at once, one is answered', async () => {
    const requests = Array.from({ length: 10 }, () => kiosk.wish(household));
    const nonce = newNonce();
    const answers = await Promise.all(
      requests.map((request) => kiosk.center.send({ ...issueOf(request), nonce })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(401)].sort());
  });
});

describe('a signed request that is not of the contract writes nothing but its nonce', () => {
  const whole = (): Record<string, unknown> => ({ ...kiosk.wish(household) });
  const cases: readonly (readonly [string, PublicCode, (request: Record<string, unknown>) => string])[] = [
    ['a body of 16 KiB and one byte', 'KSK-3003', (request) => filledUp(request, 16 * 1024 + 1)],
    ['no JSON', 'KSK-3004', () => '{"requestId":'],
    ['JSON that is no object', 'KSK-3004', () => '[]'],
    ['nothing', 'KSK-3004', () => ''],
    ['a field that the contract does not know', 'KSK-3004', (r) => JSON.stringify({ ...r, priority: 1 })],
    ['a field missing', 'KSK-3004', (r) => JSON.stringify({ ...r, terminal: undefined })],
    ['a number as text', 'KSK-3004', (r) => JSON.stringify({ ...r, copies: '1' })],
    ['a fraction of a copy', 'KSK-3004', (r) => JSON.stringify({ ...r, copies: 1.5 })],
    ['no copy at all', 'KSK-3004', (r) => JSON.stringify({ ...r, copies: 0 })],
    ['a fee below nothing', 'KSK-3004', (r) => JSON.stringify({ ...r, feeJpy: -1 })],
    ['a type that no type can be called', 'KSK-3004', (r) => JSON.stringify({ ...r, type: 'all' })],
    ['an option that does not exist', 'KSK-3004', (r) => JSON.stringify({ ...r, options: ['my-number'] })],
    ['a city code of five digits', 'KSK-3004', (r) => JSON.stringify({ ...r, municipality: '01205' })],
    ['a subject that is no person’s number', 'KSK-3004', (r) => JSON.stringify({ ...r, subjects: ['1'] })],
    ['a list in the place of a text', 'KSK-3004', (r) => JSON.stringify({ ...r, serial: [r['serial']] })],
    ['a request id that can be guessed', 'KSK-3004', (r) => JSON.stringify({ ...r, requestId: 'a' })],
  ];

  test.each(cases)('%s', async (_name, code, bodyOf) => {
    const request = whole();
    const nonce = newNonce();
    const body = bodyOf(request);
    await expectRefusal({ method: 'POST', path: '/v1/issue', body, nonce }, code);
    expect(await kiosk.itemsAt(`R#${MURORAN}#${String(request['requestId'])}`)).toEqual([]);
    expect(await noncesOf(nonce)).toHaveLength(code === 'KSK-3003' ? 0 : 1);
  });

  test('a body that is not UTF-8', async () => {
    const request = whole();
    const body = Buffer.from(JSON.stringify(request).replace('見本店', '\u00ff'), 'latin1');
    await expectRefusal({ method: 'POST', path: '/v1/issue', body }, 'KSK-3004');
    expect(await kiosk.itemsAt(`R#${MURORAN}#${String(request['requestId'])}`)).toEqual([]);
  });

  test('a body of exactly 16 KiB is read', async () => {
    const body = filledUp(whole(), 16 * 1024);
    expect((await kiosk.center.send({ method: 'POST', path: '/v1/issue', body })).status).toBe(200);
  });
});

describe('choices', () => {
  test('a part of the household with a stranger in it is refused', async () => {
    const [first, second] = household.members;
    const outsider = stranger.members[0];
    if (first === undefined || second === undefined || outsider === undefined) throw new Error('no member');
    const subjects = [first.personId, outsider.personId];
    const request = kiosk.wish(household, { scope: 'partial', subjects });
    await expectRefusal(issueOf(request), 'KSK-1007');
    expect(await kiosk.recordOf(request)).toMatchObject({
      state: 'refused',
      reasons: [{ code: 'ISS-1401' }],
    });
    const twice = kiosk.wish(household, { scope: 'partial', subjects: [second.personId, second.personId] });
    await expectRefusal(issueOf(twice), 'KSK-1007');
    await expectRefusal(issueOf(kiosk.wish(household, { scope: 'partial' })), 'KSK-1007');
    await expectRefusal(issueOf(kiosk.wish(household, { subjects: [outsider.personId] })), 'KSK-1007');
  });

  test('a fee other than the one of today is refused', async () => {
    await expectRefusal(issueOf(kiosk.wish(household, { feeJpy: 299 })), 'KSK-1008');
  });

  test('a certificate of which the city has never heard is refused', async () => {
    const request = kiosk.wish(household, { type: 'passport' });
    await expectRefusal(issueOf(request), 'KSK-1002');
    const record = await kiosk.recordOf(request);
    expect(record?.state).toBe('refused');
    expect(record?.reasons).toEqual([{ code: 'ISS-1004' }]);
  });

  test('the same id with another content is refused, and the record stays as it is', async () => {
    const request = kiosk.wish(household);
    await kiosk.issued(request);
    const before = await kiosk.itemsOf(request);
    await expectRefusal(issueOf({ ...request, copies: 2 }), 'KSK-3005');
    expect(await kiosk.itemsOf(request)).toEqual(before);
  });
});

describe('what became of the paper', () => {
  const { center } = kiosk;

  test('the first word counts; the same word again changes nothing, another one is refused', async () => {
    const request = kiosk.wish(household);
    const { sha256 } = await kiosk.issued(request);
    const { requestId, municipality, type } = request;
    const status = {
      requestId,
      municipality,
      type,
      typeName: '住民票の写し',
      pdfSha256: sha256,
      receivedAt: expect.any(String),
    };
    expect(await center.query(municipality, requestId)).toEqual({
      ok: true,
      value: { ...status, state: 'responded' },
    });
    const printed = { requestId, municipality, outcome: 'printed' as const };
    expect(await center.result(printed)).toEqual({ ok: true, value: { ...status, state: 'printed' } });
    const before = await kiosk.itemsOf(request);
    expect(await center.result(printed)).toEqual({ ok: true, value: { ...status, state: 'printed' } });
    for (const outcome of ['cancelled', 'failed'] as const)
      expect(await center.result({ ...printed, outcome })).toMatchObject({
        error: { problem: { code: 'KSK-2003' } },
      });
    expect(await kiosk.itemsOf(request)).toEqual(before);
    expect(await center.query(municipality, requestId)).toMatchObject({ value: { state: 'printed' } });
    // A certificate whose end is known is not given out again.
    await expectRefusal(issueOf(request), 'KSK-2003');
  });

  test.each(['cancelled', 'failed'] as const)('%s is kept as it was told', async (outcome) => {
    const request = kiosk.wish(household);
    await kiosk.issued(request);
    const { requestId, municipality } = request;
    expect(await center.result({ requestId, municipality, outcome })).toMatchObject({
      value: { state: outcome },
    });
    expect(await center.query(municipality, requestId)).toMatchObject({ value: { state: outcome } });
  });

  test('of ten words at once that contradict one another, one is kept', async () => {
    const request = kiosk.wish(household);
    await kiosk.issued(request);
    const { requestId, municipality } = request;
    const words = Array.from({ length: 10 }, (_, index) => (index % 2 === 0 ? 'printed' : 'cancelled'));
    const answers = await Promise.all(
      words.map((outcome) => center.result({ requestId, municipality, outcome } as never)),
    );
    const kept = new Set(answers.flatMap((answer) => (answer.ok ? [answer.value.state] : [])));
    expect(kept.size).toBe(1);
    expect((await kiosk.recordOf(request))?.state).toBe([...kept][0]);
  });

  test('a notice that comes long after the waiting time is still taken', async () => {
    const request = kiosk.wish(household);
    await kiosk.issued(request);
    await kiosk.client.send(
      new UpdateCommand({
        TableName: kiosk.stack.issuanceTable,
        Key: { pk: `R#${request.municipality}#${request.requestId}`, sk: 'record' },
        UpdateExpression: 'SET respondedAt = respondedAt - :hour',
        ExpressionAttributeValues: { ':hour': 3_600_000 },
      }),
    );
    const { requestId, municipality } = request;
    expect(await center.query(municipality, requestId)).toMatchObject({ value: { state: 'unknown' } });
    await expectRefusal(issueOf(request), 'KSK-2003');
    const printed = { requestId, municipality, outcome: 'printed' as const };
    expect(await center.result(printed)).toMatchObject({ value: { state: 'printed' } });
  });

  test('a request that was refused has no paper', async () => {
    const request = kiosk.wish(household, { feeJpy: 1 });
    await expectRefusal(issueOf(request), 'KSK-1008');
    const { requestId, municipality } = request;
    expect(await center.query(municipality, requestId)).toMatchObject({ value: { state: 'refused' } });
    expect(await center.result({ requestId, municipality, outcome: 'printed' })).toMatchObject({
      error: { problem: { code: 'KSK-2003' } },
    });
  });

  test('an id that nobody has asked with, or that another city was asked with, is unknown', async () => {
    const request = kiosk.wish(household);
    await kiosk.issued(request);
    const unknown = { error: { status: 404, problem: { code: 'KSK-2004' } } };
    const nobody = newRequestId();
    expect(await center.query(MURORAN, nobody)).toMatchObject(unknown);
    expect(await center.query(NOBORIBETSU, request.requestId)).toMatchObject(unknown);
    for (const [municipality, requestId] of [
      [MURORAN, nobody],
      [NOBORIBETSU, request.requestId],
    ] as const)
      expect(await center.result({ municipality, requestId, outcome: 'printed' })).toMatchObject(unknown);
    expect(await kiosk.itemsAt(`R#${NOBORIBETSU}#${request.requestId}`)).toEqual([]);
    expect(await kiosk.itemsAt(`R#${MURORAN}#${nobody}`)).toEqual([]);
    expect(await kiosk.recordOf(request)).toMatchObject({ state: 'responded' });
  });
});

describe('the published description', () => {
  const OpenApi = z.object({
    paths: z.record(z.string(), z.record(z.string(), z.unknown())),
    components: z.object({ schemas: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  });

  /** The published document where it has been written, and the one that the contracts give now. */
  async function documents(): Promise<readonly string[]> {
    const path = join(import.meta.dirname, '../../docs/openapi.json');
    const published = await readFile(path, 'utf8').catch(() => undefined);
    return [renderOpenApi(), ...(published === undefined ? [] : [published])];
  }

  test('real answers are as it says, and nothing in them is left unsaid', async () => {
    const { issuer, serial, municipality } = household;
    const request = kiosk.wish(household);
    await kiosk.issued(request);
    const { requestId } = request;
    const path = `/v1/requests/${requestId}?municipality=${municipality}`;
    const answers: readonly (readonly [string, unknown])[] = [
      ['MenuResponse', jsonOf(await kiosk.ask('/v1/menu', { municipality, issuer, serial }))],
      ['RequestStatus', jsonOf(await kiosk.center.send({ method: 'GET', path }))],
      [
        'RequestStatus',
        jsonOf(await kiosk.ask('/v1/result', { requestId, municipality, outcome: 'printed' })),
      ],
      ['Problem', jsonOf(await kiosk.ask('/v1/issue', { ...request, copies: 3 }))],
    ];
    for (const text of await documents()) {
      const { paths, components } = OpenApi.parse(JSON.parse(text));
      expect(Object.keys(paths)).toEqual([
        '/v1/menu',
        '/v1/issue',
        '/v1/result',
        '/v1/errors',
        '/v1/requests/{id}',
      ]);
      for (const [name, value] of answers) {
        const published = components.schemas[name] ?? {};
        // The contract permits the centre to meet new fields; the system itself sends none that are not described.
        const schema = z.fromJSONSchema({ ...published, additionalProperties: false } as never);
        expect(schema.safeParse(value)).toMatchObject({ success: true });
      }
      const requests: readonly (readonly [string, unknown])[] = [
        ['MenuRequest', { municipality, issuer, serial }],
        ['IssueRequest', request],
        ['ResultRequest', { requestId, municipality, outcome: 'printed' }],
      ];
      for (const [name, value] of requests) {
        const schema = z.fromJSONSchema((components.schemas[name] ?? {}) as never);
        expect(schema.safeParse(value)).toMatchObject({ success: true });
        expect(schema.safeParse({ ...(value as object), unknown: 1 }).success).toBe(false);
      }
    }
  });
});
