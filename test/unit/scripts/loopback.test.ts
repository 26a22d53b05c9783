import { describe, expect, test } from 'vitest';
import { engineEnvironment } from '../../../scripts/local/engine.ts';
import { enterLocalAws, requireLocalAws } from '../../../scripts/local/loopback.ts';
import { placeAt } from '../../../scripts/local/places.ts';

const ENDPOINT = 'http://127.0.0.1:4610';

describe('the guard before everything that runs locally', () => {
  test('puts the caller’s own AWS settings aside and passes', () => {
    const environment: Record<string, string | undefined> = {
      AWS_PROFILE: 'production',
      AWS_SESSION_TOKEN: 'x',
      AWS_ACCESS_KEY_ID: 'somebody',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://192.0.2.1',
      HOME: '/home/x',
    };
    enterLocalAws(ENDPOINT, 'ap-northeast-1', environment);
    expect(Object.keys(environment).filter((name) => /PROFILE|TOKEN|_DYNAMODB/.test(name))).toEqual([]);
    expect(environment).toMatchObject({
      AWS_ACCESS_KEY_ID: 'test',
      AWS_ENDPOINT_URL: ENDPOINT,
      HOME: '/home/x',
    });
  });

  test.each(['http://192.0.2.1:4610', 'http://127.0.0.1.example.com', 'ftp://127.0.0.1', 'not a URL', ''])(
    'refuses the endpoint %j',
    (endpoint) => {
      expect(() => enterLocalAws(endpoint, 'ap-northeast-1', {})).toThrow(/loopback/);
    },
  );

  test.each([
    [{ AWS_ENDPOINT_URL: undefined }, /AWS_ENDPOINT_URL is not set/],
    [{ AWS_ACCESS_KEY_ID: 'somebody' }, /not the dummies/],
    [{ AWS_PROFILE: 'production' }, /AWS_PROFILE is set/],
  ])('refuses an environment with %j', (change, sentence) => {
    const environment: Record<string, string | undefined> = {};
    enterLocalAws(ENDPOINT, 'ap-northeast-1', environment);
    expect(() => requireLocalAws(environment)).not.toThrow();
    expect(() => requireLocalAws({ ...environment, ...change })).toThrow(sentence);
  });

  test('the engine listens on this machine only and inherits nothing of the caller', () => {
    const environment = engineEnvironment(placeAt('/tmp/place'), 4610);
    expect(environment).toMatchObject({
      BIND_HOST: '127.0.0.1',
      GATEWAY_PORT: '4610',
      AWS_ACCESS_KEY_ID: 'test',
    });
    expect(environment['PATH']).toMatch(/^[^:]*node_modules\/node\/bin:/);
    expect(environment).not.toHaveProperty('AWS_ENDPOINT_URL');
    expect(Object.keys(environment).length).toBeLessThan(30);
  });
});
