import { createAuditStore } from '../../audit/index.ts';
import { createSettingsStore } from '../../changes/index.ts';
import { composeStaff } from '../../operators/index.ts';
import { createRegistryStore, jitteredPause } from '../../registry/index.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { newUuid, systemLog } from '../../shared/system.ts';
import { DecisionsEnvironment } from '../environment.ts';
import { decisionRoutes } from '../routes.ts';
import { createDecisionStore } from '../store.ts';

const MAXIMUM_REQUEST_BYTES = 4 * 1024;

const environment = DecisionsEnvironment.parse(process.env);
const { client, clock, authenticate } = composeStaff(environment);
const table = environment.STAFF_TABLE;
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
