import type { HttpRequest } from '../../shared/http/http.ts';
import type { RefusalCode } from '../../shared/refusals.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { canonicalQuery, isSignedBy, SIGNATURE_HEADERS } from '../../shared/signature.ts';
import type { CenterKey } from './center-key.ts';

/** How far the centre's clock and ours may be apart. */
export const SIGNATURE_WINDOW_MS = 120_000;

export type SignatureDeps = {
  /** The centre's key of that id, if there is one. */
  readonly keyOf: (keyId: string) => Promise<CenterKey | undefined>;
  /** Whether the nonce is used here for the first time; `until` = when it may be forgotten. */
  readonly spendNonce: (keyId: string, nonce: string, now: number, until: number) => Promise<boolean>;
};

/**
 * Whether the centre has sent exactly this request, now and for the first time. The nonce is spent only after the
 * signature has been verified, so that a stranger can neither fill the table nor spend the centre's nonces.
 */
export async function verifySignature(
  deps: SignatureDeps,
  request: HttpRequest,
): Promise<Result<void, RefusalCode>> {
  const keyId = request.headers[SIGNATURE_HEADERS.keyId] ?? '';
  const time = request.headers[SIGNATURE_HEADERS.time] ?? '';
  const nonce = request.headers[SIGNATURE_HEADERS.nonce] ?? '';
  const signature = request.headers[SIGNATURE_HEADERS.signature] ?? '';
  if (!/^[\w-]{1,40}$/.test(keyId) || !/^\d{1,15}$/.test(time) || !/^[0-9a-f]{32}$/.test(nonce))
    return err('ISS-3001');
  const key = await deps.keyOf(keyId);
  const path = request.path + canonicalQuery(request.query);
  const parts = { method: request.method, path, time, nonce, body: request.body };
  if (key === undefined || !isSignedBy(key.key, parts, signature)) return err('ISS-3001');
  const now = request.receivedAt;
  if (Math.abs(now - Number(time)) > SIGNATURE_WINDOW_MS) return err('ISS-3002');
  const fresh = await deps.spendNonce(keyId, nonce, now, Number(time) + 2 * SIGNATURE_WINDOW_MS);
  return fresh ? ok(undefined) : err('ISS-3002');
}
