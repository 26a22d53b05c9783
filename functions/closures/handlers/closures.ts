import { createSettingsStore } from '../../changes/index.ts';
import { composeStaff } from '../../operators/index.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { newUuid, systemLog } from '../../shared/system.ts';
import { ClosuresEnvironment } from '../environment.ts';
import { closureRoutes } from '../routes.ts';
import { createClosureRecorder, createClosureStore } from '../store.ts';

const MAXIMUM_REQUEST_BYTES = 4 * 1024;

const environment = ClosuresEnvironment.parse(process.env);
const { client, clock, authenticate } = composeStaff(environment);
const table = environment.STAFF_TABLE;
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
