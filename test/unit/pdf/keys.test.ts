import { describe, expect, test } from 'vitest';
import {
  codePointOf,
  describeKey,
  keyOf,
  keysOf,
  keyText,
  selectorOf,
} from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';

const describeAll = (text: string): string[] => unwrap(keysOf(text)).map(describeKey);

describe('text becomes keys', () => {
  test('a code point and its variation selector are one key', () => {
    expect(describeAll('葛\u{e0102}城')).toEqual(['U+845B U+E0102', 'U+57CE']);
    expect(describeAll('𠮷\u{e0100}')).toEqual(['U+20BB7 U+E0100']);
    expect(describeAll('侮\ufe00')).toEqual(['U+4FAE U+FE00']);
  });

  test('every selector gives another key, and gives itself back', () => {
    const selectors = [
      ...Array.from({ length: 16 }, (_, index) => 0xfe00 + index),
      ...Array.from({ length: 240 }, (_, index) => 0xe0100 + index),
    ];
    const seen = new Set<number>();
    for (const codePoint of [0x845a, 0x845b, 0x845c, 0x10fffd]) {
      seen.add(keyOf(codePoint));
      expect(selectorOf(keyOf(codePoint))).toBeUndefined();
      for (const selector of selectors) {
        const key = keyOf(codePoint, selector);
        seen.add(key);
        expect([codePointOf(key), selectorOf(key)]).toEqual([codePoint, selector]);
      }
    }
    expect(seen.size).toBe(4 * 257);
  });

  test('nothing is normalised: the keys put together are the text', () => {
    for (const text of [
      'か\u3099',
      'が',
      '神\ufa19',
      '\u{2f800}',
      'A\u0301',
      '\uf860\u{f0000}\u{10fffd}',
      '',
    ]) {
      expect(unwrap(keysOf(text)).map(keyText).join('')).toBe(text);
    }
    expect(describeAll('か\u3099')).toEqual(['U+304B', 'U+3099']);
  });

  test.each([
    ['lone-surrogate', '山\ud842', 1],
    ['lone-surrogate', '\udfb7山', 0],
    ['stray-selector', '\u{e0100}山', 0],
    ['stray-selector', '山\u{e0100}\u{e0101}', 3],
    ['stray-selector', '山\ufe00\ufe00', 2],
    ['non-character', '山川\uffff', 2],
    ['non-character', '\ufdd0', 0],
    ['non-character', '\u{10fffe}', 0],
    ['control-code', '山\n', 1],
    ['control-code', '\u007f', 0],
    ['control-code', '\u0085', 0],
    ['control-code', '\u2028', 0],
    ['control-code', '山\u202e', 1],
    ['control-code', '\u2066', 0],
  ] as const)('%s in %j is refused with its place', (kind, text, index) => {
    expect(keysOf(text)).toEqual({ ok: false, error: { kind, index } });
  });
});
