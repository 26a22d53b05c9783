import { authenticator, createOperatorStore, createSessionStore } from '../../operators/index.ts';
import { createDocumentClient } from '../../shared/aws.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { systemClock, systemLog } from '../../shared/system.ts';
import { composeStatus } from '../compose.ts';
import { StaffLinkEnvironment } from '../environment.ts';
import { linkRoutes } from '../routes.ts';

const environment = StaffLinkEnvironment.parse(process.env);
const client = createDocumentClient();
const clock = systemClock;
const authenticate = authenticator({
  operators: createOperatorStore(client, environment.STAFF_TABLE),
  sessions: createSessionStore(client, environment.STAFF_TABLE),
  clock,
  idleMs: environment.SESSION_MINUTES * 60_000,
});
const routes = linkRoutes({ ...composeStatus(client, environment), clock });

export const handler = staffHandler({ log: systemLog, clock, maximumBytes: 0, authenticate, routes });
