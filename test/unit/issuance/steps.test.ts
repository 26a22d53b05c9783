import { describe, expect, test } from 'vitest';
import { openingOf } from '../../../functions/cases/index.ts';
import { issuanceEvent } from '../../../functions/issuance/audit-event.ts';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import type { IssuanceRecord } from '../../../functions/issuance/record.ts';
import { createRecordStore } from '../../../functions/issuance/store.ts';
import { createMemoryTables } from '../../prove/memory/memory-tables.ts';
import { municipality, ownWorld, wishFor } from './own-world.ts';

const wish = () => wishFor('resident-record');
const never = <T>(): Promise<T> => new Promise(() => undefined);
/** The time of whatever is asked is over at once. */
const atOnce: IssueDeps['sleep'] = async () => undefined;

describe('a request', () => {
  test('that loses against its own commit is recorded at the next attempt', async () => {
    const world = await ownWorld();
    const { records } = world.deps;
    let attempts = 0;
    const fail: typeof records.fail = async (...args) => {
      attempts += 1;
      return attempts === 1 ? 'conflict' : records.fail(...args);
    };
    const request = wish();
    const late = { sleep: atOnce, records: { ...records, commit: never<never>, fail } };
    expect(await world.outcomeOf(request, late)).toEqual(['ISS-2002']);
    expect(attempts).toBe(2);
    expect(await records.read(municipality, request.requestId)).toMatchObject({ state: 'failed' });
  });

  test('is handed over though the wait ends with it', async () => {
    const world = await ownWorld();
    const sleep: IssueDeps['sleep'] = (_, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    expect(await world.outcomeOf(wish(), { sleep })).toBe(1);
  });

  test('waits no longer than its time, though the clock is set back meanwhile', async () => {
    const world = await ownWorld();
    const waits: number[] = [];
    const back = world.deps.clock() - 60_000;
    const late = {
      clock: () => back as ReturnType<IssueDeps['clock']>,
      sleep: (milliseconds: number) => {
        waits.push(milliseconds);
        return never<void>();
      },
    };
    await world.outcomeOf(wish(), late);
    expect(waits).toEqual([10_000]);
  });
});

describe('a record', () => {
  test('names the program that drew it', async () => {
    const world = await ownWorld();
    const request = wish();
    await world.outcomeOf(request, { program: 'the digest of a build' });
    const record = await world.deps.records.read(municipality, request.requestId);
    expect(record?.drawing?.program).toBe('the digest of a build');
  });

  test('cannot fail any more once a repeat was answered', async () => {
    const world = await ownWorld();
    const request = wish();
    await world.outcomeOf(request);
    const answered = (await world.deps.records.read(municipality, request.requestId)) as IssuanceRecord;
    const tables = createMemoryTables();
    tables.put('issuance', { pk: `R#${municipality}#${request.requestId}`, sk: 'record', ...answered });
    const store = createRecordStore({
      client: { send: async (command: unknown) => tables.run(command) } as never,
      tables: { issuance: 'issuance', audit: 'audit' },
    });
    const at = world.deps.clock();
    const event = (action: 'issuance.repeated' | 'issuance.failed') =>
      issuanceEvent(world.deps.newId, answered, action, at, {});
    expect(await store.confirm(answered, [], event('issuance.repeated'))).toBe('done');
    const { requestId } = answered;
    const about = { municipality, requestId, kind: 'withheld-answer' as const, observed: {} };
    const withheld = openingOf(world.deps.newId, about, at);
    expect(await store.fail(answered, [], at, event('issuance.failed'), withheld)).toBe('not-in-state');
    expect(await store.read(municipality, request.requestId)).toMatchObject({
      state: 'responded',
      repeatedAt: at,
    });
  });
});

describe('a repeat', () => {
  const repeated = async (over: (world: Awaited<ReturnType<typeof ownWorld>>) => Partial<IssueDeps>) => {
    const world = await ownWorld();
    const request = wish();
    expect(await world.outcomeOf(request)).toBe(1);
    return world.outcomeOf(request, over(world));
  };

  test('is stopped by a switch that is thrown while it is drawn again', async () => {
    const outcome = await repeated(({ deps, closed }) => ({
      records: {
        ...deps.records,
        readSnapshot: async (record) => {
          closed.push({
            municipality,
            type: 'all',
            cause: 'by-hand',
            closedAt: deps.clock(),
            evidence: 'test',
          });
          return deps.records.readSnapshot(record);
        },
      },
    }));
    expect(outcome).toEqual(['ISS-1003']);
  });

  test('is refused at its deadline, whatever it is waiting for', async () => {
    const outcome = await repeated(({ deps }) => ({
      sleep: atOnce,
      records: { ...deps.records, readSnapshot: never<never>, fail: async () => 'not-in-state' },
    }));
    expect(outcome).toEqual(['ISS-2002']);
  });
});
