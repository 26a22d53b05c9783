import { describe, expect, test } from 'vitest';
import { keyOf, measure, resolveKey } from '../../../functions/pdf/index.ts';
import { fontsOf, openBase, openBasePack, packOf } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

const base = openBasePack();
const gaiji = packOf(buildFont(samplePlan));
const fonts = fontsOf({ base, gaiji });

describe('the font of a key', () => {
  test('a private-use character comes from the city’s font alone, though IPAmj has one at U+F860', () => {
    for (const codePoint of [0xf860, 0xf861, 0xf862, 0xf87a, 0xf87f]) {
      expect(openBase().glyphOf(keyOf(codePoint))).toBeDefined();
      expect(resolveKey(fonts, keyOf(codePoint))).toBeUndefined();
      expect(resolveKey(fontsOf({ base }), keyOf(codePoint))).toBeUndefined();
    }
    expect(resolveKey(fonts, keyOf(0xe000))?.pack).toBe(gaiji);
  });

  test('plane 15 comes from the city’s font, plane 16 from the additional one alone', () => {
    const additional = packOf(buildFont({ ...samplePlan, map: new Map([[0x100000, 3]]), formats: [12] }));
    expect(resolveKey(fonts, keyOf(0xf0000))?.pack).toBe(gaiji);
    expect(resolveKey(fonts, keyOf(0x100000))).toBeUndefined();
    expect(resolveKey(fontsOf({ base, gaiji, additional }), keyOf(0x100000))?.pack).toBe(additional);
    expect(resolveKey(fontsOf({ base, gaiji, additional }), keyOf(0xe000))?.pack).toBe(gaiji);
  });

  test('a coded character never comes from the city’s font', () => {
    const withKanji = packOf(buildFont({ ...samplePlan, map: new Map([[0x5c71, 2]]), formats: [4] }));
    expect(resolveKey(fontsOf({ base, gaiji: withKanji }), keyOf(0x5c71))?.pack).toBe(base);
  });

  test('a sequence that the font does not list is missing, not its base character', () => {
    expect(resolveKey(fonts, keyOf(0x845b))).toBeDefined();
    expect(resolveKey(fonts, keyOf(0x845b, 0xe0100))).toBeUndefined();
    expect(resolveKey(fonts, keyOf(0xe001, 0xe0100))?.pack).toBe(gaiji);
    expect(resolveKey(fonts, keyOf(0xe000, 0xe0100))).toBeUndefined();
  });

  test('the selectors of the two ranges do not stand for each other', () => {
    // IPAmj has sequences of U+FE00; none of them may answer to U+E0100 or the other way round
    const both = [0x4e26, 0x51b5, 0x20122].map((codePoint) => [
      resolveKey(fonts, keyOf(codePoint, 0xfe00))?.ordinal,
      resolveKey(fonts, keyOf(codePoint, 0xe0100))?.ordinal,
    ]);
    for (const [first, second] of both) expect(first === undefined || first !== second).toBe(true);
  });

  test('a glyph that draws nothing is missing, unless it is a space', () => {
    expect(resolveKey(fonts, keyOf(0xe005))).toBeUndefined();
    for (const space of [0x20, 0xa0, 0x2002, 0x2003, 0x3000])
      expect(resolveKey(fonts, keyOf(space))).toBeDefined();
  });

  test('.notdef is missing', () => {
    const blank = packOf(
      buildFont({
        ...samplePlan,
        map: new Map([
          [0xe000, 0],
          [0xe001, 2],
        ]),
      }),
    );
    expect(resolveKey(fontsOf({ base, gaiji: blank }), keyOf(0xe000))).toBeUndefined();
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
