import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCredentials } from '../../../agent/src/credentials.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { START } from './instances.ts';

const HOUR = 3_600_000;
let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-credentials-'));
  file = join(folder, 'credentials.json');
});
afterAll(() => rm(folder, { recursive: true }));

const KEYS = { Version: 1, AccessKeyId: 'test', SecretAccessKey: 'secret' };
const until = (hours: number) => ({
  SessionToken: 'token',
  Expiration: new Date(START + hours * HOUR).toISOString(),
});

async function fetched(given: unknown, wish: { readonly stage?: 'local'; readonly endpoint?: string } = {}) {
  await writeFile(file, typeof given === 'string' ? given : JSON.stringify(given));
  const config = { stage: 'closed-network', endpoint: 'https://storage.example.jp', ...wish } as const;
  return createCredentials({ ...config, credentials: { file } }, () => instantOf(START))();
}

describe('credentials', () => {
  test('come from the file that the operator names', async () => {
    expect(await fetched({ ...KEYS, ...until(1) })).toEqual({
      accessKeyId: 'test',
      secretAccessKey: 'secret',
      sessionToken: 'token',
      expiration: new Date(START + HOUR),
    });
  });

  test('come from a process, which gets its arguments as they are', async () => {
    const program = 'process.stdout.write(process.argv[1])';
    const said = JSON.stringify({ ...KEYS, ...until(1) });
    const credentials = createCredentials(
      {
        stage: 'closed-network',
        endpoint: 'https://storage.example.jp',
        credentials: { process: [process.execPath, '-e', program, said] },
      },
      () => instantOf(START),
    );
    expect((await credentials()).sessionToken).toBe('token');
  });

  test('are fetched anew before they end, and not before', async () => {
    let now = START;
    await writeFile(file, JSON.stringify({ ...KEYS, ...until(1) }));
    const credentials = createCredentials(
      { stage: 'closed-network', endpoint: 'https://storage.example.jp', credentials: { file } },
      () => instantOf(now),
    );
    await credentials();
    await writeFile(file, JSON.stringify({ ...KEYS, AccessKeyId: 'next', ...until(2) }));
    now += HOUR / 2;
    expect((await credentials()).accessKeyId).toBe('test');
    now += HOUR / 2 - 60_000;
    expect((await credentials()).accessKeyId).toBe('next');
  });

  test.each([
    ['that last for ever', KEYS, '長期の認証情報は使えません'],
    ['that last for days', { ...KEYS, ...until(13) }, '12 時間より先'],
    ['that have ended', { ...KEYS, ...until(-1) }, '期限が切れています'],
    ['of another form', { AccessKeyId: 'x' }, 'credential_process の形'],
    ['that are no JSON', '{秘密', 'credential_process の形'],
  ])('%s are refused without a word of what was read', async (_, given, message) => {
    const refused = fetched(given);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.not.toThrow(/秘密|secret|token/);
  });

  test('of a real account are refused in the local stage, and so is an endpoint elsewhere', async () => {
    const local = { stage: 'local', endpoint: 'http://127.0.0.1:9' } as const;
    expect(await fetched(KEYS, local)).toEqual({ accessKeyId: 'test', secretAccessKey: 'secret' });
    const real = { ...KEYS, AccessKeyId: `ASIA${'A'.repeat(16)}` };
    await expect(fetched(real, local)).rejects.toThrow('not a dummy');
    await expect(fetched(KEYS, { ...local, endpoint: 'http://192.0.2.1' })).rejects.toThrow('not a loopback');
  });

  test('whose process fails or does not exist are refused', async () => {
    const credentials = createCredentials(
      {
        stage: 'closed-network',
        endpoint: 'https://storage.example.jp',
        credentials: { process: [join(folder, 'none')] },
      },
      () => instantOf(START),
    );
    await expect(credentials()).rejects.toThrow('認証情報を取れません');
  });
});
