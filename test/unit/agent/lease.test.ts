import { describe, expect, test } from 'vitest';
import { createLease, type Lease, leaseKey } from '../../../agent/src/lease.ts';
import type { Store } from '../../../agent/src/ports.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { CITY, START } from './instances.ts';
import { createMemoryStore } from './memory-store.ts';

const DAY = 86_400_000;

function site() {
  let now = 0;
  const memory = createMemoryStore(() => START + now);
  const instance = (name: string, skew: number, store: Store = memory.store) => {
    let wall = START + skew;
    const lease = createLease({
      store,
      time: { monotonic: () => now, wall: () => instantOf(wall + now) },
      municipality: CITY,
      agent: name,
      instance: name,
      seconds: 30,
    });
    return Object.assign(lease, {
      sleepOver: (ms: number): void => {
        wall += ms;
      },
    });
  };
  return {
    memory,
    instance,
    pass: (ms: number): void => {
      now += ms;
    },
  };
}

const states = (...leases: Lease[]): boolean[] => leases.map((lease) => lease.isHeld());

describe('of two instances', () => {
  test('one holds the lease and keeps it, whatever their own clocks say', async () => {
    const { instance, pass } = site();
    const [a, b] = [instance('a', -2 * DAY), instance('b', 3 * DAY)];
    expect(await a.tick()).toBe('held');
    for (let round = 0; round < 20; round += 1) {
      expect(await b.tick()).toBe('standby');
      expect(states(a, b)).toEqual([true, false]);
      pass(10_000);
      expect(await a.tick()).toBe('held');
    }
  });

  test('the other takes over when the time of the store has run out, and the first has stopped by then', async () => {
    const { instance, pass, memory } = site();
    const [a, b] = [instance('a', 5 * DAY), instance('b', -5 * DAY)];
    await a.tick();
    for (let second = 0; second <= 31; second += 1) {
      expect(await b.tick(), String(second)).toBe('standby');
      expect(states(a)).toEqual([second < 24]);
      pass(1_000);
    }
    expect(await b.tick()).toBe('held');
    expect(states(a, b)).toEqual([false, true]);
    expect(await a.tick()).toBe('standby');
    expect(JSON.parse(Buffer.from(memory.bytesAt(leaseKey(CITY)) ?? []).toString()).term).toBe(2);
  });

  test('only one wins when both reach for it at once', async () => {
    const { instance } = site();
    const [a, b] = [instance('a', 0), instance('b', 0)];
    const ends = await Promise.all([a.tick(), b.tick()]);
    expect(ends.toSorted()).toEqual(['held', 'standby']);
    expect(states(a, b).toSorted()).toEqual([false, true]);
  });

  test('the other follows at once where the first hands over', async () => {
    const { instance } = site();
    const [a, b] = [instance('a', 0), instance('b', 0)];
    await a.tick();
    await a.release();
    expect(states(a)).toEqual([false]);
    expect(await b.tick()).toBe('held');
    await a.release();
    expect(states(b)).toEqual([true]);
    expect(await b.tick()).toBe('held');
  });
});

describe('a holder', () => {
  test('that was put to sleep knows it when it wakes, though its steady clock stood still', async () => {
    const { instance } = site();
    const a = instance('a', 0);
    await a.tick();
    a.sleepOver(25_000);
    expect(states(a)).toEqual([false]);
  });

  test('whose clock is put back does not believe that it has more time', async () => {
    const { instance, pass } = site();
    const a = instance('a', 0);
    await a.tick();
    a.sleepOver(-DAY);
    pass(25_000);
    expect(states(a)).toEqual([false]);
  });

  test('counts from before it asked: a slow answer gives no time away', async () => {
    const { instance, pass, memory } = site();
    const slow: Store = {
      ...memory.store,
      writeNote: async (...given) => {
        const end = await memory.store.writeNote(...given);
        pass(23_000);
        return end;
      },
    };
    const a = instance('a', 0, slow);
    await a.tick();
    expect(states(a)).toEqual([true]);
    pass(1_000);
    expect(states(a)).toEqual([false]);
  });

  test('whose answer was lost has not got it, and finds it as its own the next time', async () => {
    const { instance, memory } = site();
    let lose = true;
    const lossy: Store = {
      ...memory.store,
      writeNote: async (...given) => {
        const end = await memory.store.writeNote(...given);
        if (lose) throw new Error('connection reset');
        return end;
      },
    };
    const a = instance('a', 0, lossy);
    await expect(a.tick()).rejects.toThrow('connection reset');
    expect(states(a)).toEqual([false]);
    lose = false;
    expect(await a.tick()).toBe('held');
  });

  test('replaces an unreadable lease only when its time is over', async () => {
    const { instance, memory, pass } = site();
    memory.plant(leaseKey(CITY), Buffer.from('{'));
    const a = instance('a', 0);
    expect(await a.tick()).toBe('standby');
    pass(32_000);
    expect(await a.tick()).toBe('held');
  });

  test('tells the time by the clock of the store', async () => {
    const { instance, pass } = site();
    const a = instance('a', 9 * DAY);
    expect(a.now()).toBeUndefined();
    await a.tick();
    pass(5_000);
    expect(a.now()).toBe(START + 5_000);
  });
});
