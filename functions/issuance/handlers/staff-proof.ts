import { composeStaff } from '../../operators/index.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { systemLog } from '../../shared/system.ts';
import { composeProof } from '../compose.ts';
import { StaffProofEnvironment } from '../environment.ts';
import { proofRoutes } from '../proof-routes.ts';

const environment = StaffProofEnvironment.parse(process.env);
const { client, authenticate } = composeStaff(environment);
const deps = composeProof(client, environment);
const routes = proofRoutes(deps);

export const handler = staffHandler({
  log: systemLog,
  clock: deps.clock,
  maximumBytes: 1_024,
  authenticate,
  routes,
});
