import { randomBytes } from 'node:crypto';
import { createAuditStore } from '../../audit/index.ts';
import { createDocumentClient } from '../../shared/aws.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { newUuid, systemClock, systemLog } from '../../shared/system.ts';
import { authenticator } from '../authenticate.ts';
import { SessionEnvironment } from '../environment.ts';
import { sessionRoutes } from '../session-routes.ts';
import { createOperatorStore, createSessionStore } from '../store.ts';

const environment = SessionEnvironment.parse(process.env);
const client = createDocumentClient();
const stores = {
  operators: createOperatorStore(client, environment.STAFF_TABLE),
  sessions: createSessionStore(client, environment.STAFF_TABLE),
  audit: createAuditStore(client, environment.AUDIT_TABLE),
};
const clock = systemClock;
const authenticate = authenticator({ ...stores, clock, idleMs: environment.SESSION_MINUTES * 60_000 });
const municipalities = new Set(environment.MUNICIPALITIES.map(({ code }) => code));
const routes = sessionRoutes({
  ...stores,
  clock,
  newId: newUuid,
  random: randomBytes,
  municipalities,
  authenticate,
  environment,
});

export const handler = staffHandler({ log: systemLog, clock, maximumBytes: 4_096, authenticate, routes });
