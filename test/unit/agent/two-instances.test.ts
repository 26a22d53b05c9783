import { describe, expect, test } from 'vitest';
import { createFileChecker } from '../../../agent/src/check-file.ts';
import { LeaseLost } from '../../../agent/src/fence.ts';
import { leaseKey } from '../../../agent/src/lease.ts';
import type { Lane } from '../../../functions/linkage/layouts/envelope.ts';
import { randomFor } from '../../../simulator/sample/random.ts';
import { CITY, configOf, DROP, hooked, START, startAgent } from './instances.ts';
import { createMemoryDisk } from './memory-disk.ts';
import { createMemoryStore } from './memory-store.ts';
import { cutDrop, type Drop, faultyRowDrop, goodDrop } from './sample-drops.ts';

const SCHEDULES = 150;
const MOST_TURNS = 6_000;
const PART = 900;
const NAMES = ['muroran-a', 'muroran-b'];
const DAY = 86_400_000;
const EFFECTS = new Set(['writeText', 'take', 'move', 'remove', 'create', 'begin', 'putPart', 'complete']);

const DROPS: readonly Drop[] = [
  goodDrop({ fileNumber: 1 }),
  goodDrop({ fileNumber: 2 }, 9),
  goodDrop({ feed: 'restriction', fileNumber: 3 }, 6),
  faultyRowDrop({ feed: 'serial', fileNumber: 8 }),
  cutDrop({ fileNumber: 5 }),
];

/** Every call of both instances waits for its turn; who is next, and how long it takes, is drawn. */
async function race(seed: string) {
  const random = randomFor(seed);
  let now = 0;
  let isOver = false;
  let waiting: { readonly who: number; readonly go: () => void }[] = [];
  const turn = (who: number): Promise<void> =>
    new Promise((go) => {
      waiting.push({ who, go });
    });
  const memoryDisk = createMemoryDisk(() => START + now);
  const memoryStore = createMemoryStore(() => START + now + 7_000);
  for (const { name, bytes } of DROPS) memoryDisk.put(`${DROP}/${name}`, bytes);
  const holder = (): string => {
    const bytes = memoryStore.bytesAt(leaseKey(CITY));
    return bytes === undefined ? '' : JSON.parse(Buffer.from(bytes).toString()).agent;
  };
  const trespasses: string[] = [];
  const holders: string[] = [];

  const run = async (who: number): Promise<void> => {
    const name = NAMES[who] ?? '';
    const watch = async (when: 'before' | 'after', call: string): Promise<void> => {
      if (when === 'before' && EFFECTS.has(call) && holder() !== name) trespasses.push(`${name} ${call}`);
      await turn(who);
    };
    const agent = startAgent(
      {
        config: configOf({ agent: name, rejectAfterSeconds: 20, stableSeconds: 2, scanSeconds: 1 }),
        disk: hooked(memoryDisk.disk, watch),
        store: hooked(memoryStore.store, watch),
        monotonic: () => now,
        wall: () => START + now + (who === 0 ? 3 * DAY : -2 * DAY),
        check: createFileChecker(CITY, PART),
      },
      who + 1,
    );
    const repeat = async (work: () => Promise<unknown>): Promise<void> => {
      while (!isOver) {
        await turn(who);
        await work().catch((error: unknown) => {
          if (!(error instanceof LeaseLost)) throw error;
        });
      }
    };
    const lane = (of: Lane) => async (): Promise<unknown> =>
      agent.lease.isHeld() ? agent.round(of) : undefined;
    await Promise.all([
      repeat(() => agent.lease.tick()),
      repeat(lane('priority')),
      repeat(lane('ordinary')),
      repeat(async () => (agent.lease.isHeld() ? agent.sweep() : undefined)),
    ]);
  };

  const both = Promise.all(NAMES.map((_, who) => run(who)));
  const isDone = (): boolean =>
    memoryDisk.paths().every((path) => /^\/(drop\/(sent|rejected)\/|state\/)/.test(path));
  // Now and then one of them is stopped for a while, wherever it stands.
  let stopped = -1;
  for (let turns = 0; turns < MOST_TURNS && !isOver; turns += 1) {
    await new Promise(setImmediate);
    if (isDone()) isOver = true;
    if (random.chance(0.02)) stopped = random.pick([0, 1, -1]);
    now += random.chance(0.01) ? random.integer(5_000, 40_000) : random.integer(0, 600);
    const able = waiting.filter(({ who }) => who !== stopped);
    if (able.length === 0) continue;
    const next = random.pick(able);
    waiting = waiting.filter((one) => one !== next);
    next.go();
    if (holders.at(-1) !== holder()) holders.push(holder());
  }
  const ended = isDone();
  isOver = true;
  let isIdle = false;
  both.finally(() => {
    isIdle = true;
  });
  while (!isIdle) {
    for (const { go } of waiting.splice(0)) go();
    await new Promise(setImmediate);
  }
  await both;
  return { memoryDisk, memoryStore, trespasses, ended, changes: holders.length };
}

describe('two instances over the same folders', () => {
  test(`never work at the same time and send every file once (${SCHEDULES} schedules)`, {
    timeout: 240_000,
  }, async () => {
    let changes = 0;
    for (let schedule = 0; schedule < SCHEDULES; schedule += 1) {
      const seed = `agent/race/${schedule}`;
      const end = await race(seed);
      expect(end.trespasses, seed).toEqual([]);
      expect(end.ended, seed).toBe(true);
      for (const [key, count] of end.memoryStore.created)
        if (key.startsWith('inbox')) expect(`${seed} ${key} ${count}`).toBe(`${seed} ${key} 1`);
      for (const { name, bytes, end: where } of DROPS) {
        const paths = end.memoryDisk.paths().filter((path) => end.memoryDisk.bytesAt(path) === bytes);
        expect(paths, seed).toEqual([`${DROP}/${where}/2026-11-25/${name}`]);
      }
      changes += end.changes;
    }
    expect(changes).toBeGreaterThan(SCHEDULES * 1.5);
    console.log(`${SCHEDULES} schedules, ${changes} changes of hands`);
  });
});
