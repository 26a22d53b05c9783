import { describe, expect, test } from 'vitest';
import { minimalPolicy } from '../../agent/src/policy.ts';
import { MunicipalityCode } from '../../functions/shared/ids.ts';
import { readable, resourcesOf, synthesize } from './synthesized.ts';

const CLOSED = synthesize('closed-network');
const CITIES = ['012050', '012301', '012335'].map((code) => MunicipalityCode.parse(code));

const roles = resourcesOf(CLOSED, 'AWS::IAM::Role').filter(({ id }) => id.startsWith('LinkAgent'));
const policies = resourcesOf(CLOSED, 'AWS::IAM::Policy').filter(({ id }) => id.startsWith('LinkAgent'));

describe('the link agents (仕様書 3(2)①キ)', () => {
  test('have a role for each city, in the closed network only', () => {
    expect(roles.map(({ properties }) => properties['RoleName'])).toEqual(
      CITIES.map((city) => `kofu-closed-network-link-agent-${city}`),
    );
    const local = resourcesOf(synthesize('local'));
    expect(local.filter(({ id }) => id.startsWith('LinkAgent'))).toEqual([]);
  });

  test.each(CITIES)('of %s may do what the agent itself says that it needs, and nothing else', (city) => {
    const own = policies.filter(({ id }) => id.startsWith(`LinkAgent${city}`));
    const bucket = '{Inbox}';
    const wanted = minimalPolicy({
      bucket,
      municipality: city,
      region: 'ap-northeast-1',
      keyArn: '{DataKey.Arn}',
    });
    // A list of one is written without its brackets.
    const plain = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value), (_, inner) =>
        Array.isArray(inner) && inner.length === 1 && typeof inner[0] === 'string' ? inner[0] : inner,
      );
    expect(own.map(({ properties }) => plain(readable(properties['PolicyDocument'])))).toEqual([
      plain(wanted),
    ]);
    expect(own.map(({ properties }) => readable(properties['Roles']))).toEqual([[`{LinkAgent${city}Role}`]]);
    const others = CITIES.filter((other) => other !== city);
    for (const other of others) expect(JSON.stringify(own)).not.toContain(other);
  });

  test.each(CITIES)(
    'of %s are one identity, which has to name the city’s external id, for 12 hours',
    (city) => {
      const role = roles.find(({ id }) => id.startsWith(`LinkAgent${city}`));
      expect(role?.properties['MaxSessionDuration']).toBe(12 * 3600);
      expect(readable(role?.properties['AssumeRolePolicyDocument'])).toEqual({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { AWS: 'arn:aws:iam::{AWS::AccountId}:root' },
            Condition: {
              ArnEquals: {
                'aws:PrincipalArn': `arn:aws:iam::{AWS::AccountId}:role/kofu-link-agent-identity-${city}`,
              },
              StringEquals: { 'sts:ExternalId': `kofu-link-${city}` },
            },
          },
        ],
      });
    },
  );

  test('are never let in by a pattern', () => {
    for (const { properties } of roles)
      expect(JSON.stringify(properties['AssumeRolePolicyDocument'])).not.toContain('*');
  });
});
