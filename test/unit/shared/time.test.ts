import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ageOn,
  dateOfParts,
  instantOf,
  isLocalDate,
  jstDateOf,
  jstMillisecondOfDay,
  jstTimestamp,
  LocalDate,
  partsOf,
  startOfJstDay,
} from '../../../functions/shared/time.ts';
import { parseWareki, parseWesternText, toWareki, toWesternText } from '../../../functions/shared/wareki.ts';
import { randomFor } from '../../../simulator/sample/random.ts';

const SEED = { seed: 20261123, numRuns: 2000 };
const day = (text: string) => LocalDate.parse(text);
const anyDay = fc
  .date({ min: new Date('1873-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => LocalDate.parse(date.toISOString().slice(0, 10)));

/** Year, month and day of every day from 1868 to 2100, and of the days beside them that no calendar has. */
function* everyDay(): Generator<readonly [number, number, number]> {
  for (let year = 1868; year <= 2100; year += 1) {
    for (let month = 0; month <= 13; month += 1) {
      for (let date = 0; date <= 32; date += 1) yield [year, month, date];
    }
  }
}

/** The day by the engine's own calendar. */
function dayByDate(year: number | string, month: number, date: number): string | undefined {
  const iso = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
  const real = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(real.getTime()) && real.toISOString().startsWith(iso) ? iso : undefined;
}

/** What a wareki text names, word for word: a pattern, the eras' own days and the engine's calendar. */
function daySaid(text: string): string | undefined {
  const [, name = '', eraYear, month, date] =
    /^(令和|平成|昭和|大正|明治)(元|\d{1,3})年(\d{1,2})月(\d{1,2})日$/.exec(text) ?? [];
  const [first, from, to] =
    {
      令和: ['2019', '2019-05-01', '9999-12-31'],
      平成: ['1989', '1989-01-08', '2019-04-30'],
      昭和: ['1926', '1926-12-25', '1989-01-07'],
      大正: ['1912', '1912-07-30', '1926-12-24'],
      明治: ['1868', '1873-01-01', '1912-07-29'],
    }[name] ?? [];
  const year = Number(first) + (eraYear === '元' ? 1 : Number(eraYear)) - 1;
  const iso = dayByDate(year, Number(month), Number(date));
  return iso !== undefined && from !== undefined && to !== undefined && iso >= from && iso <= to
    ? iso
    : undefined;
}

describe('every day from 1868 to 2100, and what is none', () => {
  test('is a day in the calendar or not, by its parts and by its text', () => {
    for (const [year, month, date] of everyDay()) {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
      const expected = dayByDate(year, month, date);
      if (
        dateOfParts({ year, month, day: date }) !== expected ||
        isLocalDate(text) !== (expected !== undefined)
      )
        expect.fail(text);
    }
  });

  test('is named by its Western text, with or without leading zeros', () => {
    for (const [year, month, date] of everyDay()) {
      const long = `${year}年${String(month).padStart(2, '0')}月${String(date).padStart(2, '0')}日`;
      const expected = dayByDate(year, month, date);
      for (const text of [`${year}年${month}月${date}日`, long])
        if (parseWesternText(text) !== expected) expect.fail(text);
    }
  });

  test('is named by the text of its era alone', () => {
    for (const [year, month, date] of everyDay()) {
      for (const [name, first] of [
        ['令和', 2019],
        ['平成', 1989],
        ['昭和', 1926],
        ['大正', 1912],
        ['明治', 1868],
      ] as const) {
        if (Math.abs(year - first) > 70) continue;
        const text = `${name}${year - first + 1}年${month}月${date}日`;
        if (parseWareki(text) !== daySaid(text)) expect.fail(text);
      }
    }
  });

  test('is what a calendar made otherwise says, however the text is damaged', () => {
    const random = randomFor('dates');
    const pieces = [
      '元',
      '年',
      '月',
      '日',
      '0',
      '1',
      '9',
      '１',
      '-',
      ' ',
      '\n',
      '令和',
      '昭和',
      '明治',
      '不詳',
      '',
    ];
    const whole = [
      '令和8年11月23日',
      '昭和元年12月25日',
      '平成31年4月30日',
      '明治100年1月1日',
      '2026年1月1日',
      '2024-02-29',
    ];
    for (let run = 0; run < 50_000; run += 1) {
      let text = random.pick(whole);
      for (let left = random.integer(1, 2); left > 0; left -= 1) {
        const at = random.integer(0, text.length);
        text =
          text.slice(0, at) +
          random.pick(pieces) +
          text.slice(random.integer(at, Math.min(at + 2, text.length)));
      }
      const [, year, month, date] = /^(\d{4})年(\d{1,2})月(\d{1,2})日$/.exec(text) ?? [];
      const western = year === undefined ? undefined : dayByDate(year, Number(month), Number(date));
      expect([parseWareki(text), parseWesternText(text), isLocalDate(text)], JSON.stringify(text)).toEqual([
        daySaid(text),
        western,
        LocalDate.safeParse(text).success,
      ]);
    }
  });

  test.each([
    [-1, 1, 1],
    [10_000, 1, 1],
    [2026.5, 1, 1],
    [2026, 1.5, 1],
    [2026, 1, 1.5],
    [2026, Number.NaN, 1],
    [Number.NaN, 1, 1],
    [2026, 1, Number.NaN],
  ])('%d, %d, %d are the parts of no day', (year, month, date) => {
    expect(dateOfParts({ year, month, day: date })).toBeUndefined();
  });

  test('the years before 1000 have four digits', () => {
    expect(dateOfParts({ year: 987, month: 6, day: 5 })).toBe('0987-06-05');
  });
});

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
