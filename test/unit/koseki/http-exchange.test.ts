import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { httpExchange } from '../../../functions/koseki/index.ts';
import { type RawServer, startRawServer } from './raw-server.ts';

const LIMIT = 100_000;

let server: RawServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function answeredBy(answer: (socket: Socket) => void, withinMs = 2_000) {
  server = await startRawServer(answer);
  const outcome = await httpExchange({ url: server.url, body: '{}', limit: LIMIT, withinMs });
  await expect.poll(() => server?.open()).toBe(0);
  return outcome.ok ? { ...outcome.value, header: undefined } : outcome.error;
}

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nConnection: close\r\n';
const sized = (body: string): string => `${HEAD}Content-Length: ${body.length}\r\n\r\n${body}`;
const chunk = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n`;

describe('one question, one connection, one answer (INV-6)', () => {
  test('an answer may come byte by byte', async () => {
    const bytes = Buffer.from(sized('%PDF'));
    const answer = await answeredBy((socket) => {
      const sendFrom = (at: number): void => {
        if (at === bytes.length) socket.end();
        else socket.write(bytes.subarray(at, at + 1), () => sendFrom(at + 1));
      };
      sendFrom(0);
    });
    expect(answer).toMatchObject({ status: 200, body: Buffer.from('%PDF') });
  });

  test('and in chunks', async () => {
    const text = `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk('%P')}${chunk('DF')}0\r\n\r\n`;
    expect(await answeredBy((socket) => void socket.end(text))).toMatchObject({ body: Buffer.from('%PDF') });
  });

  test('the largest answer passes, one byte more does not', async () => {
    const largest = await answeredBy((socket) => void socket.end(sized('x'.repeat(LIMIT))));
    expect(largest).toMatchObject({ body: { length: LIMIT } });
    for (const text of [
      sized('x'.repeat(LIMIT + 1)),
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk('x'.repeat(LIMIT + 1))}0\r\n\r\n`,
      `${HEAD}Content-Length: 99999999999\r\n\r\n`,
    ]) {
      await server?.close();
      expect(await answeredBy((socket) => void socket.write(text))).toEqual({ kind: 'too-large' });
    }
  });

  test('what the other side says of a refusal is not read', async () => {
    const answer = await answeredBy((socket) => void socket.write('HTTP/1.1 503 Busy\r\n\r\nwords'));
    expect(answer).toMatchObject({ status: 503, body: { length: 0 } });
  });

  test.each([
    ['a second answer', sized('%PDF') + sized('%PDF'), { kind: 'protocol', rule: 'surplus' }],
    [
      'an interim answer',
      `HTTP/1.1 103 Early Hints\r\n\r\n${sized('%PDF')}`,
      { kind: 'protocol', rule: 'interim-answer' },
    ],
    [
      'another protocol',
      'HTTP/1.1 101 Other\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n',
      { kind: 'protocol', rule: 'interim-answer' },
    ],
    [
      'a connection that stays',
      'HTTP/1.1 200 OK\r\nContent-Type: application/pdf\r\nContent-Length: 4\r\n\r\n%PDF',
      { kind: 'protocol', rule: 'not-closing' },
    ],
    [
      'an echo given twice',
      sized('%PDF').replace('\r\n', '\r\nKoseki-Request-Id: a\r\nKoseki-Request-Id: a\r\n'),
      { kind: 'protocol', rule: 'header-twice' },
    ],
    [
      'a type given twice',
      sized('%PDF').replace('\r\n', '\r\nContent-Type: application/pdf\r\n'),
      { kind: 'protocol', rule: 'header-twice' },
    ],
    [
      'two lengths',
      sized('%PDF').replace('\r\n', '\r\nContent-Length: 3\r\n'),
      { kind: 'protocol', rule: 'syntax' },
    ],
    [
      'a length and chunks',
      `${HEAD}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      { kind: 'protocol', rule: 'syntax' },
    ],
    [
      'compressed data',
      sized('%PDF').replace('\r\n', '\r\nContent-Encoding: gzip\r\n'),
      { kind: 'protocol', rule: 'encoded' },
    ],
    ['data until the end', `${HEAD}\r\n%PDF`, { kind: 'protocol', rule: 'unframed' }],
    [
      'headers behind the data',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk('%PDF')}0\r\nX: y\r\n\r\n`,
      { kind: 'protocol', rule: 'trailers' },
    ],
    [
      'headers without an end',
      `${HEAD}${'X: y\r\n'.repeat(20_000)}`,
      { kind: 'protocol', rule: 'header-size' },
    ],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n', { kind: 'protocol', rule: 'syntax' }],
    [
      'a broken chunk',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\nzz\r\n`,
      { kind: 'protocol', rule: 'syntax' },
    ],
    ['a page', sized('%PDF').replace('application/pdf', 'text/html'), { kind: 'wrong-type' }],
    ['a redirect', 'HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:1/\r\n\r\n', { kind: 'redirected' }],
    ['an early end', sized('%PDF').slice(0, -1), { kind: 'broken' }],
    [
      'chunks without a last one',
      `${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk('%PDF')}`,
      { kind: 'broken' },
    ],
    ['nothing', '', { kind: 'broken' }],
  ])('%s is refused', async (_, text, fault) => {
    expect(await answeredBy((socket) => void socket.end(text, 'latin1'))).toEqual(fault);
  });

  test('one byte of a header every few milliseconds outlasts no deadline', async () => {
    const began = performance.now();
    const answer = await answeredBy((socket) => {
      socket.write(HEAD);
      const timer = setInterval(() => socket.write('X'), 5);
      socket.once('close', () => clearInterval(timer));
    }, 300);
    expect(answer).toEqual({ kind: 'deadline' });
    expect(performance.now() - began).toBeLessThan(900);
  });

  test('an endless answer is left as soon as it is too large, whatever comes behind it', async () => {
    let sent = 0;
    const block = Buffer.from(chunk('x'.repeat(60_000)));
    const answer = await answeredBy((socket) => {
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
      const more = (): void => {
        sent = socket.bytesWritten;
        if (!socket.destroyed) socket.write(block, more);
      };
      more();
    });
    expect(answer).toEqual({ kind: 'too-large' });
    // The rest lies in the buffers of the two systems, not with us.
    expect(sent).toBeLessThan(LIMIT + 16 * 1024 * 1024);
  });

  test('a talk that was given up before it began opens no connection', async () => {
    const url = new URL('http://127.0.0.1:1/');
    const signal = AbortSignal.abort();
    const outcome = await httpExchange({ url, body: '{}', limit: LIMIT, withinMs: 1_000, signal });
    expect(outcome).toEqual({ ok: false, error: { kind: 'aborted' } });
  });
});
