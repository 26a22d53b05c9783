import { z } from 'zod';
import { TaxYear } from '../shared/tax-year.ts';
import { type LocalDate, partsOf } from '../shared/time.ts';

const MONTH_LENGTHS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A month and a day that every year has. */
const DayOfYear = z
  .strictObject({ month: z.int().min(1).max(12), day: z.int().min(1).max(31) })
  .refine(({ month, day }) => day <= (MONTH_LENGTHS[month - 1] ?? 0), 'a day of every year');

/**
 * Which years a city offers: those that it names, or the newest one and so many before it. A named list changes over by
 * the next row (変更予約); a rule does so by itself, on the day on which the new year's roll is in force.
 */
export const TaxYears = z.union([
  z.strictObject({ years: z.array(TaxYear).max(20) }),
  z.strictObject({ yearsBefore: z.int().min(0).max(19), newYearFrom: DayOfYear }),
]);
export type TaxYears = z.infer<typeof TaxYears>;

/** The years that may be asked for on a day in Japan, the newest first. */
export function offeredTaxYears(offered: TaxYears, today: LocalDate): readonly number[] {
  if ('years' in offered) return [...new Set(offered.years)].sort((a, b) => b - a);
  const { year, month, day } = partsOf(today);
  const { newYearFrom, yearsBefore } = offered;
  const hasBegun = month > newYearFrom.month || (month === newYearFrom.month && day >= newYearFrom.day);
  const newest = hasBegun ? year : year - 1;
  return Array.from({ length: yearsBefore + 1 }, (_, before) => newest - before);
}
