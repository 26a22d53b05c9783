import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { err, ok, type Result } from '../shared/result.ts';
import { DECLINE_HEADER, ECHO_HEADERS, PDF_TYPE } from './contract.ts';
import type { Answered, Asked, Exchange, ExchangeFault } from './gateway.ts';

type Outcome = Result<Answered, ExchangeFault>;

/** Never kept: a connection that had one answer has nothing more to say to anybody (INV-6). */
const ONCE = { keepAlive: false, maxSockets: 1 } as const;
/** Not even a variable of Node's may switch the check of the other side off. */
const TLS = { minVersion: 'TLSv1.2', rejectUnauthorized: true } as const;
const MOST_HEADER_BYTES = 16 * 1024;
const NOTHING = new Uint8Array(0);

/**
 * One question, one connection, one answer. Whatever happens, the connection is closed when this settles, and it
 * settles by its time at the latest: the look-up of the name, the handshake and every byte are within it.
 */
export const httpExchange: Exchange = (asked) =>
  new Promise((resolve) => {
    const { url, body, withinMs, signal } = asked;
    if (signal?.aborted === true) return resolve(err({ kind: 'aborted' }));
    const isTls = url.protocol === 'https:';
    const agent = isTls ? new TlsAgent({ ...ONCE, ...TLS }) : new PlainAgent(ONCE);
    const outgoing = (isTls ? tlsRequest : plainRequest)(url, {
      agent,
      method: 'POST',
      maxHeaderSize: MOST_HEADER_BYTES,
      insecureHTTPParser: false,
      headers: {
        accept: PDF_TYPE,
        'accept-encoding': 'identity',
        connection: 'close',
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(body),
      },
    });
    let isSettled = false;
    const settle = (outcome: Outcome): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      outgoing.destroy();
      agent.destroy();
      resolve(outcome);
    };
    const fail = (fault: ExchangeFault): void => settle(err(fault));
    const abort = (): void => fail({ kind: 'aborted' });
    const timer = setTimeout(() => fail({ kind: 'deadline' }), withinMs);
    signal?.addEventListener('abort', abort);

    outgoing.on('error', (error) => fail(faultOf(error)));
    outgoing.on('information', () => fail({ kind: 'protocol', rule: 'interim-answer' }));
    outgoing.on('upgrade', (_, socket) => {
      socket.destroy();
      fail({ kind: 'protocol', rule: 'interim-answer' });
    });
    outgoing.on('response', (response) => take(response, asked, settle));
    outgoing.on('close', () => fail({ kind: 'broken' }));
    outgoing.end(body);
  });

/** The answer's head is judged before a byte of its body is kept, and its body as it comes. */
function take(response: IncomingMessage, { limit }: Asked, settle: (outcome: Outcome) => void): void {
  const fault = headFault(response, limit);
  const { statusCode: status = 0, headers } = response;
  const header = (name: string): string | undefined => {
    const value = headers[name];
    return typeof value === 'string' ? value : undefined;
  };
  if (fault !== undefined) settle(err(fault));
  // Nobody needs the words of a refusal, and they might be anything.
  else if (status !== 200) settle(ok({ status, header, body: NOTHING }));
  else
    gather(
      response,
      limit,
      (body) => settle(ok({ status, header, body })),
      (found) => settle(err(found)),
    );
}

function gather(
  response: IncomingMessage,
  limit: number,
  done: (body: Uint8Array) => void,
  fail: (fault: ExchangeFault) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
    else fail({ kind: 'too-large' });
  });
  response.on('error', (error) => fail(faultOf(error)));
  response.on('end', () => {
    if (!response.complete) fail({ kind: 'broken' });
    else if (response.rawTrailers.length > 0) fail({ kind: 'protocol', rule: 'trailers' });
    else done(Buffer.concat(chunks, size));
  });
}

/** Headers of which two could be read in two ways. */
const ONCE_ONLY: ReadonlySet<string> = new Set([
  'connection',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  DECLINE_HEADER,
  ...Object.values(ECHO_HEADERS),
]);

function headFault(response: IncomingMessage, limit: number): ExchangeFault | undefined {
  const { statusCode: status = 0, headers, rawHeaders } = response;
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  if (names.some((name, index) => ONCE_ONLY.has(name) && names.indexOf(name) !== index))
    return { kind: 'protocol', rule: 'header-twice' };
  if (status >= 300 && status < 400) return { kind: 'redirected' };
  if (status !== 200) return undefined;
  if (headers.connection?.toLowerCase() !== 'close') return { kind: 'protocol', rule: 'not-closing' };
  if (headers['content-type']?.toLowerCase() !== PDF_TYPE) return { kind: 'wrong-type' };
  if (headers['content-encoding'] !== undefined) return { kind: 'protocol', rule: 'encoded' };
  const length = headers['content-length'];
  const isChunked = headers['transfer-encoding']?.toLowerCase() === 'chunked';
  if (length === undefined && !isChunked) return { kind: 'protocol', rule: 'unframed' };
  return Number(length ?? 0) > limit ? { kind: 'too-large' } : undefined;
}

/** Names of a connection that never was. */
const UNREACHABLE =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL|ENOINTERNET|EPROTO|ERR_TLS_\w+|ERR_SSL_\w+|CERT_\w+|DEPTH_ZERO_\w+|SELF_SIGNED_\w+|UNABLE_TO_\w+)$/;

/** An error says what was where in words of the other side: its code alone goes on. */
function faultOf(error: Error): ExchangeFault {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (UNREACHABLE.test(code)) return { kind: 'unreachable', code };
  // What stands behind an answer that is the connection's last.
  if (code === 'HPE_CLOSED_CONNECTION') return { kind: 'protocol', rule: 'surplus' };
  if (code === 'HPE_HEADER_OVERFLOW') return { kind: 'protocol', rule: 'header-size' };
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE')
    return { kind: 'protocol', rule: 'syntax' };
  return { kind: 'broken' };
}
