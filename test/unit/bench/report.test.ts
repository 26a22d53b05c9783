import { describe, expect, test } from 'vitest';
import { parseBenchArguments } from '../../../bench/arguments.ts';
import { isMet, summaryLine, type Target, targetLine } from '../../../bench/benchmark.ts';

const target = (value: number, is: Target['goal']['is'], goal: number): Target => ({
  name: 'issue: p50',
  value,
  unit: 'ms',
  goal: { is, value: goal },
});

describe('a target', () => {
  test('is met up to its goal, the goal itself included', () => {
    expect(isMet(target(5, 'at most', 5))).toBe(true);
    expect(isMet(target(5.001, 'at most', 5))).toBe(false);
    expect(isMet(target(5, 'at least', 5))).toBe(true);
    expect(isMet(target(4.999, 'at least', 5))).toBe(false);
  });

  test('that was not measured is not met', () => {
    expect(isMet(target(Number.NaN, 'at most', 5))).toBe(false);
    expect(isMet(target(Number.NaN, 'at least', 5))).toBe(false);
  });

  test('is one line: name, value, goal, and how it ended', () => {
    expect(targetLine(target(4.256, 'at most', 5))).toBe('issue: p50  4.26 ms  ≤ 5 ms  met');
    expect(targetLine(target(4.2, 'at least', 5))).toBe('issue: p50  4.2 ms  ≥ 5 ms  short');
  });

  test('is counted in the summary', () => {
    const targets = [target(4, 'at most', 5), target(6, 'at most', 5)];
    expect(summaryLine(targets)).toBe('2 targets, 1 met, 1 short');
  });
});

describe('npm run bench', () => {
  const names = ['issue', 'pdf', 'load', 'reconcile'];

  test('takes a name, rounds, seconds and --json', () => {
    expect(parseBenchArguments(['issue', '--json', '--rounds', '3', '--seconds', '2.5'], names)).toEqual({
      kind: 'run',
      name: 'issue',
      json: true,
      rounds: 3,
      seconds: 2.5,
      issue: { quick: false },
    });
    expect(parseBenchArguments(['pdf'], names)).toMatchObject({ json: false, rounds: undefined });
    expect(parseBenchArguments(['--help'], names)).toEqual({ kind: 'help' });
  });

  test('takes more of the comparison of PDF engines', () => {
    const args = [
      'pdf',
      '--quick',
      '--write',
      '--seed',
      'x',
      '--documents',
      '50',
      '--engines',
      'ours-fast,typst',
    ];
    expect(parseBenchArguments(args, names)).toMatchObject({
      kind: 'run',
      pdf: { seed: 'x', documents: 50, engines: ['ours-fast', 'typst'], quick: true, write: true },
    });
    expect(parseBenchArguments(['pdf'], names)).toMatchObject({
      pdf: { seed: undefined, documents: undefined, engines: undefined, quick: false, write: false },
    });
  });

  test('takes more of the benchmarks of the link', () => {
    expect(parseBenchArguments(['load', '--residents', '148739', '--lag'], names)).toMatchObject({
      kind: 'run',
      link: { residents: 148_739, gigabyte: false, lag: true },
    });
    expect(parseBenchArguments(['reconcile'], names)).toMatchObject({ link: { residents: undefined } });
  });

  test('says which engines there are to whoever names another', () => {
    expect(parseBenchArguments(['pdf', '--engines', 'ours-fast,nobody'], names)).toMatchObject({
      kind: 'wrong',
      sentence: expect.stringMatching(/"nobody".*typst.*pdf-lib/),
    });
  });

  test.each([
    [[]],
    [['pdf', '--documents', '0']],
    [['pdf', '--documents', 'many']],
    [['pdf', '--seed', '']],
    [['reconcile', '--quick']],
    [['load', '--quick']],
    [['pdf', '--residents', '600']],
    [['reconcile', '--lag']],
    [['load', '--residents', '0']],
    [['issue', '--engines', 'typst']],
    [['nothing']],
    [['issue', 'pdf']],
    [['issue', '--rounds', '0']],
    [['issue', '--rounds', '1.5']],
    [['issue', '--seconds', '-1']],
    [['issue', '--unknown']],
  ])('says one sentence about %j', (args) => {
    const wish = parseBenchArguments(args, names);
    expect(wish).toMatchObject({ kind: 'wrong', sentence: expect.stringMatching(/\.$/) });
  });
});
