import { createDocumentClient } from '../shared/aws.ts';
import { systemClock } from '../shared/system.ts';
import { authenticator } from './authenticate.ts';
import { createOperatorStore, createSessionStore } from './store.ts';

/** What every function for signed-in staff stands on. */
export function composeStaff(environment: {
  readonly STAFF_TABLE: string;
  readonly SESSION_MINUTES: number;
}) {
  const client = createDocumentClient();
  const clock = systemClock;
  const authenticate = authenticator({
    operators: createOperatorStore(client, environment.STAFF_TABLE),
    sessions: createSessionStore(client, environment.STAFF_TABLE),
    clock,
    idleMs: environment.SESSION_MINUTES * 60_000,
  });
  return { client, clock, authenticate };
}
