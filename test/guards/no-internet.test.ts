import dgram from 'node:dgram';
import { lookup } from 'node:dns/promises';
import http from 'node:http';
import { connect, createServer } from 'node:net';
import tls from 'node:tls';
import { describe, expect, test } from 'vitest';

/** TEST-NET-1 (RFC 5737): an address that nobody has, should the guard fail. */
const NOWHERE = '192.0.2.1';

const failureOf = (emitter: {
  once(event: 'error' | 'connect', listener: (value?: unknown) => void): unknown;
}) =>
  new Promise<unknown>((resolve) => {
    emitter.once('error', resolve);
    emitter.once('connect', () => resolve('connected'));
  });

describe('no test reaches the internet', () => {
  test('a plain connection to another machine is refused by the guard', async () => {
    expect(await failureOf(connect(80, NOWHERE))).toMatchObject({ code: 'ENOINTERNET' });
    expect(await failureOf(connect({ host: NOWHERE, port: 80 }))).toMatchObject({ code: 'ENOINTERNET' });
  });

  test('so are TLS, HTTP and fetch', async () => {
    expect(await failureOf(tls.connect(443, NOWHERE))).toMatchObject({ code: 'ENOINTERNET' });
    expect(await failureOf(http.get(`http://${NOWHERE}/`))).toMatchObject({ code: 'ENOINTERNET' });
    const refused = await fetch(`http://${NOWHERE}/`).catch((error: unknown) => error);
    expect(refused).toMatchObject({ cause: { code: 'ENOINTERNET' } });
  });

  test('a name is not even looked up', async () => {
    await expect(lookup('example.com')).rejects.toMatchObject({ code: 'ENOINTERNET' });
    const refused = await fetch('http://example.com/').catch((error: unknown) => error);
    expect(refused).toMatchObject({ cause: { code: 'ENOINTERNET' } });
  });

  test('nor is a datagram sent', () => {
    const socket = dgram.createSocket('udp4');
    expect(() => socket.send('x', 53, NOWHERE)).toThrow(/this machine only/);
    socket.close();
  });

  test('this machine itself answers', async () => {
    const server = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no address');
    expect(await failureOf(connect(address.port, '127.0.0.1'))).toBe('connected');
    expect(await failureOf(connect(address.port, 'localhost'))).toBe('connected');
    server.close();
  });
});
