import { createSettingsStore } from '../../changes/index.ts';
import { authenticator, createOperatorStore, createSessionStore } from '../../operators/index.ts';
import { createDocumentClient } from '../../shared/aws.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { newUuid, systemClock, systemLog } from '../../shared/system.ts';
import { ClosuresEnvironment } from '../environment.ts';
import { closureRoutes } from '../routes.ts';
import { createClosureRecorder, createClosureStore } from '../store.ts';

const MAXIMUM_REQUEST_BYTES = 4 * 1024;

const environment = ClosuresEnvironment.parse(process.env);
const client = createDocumentClient();
const clock = systemClock;
const table = environment.STAFF_TABLE;
const authenticate = authenticator({
  operators: createOperatorStore(client, table),
  sessions: createSessionStore(client, table),
  clock,
  idleMs: environment.SESSION_MINUTES * 60_000,
});
const routes = closureRoutes({
  closures: createClosureStore({ client, table }),
  recorder: createClosureRecorder({ client, table, auditTable: environment.AUDIT_TABLE }),
  settings: createSettingsStore({ client, table }),
  clock,
  newId: newUuid,
});

export const handler = staffHandler({
  log: systemLog,
  clock,
  maximumBytes: MAXIMUM_REQUEST_BYTES,
  authenticate,
  routes,
});
