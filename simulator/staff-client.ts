import type { RawAnswer } from './center.ts';

export type StaffClient = ReturnType<typeof staffClient>;

/** A browser of one member of staff: keeps its cookie and its CSRF token, and says where its requests come from. */
export function staffClient(consoleUrl: string) {
  const { origin } = new URL(consoleUrl);
  let cookie: string | undefined;
  let csrf: string | undefined;

  async function send(
    method: string,
    path: string,
    /** JSON, or the bytes of a file as they are. */
    body?: unknown,
    headers: Readonly<Record<string, string | undefined>> = {},
  ): Promise<RawAnswer> {
    const all: Record<string, string | undefined> = {
      origin,
      'sec-fetch-site': 'same-origin',
      ...(cookie === undefined ? {} : { cookie }),
      ...(csrf === undefined ? {} : { 'x-csrf-token': csrf }),
      ...(body === undefined
        ? {}
        : { 'content-type': body instanceof Uint8Array ? 'application/octet-stream' : 'application/json' }),
      ...headers,
    };
    const present = Object.entries(all).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    );
    const answer = await fetch(consoleUrl + path, {
      method,
      headers: present,
      redirect: 'error',
      ...(body === undefined
        ? {}
        : { body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, body: bytes };
  }

  return {
    /** @param path below the console's own folder: `api/history` */
    send,
    get: (path: string) => send('GET', path),
    /** Signs in; the cookie and the token of the answer go with everything that follows. */
    async signIn(municipality: string, operatorId: string, password: string): Promise<RawAnswer> {
      const answer = await send('POST', 'api/session', { municipality, operatorId, password });
      const [pair] = (answer.headers.getSetCookie()[0] ?? '').split(';');
      if (answer.status === 200 && pair !== undefined) {
        cookie = pair;
        const { signedIn } = JSON.parse(new TextDecoder().decode(answer.body)) as {
          signedIn: { csrfToken: string };
        };
        csrf = signedIn.csrfToken;
      }
      return answer;
    },
    cookie: () => cookie,
  };
}
