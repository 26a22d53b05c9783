import { kioskHandler } from '../../shared/http/kiosk-chain.ts';
import { newUuid } from '../../shared/system.ts';
import { composeKiosk } from '../compose.ts';
import { ResultEnvironment } from '../environment.ts';
import { errorRoute, resultRoute } from '../routes.ts';
import { createRecordStore } from '../store.ts';

const environment = ResultEnvironment.parse(process.env);
const { client, chain } = composeKiosk(environment);
const tables = { issuance: environment.ISSUANCE_TABLE, audit: environment.AUDIT_TABLE };
const deps = {
  records: createRecordStore({ client, tables }),
  clock: chain.clock,
  newId: newUuid,
  resultWaitMs: environment.RESULT_WAIT_MINUTES * 60_000,
};
const [result, error] = [resultRoute(deps), errorRoute(deps)];

/** `POST /v1/result` and `POST /v1/errors`. */
export const handler = kioskHandler({
  ...chain,
  handle: (request) => (request.path.endsWith('/errors') ? error(request) : result(request)),
});
