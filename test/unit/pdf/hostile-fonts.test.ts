import { describe, expect, test } from 'vitest';
import { drawPdf, keyOf, keyText, openTrueType, sourceFromBytes } from '../../../functions/pdf/index.ts';
import { listOf, openBase, seededNumbers } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

const base = openBase();
const keys = [...samplePlan.map.keys()]
  .filter((codePoint) => codePoint > 0x20)
  .map((codePoint) => keyOf(codePoint));
keys.push(keyOf(0xe000, 0xfe00), keyOf(0xe001, 0xe0100), keyOf(0xe001, 0xe0101));

/** Uses a font in every way there is; answers how long that took in milliseconds. Must not throw. */
function exercise(bytes: Uint8Array): number {
  const start = performance.now();
  const font = openTrueType(sourceFromBytes(bytes), { id: 'hostile' });
  if (font.ok) {
    for (let gid = 0; gid < Math.min(font.value.glyphCount, 64); gid++) font.value.outlineOf(gid);
    for (const key of keys) drawPdf(listOf([keyText(key)]), { base, gaiji: font.value });
  } else {
    expect(font.error.table).toMatch(/^(file|head|hhea|maxp|hmtx|loca|glyf|cmap)$/);
  }
  return performance.now() - start;
}

describe('a hostile font is an error or a font, never an exception and never a delay', () => {
  const plans = [samplePlan, { ...samplePlan, formats: [4] as const }, { ...samplePlan, longLoca: true }];

  test('cut off at every 64th byte', () => {
    for (const plan of plans) {
      const whole = buildFont(plan);
      expect(exercise(whole)).toBeLessThan(1000);
      for (let length = 0; length < whole.length; length += 64) {
        expect(exercise(whole.slice(0, length))).toBeLessThan(1000);
      }
    }
  });

  test('changed in 300 ways', () => {
    const random = seededNumbers(20260824);
    for (let round = 0; round < 300; round++) {
      const bytes = buildFont(plans[round % plans.length] ?? samplePlan);
      const changes = 1 + Math.floor(random() * 6);
      for (let change = 0; change < changes; change++) {
        const extreme = [0, 0xff, 0x80, 0x7f][Math.floor(random() * 8)];
        bytes[Math.floor(random() * bytes.length)] = extreme ?? Math.floor(random() * 256);
      }
      expect(exercise(bytes)).toBeLessThan(1000);
    }
  });
});
