import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CONFIG_TEXTS, parseConfig } from '../../../agent/src/config.ts';
import { AGENT_LOG_CATALOGUE } from '../../../agent/src/log.ts';
import { minimalPolicy } from '../../../agent/src/policy.ts';
import { VERSION } from '../../../agent/src/version.ts';
import packageFile from '../../../package.json' with { type: 'json' };
import { CITY } from './instances.ts';

const AGENT = join(import.meta.dirname, '../../../agent');
const example = JSON.parse(await readFile(join(AGENT, 'config.example.json'), 'utf8'));
const readme = await readFile(join(AGENT, 'README.md'), 'utf8');

describe('the configuration', () => {
  test('of the example is accepted, and what it leaves out has a value', () => {
    expect(parseConfig(JSON.stringify(example))).toMatchObject({
      ok: true,
      value: { municipality: '012050', stableSeconds: 10, rowProblems: 'send', leaseSeconds: 30 },
    });
  });

  test.each([
    ['an endpoint without encryption', { endpoint: 'http://storage.example.jp' }, 'endpoint'],
    ['a path behind the endpoint', { endpoint: 'https://storage.example.jp/x' }, 'endpoint'],
    ['a local stage that leads elsewhere', { stage: 'local' }, 'endpoint'],
    [
      'a local stage with a host that only looks like loopback',
      { stage: 'local', endpoint: 'http://127.0.0.1.example.jp' },
      'endpoint',
    ],
    ['a folder that is not absolute', { folders: ['drop'] }, 'folders.0'],
    ['a folder twice', { folders: ['/a', '/a'] }, 'folders'],
    ['a folder within another', { folders: ['/a', '/a/work'] }, 'folders'],
    ['its state in a drop folder', { stateFolder: '/srv/kofu-link/012050/drop/state' }, 'stateFolder'],
    ['no municipality', { municipality: undefined }, 'municipality'],
    ['credentials in the file itself', { credentials: { accessKeyId: 'x' } }, 'credentials'],
    ['a lease that is too short', { leaseSeconds: 1 }, 'leaseSeconds'],
    ['an item that nobody knows', { stableSecond: 3 }, 'stableSecond'],
  ])('with %s is refused, and the item is named in Japanese', (_, wish, item) => {
    const parsed = parseConfig(JSON.stringify({ ...example, ...wish }));
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.error.join('\n')).toMatch(new RegExp(`^${item}: .*[。]$`));
  });

  test('that is no JSON is refused', () => {
    expect(parseConfig('{')).toEqual({ ok: false, error: ['設定ファイルが JSON として読めません。'] });
    expect(parseConfig('[]').ok).toBe(false);
  });

  test('names all faults at once', () => {
    const parsed = parseConfig(JSON.stringify({ ...example, agent: 'A', bucket: '' }));
    expect(parsed.ok ? [] : parsed.error).toHaveLength(2);
  });
});

describe('the minimal policy', () => {
  const policy = minimalPolicy({
    bucket: 'b',
    municipality: CITY,
    region: 'ap-northeast-1',
    keyArn: 'arn:k',
  });

  test('opens the names of one city only, and neither listing nor deleting', () => {
    const allowed = policy.Statement.filter(({ Effect }) => Effect === 'Allow');
    const objects = allowed.flatMap(({ Resource }) => Resource).filter((arn) => arn.includes(':s3:'));
    for (const arn of objects)
      expect(arn).toMatch(/^arn:aws:s3:::b\/(inbox|inbox-priority|lease|heartbeat)\/012050[-./]/);
    const actions = allowed.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => /List(Bucket|Objects)|Delete|\*/.test(action))).toEqual([]);
  });

  test('denies to replace a link file, whatever else is allowed', () => {
    const [deny, ...more] = policy.Statement.filter(({ Effect }) => Effect === 'Deny');
    expect(more).toEqual([]);
    expect(deny?.Action).toEqual(['s3:PutObject']);
    expect(deny?.Condition).toEqual({
      Null: { 's3:if-none-match': 'true' },
      Bool: { 's3:ObjectCreationOperation': 'true' },
    });
    expect(deny?.Resource).toEqual([
      'arn:aws:s3:::b/inbox/012050-*',
      'arn:aws:s3:::b/inbox-priority/012050-*',
    ]);
  });

  test('lets the key of the bucket be used through the store only', () => {
    expect(policy.Statement.at(-1)).toMatchObject({ Resource: ['arn:k'], Condition: { StringEquals: {} } });
    expect(minimalPolicy({ bucket: 'b', municipality: CITY, region: 'x' }).Statement).toHaveLength(3);
  });
});

describe('the README', () => {
  test('has every item of the configuration, every code of the log and the policy as it is', () => {
    for (const item of Object.keys(CONFIG_TEXTS)) expect(readme).toContain(`| \`${item}\` |`);
    for (const [code, { event }] of Object.entries(AGENT_LOG_CATALOGUE))
      expect(readme).toContain(`| \`${code}\` | ${event} |`);
    expect(readme).toContain(JSON.stringify(minimalPolicy(example), undefined, 2));
  });

  test('and the program have the version of the package', () => {
    expect(VERSION).toBe(packageFile.version);
  });
});

describe('the log', () => {
  test('has no field for anything personal', () => {
    const personal = /person|household|serial$|name$|address|birth|key$|message$|text/i;
    for (const [code, { fields }] of Object.entries(AGENT_LOG_CATALOGUE))
      for (const field of fields) expect(`${code} ${field}`).not.toMatch(personal);
  });
});
