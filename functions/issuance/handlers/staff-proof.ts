import { authenticator, createOperatorStore, createSessionStore } from '../../operators/index.ts';
import { createDocumentClient } from '../../shared/aws.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { systemLog } from '../../shared/system.ts';
import { composeProof } from '../compose.ts';
import { StaffProofEnvironment } from '../environment.ts';
import { proofRoutes } from '../proof-routes.ts';

const environment = StaffProofEnvironment.parse(process.env);
const client = createDocumentClient();
const deps = composeProof(client, environment);
const authenticate = authenticator({
  operators: createOperatorStore(client, environment.STAFF_TABLE),
  sessions: createSessionStore(client, environment.STAFF_TABLE),
  clock: deps.clock,
  idleMs: environment.SESSION_MINUTES * 60_000,
});
const routes = proofRoutes(deps);

export const handler = staffHandler({
  log: systemLog,
  clock: deps.clock,
  maximumBytes: 1_024,
  authenticate,
  routes,
});
