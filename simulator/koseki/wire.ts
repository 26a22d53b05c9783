import type { Socket } from 'node:net';
import { DECLINE_HEADER, ECHO_HEADERS, PDF_TYPE } from '../../functions/koseki/index.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import type { KosekiFaultName } from './faults.ts';

/** An answer before it is sent, whoever it was made for. */
export type Sent = { readonly pdf: Uint8Array; readonly requestId: string; readonly personKey: string };

const TRICKLE = { bytes: 16, everyMs: 20 } as const;
const HUGE_CHUNK = Buffer.alloc(64 * 1024, 0x20);

type Headers = Readonly<Record<string, string | number>>;

function headOf(status: string, headers: Headers): Buffer {
  const lines = Object.entries({ ...headers, connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.from([`HTTP/1.1 ${status}`, ...lines, '', ''].join('\r\n'), 'latin1');
}

function echoOf({ pdf, requestId, personKey }: Sent, fault: KosekiFaultName | undefined): Headers {
  if (fault === 'missing-echo') return {};
  return {
    [ECHO_HEADERS.requestId]: requestId,
    [ECHO_HEADERS.personKey]: fault === 'wrong-echo' ? `${personKey.slice(0, -1)}X` : personKey,
    [ECHO_HEADERS.sha256]: sha256Hex(pdf),
  };
}

/** Sends a refusal that says to which question it belongs. */
export function sendDecline(socket: Socket, status: string, requestId: string, reason: string): void {
  const echo = requestId === '' ? {} : { [ECHO_HEADERS.requestId]: requestId };
  socket.end(headOf(status, { ...echo, [DECLINE_HEADER]: reason, 'content-length': 0 }));
}

/**
 * Sends an answer as bytes of its own making: what is wrong with it must reach the other side as it is.
 * @param body whose bytes are sent, where not the answer's own
 */
export function sendAnswer(
  socket: Socket,
  sent: Sent,
  fault: KosekiFaultName | undefined,
  body: Uint8Array = sent.pdf,
): void {
  const type = { 'content-type': fault === 'wrong-type' ? 'application/octet-stream' : PDF_TYPE };
  const headers = { ...type, ...echoOf(sent, fault) };
  const head = headOf('200 OK', { ...headers, 'content-length': body.length });
  const whole = Buffer.concat([head, body]);
  const half = whole.subarray(0, head.length + (body.length >> 1));
  switch (fault) {
    case 'never':
      return;
    case 'slow':
      return void trickle(socket, whole);
    case 'half-open':
      return void socket.write(half);
    case 'truncated':
      return void socket.end(half);
    case 'duplicate':
      return void socket.end(Buffer.concat([whole, whole]));
    case 'huge':
      return void pour(socket, headOf('200 OK', { ...headers, 'transfer-encoding': 'chunked' }));
    case 'trailers':
      return void socket.end(chunkedWithTrailer(headers, body));
    case 'unframed':
      return void socket.end(Buffer.concat([headOf('200 OK', headers), body]));
    case 'redirect':
      return void socket.end(headOf('302 Found', { location: '/elsewhere', 'content-length': 0 }));
    case 'error':
      return void socket.end(headOf('500 Internal Server Error', { 'content-length': 0 }));
    default:
      return void socket.end(whole);
  }
}

function trickle(socket: Socket, bytes: Uint8Array): void {
  let at = 0;
  const timer = setInterval(() => {
    socket.write(bytes.subarray(at, at + TRICKLE.bytes));
    at += TRICKLE.bytes;
    if (at < bytes.length) return;
    clearInterval(timer);
    socket.end();
  }, TRICKLE.everyMs);
  socket.once('close', () => clearInterval(timer));
}

/** Goes on as long as the other side takes it. */
function pour(socket: Socket, head: Buffer): void {
  const chunk = Buffer.concat([
    Buffer.from(`${HUGE_CHUNK.length.toString(16)}\r\n`),
    HUGE_CHUNK,
    Buffer.from('\r\n'),
  ]);
  const more = (): void => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on('drain', more);
  socket.write(head);
  more();
}

function chunkedWithTrailer(headers: Headers, body: Uint8Array): Buffer {
  return Buffer.concat([
    headOf('200 OK', { ...headers, 'transfer-encoding': 'chunked', trailer: 'koseki-note' }),
    Buffer.from(`${body.length.toString(16)}\r\n`),
    body,
    Buffer.from('\r\n0\r\nkoseki-note: late\r\n\r\n'),
  ]);
}
