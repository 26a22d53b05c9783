import { z } from 'zod';
import { Staff } from '../shared/http/staff.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { Instant, instantOf } from '../shared/time.ts';
import { PasswordHash } from './password.ts';

/** Sign-ins that may fail in a row. */
export const MAXIMUM_FAILURES = 5;
/** How long an operator is locked out after that. */
export const LOCK_MS = 15 * 60_000;

/** What decides whether an operator may try to sign in. Changed by conditional writes only. */
export const SignInState = z.object({
  state: z.enum(['active', 'locked', 'disabled']),
  /** Attempts since the last sign-in that worked, the one under way included. */
  failures: z.int().min(0),
  /** When a lock ends by itself; absent where only an administrator opens it. */
  lockedUntil: Instant.optional(),
});
export type SignInState = z.infer<typeof SignInState>;

/** 操作者: a member of one city's staff who works with the console. */
export const Operator = z.object({ ...Staff.shape, ...SignInState.shape, password: PasswordHash });
export type Operator = z.infer<typeof Operator>;

export type SignInBar = 'locked' | 'disabled';

/** Whether an operator may work now; a lock that has run out no longer counts. */
export function barOf(operator: SignInState, now: Instant): SignInBar | undefined {
  switch (operator.state) {
    case 'disabled':
      return 'disabled';
    case 'locked':
      return operator.lockedUntil !== undefined && operator.lockedUntil <= now ? undefined : 'locked';
    case 'active':
      return undefined;
  }
}

/**
 * An attempt is counted as a failure before the password is looked at, and taken back when it was right: guesses
 * that arrive at the same moment, or a crash in between, cannot exceed the limit.
 */
export function takeAttempt(operator: SignInState, now: Instant): Result<SignInState, SignInBar> {
  const bar = barOf(operator, now);
  if (bar !== undefined) return err(bar);
  const failures = operator.state === 'locked' ? 1 : operator.failures + 1;
  if (failures < MAXIMUM_FAILURES) return ok({ state: 'active', failures });
  return ok({ state: 'locked', failures, lockedUntil: instantOf(now + LOCK_MS) });
}

export const AFTER_SIGN_IN: SignInState = { state: 'active', failures: 0 };

/**
 * Whether a session that is open may go on. A lock after failures closes the door only: otherwise anyone could
 * throw a colleague out by guessing.
 */
export function mayKeepWorking(operator: SignInState): boolean {
  return operator.state === 'active' || (operator.state === 'locked' && operator.lockedUntil !== undefined);
}
