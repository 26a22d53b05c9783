import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ageOn,
  dateOfParts,
  instantOf,
  jstDateOf,
  jstMillisecondOfDay,
  jstTimestamp,
  LocalDate,
  partsOf,
  startOfJstDay,
} from '../../../functions/shared/time.ts';
import { parseWareki, toWareki, toWesternText } from '../../../functions/shared/wareki.ts';

const SEED = { seed: 20261123, numRuns: 2000 };
const day = (text: string) => LocalDate.parse(text);
const anyDay = fc
  .date({ min: new Date('1873-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => LocalDate.parse(date.toISOString().slice(0, 10)));

describe('wareki', () => {
  test.each([
    ['2019-04-30', '平成31年4月30日'],
    ['2019-05-01', '令和元年5月1日'],
    ['1989-01-07', '昭和64年1月7日'],
    ['1989-01-08', '平成元年1月8日'],
    ['1926-12-24', '大正15年12月24日'],
    ['1926-12-25', '昭和元年12月25日'],
    ['1912-07-29', '明治45年7月29日'],
    ['1912-07-30', '大正元年7月30日'],
    ['1873-01-01', '明治6年1月1日'],
    ['2026-11-23', '令和8年11月23日'],
  ])('%s is %s', (date, text) => {
    expect(toWareki(day(date))).toBe(text);
    expect(parseWareki(text)).toBe(date);
  });

  test('every day goes there and back', () => {
    fc.assert(
      fc.property(anyDay, (date) => parseWareki(toWareki(date) ?? '') === date),
      SEED,
    );
  });

  test.each([
    '昭和20年月日不詳',
    '昭和65年1月1日',
    '平成元年1月7日',
    '令和8年2月29日',
    '令和8年13月1日',
    '西暦2026年1月1日',
    '',
  ])('%s names no day', (text) => {
    expect(parseWareki(text)).toBeUndefined();
  });

  test('there is none before 1873', () => {
    expect(toWareki(day('1872-12-31'))).toBeUndefined();
  });

  test('Western dates are written out in Japanese', () => {
    expect(toWesternText(day('1985-03-02'))).toBe('1985年3月2日');
  });
});

describe('the day in Japan', () => {
  test('begins nine hours before the day in Greenwich', () => {
    expect(jstDateOf(instantOf(Date.parse('2026-11-22T14:59:59.999Z')))).toBe('2026-11-22');
    expect(jstDateOf(instantOf(Date.parse('2026-11-22T15:00:00.000Z')))).toBe('2026-11-23');
  });

  test('contains its own first instant', () => {
    fc.assert(
      fc.property(anyDay, (date) => {
        if (date < '1970-01-02') return true;
        const start = startOfJstDay(dateOfParts(partsOf(date)) ?? date);
        return jstDateOf(start) === date && jstMillisecondOfDay(start) === 0;
      }),
      { ...SEED, numRuns: 500, examples: [[day('1970-01-02')]] },
    );
  });

  test('is written with its offset', () => {
    expect(jstTimestamp(instantOf(0))).toBe('1970-01-01T09:00:00.000+09:00');
  });
});

describe('age', () => {
  test('grows by one on the birthday and on no other day of the year', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 36_500 }), (birth, days) => {
        const later = day(new Date(Date.parse(birth) + days * 86_400_000).toISOString().slice(0, 10));
        const before = day(new Date(Date.parse(later) - 86_400_000).toISOString().slice(0, 10));
        const isBirthday =
          partsOf(birth).month === 2 && partsOf(birth).day === 29
            ? later.endsWith('-02-29') || (later.endsWith('-03-01') && before.endsWith('-02-28'))
            : later.slice(5) === birth.slice(5);
        const grown = days > 0 ? ageOn(birth, later) - ageOn(birth, before) : 0;
        return grown === (isBirthday && days > 0 ? 1 : 0);
      }),
      SEED,
    );
  });

  test('is full years', () => {
    expect(ageOn(day('2011-11-23'), day('2026-11-22'))).toBe(14);
    expect(ageOn(day('2011-11-23'), day('2026-11-23'))).toBe(15);
  });
});
