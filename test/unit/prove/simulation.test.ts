import { describe, expect, test } from 'vitest';
import type { IssueDeps } from '../../../functions/issuance/deps.ts';
import { openMaterials } from '../../prove/simulation/city.ts';
import { runEpisode } from '../../prove/simulation/episode.ts';

const materials = openMaterials();

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
      found += (await runEpisode(`spoilt@${run}`, 400, materials, spoil)).faults.join('\n');
    expect(found).toMatch(wanted);
  });
});
