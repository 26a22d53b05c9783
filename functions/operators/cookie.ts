import type { HttpRequest } from '../shared/http/http.ts';
import { SessionToken } from './session.ts';

const NAME = 'kofu-session';

/**
 * The session's cookie. Without a `Path` the browser limits it to the directory of `…/api/session`, that is to this
 * very API: on a local engine every API shares one host, so `Path=/` would show it to all of them. It ends with the
 * browser; how long it is good for is the session's matter.
 */
export function sessionCookie(token: SessionToken, secure: boolean): string {
  return [`${NAME}=${token}`, ...attributes(secure)].join('; ');
}

export function endedCookie(secure: boolean): string {
  return [`${NAME}=`, 'Max-Age=0', ...attributes(secure)].join('; ');
}

/** The token in the request's cookies; undefined where there is none, several or one that is ill-formed. */
export function tokenIn(request: HttpRequest): SessionToken | undefined {
  const values = (request.headers['cookie'] ?? '')
    .split(/[;,]/)
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${NAME}=`))
    .map((pair) => pair.slice(NAME.length + 1));
  const token = SessionToken.safeParse(values.length === 1 ? values[0] : undefined);
  return token.success ? token.data : undefined;
}

function attributes(secure: boolean): string[] {
  return ['HttpOnly', 'SameSite=Strict', ...(secure ? ['Secure'] : [])];
}
