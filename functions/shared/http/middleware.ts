import type { MiddlewareObj, Request } from '@middy/core';
import { defectOf, type Log } from '../log.ts';
import type { Clock } from '../time.ts';
import type { HttpRequest, HttpResponse } from './http.ts';

/** What travels through a chain: one invocation's request, and the defect that ended it, if any. */
export type Invocation = {
  readonly request: HttpRequest;
  readonly route: string;
  defect?: string;
};

type Middleware<T extends Invocation> = MiddlewareObj<T, HttpResponse>;

/** Refuses bodies over a size, before anything looks into them. */
export function sizeLimit<T extends Invocation>(
  maximumBytes: number,
  tooLarge: () => HttpResponse,
): Middleware<T> {
  return {
    before: ({ event }) => (event.request.body.byteLength > maximumBytes ? tooLarge() : undefined),
  };
}

/** Turns an unexpected exception into a shaped answer. Only the error's class name is kept. */
export function shapedDefects<T extends Invocation>(answer: () => HttpResponse): Middleware<T> {
  return {
    onError: ({ event, error }) => {
      event.defect = defectOf(error);
      return answer();
    },
  };
}

/** Writes the invocation's one log line; a hook of the chain's end, so that early answers are counted too. */
export function writeLogLine(log: Log, clock: Clock): (ended: Request) => void {
  return (ended) => {
    const { request, route, defect } = ended.event as Invocation;
    const response = ended.response as HttpResponse;
    const fields = { route, status: response.status, elapsedMs: clock() - request.receivedAt };
    if (defect !== undefined) log('HTTP-5001', { ...fields, defect });
    else if (response.refusal !== undefined) log('HTTP-1002', { ...fields, refusal: response.refusal });
    else log('HTTP-1001', fields);
  };
}
