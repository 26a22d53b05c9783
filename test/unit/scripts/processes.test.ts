import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identityOf, isAlive, parseStat } from '../../../scripts/local/identity.ts';
import { placeAt } from '../../../scripts/local/places.ts';
import {
  forgetProcess,
  recordedProcesses,
  recordProcess,
  runningProcess,
  startProcess,
  stopProcess,
} from '../../../scripts/local/processes.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'processes-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const started = (program: string) =>
  startProcess({
    name: 'worker',
    program: process.execPath,
    arguments: ['-e', program],
    directory: folder,
    environment: { PATH: '/usr/bin:/bin' },
    log: join(folder, 'worker.log'),
  });

const WAITS = 'setInterval(() => {}, 1000); console.log("up")';

async function logHolds(text: string): Promise<string> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const log = await readFile(join(folder, 'worker.log'), 'utf8');
    if (log.includes(text)) return log;
    await pause(20);
  }
  throw new Error(`the log never held ${text}`);
}

describe('processes that a start has brought up', () => {
  test('are ended by their own record, and that is told', async () => {
    const worker = await started(WAITS);
    await logHolds('up');
    expect(await isAlive(worker)).toBe(true);
    expect(await stopProcess(worker, 5_000)).toBe('ended');
    expect(await isAlive(worker)).toBe(false);
    expect(await stopProcess(worker, 5_000)).toBe('gone');
  });

  test('another process that has got the same number by now is left alone', async () => {
    const worker = await started(WAITS);
    const earlier = { ...worker, identity: `${worker.identity}0` };
    expect(await stopProcess(earlier, 1_000)).toBe('gone');
    expect(await isAlive(worker)).toBe(true);
    await stopProcess(worker, 5_000);
  });

  test('one that does not listen is ended by force after its grace', async () => {
    const worker = await started(`process.on("SIGTERM", () => {}); ${WAITS}`);
    await logHolds('up');
    expect(await stopProcess(worker, 200)).toBe('killed');
  });

  test('what it has started itself ends with it, even where it was killed before', async () => {
    const worker = await started(
      `const { spawn } = require("node:child_process");
       const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
       console.log("child " + child.pid + "."); setInterval(() => {}, 1000)`,
    );
    const pid = Number(/child (\d+)\./.exec(await logHolds('.'))?.[1]);
    const child = { pid, identity: (await identityOf(pid)) ?? '' };
    process.kill(worker.pid, 'SIGKILL');
    while (await isAlive(worker)) await pause(20);
    expect(await isAlive(child)).toBe(true);
    expect(await stopProcess(worker, 1_000)).toBe('gone');
    expect(await isAlive(child)).toBe(false);
  });

  test('records are kept by name and vanish with the last one', async () => {
    const place = placeAt(join(folder, 'place'));
    const worker = await started(WAITS);
    await recordProcess(place, worker);
    expect((await runningProcess(place, 'worker'))?.pid).toBe(worker.pid);
    await stopProcess(worker, 5_000);
    expect(await runningProcess(place, 'worker')).toBeUndefined();
    expect(Object.keys(await recordedProcesses(place))).toEqual(['worker']);
    await forgetProcess(place, 'worker');
    expect(await recordedProcesses(place)).toEqual({});
  });

  test('a name with brackets and spaces does not confuse the reading of /proc', () => {
    const fields = ['S', '1', '42', ...Array.from({ length: 16 }, () => '0'), '777', '0'];
    expect(parseStat(`43 (a) b (c) ${fields.join(' ')}`)).toEqual({
      pid: 43,
      state: 'S',
      group: 42,
      started: '777',
    });
  });
});
