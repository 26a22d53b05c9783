import { describe, expect, test } from 'vitest';
import { keyOf, measure, resolveKey } from '../../../functions/pdf/index.ts';
import { openBase, openBytes } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

const base = openBase();
const gaiji = openBytes(buildFont(samplePlan));
const fonts = { base, gaiji };

describe('the font of a key', () => {
  test('a private-use character comes from the city’s font alone, though IPAmj has one at U+F860', () => {
    expect(base.glyphOf(keyOf(0xf860))).toBeDefined();
    expect(resolveKey(fonts, keyOf(0xf860))).toBeUndefined();
    expect(resolveKey({ base }, keyOf(0xf860))).toBeUndefined();
    expect(resolveKey(fonts, keyOf(0xe000))).toEqual({ font: gaiji, gid: 2 });
  });

  test('planes 15 and 16 come from the city’s font', () => {
    expect(resolveKey(fonts, keyOf(0xf0000))).toEqual({ font: gaiji, gid: 3 });
    expect(resolveKey(fonts, keyOf(0x100000))).toEqual({ font: gaiji, gid: 2 });
    expect(resolveKey({ base }, keyOf(0x100000))).toBeUndefined();
  });

  test('a coded character never comes from the city’s font', () => {
    const withKanji = openBytes(buildFont({ ...samplePlan, map: new Map([[0x5c71, 2]]), formats: [4] }));
    expect(resolveKey({ base, gaiji: withKanji }, keyOf(0x5c71))?.font).toBe(base);
  });

  test('a sequence that the font does not list is missing, not its base character', () => {
    expect(resolveKey(fonts, keyOf(0x845b))).toBeDefined();
    expect(resolveKey(fonts, keyOf(0x845b, 0xe0100))).toBeUndefined();
    expect(resolveKey(fonts, keyOf(0xe001, 0xe0100))).toEqual({ font: gaiji, gid: 3 });
    expect(resolveKey(fonts, keyOf(0xe000, 0xe0100))).toBeUndefined();
  });

  test('a glyph that draws nothing is missing, unless it is a space', () => {
    expect(resolveKey(fonts, keyOf(0xe005))).toBeUndefined();
    for (const space of [0x20, 0xa0, 0x3000]) expect(resolveKey(fonts, keyOf(space))).toBeDefined();
  });

  test('.notdef is missing', () => {
    const blank = openBytes(buildFont({ ...samplePlan, map: new Map([[0xe000, 0]]) }));
    expect(resolveKey({ base, gaiji: blank }, keyOf(0xe000))).toBeUndefined();
  });
});

describe('measuring', () => {
  test('the width is the sum of the advances', () => {
    expect(measure(fonts, '山田', 10, 'name')).toEqual({ ok: true, value: 20 });
    expect(measure(fonts, '山\ue002', 10, 'name')).toEqual({ ok: true, value: 17 });
    expect(measure(fonts, '', 10, 'name')).toEqual({ ok: true, value: 0 });
  });

  test('it fails as drawing does', () => {
    expect(measure(fonts, '山\n', 10, 'name')).toEqual({
      ok: false,
      error: { kind: 'bad-text', field: 'name', fault: { kind: 'control-code', index: 1 } },
    });
    expect(measure(fonts, '葛\u{e0100}', 10, 'name')).toMatchObject({
      ok: false,
      error: { kind: 'missing-glyph', missing: [{ field: 'name', key: 'U+845B U+E0100' }] },
    });
  });
});
