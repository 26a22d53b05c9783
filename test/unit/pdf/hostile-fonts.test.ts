import { describe, expect, test } from 'vitest';
import { drawPdf, keyOf, keyText, openPack, sourceFromBytes } from '../../../functions/pdf/index.ts';
import { buildPack } from '../../../functions/pdf/pack/build-pack.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { fontsOf, listOf, openBasePack, seededNumbers } from './fixtures.ts';
import { type BuiltGlyph, buildFont, samplePlan } from './font-builder.ts';

const base = openBasePack();
const keys = [...samplePlan.map.keys()]
  .filter((codePoint) => codePoint > 0x20)
  .map((codePoint) => keyOf(codePoint));
keys.push(keyOf(0xe000, 0xfe00), keyOf(0xe001, 0xe0100), keyOf(0xe001, 0xe0101));

/** Makes a pack of a font and draws with it; answers the processor's time in milliseconds. Must not throw. */
function exercise(bytes: Uint8Array): number {
  const before = process.threadCpuUsage();
  const pack = buildPack(sourceFromBytes(bytes), { sha256: 'f'.repeat(64) });
  if (pack.ok) {
    const gaiji = unwrap(openPack(sourceFromBytes(pack.value), { id: 'f'.repeat(64) }));
    for (const key of keys) drawPdf(listOf([keyText(key)]), fontsOf({ base, gaiji }));
  } else {
    expect(pack.error.table).toMatch(/^(file|head|hhea|maxp|hmtx|loca|glyf|cmap)$/);
    expect(pack.error.detail).not.toBe('');
  }
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
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

  test('changed in 300 ways, and drawn with', () => {
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

  test('of 2,000 composites that are each 256 times the same glyph of 65,535 points', () => {
    const points = Buffer.alloc(14 + 512, 0xff);
    points.writeInt16BE(1, 0);
    points.writeUInt16BE(65_534, 10);
    points.writeUInt16BE(0, 12);
    for (let at = 14; at < points.length; at += 2) points.writeUInt16BE(0x39ff, at);
    points[points.length - 1] = 0xfe;
    const parts = Array.from({ length: 256 }, () => ({ gid: 1, dx: 0, dy: 0 }));
    const glyphs: BuiltGlyph[] = [
      { kind: 'empty', advance: 1 },
      { kind: 'raw', advance: 1, bytes: points },
      ...Array.from({ length: 2_000 }, () => ({ kind: 'composite' as const, advance: 1, parts })),
    ];
    const map = new Map(glyphs.map((_, gid) => [0xe000 + gid, gid]));
    expect(exercise(buildFont({ glyphs, map, formats: [4], longLoca: true }))).toBeLessThan(2000);
  });

  test('of glyphs that all are the whole table', () => {
    const glyphs: BuiltGlyph[] = Array.from({ length: 3_000 }, () => ({
      kind: 'raw',
      advance: 1,
      bytes: Buffer.alloc(38, 1),
    }));
    const map = new Map(glyphs.map((_, gid) => [0xe000 + gid, gid]));
    const font = Buffer.from(buildFont({ glyphs, map, formats: [4], longLoca: true }));
    const loca = 12 + 5 * 16;
    const at = font.readUInt32BE(loca + 8);
    for (let gid = 0; gid < 3_000; gid++) font.writeUInt32BE(gid % 2 === 0 ? 0 : 3_000 * 38, at + gid * 4);
    expect(font.toString('latin1', loca, loca + 4)).toBe('loca');
    expect(exercise(font)).toBeLessThan(2000);
    expect(buildPack(sourceFromBytes(font), { sha256: '' })).toMatchObject({ ok: false });
  });
});
