import { type HttpRequest, type HttpResponse, jsonBody, jsonResponse } from '../shared/http/http.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { StaffRoute } from '../shared/http/staff-chain.ts';
import { staffProblem } from '../shared/http/staff-problem.ts';
import type { Authenticate } from './authenticate.ts';
import { type SessionView, type SignedIn, SignInRequest } from './contract.ts';
import { endedCookie, sessionCookie, tokenIn } from './cookie.ts';
import type { SessionEnvironment } from './environment.ts';
import { csrfTokenOf, tokenDigest } from './session.ts';
import { type SignInParts, signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

export type SessionRoutesParts = SignInParts & {
  readonly authenticate: Authenticate;
  readonly environment: SessionEnvironment;
};

const PATH = '/api/session';

/** サインイン: who am I, sign in, sign out. */
export function sessionRoutes(parts: SessionRoutesParts): readonly StaffRoute[] {
  const { authenticate, environment } = parts;
  const secure = environment.COOKIE_SECURE === 'true';

  const viewOf = (signedIn: SignedIn | null): SessionView => ({
    stage: environment.STAGE,
    municipalities: environment.MUNICIPALITIES,
    signedIn,
  });

  const show = async (request: HttpRequest): Promise<HttpResponse> => {
    const session = await authenticate(request);
    if (session !== undefined)
      return jsonResponse(200, viewOf(signedInView(session.operator, session.csrfToken, environment)));
    const answer = jsonResponse(200, viewOf(null));
    return tokenIn(request) === undefined ? answer : { ...answer, cookies: [endedCookie(secure)] };
  };

  const open = async (request: HttpRequest): Promise<HttpResponse> => {
    const wish = SignInRequest.safeParse(jsonBody(request));
    if (!wish.success) return staffProblem('STF-1005');
    const result = await signIn(parts, wish.data);
    if (!result.ok) return staffProblem('STF-1002');
    const previous = tokenIn(request);
    if (previous !== undefined) await parts.sessions.end(tokenDigest(previous), parts.clock());
    const { operator, token } = result.value;
    return {
      ...jsonResponse(200, viewOf(signedInView(operator, csrfTokenOf(token), environment))),
      cookies: [sessionCookie(token, secure)],
    };
  };

  const close = async (operator: Staff, request: HttpRequest): Promise<HttpResponse> => {
    const token = tokenIn(request);
    if (token !== undefined) await signOut(parts, operator, token);
    return { ...jsonResponse(200, viewOf(null)), cookies: [endedCookie(secure)] };
  };

  return [
    { method: 'GET', path: PATH, access: 'anyone', handle: ({ request }) => show(request) },
    { method: 'POST', path: PATH, access: 'anyone', handle: ({ request }) => open(request) },
    {
      method: 'DELETE',
      path: PATH,
      access: 'signed-in',
      shows: 'nobody',
      handle: ({ operator, request }) => close(operator, request),
    },
  ];
}

function signedInView(operator: Staff, csrfToken: string, environment: SessionEnvironment): SignedIn {
  const { operatorId, name, department, permissions, municipality: code } = operator;
  const city = environment.MUNICIPALITIES.find((candidate) => candidate.code === code);
  return {
    operatorId,
    name,
    department,
    permissions,
    municipality: { code, name: city?.name ?? code },
    csrfToken,
    idleMinutes: environment.SESSION_MINUTES,
  };
}
