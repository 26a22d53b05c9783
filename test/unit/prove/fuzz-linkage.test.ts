import { describe, expect, test } from 'vitest';
import { fuzzLinkage } from '../../prove/fuzz-linkage.ts';

describe('a slice of the proof', () => {
  test('150 hostile inputs of each parser are read as a second reader has them, or refused by rule', {
    timeout: 120_000,
  }, async () => {
    const { failed, passed, detail } = await fuzzLinkage.run({
      seed: 'slice',
      count: fuzzLinkage.slice,
      say: () => undefined,
    });
    expect({ failed, detail: failed === 0 ? [] : detail }).toEqual({ failed: 0, detail: [] });
    expect(passed).toBe(4 * fuzzLinkage.slice);
  });
});
