import type { AuditStore } from '../audit/index.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { NewId } from '../shared/ids.ts';
import type { Clock } from '../shared/time.ts';
import { type SessionToken, tokenDigest } from './session.ts';
import type { SessionStore } from './store.ts';

export type SignOutParts = {
  readonly sessions: SessionStore;
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly newId: NewId;
};

/** Ends a session for good: its token opens nothing any more, whoever still holds it. */
export async function signOut(parts: SignOutParts, operator: Staff, token: SessionToken): Promise<void> {
  const at = parts.clock();
  await parts.sessions.end(tokenDigest(token), at);
  await parts.audit.append({
    eventId: parts.newId(),
    municipality: operator.municipality,
    at,
    actor: { kind: 'operator', operatorId: operator.operatorId },
    action: 'session.signed-out',
    about: {},
  });
}
