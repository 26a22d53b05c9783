import type { z } from 'zod';
import { MenuResponse, Problem, RequestStatus } from '../../../functions/issuance/contract.ts';
import { type MunicipalityCode, RequestId } from '../../../functions/shared/ids.ts';
import { err, ok, type Result } from '../../../functions/shared/result.ts';
import {
  type CardOnReader,
  KioskWorld,
  PAGE_ROUTES,
  type PageChoice,
  type PageResultRequest,
  PinAnswer,
  REQUEST_ID_HEADER,
} from '../../kiosk/page-contract.ts';

type Answer<T> = Promise<Result<T, Problem>>;

export type KioskApi = {
  world(): Answer<KioskWorld>;
  pin(card: CardOnReader, pin: string): Answer<PinAnswer>;
  menu(session: string, municipality: MunicipalityCode): Answer<MenuResponse>;
  issue(session: string, choice: PageChoice): Answer<{ requestId: RequestId; pdf: Uint8Array }>;
  result(request: PageResultRequest): Answer<RequestStatus>;
  takeCardOff(session: string): Promise<void>;
};

const NO_SERVER: Problem = {
  type: 'about:blank',
  title: 'no answer from the simulator',
  status: 503,
  code: 'SIM-1006',
  message: 'シミュレーターから応答がありません。npm run status で動いているか確かめてください。',
  retry: true,
};

async function ask(path: string, body?: unknown): Answer<Response> {
  try {
    const response = await fetch(
      path,
      body === undefined
        ? {}
        : {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body),
          },
    );
    if (response.ok) return ok(response);
    const problem = Problem.safeParse(await response.json());
    return err(problem.success ? problem.data : NO_SERVER);
  } catch {
    return err(NO_SERVER);
  }
}

async function askFor<S extends z.ZodType>(schema: S, path: string, body?: unknown): Answer<z.infer<S>> {
  const response = await ask(path, body);
  if (!response.ok) return response;
  try {
    return ok(schema.parse(await response.value.json()));
  } catch {
    return err(NO_SERVER);
  }
}

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
