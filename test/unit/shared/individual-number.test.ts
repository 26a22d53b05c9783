import { describe, expect, test } from 'vitest';
import {
  holdsIndividualNumber,
  isIndividualNumber,
  withCheckDigit,
} from '../../../functions/shared/individual-number.ts';

describe('個人番号', () => {
  test('ends in its check digit, 0 where the remainder is 0 or 1 (省令5条)', () => {
    // worked by hand: 2·1 + 3·0 + … of the last digit before it
    expect(withCheckDigit('00000000000')).toBe('000000000000');
    expect(withCheckDigit('00000000001')).toBe('000000000019');
    expect(withCheckDigit('00000000005')).toBe('000000000051');
    expect(withCheckDigit('00000000006')).toBe('000000000060');
    expect(withCheckDigit('10000000000')).toBe('100000000005');
    expect(isIndividualNumber('123456789018')).toBe(true);
    expect(isIndividualNumber('123456789017')).toBe(false);
    expect(isIndividualNumber('1234567890180')).toBe(false);
  });

  test.each([
    'マイナンバー123456789018です',
    '1234-5678-9018',
    '１２３４　５６７８　９０１８',
    '123456789019、123456789018',
  ])('is found in a text: %s', (text) => {
    expect(holdsIndividualNumber(text)).toBe(true);
  });

  test.each([
    '123456789019',
    '0123456789018',
    '1234567890181',
    '1234-5678 9018',
    '一二三四五六七八九〇一八',
    '',
  ])('is not found where there is none: %s', (text) => {
    expect(holdsIndividualNumber(text)).toBe(false);
  });
});
