import { MenuResponse, RequestStatus } from '../../../functions/issuance/contract.ts';
import { type MunicipalityCode, RequestId } from '../../../functions/shared/ids.ts';
import { err, ok } from '../../../functions/shared/result.ts';
import {
  type CardOnReader,
  KioskWorld,
  PAGE_ROUTES,
  type PageChoice,
  type PageResultRequest,
  PinAnswer,
  REQUEST_ID_HEADER,
} from '../../kiosk/page-contract.ts';
import { type Answer, ask, askFor, NO_SERVER } from './ask.ts';

export type KioskApi = {
  world(): Answer<KioskWorld>;
  pin(card: CardOnReader, pin: string): Answer<PinAnswer>;
  menu(session: string, municipality: MunicipalityCode): Answer<MenuResponse>;
  issue(session: string, choice: PageChoice): Answer<{ requestId: RequestId; pdf: Uint8Array }>;
  result(request: PageResultRequest): Answer<RequestStatus>;
  takeCardOff(session: string): Promise<void>;
};

async function issue(session: string, choice: PageChoice): Answer<{ requestId: RequestId; pdf: Uint8Array }> {
  const response = await ask(PAGE_ROUTES.issue, { session, choice });
  if (!response.ok) return response;
  try {
    return ok({
      requestId: RequestId.parse(response.value.headers.get(REQUEST_ID_HEADER)),
      pdf: new Uint8Array(await response.value.arrayBuffer()),
    });
  } catch {
    return err(NO_SERVER);
  }
}

/** The page's own server, on the same origin. Whatever goes wrong on the way becomes a refusal to show. */
export const kioskApi: KioskApi = {
  world: () => askFor(KioskWorld, PAGE_ROUTES.world),
  pin: (card, pin) => askFor(PinAnswer, PAGE_ROUTES.pin, { card, pin }),
  menu: (session, municipality) => askFor(MenuResponse, PAGE_ROUTES.menu, { session, municipality }),
  issue,
  result: (request) => askFor(RequestStatus, PAGE_ROUTES.result, request),
  async takeCardOff(session) {
    await ask(PAGE_ROUTES.end, { session });
  },
};
