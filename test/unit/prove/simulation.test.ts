import { describe, expect, test } from 'vitest';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import { IssuanceRecord } from '../../../functions/issuance/record.ts';
import type { KosekiCertificate } from '../../../functions/koseki/index.ts';
import { openMaterials } from '../../prove/simulation/city.ts';
import { runEpisode } from '../../prove/simulation/episode.ts';
import { createLedger } from '../../prove/simulation/ledger.ts';

const materials = openMaterials();
const answers: KosekiCertificate[] = [];

describe('a slice of the simulation', () => {
  test('has no fault, and meets faults, changes, refusals and every end', async () => {
    const report = await runEpisode('slice@0', 300, materials);
    expect(report.faults).toEqual([]);
    expect(report.certificates).toBeGreaterThan(200);
    expect(report.real).toBeGreaterThan(0);
    expect(Object.keys(report.ends).sort()).toEqual(['cancelled', 'failed', 'printed', 'refused', 'unknown']);
    expect(Object.values(report.faultsMet).reduce((sum, number) => sum + number, 0)).toBeGreaterThan(20);
  });

  test('is the same for the same seed, to the last call', async () => {
    const [one, same, other] = [
      await runEpisode('slice@1', 25, materials),
      await runEpisode('slice@1', 25, materials),
      await runEpisode('slice@2', 25, materials),
    ];
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
  });

  test.each<[string, (deps: IssueDeps) => IssueDeps, RegExp]>([
    [
      'commits check no version',
      (deps) => ({
        ...deps,
        records: {
          ...deps.records,
          commit: (record, answered, ...rest) =>
            deps.records.commit(record, { ...answered, checks: [] }, ...rest),
        },
      }),
      /restricted|resident|old|household|seal|year|transfer|unsettled|read/,
    ],
    [
      'nothing is closed',
      (deps) => ({ ...deps, closures: { ...deps.closures, readLatches: async () => [] } }),
      /closed before it was drawn/,
    ],
    [
      'nothing that staff have decided counts',
      (deps) => ({
        ...deps,
        decisions: {
          readDecisions: async (...args) =>
            (await deps.decisions.readDecisions(...args)).map((read) => ({
              ...read,
              decisions: { forbidden: [] },
            })),
        },
      }),
      /forbidden/,
    ],
    [
      'a koseki system’s answer is the one of the question before',
      (deps) => ({
        ...deps,
        koseki: {
          ...deps.koseki,
          fetchCertificate: async (request) => {
            const got = await deps.koseki.fetchCertificate(request);
            const [before] = answers;
            if (!got.ok) return got;
            answers.splice(0, 1, got.value);
            return before === undefined ? got : { ok: true, value: before };
          },
        },
      }),
      /other bytes are committed/,
    ],
    [
      'a commit that failed is taken for done',
      (deps) => ({
        ...deps,
        records: {
          ...deps.records,
          commit: async (...args) => {
            await deps.records.commit(...args);
            return 'done';
          },
        },
      }),
      /not on record/,
    ],
  ])('notices where %s', async (_, spoil, wanted) => {
    let found = '';
    for (let run = 0; run < 8 && !wanted.test(found); run += 1)
      found += (await runEpisode(`spoilt@${run}`, 400, materials, { spoil, haste: 8 })).faults.join('\n');
    expect(found).toMatch(wanted);
  });
});

describe('what was refused by its own delivery', () => {
  const record = IssuanceRecord.parse({
    issuanceId: 'one',
    requestId: 'simulated-1-and-so-on',
    municipality: '012050',
    state: 'responded',
    contentHash: '0',
    receivedAt: 1,
    deadlineAt: 2,
    respondedAt: 1,
    type: 'resident-record',
    options: [],
    copies: 1,
    feeJpy: 300,
    store: { code: 'SIM-0001', name: '見本店' },
    terminal: 'T1',
    subjects: [],
    reasons: [],
  });
  const faultsOf = (changes: Partial<IssuanceRecord>, refusedWith: readonly string[]): readonly string[] => {
    const faults: string[] = [];
    const ledger = createLedger((line) => faults.push(line));
    ledger.toldOf(record.requestId).refusedWith = refusedWith;
    ledger.judge({ ...record, ...changes }, 1, 600_000);
    return faults;
  };

  test('may be late beside a repeat that has confirmed the certificate, and nothing else', () => {
    expect(faultsOf({ repeatedAt: record.receivedAt }, ['ISS-2002'])).toEqual([]);
    expect(faultsOf({}, ['ISS-2002'])).toEqual(['a request that was refused ended as unknown']);
    expect(faultsOf({ repeatedAt: record.receivedAt }, ['ISS-1207'])).not.toEqual([]);
    expect(faultsOf({ repeatedAt: record.receivedAt }, ['ISS-2002', 'ISS-1207'])).not.toEqual([]);
    expect(faultsOf({ state: 'failed' }, ['ISS-2002'])).toEqual([]);
  });
});
