import { describe, expect, test } from 'vitest';
import { offeredTaxYears, Setting } from '../../../functions/changes/index.ts';
import { incomeYearName, taxYearName } from '../../../functions/shared/tax-year.ts';
import { LocalDate } from '../../../functions/shared/time.ts';

const rule = { yearsBefore: 2, newYearFrom: { month: 6, day: 10 } };
const on = (text: string) => offeredTaxYears(rule, LocalDate.parse(text));

describe('課税年度 that a city offers', () => {
  test('by rule: the newest from its day on, and so many before it', () => {
    expect(on('2026-06-09')).toEqual([2025, 2024, 2023]);
    expect(on('2026-06-10')).toEqual([2026, 2025, 2024]);
    expect(on('2026-12-31')).toEqual([2026, 2025, 2024]);
    expect(on('2027-01-01')).toEqual([2026, 2025, 2024]);
    expect(offeredTaxYears({ ...rule, yearsBefore: 0 }, LocalDate.parse('2026-07-01'))).toEqual([2026]);
  });

  test('by list: each once, the newest first', () => {
    expect(offeredTaxYears({ years: [2024, 2026, 2024] }, LocalDate.parse('2026-01-01'))).toEqual([
      2026, 2024,
    ]);
  });

  test.each([
    ['a day that not every year has', { yearsBefore: 1, newYearFrom: { month: 2, day: 29 } }],
    ['years before the first', { yearsBefore: -1, newYearFrom: { month: 6, day: 1 } }],
    ['both ways at once', { ...rule, years: [2026] }],
  ])('%s cannot be set', (_, value) => {
    expect(Setting.safeParse({ kind: 'tax-years', scope: 'tax-and-income', value }).success).toBe(false);
  });
});

test('a 年度 is named in the era of its first day, its income in the era of the last day before it', () => {
  expect([taxYearName(2026), incomeYearName(2026)]).toEqual(['令和8年度', '令和7年']);
  expect([taxYearName(2019), incomeYearName(2019)]).toEqual(['平成31年度', '平成30年']);
  expect([taxYearName(2020), incomeYearName(2020)]).toEqual(['令和2年度', '令和元年']);
});
