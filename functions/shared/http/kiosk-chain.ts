import middy from '@middy/core';
import type { Log } from '../log.ts';
import type { RefusalCode } from '../refusals.ts';
import type { Result } from '../result.ts';
import type { Clock } from '../time.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type LambdaHandler,
  routeOf,
  toHttpRequest,
  toProxyResult,
} from './http.ts';
import { type Invocation, shapedDefects, sizeLimit, writeLogLine } from './middleware.ts';
import { problem, refusalOf } from './problem.ts';

export type KioskChain = {
  readonly log: Log;
  readonly clock: Clock;
  /** Of the body; more is refused before the signature is looked at. */
  readonly maximumBytes: number;
  /** Whether the centre has sent this request, now and once. Runs before anything else reads it. */
  readonly verify: (request: HttpRequest) => Promise<Result<void, RefusalCode>>;
  readonly handle: (request: HttpRequest) => Promise<HttpResponse>;
};

/** The kiosk API's chain: size, the centre's signature, the handler. It never throws and logs exactly one line. */
export function kioskHandler(parts: KioskChain): LambdaHandler {
  const chain = middy<Invocation, HttpResponse>(({ request }: Invocation) => parts.handle(request), {
    requestEnd: writeLogLine(parts.log, parts.clock),
  })
    .use(sizeLimit(parts.maximumBytes, () => refusalOf('ISS-3003')))
    .use({
      before: async ({ event }: { event: Invocation }) => {
        const verified = await parts.verify(event.request);
        return verified.ok ? undefined : refusalOf(verified.error);
      },
    })
    .use(shapedDefects(() => problem('KSK-2001')));

  return async (event, context) => {
    const invocation = { request: toHttpRequest(event, parts.clock()), route: routeOf(event) };
    return toProxyResult(await chain(invocation, context));
  };
}
