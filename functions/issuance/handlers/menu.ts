import { kioskHandler } from '../../shared/http/kiosk-chain.ts';
import { composeFacts, composeKiosk, composeTiming } from '../compose.ts';
import { MenuEnvironment } from '../environment.ts';
import { menuRoute } from '../routes.ts';

const environment = MenuEnvironment.parse(process.env);
const { client, chain } = composeKiosk(environment);
const deps = { ...composeFacts(client, environment), clock: chain.clock };

/** `POST /v1/menu`. */
export const handler = kioskHandler({ ...chain, handle: menuRoute(deps, composeTiming(environment)) });
