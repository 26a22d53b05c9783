import { describe, expect, test } from 'vitest';
import type { PlanView } from '../../../functions/planning/contract.ts';
import { staffProblem } from '../../../functions/shared/http/staff-problem.ts';
import { main } from '../../../scripts/staff/main.ts';
import type { StaffClient } from '../../../simulator/staff-client.ts';

const PLAN: PlanView = {
  planId: '01a2096e-0f40-70e9-a37b-000000000001',
  state: 'planned',
  validFrom: '2027-04-01T00:00:00.000+09:00',
  until: null,
  by: 'mihon-kanri',
  at: '2026-11-23T12:00:00.000+09:00',
  note: null,
  cancelledBy: null,
  changes: [{ kind: 'fee', scope: 'resident-record', value: { feeJpy: 350 } }],
};

/** The command line against an API that gives one answer. */
async function run(answer: { status: number; body: unknown }, ...args: string[]) {
  const asked: unknown[] = [];
  let [out, complaints] = ['', ''];
  const client = {
    send: async (...request: readonly unknown[]) => {
      asked.push(request);
      return {
        status: answer.status,
        headers: new Headers(),
        body: Buffer.from(JSON.stringify(answer.body)),
      };
    },
  };
  const code = await main(['changes', ...args, '--municipality', '012050'], {
    write: (text) => {
      out += text;
    },
    complain: (text) => {
      complaints += text;
    },
    signIn: async () => client as unknown as StaffClient,
    cities: async () => [],
  });
  return { code, out, complaints, asked };
}

describe('npm run -s staff -- changes', () => {
  test('plans what was set and ended, and shows the plan', async () => {
    const { code, out, asked } = await run(
      { status: 201, body: PLAN },
      ...['plan', '--set', 'fee:resident-record={"feeJpy":350}', '--end', 'head:tax-and-income'],
      ...['--from', '2027-04-01', '--note', '条例改正'],
    );
    const changes = [
      { kind: 'fee', scope: 'resident-record', value: { feeJpy: 350 } },
      { kind: 'head', scope: 'tax-and-income', value: null },
    ];
    expect(asked).toEqual([['POST', 'api/changes', { validFrom: '2027-04-01', note: '条例改正', changes }]]);
    expect(code).toBe(0);
    expect(out).toContain('予約中 2027-04-01 00:00  01a2096e-0f40-70e9-a37b-000000000001  mihon-kanri');
    expect(out).toContain('fee resident-record: {"feeJpy":350}');
  });

  test('says every fault of a plan that was refused', async () => {
    const faults = [{ field: 'validFrom', rule: 'too-soon', message: '開始が早すぎます。' }];
    const problem = JSON.parse(String(staffProblem('STF-1301').body));
    const { code, complaints } = await run(
      { status: 422, body: { ...problem, faults } },
      'cancel',
      PLAN.planId,
    );
    expect(code).toBe(1);
    expect(complaints).toContain('（STF-1301）');
    expect(complaints).toContain('validFrom: 開始が早すぎます。 [too-soon]');
  });

  test('asks for what it shows, as JSON too', async () => {
    const list = { now: PLAN.at, earliest: PLAN.at, plans: [PLAN] };
    const all = await run({ status: 200, body: list }, 'list', '--all', '--json');
    expect(all.asked).toEqual([['GET', 'api/changes?which=all', undefined]]);
    expect(JSON.parse(all.out)).toEqual(list);
    const at = await run({ status: 200, body: { at: PLAN.at, settings: [] } }, 'at', '--at', '2027-04-01');
    expect(at.asked).toEqual([['GET', 'api/changes/in-force?at=2027-04-01', undefined]]);
  });
});
