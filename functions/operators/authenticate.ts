import type { HttpRequest } from '../shared/http/http.ts';
import { Staff, type StaffSession } from '../shared/http/staff.ts';
import type { Clock } from '../shared/time.ts';
import { tokenIn } from './cookie.ts';
import { mayKeepWorking } from './operator.ts';
import { csrfTokenOf, isLive, needsTouch, tokenDigest } from './session.ts';
import type { OperatorStore, SessionStore } from './store.ts';

export type AuthenticateParts = {
  readonly sessions: SessionStore;
  readonly operators: OperatorStore;
  readonly clock: Clock;
  /** Milliseconds without a request after which a session ends. */
  readonly idleMs: number;
};

export type Authenticate = (request: HttpRequest) => Promise<StaffSession | undefined>;

/**
 * Who sends a request, by its session's cookie. The operator is read anew each time: a permission that was taken
 * away or an operator who was disabled counts from the next request on.
 */
export function authenticator({ sessions, operators, clock, idleMs }: AuthenticateParts): Authenticate {
  return async (request) => {
    const token = tokenIn(request);
    if (token === undefined) return undefined;
    const digest = tokenDigest(token);
    const session = await sessions.read(digest);
    const now = clock();
    if (session === undefined || !isLive(session, now, idleMs)) return undefined;
    const operator = await operators.read(session.municipality, session.operatorId);
    if (operator === undefined || !mayKeepWorking(operator)) return undefined;
    if (needsTouch(session, now)) await sessions.touch(digest, now);
    return { operator: Staff.parse(operator), csrfToken: csrfTokenOf(token) };
  };
}
