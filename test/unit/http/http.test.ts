import { describe, expect, test } from 'vitest';
import { singleQuery, toHttpRequest, toProxyResult } from '../../../functions/shared/http/http.ts';
import { matchPath } from '../../../functions/shared/http/route.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { eventOf } from './event.ts';

const now = instantOf(1);

describe('a gateway event', () => {
  test('keeps the raw bytes of a BASE64 body and lower-cases header names', () => {
    const request = toHttpRequest(
      eventOf({ method: 'post', path: '/v1/issue', body: '髙󠄀', headers: { 'X-Kofu-Nonce': 'ab' } }),
      now,
    );
    expect(request.method).toBe('POST');
    expect(Buffer.from(request.body).toString('utf8')).toBe('髙󠄀');
    expect(request.headers).toEqual({ 'x-kofu-nonce': 'ab' });
  });

  test('keeps every value of a query parameter, and a parameter that came twice is no single one', () => {
    const request = toHttpRequest(eventOf({ path: '/', query: { day: ['a', 'b'], state: ['c'] } }), now);
    expect(request.query).toEqual({ day: ['a', 'b'], state: ['c'] });
    expect(singleQuery(request, 'day')).toBeUndefined();
    expect(singleQuery(request, 'state')).toBe('c');
    expect(singleQuery(request, 'toString')).toBeUndefined();
  });

  test('shows a header that came twice as both values', () => {
    const event = { ...eventOf({ path: '/' }), multiValueHeaders: { Cookie: ['a=1', 'b=2'] } };
    expect(toHttpRequest(event, now).headers['cookie']).toBe('a=1, b=2');
  });
});

describe('a response', () => {
  test('of bytes travels as BASE64, of text as it is', () => {
    const binary = toProxyResult({ status: 200, headers: {}, body: Uint8Array.of(0, 255) });
    expect(binary).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
    expect(toProxyResult({ status: 200, headers: {}, body: 'é' })).toMatchObject({
      body: 'é',
      isBase64Encoded: false,
    });
  });

  test('sends each cookie in a line of its own', () => {
    const result = toProxyResult({ status: 200, headers: {}, body: '', cookies: ['a=1', 'b=2'] });
    expect(result.multiValueHeaders).toEqual({ 'set-cookie': ['a=1', 'b=2'] });
  });

  test('never carries the refusal that is meant for the log', () => {
    const result = toProxyResult({ status: 422, headers: {}, body: '{}', refusal: 'ISS-1301' });
    expect(JSON.stringify(result)).not.toContain('ISS-1301');
  });
});

describe('a path pattern', () => {
  test.each([
    ['/api/history/{requestId}', '/api/history/a%2Fb', { requestId: 'a/b' }],
    ['/{file+}', '/assets/a.js', { file: 'assets/a.js' }],
    ['/', '/', {}],
  ])('%s fits %s', (pattern, path, parameters) => {
    expect(matchPath(pattern, path)).toEqual(parameters);
  });

  test.each([
    ['/api/history/{requestId}', '/api/history'],
    ['/api/history/{requestId}', '/api/history/a/b'],
    ['/api/history', '/api/session'],
    ['/{file+}', '/'],
    ['/api/history/{requestId}', '/api/history/%E0%A4%A'],
  ])('%s does not fit %s', (pattern, path) => {
    expect(matchPath(pattern, path)).toBeUndefined();
  });
});
