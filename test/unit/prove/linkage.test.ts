import { expect, test } from 'vitest';
import { linkage } from '../../prove/linkage.ts';

test('200 sets of link files, split, repeated, reordered, interleaved and cut off, leave the registry of their rows', {
  timeout: 60_000,
}, async () => {
  const { failed, passed, detail } = await linkage.run({
    seed: 'slice',
    count: linkage.slice,
    say: () => undefined,
  });
  expect({ failed, detail: failed === 0 ? [] : detail }).toEqual({ failed: 0, detail: [] });
  expect(passed).toBe(200);
});
