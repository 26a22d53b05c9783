import { createAuditStore } from '../../audit/index.ts';
import { composeStaff } from '../../operators/index.ts';
import { createRegistryStore, jitteredPause } from '../../registry/index.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { newUuid, systemLog } from '../../shared/system.ts';
import { HistoryEnvironment } from '../environment.ts';
import { historyRoutes } from '../routes.ts';
import { createHistoryStore } from '../store.ts';

const environment = HistoryEnvironment.parse(process.env);
const { client, clock, authenticate } = composeStaff(environment);
const routes = historyRoutes({
  history: createHistoryStore(client, environment.ISSUANCE_TABLE),
  registry: createRegistryStore({
    client,
    table: environment.REGISTRY_TABLE,
    pause: jitteredPause(Math.random),
  }),
  audit: createAuditStore(client, environment.AUDIT_TABLE),
  clock,
  newId: newUuid,
  resultWaitMs: environment.RESULT_WAIT_MINUTES * 60_000,
});

export const handler = staffHandler({ log: systemLog, clock, maximumBytes: 0, authenticate, routes });
