import { describe, expect, test } from 'vitest';
import { isClosed, Latch } from '../../../functions/closures/index.ts';

const latch = (type: string, cause: Latch['cause']): Latch =>
  Latch.parse({ municipality: '012050', type, cause, closedAt: 0, evidence: 'x' });

const COPY = { id: 'resident-record', family: 'resident-record' } as const;
const ITEMS = { id: 'resident-record-items', family: 'resident-record' } as const;
const SEAL = { id: 'seal-registration', family: 'seal-registration' } as const;

describe('a closure', () => {
  test.each(['by-hand', 'gate'] as const)('%s closes its own type only', (cause) => {
    for (const closed of [COPY, ITEMS])
      for (const type of [COPY, ITEMS, SEAL])
        expect(isClosed([latch(closed.id, cause)], type)).toBe(type === closed);
  });

  test.each(['freshness', 'initial-load'] as const)('for %s closes every type of those data', (cause) => {
    const latches = [latch('resident-record', cause)];
    expect([COPY, ITEMS, SEAL].map((type) => isClosed(latches, type))).toEqual([true, true, false]);
  });

  test('of all types closes each', () => {
    for (const type of [COPY, ITEMS, SEAL]) expect(isClosed([latch('all', 'by-hand')], type)).toBe(true);
  });

  test('that is not there closes nothing', () => {
    expect(isClosed([], COPY)).toBe(false);
  });
});
