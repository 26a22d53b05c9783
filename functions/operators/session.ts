import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { sha256Hex } from '../shared/canonical.ts';
import { OperatorId } from '../shared/http/staff.ts';
import { MunicipalityCode } from '../shared/ids.ts';
import { Instant } from '../shared/time.ts';

/** However busy: after this a session ends. */
export const SESSION_LIFE_MS = 8 * 3_600_000;
/** The time of last use is written this often at most: an idle session may end so much earlier, never later. */
export const TOUCH_MS = 30_000;

/** 256 random bits as base64url. Only the browser has it; we keep its SHA-256. */
export const SessionToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .brand<'SessionToken'>();
export type SessionToken = z.infer<typeof SessionToken>;

export const Session = z.object({
  municipality: MunicipalityCode,
  operatorId: OperatorId,
  createdAt: Instant,
  lastSeenAt: Instant,
  /** Set by signing out, and by signing in anew from the same browser. */
  endedAt: Instant.optional(),
});
export type Session = z.infer<typeof Session>;

/** @param bytes 32 random bytes */
export function tokenOf(bytes: Uint8Array): SessionToken {
  return SessionToken.parse(Buffer.from(bytes).toString('base64url'));
}

/** Whoever reads the table cannot use what it holds. */
export const tokenDigest = (token: SessionToken): string => sha256Hex(token);

/** Bound to the session and of no use without its cookie; derived, so that nothing more is kept. */
export function csrfTokenOf(token: SessionToken): string {
  return createHmac('sha256', token).update('csrf').digest('base64url');
}

export function isLive(session: Session, now: Instant, idleMs: number): boolean {
  if (session.endedAt !== undefined) return false;
  return now - session.lastSeenAt <= idleMs && now - session.createdAt <= SESSION_LIFE_MS;
}

/** Whether the time of last use should be written again. */
export const needsTouch = (session: Session, now: Instant): boolean => now - session.lastSeenAt >= TOUCH_MS;

/** Epoch seconds after which the table may drop the session; reading never relies on it. */
export const expirySecondsOf = (session: Session): number =>
  Math.ceil((session.createdAt + SESSION_LIFE_MS) / 1000);
