import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inboxKey, parseFileName } from '../../../functions/linkage/layouts/envelope.ts';
import { buildAgent } from '../../../scripts/agent/build.ts';
import { randomFor } from '../../../simulator/sample/random.ts';
import { dayless, dropFile, filesBelow, makeSite, runProgram, type Site } from './agent-process.ts';
import { type FakeS3, startFakeS3 } from './fake-s3.ts';
import { cutDrop, type Drop, fontBytes, fontDrop, goodDrop } from './sample-drops.ts';

const KILLS = 6;
const LEASE = 'lease/012050.json';
let s3: FakeS3;
let site: Site;

beforeEach(async () => {
  s3 = await startFakeS3('kofu-inbox', 15);
  site = await makeSite(s3.endpoint);
});
afterEach(async () => {
  await s3.close();
  await rm(site.root, { recursive: true, force: true });
});

const keyOf = ({ name }: Drop): string => {
  const parsed = parseFileName(name);
  if (parsed === undefined) throw new Error(name);
  return inboxKey(parsed);
};

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (await holds()) return;
    await pause(50);
  }
  throw new Error(`in vain: ${what}`);
}

const ends = async (): Promise<string[]> => (await filesBelow(site.drop)).map(dayless).sort();

describe('the program, killed at any moment', () => {
  test(`sends every file once and keeps every original (${KILLS} kills)`, { timeout: 120_000 }, async () => {
    const random = randomFor('agent/kills');
    const drops = [
      ...Array.from({ length: KILLS }, (_, index) => goodDrop({ fileNumber: index + 1 })),
      goodDrop({ feed: 'restriction', fileNumber: 1 }),
      // Large enough for three parts.
      { ...fontDrop(1), bytes: fontBytes(34_000_000) },
      cutDrop({ feed: 'serial', fileNumber: 1 }),
    ];
    const large = drops.at(-2);
    if (large !== undefined) await dropFile(site.drop, large.name, large.bytes);
    const waiting = drops.filter((one) => one !== large);
    for (let kill = 0; kill < KILLS; kill += 1) {
      s3.age(LEASE, 60_000);
      const running = runProgram(['run', '--config', site.config]);
      const next = waiting.shift();
      if (next !== undefined) await dropFile(site.drop, next.name, next.bytes);
      await pause(random.integer(450, 1_200));
      running.child.kill('SIGKILL');
      expect(await running.ended).toEqual({ code: null, signal: 'SIGKILL' });
    }
    for (const one of waiting) await dropFile(site.drop, one.name, one.bytes);
    s3.age(LEASE, 60_000);
    const running = runProgram(['run', '--config', site.config]);
    await until('all files at their end', async () => {
      const files = await filesBelow(site.drop);
      return files.length > 0 && files.every((path) => /^(sent|rejected)\//.test(path));
    });
    running.child.kill('SIGTERM');
    expect(await running.ended, running.output()).toEqual({ code: 0, signal: null });

    const good = drops.filter(({ end }) => end === 'sent');
    for (const one of good) {
      expect(s3.created.get(keyOf(one)), one.name).toBe(1);
      expect(s3.objects.get(keyOf(one))?.bytes.equals(one.bytes), one.name).toBe(true);
    }
    const rejected = drops.filter(({ end }) => end === 'rejected').map(({ name }) => `rejected/${name}`);
    expect(await ends()).toEqual(
      [
        ...good.map(({ name }) => `sent/${name}`),
        ...rejected,
        ...rejected.map((path) => `${path}.report.txt`),
      ].sort(),
    );
  });
});

describe('the running program', () => {
  test('connects to the storage endpoint and to nothing else', async () => {
    const connections = join(site.root, 'connections.txt');
    const drop = goodDrop({ fileNumber: 1 });
    await dropFile(site.drop, drop.name, drop.bytes);
    const running = runProgram(['run', '--once', '--config', site.config], { KOFU_CONNECTIONS: connections });
    expect(await running.ended, running.output()).toEqual({ code: 0, signal: null });
    const { hostname, port } = new URL(s3.endpoint);
    const seen = new Set((await readFile(connections, 'utf8')).trim().split('\n'));
    expect([...seen]).toEqual([`${hostname}:${port}`]);
    expect(s3.objects.has(keyOf(drop))).toBe(true);
  });

  test('stops in the middle of a long upload when it is asked to, hands the lease back, and goes on later', async () => {
    const drop = { ...fontDrop(1), bytes: fontBytes(50_000_000) };
    await dropFile(site.drop, drop.name, drop.bytes);
    const first = runProgram(['run', '--config', site.config]);
    await until('the first part', () =>
      s3.calls.some((call) => call.startsWith('PUT inbox/') && call.endsWith('?1')),
    );
    first.child.kill('SIGTERM');
    expect(await first.ended).toEqual({ code: 0, signal: null });
    expect(s3.objects.has(keyOf(drop))).toBe(false);
    expect(JSON.parse(s3.objects.get(LEASE)?.bytes.toString() ?? '{}').released).toBe(true);

    const second = runProgram(['run', '--once', '--config', site.config]);
    expect((await second.ended).code, second.output()).toBe(0);
    expect(s3.objects.get(keyOf(drop))?.bytes.equals(drop.bytes)).toBe(true);
    expect(s3.calls.filter((call) => call.endsWith('?1'))).toHaveLength(1);
  });

  test('writes only catalogued lines, and a heartbeat that says that it opens nothing', async () => {
    const drop = goodDrop({ fileNumber: 1 });
    await dropFile(site.drop, drop.name, drop.bytes);
    const running = runProgram(['run', '--config', site.config]);
    await until('the file', async () => (await ends()).includes(`sent/${drop.name}`));
    await until('a heartbeat with it', () =>
      (s3.objects.get('heartbeat/012050/muroran-a.json')?.bytes.toString() ?? '').includes(drop.name),
    );
    const status = runProgram(['status', '--json', '--config', site.config]);
    expect((await status.ended).code, status.output()).toBe(0);
    expect(JSON.parse(status.output())).toMatchObject({ running: true, role: 'active', findings: [] });
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
    const codes = running
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).code);
    expect(codes.filter((code) => code !== 'AGT-4005')).toEqual([
      'AGT-1001',
      'AGT-1003',
      'AGT-2001',
      'AGT-1002',
    ]);
    const beat = JSON.parse(s3.objects.get('heartbeat/012050/muroran-a.json')?.bytes.toString() ?? '{}');
    expect(beat.note).toContain('発行の可否を変えない');
    expect(beat).toMatchObject({
      role: 'active',
      municipality: '012050',
      queue: { priority: 0, ordinary: 0 },
    });
  });

  test('is one file that needs Node and nothing else', async () => {
    const bundle = join(site.root, 'kofu-link-agent.cjs');
    await buildAgent(bundle);
    const drop = goodDrop({ fileNumber: 1 });
    await dropFile(site.drop, drop.name, drop.bytes);
    const running = runProgram(['run', '--once', '--config', site.config], {}, bundle);
    expect(await running.ended, running.output()).toEqual({ code: 0, signal: null });
    expect(s3.objects.get(keyOf(drop))?.bytes.equals(drop.bytes)).toBe(true);
  });

  test('tries the whole set-up with check', async () => {
    const good = runProgram(['check', '--config', site.config]);
    expect((await good.ended).code, good.output()).toBe(0);
    expect(await filesBelow(site.drop)).toEqual([]);
    const bad = await makeSite('http://127.0.0.1:9');
    const failing = runProgram(['check', '--config', bad.config]);
    expect((await failing.ended).code).toBe(1);
    expect(failing.output()).toContain('✗ 送信先');
    await rm(bad.root, { recursive: true });
  });

  test('says in Japanese what is wrong with the command line or the configuration', async () => {
    const wrong = runProgram(['start']);
    expect((await wrong.ended).code).toBe(2);
    expect(wrong.output()).toContain('使い方');
    const remote = await makeSite('http://192.0.2.1:80');
    const refused = runProgram(['run', '--config', remote.config]);
    expect((await refused.ended).code).toBe(2);
    expect(refused.output()).toContain('endpoint: 送信先の URL');
    await rm(remote.root, { recursive: true });
  });
});
