import type { AuditEvent, AuditStore } from '../audit/index.ts';
import { OperatorId } from '../shared/http/staff.ts';
import type { MunicipalityCode, NewId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Clock } from '../shared/time.ts';
import type { SignInRequest } from './contract.ts';
import { AFTER_SIGN_IN, type Operator, type SignInState, takeAttempt } from './operator.ts';
import { DECOY_HASH, verifyPassword } from './password.ts';
import { type SessionToken, tokenDigest, tokenOf } from './session.ts';
import type { OperatorStore, SessionStore } from './store.ts';

export type SignInParts = {
  readonly operators: OperatorStore;
  readonly sessions: SessionStore;
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Random bytes from the system's source. */
  readonly random: (bytes: number) => Uint8Array;
  readonly municipalities: ReadonlySet<MunicipalityCode>;
};

export type SignedInOperator = { readonly operator: Operator; readonly token: SessionToken };

/** Writes that may lose a race with another attempt of the same operator before this one gives up. */
const MAXIMUM_RACES = 5;

/** Somebody who is never found, so that an unknown id costs the same reads, writes and hashing as a known one. */
const NOBODY = OperatorId.parse('unknown-operator');

/**
 * Signs an operator in. Every way of failing looks alike: an unknown city or id, a wrong password, a lock.
 * The attempt is counted before the password is looked at; success forgets the count.
 */
export async function signIn(
  parts: SignInParts,
  wish: SignInRequest,
): Promise<Result<SignedInOperator, 'refused'>> {
  const { operators, sessions, clock, random } = parts;
  const id = OperatorId.safeParse(wish.operatorId);
  const known = parts.municipalities.has(wish.municipality);
  const found = await operators.read(wish.municipality, id.success ? id.data : NOBODY);
  const attempt = await countAttempt(parts, wish.municipality, found);
  const right = await verifyPassword(found?.password ?? DECOY_HASH, wish.password);

  if (!known) return err('refused');
  if (found === undefined || attempt === undefined || !right || !(await operators.forgetFailures(found))) {
    await parts.audit.append(refusalEvent(parts, wish.municipality, found, attempt));
    return err('refused');
  }
  const token = tokenOf(random(32));
  const now = clock();
  const { municipality, operatorId } = found;
  await sessions.create(tokenDigest(token), { municipality, operatorId, createdAt: now, lastSeenAt: now });
  await parts.audit.append({
    ...eventBase(parts, municipality),
    actor: { kind: 'operator', operatorId },
    action: 'session.signed-in',
    about: {},
  });
  return ok({ operator: found, token });
}

/** The state after this attempt was counted; undefined where it may not be made. */
async function countAttempt(
  { operators, clock }: SignInParts,
  municipality: MunicipalityCode,
  found: Operator | undefined,
): Promise<SignInState | undefined> {
  let seen: SignInState | undefined = found;
  for (let race = 0; race < MAXIMUM_RACES && seen !== undefined; race += 1) {
    const next = takeAttempt(seen, clock());
    if (!next.ok) break;
    const operatorId = found?.operatorId ?? NOBODY;
    if (await operators.swapSignInState(municipality, operatorId, seen, next.value)) return next.value;
    seen = await operators.read(municipality, operatorId);
  }
  // A write that never takes effect, in the place of the one above.
  await operators.swapSignInState(municipality, NOBODY, AFTER_SIGN_IN, AFTER_SIGN_IN);
  return undefined;
}

/** What was typed and is not an operator's id is not kept: it may be a password in the wrong field. */
function refusalEvent(
  parts: SignInParts,
  municipality: MunicipalityCode,
  found: Operator | undefined,
  attempt: SignInState | undefined,
): AuditEvent {
  return {
    ...eventBase(parts, municipality),
    actor: { kind: 'nobody' },
    action: attempt?.state === 'locked' ? 'session.locked' : 'session.refused',
    about: found === undefined ? {} : { operatorId: found.operatorId },
  };
}

const eventBase = ({ newId, clock }: SignInParts, municipality: MunicipalityCode) => ({
  eventId: newId(),
  municipality,
  at: clock(),
});
