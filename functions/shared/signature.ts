import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/**
 * What the centre signs of a request: HMAC-SHA-256 over method, path with its query, time, nonce and the raw body.
 * Our own neutral scheme; the adapter of the real centre replaces it (its interface is under NDA).
 */
export type SignedParts = {
  readonly method: string;
  /** Path below the API's base, with its canonical query: `/v1/requests/abc?municipality=012050`. */
  readonly path: string;
  /** Milliseconds since 1970, decimal. */
  readonly time: string;
  /** 32 lower-case hex digits, never used twice. */
  readonly nonce: string;
  readonly body: Uint8Array;
};

export const SIGNATURE_HEADERS = {
  keyId: 'x-kofu-key-id',
  time: 'x-kofu-time',
  nonce: 'x-kofu-nonce',
  signature: 'x-kofu-signature',
} as const;

/** Query parameters in the one order and encoding that is signed. Empty for none. */
export function canonicalQuery(parameters: Readonly<Record<string, readonly string[]>>): string {
  const pairs = Object.keys(parameters)
    .sort()
    .flatMap((name) =>
      (parameters[name] ?? []).map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
    );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** The signature of these parts under a key of 64 hex digits, as lower-case hex. */
export function sign(keyHex: string, parts: SignedParts): string {
  const bodyDigest = createHash('sha256').update(parts.body).digest('hex');
  const text = ['KOFU1', parts.method.toUpperCase(), parts.path, parts.time, parts.nonce, bodyDigest].join(
    '\n',
  );
  return createHmac('sha256', Buffer.from(keyHex, 'hex')).update(text).digest('hex');
}

/** Whether a signature is right; takes the same time wherever it differs. */
export function isSignedBy(keyHex: string, parts: SignedParts, signature: string): boolean {
  if (!/^[0-9a-f]{64}$/.test(signature)) return false;
  return timingSafeEqual(Buffer.from(sign(keyHex, parts), 'hex'), Buffer.from(signature, 'hex'));
}
