import { createAuditStore } from '../../audit/index.ts';
import { createSettingsStore } from '../../changes/index.ts';
import { authenticator, createOperatorStore, createSessionStore } from '../../operators/index.ts';
import { createRegistryStore, jitteredPause } from '../../registry/index.ts';
import { createDocumentClient } from '../../shared/aws.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { newUuid, systemClock, systemLog } from '../../shared/system.ts';
import { DecisionsEnvironment } from '../environment.ts';
import { decisionRoutes } from '../routes.ts';
import { createDecisionStore } from '../store.ts';

const MAXIMUM_REQUEST_BYTES = 4 * 1024;

const environment = DecisionsEnvironment.parse(process.env);
const client = createDocumentClient();
const clock = systemClock;
const table = environment.STAFF_TABLE;
const authenticate = authenticator({
  operators: createOperatorStore(client, table),
  sessions: createSessionStore(client, table),
  clock,
  idleMs: environment.SESSION_MINUTES * 60_000,
});
const routes = decisionRoutes({
  store: createDecisionStore({ client, table, auditTable: environment.AUDIT_TABLE }),
  registry: createRegistryStore({
    client,
    table: environment.REGISTRY_TABLE,
    pause: jitteredPause(Math.random),
  }),
  settings: createSettingsStore({ client, table }),
  audit: createAuditStore(client, environment.AUDIT_TABLE),
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
