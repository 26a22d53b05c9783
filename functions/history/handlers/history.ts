import { createAuditStore } from '../../audit/index.ts';
import { authenticator, createOperatorStore, createSessionStore } from '../../operators/index.ts';
import { createRegistryStore, jitteredPause } from '../../registry/index.ts';
import { createDocumentClient } from '../../shared/aws.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { newUuid, systemClock, systemLog } from '../../shared/system.ts';
import { HistoryEnvironment } from '../environment.ts';
import { historyRoutes } from '../routes.ts';
import { createHistoryStore } from '../store.ts';

const environment = HistoryEnvironment.parse(process.env);
const client = createDocumentClient();
const clock = systemClock;
const authenticate = authenticator({
  operators: createOperatorStore(client, environment.STAFF_TABLE),
  sessions: createSessionStore(client, environment.STAFF_TABLE),
  clock,
  idleMs: environment.SESSION_MINUTES * 60_000,
});
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
