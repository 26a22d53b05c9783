import { z } from 'zod';
import { dateOfParts } from './time.ts';
import { toWareki } from './wareki.ts';

/** 課税年度: the western year in which it begins. */
export const TaxYear = z.int().min(1990).max(2199);

/** 年度 as it is printed (令和8年度): in the era of its first day. */
export const taxYearName = (taxYear: number): string | undefined =>
  yearText({ year: taxYear, month: 4, day: 1 }, '年度');

/** The year of the income that a 年度 taxes (令和7年): in the era of its last day. */
export const incomeYearName = (taxYear: number): string | undefined =>
  yearText({ year: taxYear - 1, month: 12, day: 31 }, '年');

function yearText(
  day: { readonly year: number; readonly month: number; readonly day: number },
  unit: string,
): string | undefined {
  const date = dateOfParts(day);
  return date === undefined ? undefined : toWareki(date)?.replace(/年.*$/, unit);
}
