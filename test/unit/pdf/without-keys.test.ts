import { describe, expect, test } from 'vitest';
import {
  keyOf,
  measure,
  readKeys,
  resolveKey,
  withoutKeys,
  writeKeys,
} from '../../../functions/pdf/index.ts';
import { fontsOf, openBasePack, packOf } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

describe('a pack without some of its keys', () => {
  const whole = packOf(buildFont(samplePlan));
  const base = openBasePack();
  const all = [
    keyOf(0xe000),
    keyOf(0xe000, 0xfe00),
    keyOf(0xe001),
    keyOf(0xe001, 0xe0100),
    keyOf(0xe001, 0xe0101),
    keyOf(0xe002),
    keyOf(0xf0000),
  ];
  const recordOf = (gaiji: typeof whole, key: (typeof all)[number]): number | undefined => {
    const glyph = resolveKey(fontsOf({ base, gaiji }), key);
    return glyph === undefined ? undefined : glyph.pack.records[glyph.ordinal];
  };

  test.each(all.map((key) => [key]))(
    'has no glyph for %d, and for every other key the one that it had',
    (gone) => {
      const less = withoutKeys(whole, new Set([gone]));
      for (const key of all) {
        expect(recordOf(less, key)).toBe(key === gone ? undefined : recordOf(whole, key));
        expect(recordOf(whole, key)).toBeDefined();
      }
      expect(less.id).toBe(whole.id);
    },
  );

  test('has no width for a text with one of them', () => {
    const less = withoutKeys(whole, new Set([keyOf(0xe001, 0xe0100)]));
    const widthOf = (text: string) => measure(fontsOf({ base, gaiji: less }), text, 10, 'field');
    expect(widthOf('\ue001\u{e0100}')).toMatchObject({ ok: false, error: { kind: 'missing-glyph' } });
    expect(widthOf('\ue001\u{e0101}')).toEqual({ ok: true, value: 7 });
  });

  test('is the same without keys that it never had, or without none', () => {
    expect(withoutKeys(whole, new Set())).toBe(whole);
    const less = withoutKeys(whole, new Set([keyOf(0xe0ff), keyOf(0x5c71), keyOf(0xe002, 0xfe01)]));
    for (const key of all) expect(recordOf(less, key)).toBe(recordOf(whole, key));
  });
});

describe('a list of keys', () => {
  const keys = [0xe000, 0xe001, 0xe002, 0xe010, 0xf8ff, 0x10ffff].map((code) => keyOf(code));
  const sequences = [keyOf(0xe001, 0xfe00), keyOf(0xe001, 0xe0100), keyOf(0xe002, 0xfe00)];

  test('is written as runs and sequences, and comes back as it was', () => {
    const texts = writeKeys([...sequences, ...keys.toReversed(), ...keys]);
    expect(texts).toEqual([
      'U+E000-U+E002',
      'U+E010',
      'U+F8FF',
      'U+10FFFF',
      'U+E001 U+FE00',
      'U+E001 U+E0100',
      'U+E002 U+FE00',
    ]);
    expect([...readKeys(texts)]).toEqual([...keys, ...sequences]);
  });

  test.each(['', 'E000', 'U+E000-', 'U+E002-U+E001', 'U+E000-U+110000', 'U+e000', 'U+E000 U+0041'])(
    'that is none is no empty one: %s',
    (text) => {
      expect(() => readKeys([text])).toThrow();
    },
  );
});
