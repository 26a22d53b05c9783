import { describe, expect, test } from 'vitest';
import { heartbeatText } from '../../../agent/src/heartbeat.ts';
import { readStatus, statusText, writeStatus } from '../../../agent/src/status.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { CITY, configOf, DROP, START } from './instances.ts';
import { createMemoryDisk } from './memory-disk.ts';

const NAME = '012050-restriction-diff-1-000003.csv';
const beat = {
  municipality: CITY,
  agent: 'muroran-a',
  version: '0.0.0',
  role: 'active',
  at: instantOf(START),
  queue: { priority: 0, ordinary: 0 },
  lastUpload: { at: instantOf(START), name: NAME },
} as const;

async function statusAfter(minutes: number, put: readonly string[] = []) {
  const { disk, put: drop } = createMemoryDisk(() => START);
  await writeStatus(disk, '/state', beat, instantOf(START));
  for (const path of put) drop(`${DROP}/${path}`, Buffer.from('x'));
  return readStatus(disk, configOf(), instantOf(START + minutes * 60_000));
}

describe('the status', () => {
  test('finds nothing where all is well', async () => {
    const status = await statusAfter(1, [`sent/2026-11-25/${NAME}`, `sent/2026-11-25/${NAME}.report.txt`]);
    expect(status).toMatchObject({
      running: true,
      role: 'active',
      findings: [],
      kept: { sent: 1, rejected: 0 },
    });
    expect(statusText(status)).toContain('異常はありません。');
  });

  test('finds a program that has fallen silent, and one that never was', async () => {
    expect((await statusAfter(4)).findings.join()).toContain('動いていません');
    const { disk } = createMemoryDisk(() => START);
    const never = await readStatus(disk, configOf(), instantOf(START));
    expect(never).toMatchObject({ running: false, role: 'unknown', version: undefined });
  });

  test('finds rejected files, and files that wait too long', async () => {
    const rejected = await statusAfter(1, [`rejected/2026-11-25/${NAME}`]);
    expect(rejected.findings.join()).toContain('rejected に 1 件');
    const waiting = await statusAfter(31, [NAME, 'other.tmp']);
    expect(waiting.queue).toEqual({ priority: 1, ordinary: 0 });
    expect(waiting.findings.join()).toContain('31 分送られていない');
    expect(statusText(waiting)).toContain('緊急 1 件');
  });
});

describe('the heartbeat', () => {
  test('says that it proves the path only, and its times in Japan', () => {
    const said = JSON.parse(heartbeatText(beat));
    expect(said.note).toContain('経路が生きていることだけ');
    expect(said.at).toBe('2026-11-25T10:00:00.000+09:00');
    expect(said.lastUpload.name).toBe(NAME);
    expect(JSON.parse(heartbeatText({ ...beat, at: undefined, lastUpload: undefined }))).toMatchObject({
      at: null,
      lastUpload: null,
    });
  });
});
