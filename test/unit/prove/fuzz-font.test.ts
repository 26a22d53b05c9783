import { describe, expect, test } from 'vitest';
import { fuzzFont } from '../../prove/fuzz-font.ts';

describe('a slice of the proof', () => {
  test('300 mutated fonts give sound packs or faults that name a table', { timeout: 120_000 }, async () => {
    const { failed, passed, detail } = await fuzzFont.run({
      seed: 'slice',
      count: fuzzFont.slice,
      say: () => undefined,
    });
    expect({ failed, detail: failed === 0 ? [] : detail }).toEqual({ failed: 0, detail: [] });
    expect(passed).toBeGreaterThan(300);
  });
});
