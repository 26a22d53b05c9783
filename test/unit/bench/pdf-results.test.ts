import { describe, expect, test } from 'vitest';
import type { Target } from '../../../bench/benchmark.ts';
import type { CheckResult } from '../../../bench/pdf/check/check-engine.ts';
import { type EngineSamples, peakRatio, rowsOf } from '../../../bench/pdf/results.ts';
import { correctnessTable, speedTable } from '../../../bench/pdf/tables.ts';
import { targetsOf } from '../../../bench/pdf/targets.ts';
import { writtenReport } from '../../../bench/pdf/written-report.ts';

const share = (wrong: number) => ({ wrong, of: 10 });
const shares = (wrong: number) => ({ dense: share(wrong), sparse: share(0), twins: share(0) });
const check = (change: Partial<CheckResult> = {}): CheckResult => ({
  cells: shares(0),
  keys: shares(0),
  missing: 'refused',
  ...change,
});

/** An engine whose certificates take so many milliseconds in each round. */
const engine = (name: string, rounds: readonly (readonly number[])[], change: Partial<EngineSamples> = {}) =>
  ({
    name,
    label: name,
    bundled: true,
    cold: [{ openMs: 2, firstMs: 3, bytes: 100 }],
    rounds: rounds.map((ms, index) => ({
      ms,
      bytes: ms.map(() => 100),
      cpuMs: ms.length,
      peakBytes: (index + 1) * 1e6,
    })),
    check: check(),
    ...change,
  }) satisfies EngineSamples;

const measured = { differentKeys: 4_000, readBackMs: 0.5 };
const namedIn = (targets: readonly Target[], part: string): Target => {
  const found = targets.find(({ name }) => name.includes(part));
  if (found === undefined) throw new Error(`no target ${part}`);
  return found;
};

describe('a row', () => {
  test('compares the medians of each round, so that a slow minute of the machine changes nothing', () => {
    const [, slow] = rowsOf([engine('ours-fast', [[1], [10], [1]]), engine('typst', [[40], [400], [44]])]);
    expect(slow).toMatchObject({ times: 40, p50Ms: 44, documents: 3, cpuMs: 1, coldMs: 5, firstMs: 3 });
  });

  test('needs something to compare with', () => {
    expect(() => rowsOf([engine('typst', [[1]])])).toThrow(RangeError);
  });
});

describe('peak memory', () => {
  test('is compared where both have drawn as many certificates', () => {
    const ours = engine('ours-fast', [
      [1, 1],
      [1, 1],
    ]);
    const theirs = engine('typst', [
      [9, 9],
      [9, 9],
    ]);
    expect(peakRatio(ours, theirs)).toEqual({ ratio: 1, documents: 4 });
    expect(peakRatio(ours, engine('typst', [[9, 9], [9]]))).toEqual({ ratio: 1, documents: 2 });
    expect(peakRatio(ours, engine('typst', [[9]])).ratio).toBeNaN();
  });
});

describe('the targets', () => {
  const all = [
    engine('ours-fast', [[1]]),
    engine('typst', [[41]]),
    engine('cantoo-cached', [[149]]),
    engine('pdf-lib', [[1_500]]),
  ];

  test('say what was met and what fell short', () => {
    const targets = targetsOf(all, measured);
    expect(namedIn(targets, 'p50, faster than typst')).toMatchObject({ value: 41, goal: { value: 40 } });
    expect(namedIn(targets, 'p50, faster than @cantoo')).toMatchObject({ value: 149, goal: { value: 150 } });
    expect(namedIn(targets, 'p99, faster than typst').value).toBe(41);
    expect(namedIn(targets, 'cold, bundled').value).toBe(5);
    expect(namedIn(targets, 'different keys').value).toBe(4_000);
  });

  test('leave out whoever was not measured', () => {
    const names = targetsOf(all.slice(0, 1), measured).map(({ name }) => name);
    expect(names.some((name) => name.includes('typst'))).toBe(false);
    expect(names.some((name) => name.includes('wrong cells'))).toBe(true);
  });

  test('count what any form of this engine does wrong, and nothing of the peers', () => {
    const wrong = check({ cells: shares(2), keys: shares(3), missing: 'base glyph' });
    const targets = targetsOf(
      [
        ...all.slice(0, 1),
        engine('ours-flat', [[1]], { check: wrong }),
        engine('typst', [[1]], { check: wrong }),
      ],
      measured,
    );
    expect(namedIn(targets, 'wrong cells').value).toBe(2);
    expect(namedIn(targets, 'lost keys').value).toBe(3);
    expect(namedIn(targets, 'silent fallbacks').value).toBe(1);
  });
});

describe('the tables', () => {
  const rows = rowsOf([
    engine('ours-fast', [[0.1]]),
    engine('typst', [[7.5]], { bundled: false, check: check({ missing: 'base glyph', keys: shares(4) }) }),
  ]);

  test('are Markdown with a line for each engine, every line as long as the others', () => {
    for (const lines of [speedTable(rows), correctnessTable(rows)]) {
      expect(lines).toHaveLength(4);
      expect(new Set(lines.map((line) => line.length)).size).toBe(1);
    }
    expect(speedTable(rows)[3]).toMatch(/^\| typst .* 5\.0¹ .* 7\.500 .* 75 \|$/);
    expect(correctnessTable(rows)[3]).toMatch(/4 of 10 .*base glyph, in silence/);
  });

  test('stand in the written report beside the command, the machine and the date', () => {
    const text = writtenReport({
      command: 'npm run bench -- pdf --write',
      machine: 'a machine',
      date: '2026-11-23',
      seed: 'abc',
      rounds: 10,
      documents: 5_000,
      coldProcesses: 20,
      warmUp: 500,
      differentKeys: 4_000,
      rows,
      targets: targetsOf([engine('ours-fast', [[0.1]])], measured),
      breakdown: ['in process: hashing'],
    });
    for (const part of [
      'npm run bench -- pdf --write',
      'a machine',
      '2026-11-23',
      '`abc`',
      '4,000',
      'hashing',
    ])
      expect(text).toContain(part);
    expect(text).toContain('| wrong cells | 0 cells | ≤ 0 cells | met |');
    for (const line of [...speedTable(rows), ...correctnessTable(rows)]) expect(text).toContain(line);
  });
});
