import { describe, expect, test } from 'vitest';
import { readProveArguments } from '../../../scripts/test/prove-arguments.ts';
import { addUp, closingLines, settled } from '../../../scripts/test/report.ts';

const clean = { passed: 3, failed: 0, skipped: [] };

describe('the closing line of npm test', () => {
  test('adds up all parts and stands last, with the reasons of what was skipped above it', () => {
    const skips = [{ test: 'a thing', reason: 'no browser' }];
    expect(closingLines(addUp([clean, { passed: 1, failed: 2, skipped: skips }]))).toEqual([
      'skipped: a thing (no browser)',
      '4 passed, 2 failed, 1 skipped',
    ]);
    expect(closingLines(clean)).toEqual(['3 passed, 0 failed']);
  });

  test('a part that ends without a report has failed', () => {
    expect(settled(undefined, 0).failed).toBe(1);
  });

  test('a part that counts no failure but does not end well has failed', () => {
    expect(settled(clean, 1).failed).toBe(1);
    expect(settled(clean, null).failed).toBe(1);
    expect(settled(clean, 0)).toBe(clean);
  });
});

describe('the arguments of npm run prove', () => {
  test('are a name, a seed and a count', () => {
    expect(readProveArguments(['guards', '--seed', 's', '--count', '12'])).toEqual({
      name: 'guards',
      seed: 's',
      count: 12,
      workers: undefined,
      onEngine: false,
    });
    expect(readProveArguments(['linkage', '--engine']).onEngine).toBe(true);
    expect(readProveArguments([]).name).toBeUndefined();
    expect(readProveArguments(['guards', '--help']).name).toBeUndefined();
  });

  test.each([[['a', 'b']], [['a', '--count', '0']], [['a', '--count', 'x']], [['a', '--what']]])(
    '%j is refused in one sentence',
    (args) => {
      expect(() => readProveArguments(args)).toThrow(expect.objectContaining({ name: 'Problem' }));
    },
  );
});
