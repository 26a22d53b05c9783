import middy, { type MiddlewareObj } from '@middy/core';
import type { MunicipalityCode } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Clock } from '../time.ts';
import { isSameOrigin, isUnsafe, repeatsToken } from './csrf.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type LambdaHandler,
  routeOf,
  toHttpRequest,
  toProxyResult,
} from './http.ts';
import { type Invocation, shapedDefects, sizeLimit, writeLogLine } from './middleware.ts';
import { matchPath, type PathParameters } from './route.ts';
import { withSecurityHeaders } from './security-headers.ts';
import type { Permission, Staff, StaffSession } from './staff.ts';
import { staffProblem } from './staff-problem.ts';

/** What a route for signed-in staff works with. The city comes from the session, never from the request. */
export type StaffContext = {
  readonly operator: Staff;
  readonly municipality: MunicipalityCode;
  readonly request: HttpRequest;
  readonly parameters: PathParameters;
};

export type OpenContext = { readonly request: HttpRequest; readonly parameters: PathParameters };

export type StaffRoute = { readonly method: string; readonly path: string } & (
  | { readonly access: 'anyone'; readonly handle: (context: OpenContext) => Promise<HttpResponse> }
  | {
      /** A permission, or `signed-in` where the session alone is enough. */
      readonly access: 'signed-in' | Permission;
      /** Whether an answer may show data of a person. Then none leaves that is not on record. */
      readonly shows: 'persons' | 'nobody';
      readonly handle: (context: StaffContext) => Promise<HttpResponse>;
    }
);

export type StaffChain = {
  readonly log: Log;
  readonly clock: Clock;
  readonly maximumBytes: number;
  /** The session that the request's cookie opens, if it opens one now. */
  readonly authenticate: (request: HttpRequest) => Promise<StaffSession | undefined>;
  readonly routes: readonly StaffRoute[];
};

type StaffInvocation = Invocation & {
  found?: { readonly route: StaffRoute; readonly parameters: PathParameters };
  session?: StaffSession;
};
type Middleware = MiddlewareObj<StaffInvocation, HttpResponse>;

/**
 * The staff API's chain: size, route, origin, session and operator, CSRF token, permission, handler, record. Every
 * answer, a defect's too, carries the security headers. It never throws and logs exactly one line.
 */
export function staffHandler(parts: StaffChain): LambdaHandler {
  const chain = middy<StaffInvocation, HttpResponse>((invocation: StaffInvocation) => answer(invocation), {
    requestEnd: writeLogLine(parts.log, parts.clock),
  })
    .use(sizeLimit(parts.maximumBytes, () => staffProblem('STF-1008')))
    .use(findRoute(parts.routes))
    .use(checkOrigin())
    .use(openSession(parts.authenticate))
    .use(checkToken())
    .use(checkPermission())
    .use(shapedDefects(() => staffProblem('STF-2001')));

  return async (event, context) => {
    const invocation = { request: toHttpRequest(event, parts.clock()), route: routeOf(event) };
    return toProxyResult(withSecurityHeaders(await chain(invocation, context)));
  };
}

function findRoute(routes: readonly StaffRoute[]): Middleware {
  return {
    before: ({ event }) => {
      const { method, path } = event.request;
      const fitting = routes.flatMap((route) => {
        const parameters = matchPath(route.path, path);
        return parameters === undefined ? [] : [{ route, parameters }];
      });
      const found = fitting.find(({ route }) => route.method === method);
      if (found === undefined) return staffProblem(fitting.length === 0 ? 'STF-1006' : 'STF-1007');
      event.found = found;
      return undefined;
    },
  };
}

function checkOrigin(): Middleware {
  return {
    before: ({ event: { request } }) =>
      isUnsafe(request.method) && !isSameOrigin(request) ? staffProblem('STF-1004') : undefined,
  };
}

function openSession(authenticate: StaffChain['authenticate']): Middleware {
  return {
    before: async ({ event }) => {
      if (event.found?.route.access === 'anyone') return undefined;
      const session = await authenticate(event.request);
      if (session === undefined) return staffProblem('STF-1001');
      event.session = session;
      return undefined;
    },
  };
}

function checkToken(): Middleware {
  return {
    before: ({ event: { request, session } }) =>
      session !== undefined && isUnsafe(request.method) && !repeatsToken(request, session.csrfToken)
        ? staffProblem('STF-1004')
        : undefined,
  };
}

function checkPermission(): Middleware {
  return {
    before: ({ event: { found, session } }) => {
      const access = found?.route.access;
      if (access === undefined || access === 'anyone' || access === 'signed-in') return undefined;
      return session?.operator.permissions.includes(access) ? undefined : staffProblem('STF-1003');
    },
  };
}

async function answer({ request, found, session }: StaffInvocation): Promise<HttpResponse> {
  if (found === undefined) throw new Error('no route was found before the handler');
  const { route, parameters } = found;
  if (route.access === 'anyone') return route.handle({ request, parameters });
  if (session === undefined) throw new Error('no session was opened before the handler');
  const { operator } = session;
  const response = await route.handle({ operator, municipality: operator.municipality, request, parameters });
  if (route.shows === 'persons' && response.refusal === undefined && response.recorded === undefined)
    throw new UnrecordedAnswer('an answer that shows a person is not on record');
  return response;
}

/** Names the defect in the log. */
class UnrecordedAnswer extends Error {
  override readonly name = 'UnrecordedAnswer';
}
