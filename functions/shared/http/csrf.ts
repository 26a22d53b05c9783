import { timingSafeEqual } from 'node:crypto';
import { sha256Hex } from '../canonical.ts';
import type { HttpRequest } from './http.ts';

export const CSRF_HEADER = 'x-csrf-token';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Whether a method may change something, and so needs proof that the console itself has sent it. */
export const isUnsafe = (method: string): boolean => !SAFE_METHODS.has(method);

/**
 * Whether a request came from a page of this very origin, by what the browser says of it. Pages cannot forge these
 * headers; a request with neither of them does not come from a browser of our time and is refused.
 */
export function isSameOrigin(request: HttpRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers['origin'];
  if (site === undefined && origin === undefined) return false;
  if (site !== undefined && site !== 'same-origin') return false;
  return origin === undefined || hostOf(origin) === request.headers['host']?.toLowerCase();
}

/** Whether the request repeats the session's token; takes the same time wherever it differs. */
export function repeatsToken(request: HttpRequest, expected: string): boolean {
  const given = request.headers[CSRF_HEADER];
  if (given === undefined) return false;
  return timingSafeEqual(Buffer.from(sha256Hex(given)), Buffer.from(sha256Hex(expected)));
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
