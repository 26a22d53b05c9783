import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { valueClassOf } from '../../../functions/linkage/value-class.ts';

describe('the kind of a value', () => {
  test.each([
    ['', '空'],
    ['00000000012345', '数字 14 桁'],
    ['１２', '全角数字 2 桁'],
    ['AB12', '英数字 4 字'],
    ['abc', '英字 3 字'],
    [' 　', '空白 2 字'],
    ['1978/04/05', '半角 10 字（形 9999/99/99）'],
    ['A-1 '.repeat(8), '半角 32 字・前後に空白'],
    ['ﾑﾛﾗﾝ ﾀﾛｳ', '半角カナ 8 字'],
    ['室蘭　太郎', '全角 5 字'],
    ['室蘭 太郎', '全角・半角まじり 5 字'],
    ['𠮷野', '全角 2 字'],
    ['葛\u{e0100}城', '全角 2 字・字形選択子 1'],
    ['\ue001城', '全角 2 字・外字領域 1'],
    ['　城', '全角 2 字・前後に空白'],
    ['上\r\n下\n', '全角 2 字・改行 2'],
    ['上\r下', '全角 2 字・制御文字等 U+000D'],
    ['\u0000', '制御文字等 U+0000'],
    ['a\u0000\u0001\ufffd\ufeffb', '英字 2 字・制御文字等 U+0000 U+0001 U+FFFD ほか'],
    ['A'.repeat(13_981_016), '英字 13,981,016 字'],
  ])('%j is said in words', (value, expected) => expect(valueClassOf(value)).toBe(expected));

  test('tells no letter and no digit of any value', () => {
    const words = valueClassOf('x');
    expect(words).toBe('英字 1 字');
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Q', 'z', '室', '蘭', '葛', '7', '/', '\n'), { minLength: 1 }),
        (parts) => {
          const said = valueClassOf(parts.join('')).replace(/[\d,]+ [字桁]|改行 \d+/g, '');
          expect(said).not.toMatch(/[Qz室蘭葛7]/);
        },
      ),
      { seed: 20261123, numRuns: 500 },
    );
  });
});
