import { describe, expect, test } from 'vitest';
import type { Agent } from '../../../agent/src/agent.ts';
import { createFileChecker } from '../../../agent/src/check-file.ts';
import { inboxKey, parseFileName } from '../../../functions/linkage/layouts/envelope.ts';
import { randomFor } from '../../../simulator/sample/random.ts';
import { CITY, configOf, DROP, type Hook, hooked, START, startAgent } from './instances.ts';
import { createMemoryDisk } from './memory-disk.ts';
import { createMemoryStore } from './memory-store.ts';
import { cutDrop, type Drop, faultyRowDrop, fontDrop, goodDrop } from './sample-drops.ts';

const SCHEDULES = 600;
/** So small that a file of some rows travels in several. */
const PART = 900;
const DAY = '2026-11-25';
const CALLS_BETWEEN_CRASHES = 90;
const MOST_RUNS = 200;
const MOST_ROUNDS = 200;

class Crash extends Error {}

const DROPS: readonly Drop[] = [
  goodDrop({ fileNumber: 1 }),
  goodDrop({ fileNumber: 2 }, 9),
  goodDrop({ feed: 'serial', fileNumber: 7 }, 6),
  goodDrop({ feed: 'restriction', fileNumber: 3 }, 12),
  faultyRowDrop({ feed: 'serial', fileNumber: 8 }),
  cutDrop({ fileNumber: 5 }),
  fontDrop(1),
];
/** Under a name that has been sent: the same content once more, and another one. */
const AGAIN: readonly Drop[] = [
  goodDrop({ fileNumber: 1 }),
  { ...goodDrop({ fileNumber: 2 }, 3), end: 'rejected', report: true },
];

async function world(seed: string, faults: number) {
  const random = randomFor(seed);
  let now = 0;
  let run = 0;
  let left = 0;
  let isDead = false;
  const crash = (): void => {
    left -= 1;
    if (isDead || left === 0) {
      isDead = true;
      throw new Crash();
    }
  };
  const memoryDisk = createMemoryDisk(
    () => START + now,
    async () => crash(),
  );
  const memoryStore = createMemoryStore(() => START + now + 3_600_000);
  const config = configOf({ rejectAfterSeconds: 20, stableSeconds: 2, scanSeconds: 1 });

  const hook: Hook = async () => {
    now += random.integer(0, 40);
    crash();
  };
  const unreliable: Hook = async (when, call) => {
    await hook(when, call);
    if (random.chance(faults)) throw new Error('connection reset');
  };
  const start = (): Agent => {
    run += 1;
    isDead = false;
    left = random.chance(0.9) ? random.integer(1, CALLS_BETWEEN_CRASHES) : Number.POSITIVE_INFINITY;
    return startAgent(
      {
        config,
        disk: hooked(memoryDisk.disk, hook),
        store: hooked(memoryStore.store, unreliable),
        monotonic: () => now,
        check: createFileChecker(CITY, PART),
      },
      run,
    );
  };

  /** Runs the program, and again after each crash, until nothing is left to do. */
  const settle = async (held: () => void): Promise<number> => {
    for (let runs = 1; runs <= MOST_RUNS; runs += 1) {
      const agent = start();
      try {
        for (let round = 0; round < MOST_ROUNDS; round += 1) {
          now += 5_000;
          if ((await agent.lease.tick().catch(rethrow)) !== 'held') continue;
          await agent.sweep().catch(rethrow);
          const ends = await Promise.all([agent.round('priority'), agent.round('ordinary')]);
          if (isDead) throw new Crash();
          const isLeft = ends.some((end) => end.settling + end.incomplete + end.failed > 0);
          const isClean = memoryDisk.paths().every((path) => !path.startsWith(`${DROP}/work/`));
          if (!isLeft && isClean) return runs;
        }
        throw new Error('the agent leaves something behind');
      } catch (error) {
        if (!isDead) throw error;
      }
      held();
    }
    throw new Error('the agent does not come to an end');
  };
  const rethrow = (error: unknown): undefined => {
    if (isDead) throw error;
    return undefined;
  };
  return { memoryDisk, memoryStore, settle };
}

describe('whatever the point at which the power fails', () => {
  test(`no file is lost, doubled or left behind (${SCHEDULES} schedules)`, { timeout: 240_000 }, async () => {
    let crashes = 0;
    for (let schedule = 0; schedule < SCHEDULES; schedule += 1) {
      const seed = `agent/crashes/${schedule}`;
      const { memoryDisk, memoryStore, settle } = await world(seed, schedule % 3 === 0 ? 0.05 : 0);
      const dropped: Drop[] = [];
      const drop = (drops: readonly Drop[]): void => {
        for (const one of drops) {
          memoryDisk.put(`${DROP}/${one.name}`, one.bytes);
          dropped.push(one);
        }
      };
      const namesOf = (one: Drop): string[] =>
        memoryDisk
          .paths()
          .filter((path) => path.includes(one.name) && memoryDisk.bytesAt(path) === one.bytes);
      const held = (): void => {
        for (const one of dropped) expect(namesOf(one), seed).not.toHaveLength(0);
        for (const [key, count] of memoryStore.created)
          if (key.startsWith('inbox')) expect(`${seed} ${key} ${count}`).toBe(`${seed} ${key} 1`);
      };

      drop(DROPS);
      crashes += (await settle(held)) - 1;
      drop(AGAIN);
      crashes += (await settle(held)) - 1;

      held();
      for (const one of dropped) {
        const [path, ...more] = namesOf(one);
        expect(more, seed).toEqual([]);
        expect(path, seed).toMatch(new RegExp(`^${DROP}/${one.end}/${DAY}/([0-9a-f]{16}\\.)?${one.name}$`));
        expect(memoryDisk.bytesAt(`${path}.report.txt`) !== undefined, `${seed} ${path}`).toBe(one.report);
        const name = parseFileName(one.name);
        if (one.end === 'sent' && name !== undefined)
          expect(Buffer.compare(memoryStore.bytesAt(inboxKey(name)) ?? Buffer.alloc(0), one.bytes)).toBe(0);
      }
      const left = memoryDisk.paths().filter((path) => !/^\/drop\/(sent|rejected)\/|^\/state\//.test(path));
      expect(left, seed).toEqual([]);
      expect(memoryStore.bytesAt('inbox/012050-resident-diff-1-000005.csv'), seed).toBeUndefined();
    }
    expect(crashes).toBeGreaterThan(SCHEDULES);
    console.log(`${SCHEDULES} schedules, ${crashes} crashes`);
  });
});
