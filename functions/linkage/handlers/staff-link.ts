import { composeStaff } from '../../operators/index.ts';
import { staffHandler } from '../../shared/http/staff-chain.ts';
import { systemLog } from '../../shared/system.ts';
import { composeStatus } from '../compose.ts';
import { StaffLinkEnvironment } from '../environment.ts';
import { linkRoutes } from '../routes.ts';

const environment = StaffLinkEnvironment.parse(process.env);
const { client, clock, authenticate } = composeStaff(environment);
const routes = linkRoutes({ ...composeStatus(client, environment), clock });

export const handler = staffHandler({ log: systemLog, clock, maximumBytes: 0, authenticate, routes });
