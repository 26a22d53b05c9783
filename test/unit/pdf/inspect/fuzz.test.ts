import { expect, test } from 'vitest';
import { fuzzPdf } from '../../../prove/fuzz-pdf.ts';

// The whole proof: `npm run prove -- fuzz-pdf`.
test('a slice of the mutated PDFs is inspected in bounded time and memory, and rightly', {
  timeout: 120_000,
}, async () => {
  const { passed, failed, detail } = await fuzzPdf.run({
    seed: 'slice',
    count: fuzzPdf.slice,
    say: () => undefined,
  });
  expect({ failed, detail: failed === 0 ? [] : detail }).toEqual({ failed: 0, detail: [] });
  expect(passed).toBeGreaterThan(fuzzPdf.slice);
});
