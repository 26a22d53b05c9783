import { describe, expect, test } from 'vitest';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import type { IssuanceRecord } from '../../../functions/issuance/record.ts';
import { issueRoute } from '../../../functions/issuance/routes.ts';
import { COUNTER_CODE, REFUSALS, type RefusalCode } from '../../../functions/shared/refusals.ts';
import { instantOf } from '../../../functions/shared/time.ts';

const OFFSET = 300;
const body = {
  requestId: 'a-request-of-the-tests-0001',
  municipality: '012050',
  issuer: 'ISSUER-1',
  serial: 'A1',
  type: 'resident-record',
  scope: 'individual',
  options: [],
  subjects: [],
  copies: 1,
  feeJpy: 300,
  store: { code: 'TEST-0001', name: '見本店' },
  terminal: 'T1',
};

/** The answer to a request whose record was refused before for these reasons, and when it left. */
async function answered(codes: readonly RefusalCode[]) {
  let now = 50;
  const records = {
    claim: async (claim: IssuanceRecord): Promise<IssuanceRecord> => {
      now += 7;
      return { ...claim, state: 'refused', reasons: codes.map((code) => ({ code })) };
    },
  };
  const deps = {
    records,
    registry: { readSerial: async () => ({ link: undefined, contested: false, version: { revision: 0 } }) },
    decisions: { readDecisions: async () => [] },
    settings: { readSettings: async () => [] },
    closures: { readLatches: async () => [] },
    linkage: { readSeries: async () => [] },
    clock: () => instantOf(Math.floor(now)),
    newId: () => 'an-id',
    sleep: () => new Promise(() => undefined),
    deadlineMs: 10_000,
  };
  const route = issueRoute(deps as unknown as IssueDeps, {
    offsetMs: OFFSET,
    monotonic: () => {
      now += 0.01;
      return now;
    },
    sleep: async (milliseconds) => {
      now += milliseconds;
    },
  });
  const response = await route({
    method: 'POST',
    path: '/v1/issue',
    query: {},
    headers: {},
    body: new TextEncoder().encode(JSON.stringify(body)),
    receivedAt: instantOf(50),
  });
  return { response, after: now - 50 };
}

const all = Object.keys(REFUSALS) as RefusalCode[];
const counter = all.filter((code) => REFUSALS[code].public === COUNTER_CODE);
const others = all.filter((code) => REFUSALS[code].public !== COUNTER_CODE);

describe('a refusal of an issue', () => {
  test('a refusal for the counter leaves at the offset, any other at once', async () => {
    for (const code of counter) expect((await answered([code])).after).toBeCloseTo(OFFSET, 0);
    for (const code of others) expect((await answered([code])).after).toBeLessThan(20);
  });

  test('every reason for the counter gives the same answer', async () => {
    const kinds = [...counter.map((code) => [code]), counter];
    const answers = await Promise.all(kinds.map(async (codes) => (await answered(codes)).response));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  });
});
