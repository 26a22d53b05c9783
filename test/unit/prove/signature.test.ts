import { describe, expect, test } from 'vitest';
import { SIGNATURE_WINDOW_MS, verifySignature } from '../../../functions/issuance/center/verify-signature.ts';
import type { HttpRequest } from '../../../functions/shared/http/http.ts';
import { err, ok } from '../../../functions/shared/result.ts';
import { SIGNATURE_HEADERS, sign } from '../../../functions/shared/signature.ts';
import { instantOf } from '../../../functions/shared/time.ts';

const KEY = { keyId: 'center-1', key: '0f'.repeat(32) };
const NOW = 1_800_000_000_000;

function door() {
  const spent = new Set<string>();
  return {
    spent,
    verify: (request: HttpRequest) =>
      verifySignature(
        {
          keyOf: async (keyId) => (keyId === KEY.keyId ? KEY : undefined),
          spendNonce: async (keyId, nonce) => {
            const use = `${keyId} ${nonce}`;
            const fresh = !spent.has(use);
            spent.add(use);
            return fresh;
          },
        },
        request,
      ),
  };
}

/** A request that the centre has signed; `sent` is what arrives instead. */
function signed(at = NOW, sent: Partial<HttpRequest> = {}, nonce = 'ab'.repeat(16)): HttpRequest {
  const parts = { method: 'POST', path: '/v1/issue', body: new TextEncoder().encode('{"copies":1}') };
  const time = String(at);
  return {
    ...parts,
    query: {},
    receivedAt: instantOf(NOW),
    headers: {
      [SIGNATURE_HEADERS.keyId]: KEY.keyId,
      [SIGNATURE_HEADERS.time]: time,
      [SIGNATURE_HEADERS.nonce]: nonce,
      [SIGNATURE_HEADERS.signature]: sign(KEY.key, { ...parts, time, nonce }),
    },
    ...sent,
  };
}

const without = (name: string): Partial<HttpRequest> => {
  const { [name]: _, ...headers } = signed().headers;
  return { headers };
};

describe('the door of the kiosk API', () => {
  test('opens to what the centre has signed, once', async () => {
    const { verify, spent } = door();
    expect(await verify(signed())).toEqual(ok(undefined));
    expect([...spent]).toEqual([`center-1 ${'ab'.repeat(16)}`]);
  });

  test('what the centre has not signed is refused, and its nonce is not spent', async () => {
    const { verify, spent } = door();
    const forged: Partial<HttpRequest>[] = [
      { body: new TextEncoder().encode('{"copies":9}') },
      { path: '/v1/menu' },
      { method: 'GET' },
      { headers: { ...signed().headers, [SIGNATURE_HEADERS.signature]: '0'.repeat(64) } },
      { headers: { ...signed().headers, [SIGNATURE_HEADERS.keyId]: 'stranger' } },
      { headers: { ...signed().headers, [SIGNATURE_HEADERS.nonce]: 'cd'.repeat(16) } },
      ...Object.values(SIGNATURE_HEADERS).map(without),
    ];
    for (const sent of forged) expect(await verify(signed(NOW, sent))).toEqual(err('ISS-3001'));
    expect(spent.size).toBe(0);
  });

  test('a query that was not signed is refused', async () => {
    const { verify } = door();
    expect(await verify(signed(NOW, { query: { municipality: ['012301'] } }))).toEqual(err('ISS-3001'));
  });

  test('a request from outside the window of time is refused, and its nonce is not spent', async () => {
    const { verify, spent } = door();
    for (const at of [NOW - SIGNATURE_WINDOW_MS - 1, NOW + SIGNATURE_WINDOW_MS + 1])
      expect(await verify(signed(at))).toEqual(err('ISS-3002'));
    expect(spent.size).toBe(0);
    for (const at of [NOW - SIGNATURE_WINDOW_MS, NOW + SIGNATURE_WINDOW_MS])
      expect(await verify(signed(at, {}, String(at).padStart(32, '0')))).toEqual(ok(undefined));
  });

  test('a replayed request is refused', async () => {
    const { verify } = door();
    expect((await verify(signed())).ok).toBe(true);
    expect(await verify(signed())).toEqual(err('ISS-3002'));
  });
});
