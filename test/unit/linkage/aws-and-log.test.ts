import { describe, expect, test } from 'vitest';
import { createS3Client, endpointOf } from '../../../functions/shared/aws.ts';
import { createLog, defectOf, LOG_CATALOGUE } from '../../../functions/shared/log.ts';
import { instantOf } from '../../../functions/shared/time.ts';

const local = {
  STAGE: 'local',
  AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_REGION: 'ap-northeast-1',
};

describe('the loopback guard', () => {
  test('lets the local stage speak to a loopback engine with dummy credentials', async () => {
    expect(endpointOf(local)).toBe('http://127.0.0.1:4566');
    expect(await createS3Client({ environment: local }).config.forcePathStyle).toBe(true);
  });

  test.each([
    ['no endpoint', { AWS_ENDPOINT_URL: undefined }, 'AWS_ENDPOINT_URL is not set'],
    ['an endpoint elsewhere', { AWS_ENDPOINT_URL: 'https://dynamodb.example.com' }, 'not a loopback'],
    [
      'an endpoint that only begins like loopback',
      { AWS_ENDPOINT_URL: 'http://127.0.0.1.example.com' },
      'not a loopback',
    ],
    ['an endpoint that is none', { AWS_ENDPOINT_URL: 'x' }, 'not a loopback'],
    ['no credentials', { AWS_ACCESS_KEY_ID: '' }, 'AWS_ACCESS_KEY_ID is not set'],
    ['real credentials', { AWS_ACCESS_KEY_ID: `AKIA${'A'.repeat(16)}` }, 'not a dummy'],
  ])('refuses the local stage with %s', (_, wish, message) => {
    expect(() => endpointOf({ ...local, ...wish })).toThrow(message);
  });

  test('leaves the cloud alone', () => {
    expect(endpointOf({ STAGE: 'closed-network' })).toBeUndefined();
  });
});

describe('the log', () => {
  test('writes one JSON object per line with the catalogued level and the named fields only', () => {
    const lines: string[] = [];
    const log = createLog(
      (line) => lines.push(line),
      () => instantOf(0),
    );
    const fields = { rule: 'file-name', keyDigest: 'ab' };
    log('LNK-3003', Object.assign(fields, { fullName: '秘密氏名' }));
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        at: '1970-01-01T09:00:00.000+09:00',
        code: 'LNK-3003',
        level: 'error',
        event: 'object is not a link file',
        ...{ rule: 'file-name', keyDigest: 'ab' },
      },
    ]);
  });

  test('has no field for anything personal', () => {
    const personal = /person|household|serial$|name|address|birth|key$|message$|text/i;
    for (const [code, { fields }] of Object.entries(LOG_CATALOGUE)) {
      for (const field of fields) expect(`${code} ${field}`).not.toMatch(personal);
    }
  });

  test('says of an unforeseen error only its class', () => {
    expect(defectOf(new RangeError('秘密'))).toBe('RangeError');
    expect(defectOf('秘密')).toBe('string');
  });
});
