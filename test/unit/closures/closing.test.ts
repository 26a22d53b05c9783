import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import type { AuditEvent } from '../../../functions/audit/index.ts';
import {
  approveInitialLoad,
  type Closer,
  closeForInitialLoad,
  closeLatch,
  createClosureRecorder,
  createClosureStore,
  healLatch,
  latchText,
} from '../../../functions/closures/index.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { createFakeTable } from '../registry/fake-table.ts';

const city = MunicipalityCode.parse('012050');
const other = MunicipalityCode.parse('012301');

function world() {
  const table = createFakeTable();
  const at = { now: 1_000_000 };
  let ids = 0;
  const closer: Closer = {
    closures: createClosureStore({ client: table.client, table: 'staff' }),
    recorder: createClosureRecorder({ client: table.client, table: 'staff', auditTable: 'audit' }),
    actor: { kind: 'system' },
    clock: () => instantOf(at.now),
    newId: () => {
      ids += 1;
      return `00000000-0000-7000-8000-${String(ids).padStart(12, '0')}`;
    },
  };
  const open = async (municipality = city) =>
    (await closer.closures.readLatches(municipality)).map(latchText).sort();
  const recorded = () =>
    [...table.items.values()]
      .filter((item) => String(item['pk']).startsWith('E#'))
      .map((item) => item as unknown as AuditEvent)
      .map(({ action, about, actor }) => [action, about.closure, about.evidence, actor.kind]);
  return { at, closer, open, recorded, table };
}

const stale = (part: string) =>
  ({ municipality: city, type: 'resident-record', cause: 'freshness', part, evidence: part }) as const;

describe('closures', () => {
  test('of one cause are as many as there are reasons, and healing one leaves the others', async () => {
    const { closer, open, recorded } = world();
    await closeLatch(closer, stale('resident:gap:regular:2-3'));
    await closeLatch(closer, stale('serial:stale:regular'));
    await closeLatch(closer, { municipality: city, type: 'all', cause: 'by-hand', evidence: 'x' });
    await closeLatch(closer, { ...stale('resident:gap:regular:2-3'), municipality: other });
    const latches = await closer.closures.readLatches(city);
    const [gap] = latches.filter(({ part }) => part === 'resident:gap:regular:2-3');
    if (gap === undefined) throw new Error('not closed');
    expect(await healLatch(closer, gap)).toBe(true);
    expect(await open()).toEqual(['all#by-hand', 'resident-record#freshness#serial:stale:regular']);
    expect(await open(other)).toEqual(['resident-record#freshness#resident:gap:regular:2-3']);
    expect(recorded().at(-1)).toEqual([
      'closure.healed',
      'resident-record#freshness#resident:gap:regular:2-3',
      'resident:gap:regular:2-3',
      'system',
    ]);
  });

  test('stay as they are when they are closed again, and nothing is put on record twice', async () => {
    const { at, closer, recorded } = world();
    expect(await closeLatch(closer, stale('a'))).toBe(true);
    at.now += 1000;
    expect(await closeLatch(closer, { ...stale('a'), evidence: 'later' })).toBe(false);
    expect(await closer.closures.readLatches(city)).toMatchObject([{ closedAt: 1_000_000, evidence: 'a' }]);
    expect(recorded()).toHaveLength(1);
  });

  test('can be closed anew after they were healed, which is not what somebody healed who looked before', async () => {
    const { at, closer, open } = world();
    await closeLatch(closer, stale('a'));
    const [before] = await closer.closures.readLatches(city);
    if (before === undefined) throw new Error('not closed');
    await healLatch(closer, before);
    expect(await healLatch(closer, before)).toBe(false);
    at.now += 1000;
    expect(await closeLatch(closer, stale('a'))).toBe(true);
    expect(await healLatch(closer, before)).toBe(false);
    expect(await open()).toEqual(['resident-record#freshness#a']);
  });

  test('for the initial load last until the city approves a report, on record with its name', async () => {
    const { closer, open, recorded } = world();
    expect(await closeForInitialLoad(closer, city, 'load-1')).toBe(true);
    await closeLatch(closer, stale('a'));
    const clerk = { ...closer, actor: { kind: 'operator', operatorId: 'kanri' } as never };
    expect(await approveInitialLoad(clerk, city, 'sha256-of-the-report')).toEqual({
      ok: true,
      value: undefined,
    });
    expect(await open()).toEqual(['resident-record#freshness#a']);
    expect(recorded().at(-1)).toEqual([
      'closure.healed',
      'all#initial-load',
      'sha256-of-the-report',
      'operator',
    ]);
    expect(await approveInitialLoad(clerk, city, 'x')).toEqual({ ok: false, error: 'not-closed' });
  });

  test('that cannot be put on record are an error, and never a latch that was there already', async () => {
    const { closer, open, table } = world();
    const cancelled = (...codes: readonly string[]) =>
      new TransactionCanceledException({
        message: '',
        $metadata: {},
        CancellationReasons: codes.map((Code) => ({ Code })),
      });
    const unrecorded = cancelled('None', 'ConditionalCheckFailed');
    table.meet(() => unrecorded);
    await expect(closeLatch(closer, stale('a'))).rejects.toBe(unrecorded);
    table.meet(() => cancelled('ConditionalCheckFailed', 'None'));
    expect(await closeLatch(closer, stale('a'))).toBe(false);
    expect(await open()).toEqual([]);
  });
});
