import { z } from 'zod';
import { CertificateType } from '../shared/certificate-types.ts';
import { LocalDate } from '../shared/time.ts';

/** 休止日 or a part of one: of the J-LIS calendar, or the city's own. */
export const Closure = z
  .strictObject({
    date: LocalDate,
    /** Minutes after midnight in Japan: the first that is closed. */
    fromMinute: z.int().min(0).max(1439).default(0),
    /** The first that is open again; 1440 = closed until midnight. */
    untilMinute: z.int().min(1).max(1440).default(1440),
    /** The only type that it closes; absent = all. */
    type: CertificateType.optional(),
    note: z.string().max(80).optional(),
  })
  .refine(({ fromMinute, untilMinute }) => fromMinute < untilMinute, {
    path: ['untilMinute'],
    error: 'ends after it begins',
  });
export type Closure = z.infer<typeof Closure>;

/** A year has 365 days, and many of them may be named for one type each; a row has to fit into an item. */
export const Closures = z.array(Closure).max(1_000);

/** Which list of J-LIS a calendar is: of a calendar year (`2027`) or of a 年度 (`fy2027`: April to March). */
export const CalendarYear = z.string().regex(/^(fy)?(20|21)\d{2}$/);
export type CalendarYear = z.infer<typeof CalendarYear>;

/** Whether a day is one of the year's. */
export function isDayOf(year: CalendarYear, day: LocalDate): boolean {
  if (!year.startsWith('fy')) return day.startsWith(`${year}-`);
  const first = Number(year.slice(2));
  return day >= `${first}-04-01` && day < `${first + 1}-04-01`;
}
