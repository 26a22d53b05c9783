import { expect, test } from 'vitest';
import { wholeFont } from '../../prove/whole-font.ts';

test('a slice of the proof that every key is drawn by the font’s own glyph', {
  timeout: 300_000,
}, async () => {
  const { run, slice } = wholeFont;
  const { passed, failed, detail } = await run({ seed: 'slice', count: slice, say: () => undefined });
  expect({ failed, detail: failed === 0 ? [] : detail }).toEqual({ failed: 0, detail: [] });
  expect(passed).toBeGreaterThan(slice * 3);
});
