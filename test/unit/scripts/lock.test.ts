import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { alone, tryLock } from '../../../scripts/local/lock.ts';

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'lock-')), 'deep/start.lock');
});
afterEach(() => rm(join(path, '../..'), { recursive: true, force: true }));

describe('the lock of a start', () => {
  test('is held once, and free again after its release', async () => {
    const lock = await tryLock(path);
    expect(await tryLock(path)).toEqual({ heldBy: process.pid });
    if ('release' in lock) await lock.release();
    expect(await tryLock(path)).toHaveProperty('release');
  });

  test('of a process that has ended, or whose number another one has, holds nothing', async () => {
    await tryLock(path);
    const holder = JSON.parse(await readFile(path, 'utf8')) as { pid: number; identity: string };
    await writeFile(path, JSON.stringify({ ...holder, identity: 'an earlier start' }));
    expect(await tryLock(path)).toHaveProperty('release');
  });

  test('a file that broke off while it was written holds nothing', async () => {
    await tryLock(path);
    await writeFile(path, '{"pid":');
    expect(await tryLock(path)).toHaveProperty('release');
  });

  test('work that must be alone is done one after another', async () => {
    const seen: string[] = [];
    const work = (name: string) => async () => {
      seen.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      seen.push(`${name} ends`);
    };
    await Promise.all(['a', 'b'].map((name) => alone(path, () => undefined, work(name))));
    expect(seen.map((line) => line.split(' ')[1])).toEqual(['begins', 'ends', 'begins', 'ends']);
  });
});
