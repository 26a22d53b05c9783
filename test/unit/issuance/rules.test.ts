import { describe, expect, test } from 'vitest';
import { leaveEvenly } from '../../../functions/issuance/deadline.ts';
import { stateAt } from '../../../functions/issuance/record.ts';
import { canonicalJson, digestOf } from '../../../functions/shared/canonical.ts';
import { problem } from '../../../functions/shared/http/problem.ts';
import {
  COUNTER_CODE,
  PUBLIC_REFUSALS,
  publicCodeOf,
  REFUSALS,
  type RefusalCode,
} from '../../../functions/shared/refusals.ts';
import { canonicalQuery, isSignedBy, sign } from '../../../functions/shared/signature.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { uuidV7 } from '../../../functions/shared/uuid-v7.ts';

type RecordAt = Parameters<typeof stateAt>[0];

describe('the state of a request', () => {
  const base = { state: 'requested', receivedAt: instantOf(0), deadlineAt: instantOf(10_000) } as RecordAt;
  const answered = { ...base, state: 'responded', respondedAt: instantOf(1000) } as RecordAt;

  test('is failed as soon as the deadline has passed without an answer', () => {
    expect(stateAt(base, instantOf(10_000), 60_000)).toBe('requested');
    expect(stateAt(base, instantOf(10_001), 60_000)).toBe('failed');
  });

  test('is unknown when no result notice has come in time', () => {
    expect(stateAt(answered, instantOf(61_000), 60_000)).toBe('responded');
    expect(stateAt(answered, instantOf(61_001), 60_000)).toBe('unknown');
  });

  test('stays what was recorded at its end', () => {
    for (const state of ['refused', 'printed', 'cancelled', 'failed'] as const)
      expect(stateAt({ ...answered, state } as RecordAt, instantOf(9e12), 1)).toBe(state);
  });
});

describe('refusals', () => {
  test('everything for the counter has one public code, text and bytes', () => {
    const counter = (Object.keys(REFUSALS) as RefusalCode[]).filter(
      (code) => REFUSALS[code].public === COUNTER_CODE,
    );
    expect(counter).toEqual(
      expect.arrayContaining(['ISS-1204', 'ISS-1206', 'ISS-1207', 'ISS-1209', 'ISS-1210']),
    );
    expect(new Set(counter.map((code) => JSON.stringify(problem(publicCodeOf([code]))))).size).toBe(1);
  });

  test('a protection measure stays hidden behind whatever else speaks against issuing', () => {
    for (const code of Object.keys(REFUSALS) as RefusalCode[]) {
      const alone = publicCodeOf([code]);
      const both = publicCodeOf(['ISS-1207', code]);
      expect([alone, COUNTER_CODE]).toContain(both);
    }
  });

  test('public codes keep their order of precedence', () => {
    expect(publicCodeOf(['ISS-1207', 'ISS-1001'])).toBe('KSK-1001');
    expect(publicCodeOf(['ISS-1301', 'ISS-1207'])).toBe(COUNTER_CODE);
  });

  test('no public text names a reason that only the counter may give', () => {
    for (const { message } of Object.values(PUBLIC_REFUSALS)) expect(message).not.toMatch(/支援|DV|保護/);
  });
});

describe('refusals for the counter leave at a fixed offset from the arrival', () => {
  const leaving = async (code: Parameters<typeof leaveEvenly>[0], workMs: number) => {
    let now = 1000 + workMs;
    await leaveEvenly(code, 1000, 300, {
      monotonic: () => {
        now += 0.01;
        return now;
      },
      sleep: async (milliseconds) => {
        now += milliseconds;
      },
    });
    return now - 1000;
  };

  test('whatever the work took', async () => {
    for (const work of [0, 5, 120, 299]) expect(await leaving(COUNTER_CODE, work)).toBeCloseTo(300, 0);
  });

  test('or at the next multiple where it took longer', async () => {
    expect(await leaving(COUNTER_CODE, 301)).toBeCloseTo(600, 0);
  });

  test('and others leave at once', async () => {
    expect(await leaving('KSK-1006', 5)).toBeLessThan(6);
  });
});

describe('the centre’s signature', () => {
  const key = '0f'.repeat(32);
  const parts = {
    method: 'POST',
    path: '/v1/issue',
    time: '1000',
    nonce: 'a'.repeat(32),
    body: new TextEncoder().encode('{}'),
  };
  const signature = sign(key, parts);

  test('holds for exactly what was signed', () => {
    expect(isSignedBy(key, parts, signature)).toBe(true);
  });

  test.each([
    ['method', { ...parts, method: 'GET' }],
    ['path', { ...parts, path: '/v1/menu' }],
    ['time', { ...parts, time: '1001' }],
    ['nonce', { ...parts, nonce: 'b'.repeat(32) }],
    ['body', { ...parts, body: new TextEncoder().encode('{ }') }],
  ])('fails with another %s', (_, changed) => {
    expect(isSignedBy(key, changed, signature)).toBe(false);
  });

  test('fails under another key and for anything that is no signature', () => {
    expect(isSignedBy('1f'.repeat(32), parts, signature)).toBe(false);
    for (const text of ['', 'x', signature.toUpperCase(), `${signature}0`])
      expect(isSignedBy(key, parts, text)).toBe(false);
  });

  test('covers the query in one order and encoding', () => {
    expect(canonicalQuery({ b: ['2'], a: ['1 &', '3'] })).toBe('?a=1%20%26&a=3&b=2');
    expect(canonicalQuery({})).toBe('');
  });
});

describe('ids and digests', () => {
  test('a UUIDv7 carries its time first and 74 random bits', () => {
    const id = uuidV7(0x0123456789ab, new Uint8Array(10).fill(0xff));
    expect(id).toBe('01234567-89ab-7fff-bfff-ffffffffffff');
  });

  test('equal values have one canonical text, whatever the order of their properties', () => {
    expect(canonicalJson({ b: [1, { d: undefined, c: '𠮷' }], a: null })).toBe(
      '{"a":null,"b":[1,{"c":"𠮷"}]}',
    );
    expect(digestOf({ a: 1, b: 2 })).toBe(digestOf({ b: 2, a: 1 }));
    expect(digestOf({ a: '葛' })).not.toBe(digestOf({ a: '葛\u{e0102}' }));
  });
});
