import { kioskHandler } from '../../shared/http/kiosk-chain.ts';
import { composeKiosk } from '../compose.ts';
import { RequestEnvironment } from '../environment.ts';
import { queryRoute } from '../routes.ts';
import { createRecordReader } from '../store.ts';

const environment = RequestEnvironment.parse(process.env);
const { client, chain } = composeKiosk(environment);
const deps = {
  records: createRecordReader({ client, table: environment.ISSUANCE_TABLE }),
  clock: chain.clock,
  resultWaitMs: environment.RESULT_WAIT_MINUTES * 60_000,
};

/** `GET /v1/requests/{id}`. */
export const handler = kioskHandler({ ...chain, handle: queryRoute(deps) });
