import { describe, expect, test } from 'vitest';
import { KosekiEnvironment } from '../../../functions/koseki/index.ts';

const link = (endpoint: string, changes: object = {}) => ({
  endpoint,
  budgetMs: 8_000,
  identity: { by: 'echo' },
  ...changes,
});

function faultsOf(STAGE: string, links: unknown): readonly string[] {
  const KOSEKI_LINKS = typeof links === 'string' ? links : JSON.stringify(links);
  const parsed = KosekiEnvironment.safeParse({ STAGE, KOSEKI_LINKS });
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
}

describe('the links to the koseki systems', () => {
  test.each(['http://127.0.0.1:4612/v1/certificates', 'https://localhost/x', 'http://[::1]:1/'])(
    'stage local reaches this machine: %s',
    (endpoint) => expect(faultsOf('local', { '012050': link(endpoint) })).toEqual([]),
  );

  test.each([
    'https://koseki.example/',
    'http://10.0.0.1/',
    'http://127.0.0.1.example/',
    'http://localhost.example/',
  ])('and nothing else: %s', (endpoint) =>
    expect(faultsOf('local', { '012050': link(endpoint) })).toEqual([
      'KOSEKI_LINKS.012050.endpoint: stage local: not a loopback address',
    ]),
  );

  test('elsewhere the way is encrypted', () => {
    expect(faultsOf('closed-network', { '012050': link('https://koseki.example/v1') })).toEqual([]);
    expect(faultsOf('closed-network', { '012050': link('http://koseki.example/v1') })).toEqual([
      'KOSEKI_LINKS.012050.endpoint: not https',
    ]);
  });

  test.each([
    ['no JSON', 'x', 'KOSEKI_LINKS: not JSON'],
    ['no city', { '12': link('http://127.0.0.1/') }, 'KOSEKI_LINKS'],
    ['no time', { '012050': link('http://127.0.0.1/', { budgetMs: 0 }) }, 'KOSEKI_LINKS.012050.budgetMs'],
    [
      'endless',
      { '012050': link('http://127.0.0.1/', { budgetMs: 60_000 }) },
      'KOSEKI_LINKS.012050.budgetMs',
    ],
    ['a file', { '012050': link('file:///etc/passwd') }, 'KOSEKI_LINKS.012050.endpoint'],
    ['a password', { '012050': link('http://a:b@127.0.0.1/') }, 'KOSEKI_LINKS.012050.endpoint'],
    [
      'unsure of whom',
      { '012050': link('http://127.0.0.1/', { identity: { by: 'luck' } }) },
      'KOSEKI_LINKS.012050.identity',
    ],
  ])('%s is refused by its place', (_, links, place) => {
    expect(faultsOf('local', links).join()).toContain(place);
  });
});
