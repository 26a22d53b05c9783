import type { AuditEvent, AuditStore } from '../../../functions/audit/index.ts';
import type { Operator, SignInState } from '../../../functions/operators/operator.ts';
import { AFTER_SIGN_IN } from '../../../functions/operators/operator.ts';
import type { Session } from '../../../functions/operators/session.ts';
import type { OperatorStore, SessionStore } from '../../../functions/operators/store.ts';

const keyOf = (municipality: string, operatorId: string): string => `${municipality}/${operatorId}`;

const withState = (operator: Operator, { state, failures, lockedUntil }: SignInState): Operator => {
  const { lockedUntil: _before, ...others } = operator;
  return { ...others, state, failures, ...(lockedUntil === undefined ? {} : { lockedUntil }) };
};

/** Behaves like the table: every write holds its condition or does nothing. */
export function memoryOperators(...operators: readonly Operator[]) {
  const rows = new Map(
    operators.map((operator) => [keyOf(operator.municipality, operator.operatorId), operator]),
  );
  const store: OperatorStore = {
    read: async (municipality, operatorId) => rows.get(keyOf(municipality, operatorId)),
    async create(operator) {
      const key = keyOf(operator.municipality, operator.operatorId);
      if (rows.has(key)) return false;
      rows.set(key, operator);
      return true;
    },
    async swapSignInState(municipality, operatorId, seen, next) {
      const key = keyOf(municipality, operatorId);
      const row = rows.get(key);
      if (row === undefined || row.state !== seen.state || row.failures !== seen.failures) return false;
      rows.set(key, withState(row, next));
      return true;
    },
    async forgetFailures(operator) {
      const key = keyOf(operator.municipality, operator.operatorId);
      const row = rows.get(key);
      if (row === undefined || row.password.tag !== operator.password.tag) return false;
      if (row.state === 'disabled' || (row.state === 'locked' && row.lockedUntil === undefined)) return false;
      rows.set(key, withState(row, AFTER_SIGN_IN));
      return true;
    },
  };
  return { store, rows };
}

export function memorySessions() {
  const rows = new Map<string, Session>();
  const change = (digest: string, changes: Partial<Session>): void => {
    const row = rows.get(digest);
    if (row !== undefined) rows.set(digest, { ...row, ...changes });
  };
  const store: SessionStore = {
    create: async (digest, session) => void rows.set(digest, session),
    read: async (digest) => rows.get(digest),
    touch: async (digest, at) => change(digest, { lastSeenAt: at }),
    end: async (digest, at) => change(digest, { endedAt: at }),
  };
  return { store, rows };
}

export function memoryAudit() {
  const events: AuditEvent[] = [];
  const store: AuditStore = { append: async (event) => void events.push(event) };
  return { store, events };
}
