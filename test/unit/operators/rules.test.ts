import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endedCookie, sessionCookie, tokenIn } from '../../../functions/operators/cookie.ts';
import {
  barOf,
  LOCK_MS,
  MAXIMUM_FAILURES,
  mayKeepWorking,
  type SignInState,
  takeAttempt,
} from '../../../functions/operators/operator.ts';
import { hashPassword, verifyPassword } from '../../../functions/operators/password.ts';
import { isAcceptablePassword } from '../../../functions/operators/password-rule.ts';
import {
  csrfTokenOf,
  isLive,
  needsTouch,
  SESSION_LIFE_MS,
  Session,
  tokenDigest,
  tokenOf,
} from '../../../functions/operators/session.ts';
import { toHttpRequest } from '../../../functions/shared/http/http.ts';
import { type Instant, instantOf } from '../../../functions/shared/time.ts';
import { eventOf } from '../http/event.ts';

const CHEAP = { memory: 8, passes: 1, parallelism: 1 };
const now = instantOf(1_800_000_000_000);
const later = (milliseconds: number): Instant => instantOf(now + milliseconds);

describe('a password', () => {
  test('is accepted from twelve characters on, whatever their code points', () => {
    expect(isAcceptablePassword('12345678901')).toBe(false);
    expect(isAcceptablePassword('123456789012')).toBe(true);
    expect(isAcceptablePassword('𠮷'.repeat(11))).toBe(false);
    expect(isAcceptablePassword('𠮷'.repeat(12))).toBe(true);
    expect(isAcceptablePassword('a'.repeat(129))).toBe(false);
  });

  test('is verified by the parameters that lie with its hash', async () => {
    const hash = await hashPassword('correct horse battery', Buffer.alloc(16, 1), CHEAP);
    expect(hash).toMatchObject({ algorithm: 'argon2id', ...CHEAP });
    expect(JSON.stringify(hash)).not.toContain('correct');
    expect(await verifyPassword(hash, 'correct horse battery')).toBe(true);
    expect(await verifyPassword(hash, 'correct horse batterz')).toBe(false);
    expect(await verifyPassword({ ...hash, passes: 2 }, 'correct horse battery')).toBe(false);
  });

  test('gives another hash under another nonce', async () => {
    const [a, b] = await Promise.all(
      [1, 2].map((byte) => hashPassword('correct horse battery', Buffer.alloc(16, byte), CHEAP)),
    );
    expect(a?.tag).not.toBe(b?.tag);
  });
});

describe('the lock', () => {
  const active: SignInState = { state: 'active', failures: 0 };
  const attempt = (state: SignInState, at = now): SignInState => {
    const next = takeAttempt(state, at);
    if (!next.ok) throw new Error(next.error);
    return next.value;
  };

  test('closes with the fifth attempt in a row and not before', () => {
    let state = active;
    for (let failure = 1; failure < MAXIMUM_FAILURES; failure += 1) {
      state = attempt(state);
      expect(barOf(state, now)).toBeUndefined();
    }
    state = attempt(state);
    expect(state).toEqual({ state: 'locked', failures: 5, lockedUntil: now + LOCK_MS });
    expect(takeAttempt(state, later(LOCK_MS - 1))).toEqual({ ok: false, error: 'locked' });
  });

  test('ends by itself and then counts from one', () => {
    const locked: SignInState = { state: 'locked', failures: 5, lockedUntil: now };
    expect(attempt(locked, later(0))).toEqual({ state: 'active', failures: 1 });
  });

  test('of an administrator never ends by itself, and a disabled operator stays out', () => {
    const years = later(10 * 365 * 86_400_000);
    expect(takeAttempt({ state: 'locked', failures: 0 }, years)).toEqual({ ok: false, error: 'locked' });
    expect(takeAttempt({ state: 'disabled', failures: 0 }, years)).toEqual({ ok: false, error: 'disabled' });
  });

  test('after failures leaves open sessions alone; the others end them', () => {
    expect(mayKeepWorking({ state: 'locked', failures: 5, lockedUntil: now })).toBe(true);
    expect(mayKeepWorking({ state: 'locked', failures: 0 })).toBe(false);
    expect(mayKeepWorking({ state: 'disabled', failures: 0 })).toBe(false);
  });
});

describe('a session', () => {
  const IDLE = 15 * 60_000;
  const session = Session.parse({
    municipality: '012050',
    operatorId: 'sample',
    createdAt: now,
    lastSeenAt: now,
  });

  test('lives through its idle time to the millisecond', () => {
    expect(isLive(session, later(IDLE), IDLE)).toBe(true);
    expect(isLive(session, later(IDLE + 1), IDLE)).toBe(false);
  });

  test('ends after eight hours however busy it is', () => {
    const busy = { ...session, lastSeenAt: later(SESSION_LIFE_MS) };
    expect(isLive(busy, later(SESSION_LIFE_MS), IDLE)).toBe(true);
    expect(isLive(busy, later(SESSION_LIFE_MS + 1), IDLE)).toBe(false);
  });

  test('that was ended never lives again, and its last use is not written at every request', () => {
    expect(isLive({ ...session, endedAt: now }, now, IDLE)).toBe(false);
    expect(needsTouch(session, later(29_999))).toBe(false);
    expect(needsTouch(session, later(30_000))).toBe(true);
  });

  test('keeps neither its token nor anything that the token could be found from', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const token = tokenOf(bytes);
        const kept = [tokenDigest(token), csrfTokenOf(token)];
        expect(kept.join()).not.toContain(token);
        expect(new Set([token, ...kept]).size).toBe(3);
      }),
      { seed: 20_261_123, numRuns: 50 },
    );
    expect(() => tokenOf(Buffer.alloc(16))).toThrow();
  });
});

describe('the cookie', () => {
  const token = tokenOf(Buffer.alloc(32, 7));
  const requestWith = (cookie: string) => toHttpRequest(eventOf({ path: '/', headers: { cookie } }), now);

  test('is out of reach of scripts and other sites, and names no path', () => {
    expect(sessionCookie(token, true)).toBe(`kofu-session=${token}; HttpOnly; SameSite=Strict; Secure`);
    expect(sessionCookie(token, false)).toBe(`kofu-session=${token}; HttpOnly; SameSite=Strict`);
    expect(endedCookie(true)).toBe('kofu-session=; Max-Age=0; HttpOnly; SameSite=Strict; Secure');
  });

  test('is found among others, and not where two of them compete', () => {
    expect(tokenIn(requestWith(`a=1; kofu-session=${token}; b=2`))).toBe(token);
    expect(tokenIn(requestWith(`kofu-session=${token}; kofu-session=${token}`))).toBeUndefined();
    expect(tokenIn(requestWith(`xkofu-session=${token}`))).toBeUndefined();
    expect(tokenIn(requestWith('kofu-session=short'))).toBeUndefined();
  });
});
