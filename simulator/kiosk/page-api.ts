import type { z } from 'zod';
import type { Problem } from '../../functions/issuance/contract.ts';
import { RequestId } from '../../functions/shared/ids.ts';
import type { Result } from '../../functions/shared/result.ts';
import { type Center, CenterFault, type Refusal } from '../center.ts';
import type { ScenarioPlayer } from '../scenarios/player.ts';
import type { CardReader } from './card-reader.ts';
import {
  type CardOnReader,
  type KioskWorld,
  PAGE_ROUTES,
  PageEndRequest,
  PageIssueRequest,
  PageMenuRequest,
  PageResultRequest,
  PinRequest,
  REQUEST_ID_HEADER,
} from './page-contract.ts';
import { PlayRequest, ProgressRequest, SCENARIO_ROUTES } from './scenario-contract.ts';

export type PageApiParts = {
  readonly center: Center;
  readonly reader: CardReader;
  readonly world: KioskWorld;
  readonly newRequestId: () => string;
  readonly player: ScenarioPlayer;
};

export type PageAnswer = {
  readonly status: number;
  readonly type: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
};

export type PageApi = (method: string, path: string, body: string) => Promise<PageAnswer>;

const STORE = { code: 'SIM-0001', name: 'シミュレーター店' };
const TERMINAL = 'KIOSK-01';

const json = (value: unknown, status = 200): PageAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(value),
});

const problem = (value: Problem): PageAnswer => ({
  status: value.status,
  type: 'application/problem+json',
  body: JSON.stringify(value),
});

/** The simulator's own refusals have numbers of their own, so that nobody takes them for the system's. */
const own = (status: number, code: string, title: string, message: string): PageAnswer =>
  problem({ type: 'about:blank', title, status, code, message, retry: false });

const CARD_GONE = own(
  401,
  'SIM-1001',
  'no card on the reader',
  'カードが読み取れなくなりました。はじめからやり直してください。',
);
const NO_ANSWER = own(
  502,
  'SIM-1002',
  'no answer from the kiosk API',
  '証明発行サーバから応答がありません。ローカル環境が動いているか、npm run status で確かめてください。',
);
const ILL_FORMED = own(400, 'SIM-1003', 'ill-formed', '要求を受け付けられません。');
const NO_SUCH_PAGE = own(404, 'SIM-1004', 'no such page', 'ページが見つかりません。');
const NO_SUCH_SCENARIO = own(
  404,
  'SIM-1007',
  'no such scenario',
  'そのシナリオはありません。ページを読み込み直してください。',
);
const PLAYING = own(
  409,
  'SIM-1008',
  'another scenario is playing',
  'ほかのシナリオを試験しています。終わってからもう一度選んでください。',
);
const BROKEN = own(
  500,
  'SIM-1005',
  'simulator failed',
  'シミュレーターに不具合が起きました。はじめからやり直してください。',
);

function read<S extends z.ZodType>(schema: S, body: string): z.infer<S> | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(body));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

const answered = <T>(result: Result<T, Refusal>): PageAnswer =>
  result.ok ? json(result.value) : problem(result.error.problem);

/** The page's small API: what the kiosk's screen asks for becomes a signed request of the centre. */
export function createPageApi({ center, reader, world, newRequestId, player }: PageApiParts): PageApi {
  async function withCard<T extends { readonly session: string }>(
    request: T | undefined,
    work: (request: T, card: CardOnReader) => Promise<PageAnswer>,
  ): Promise<PageAnswer> {
    if (request === undefined) return ILL_FORMED;
    const card = reader.cardOf(request.session);
    return card === undefined ? CARD_GONE : work(request, card);
  }

  const menu = (body: string): Promise<PageAnswer> =>
    withCard(read(PageMenuRequest, body), async ({ municipality }, card) =>
      answered(await center.menu({ municipality, ...card })),
    );

  const issue = (body: string): Promise<PageAnswer> =>
    withCard(read(PageIssueRequest, body), async ({ choice }, card) => {
      const requestId = RequestId.parse(newRequestId());
      const issued = await center.issue({ requestId, ...card, ...choice, store: STORE, terminal: TERMINAL });
      if (!issued.ok) return problem(issued.error.problem);
      const headers = { [REQUEST_ID_HEADER]: requestId };
      return { status: 200, type: 'application/pdf', headers, body: issued.value.pdf };
    });

  const result = (body: string): Promise<PageAnswer> =>
    withCard(read(PageResultRequest, body), async ({ session: _, ...told }) =>
      answered(await center.result(told)),
    );

  function pin(body: string): PageAnswer {
    const request = read(PinRequest, body);
    return request === undefined ? ILL_FORMED : json(reader.checkPin(request.card, request.pin));
  }

  function end(body: string): PageAnswer {
    const request = read(PageEndRequest, body);
    if (request === undefined) return ILL_FORMED;
    reader.takeOff(request.session);
    return { status: 204, type: 'application/json', body: '' };
  }

  function playScenario(body: string): PageAnswer {
    const request = read(PlayRequest, body);
    if (request === undefined) return ILL_FORMED;
    const begun = player.play(request.number);
    if (begun === 'begun') return json({}, 202);
    return begun === 'busy' ? PLAYING : NO_SUCH_SCENARIO;
  }

  function progress(body: string): PageAnswer {
    const request = read(ProgressRequest, body);
    return request === undefined ? ILL_FORMED : json(player.progress(request.from));
  }

  const routes: Readonly<Record<string, (body: string) => Promise<PageAnswer> | PageAnswer>> = {
    [`GET ${PAGE_ROUTES.world}`]: () => json(world),
    [`POST ${PAGE_ROUTES.pin}`]: pin,
    [`POST ${PAGE_ROUTES.menu}`]: menu,
    [`POST ${PAGE_ROUTES.issue}`]: issue,
    [`POST ${PAGE_ROUTES.result}`]: result,
    [`POST ${PAGE_ROUTES.end}`]: end,
    [`GET ${SCENARIO_ROUTES.list}`]: () => json(player.list()),
    [`POST ${SCENARIO_ROUTES.play}`]: playScenario,
    [`POST ${SCENARIO_ROUTES.progress}`]: progress,
  };

  return async (method, path, body) => {
    const route = `${method} ${path}`;
    const handle = Object.hasOwn(routes, route) ? routes[route] : undefined;
    if (handle === undefined) return NO_SUCH_PAGE;
    try {
      return await handle(body);
    } catch (error) {
      return error instanceof CenterFault ? NO_ANSWER : BROKEN;
    }
  };
}
