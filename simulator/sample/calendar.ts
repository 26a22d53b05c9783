import { type DateParts, dateOfParts, LocalDate, partsOf } from '../../functions/shared/time.ts';
import { toWareki } from '../../functions/shared/wareki.ts';

/** The day that lies `days` after (or, negative, before) another. */
export function addDays(date: LocalDate, days: number): LocalDate {
  const { year, month, day } = partsOf(date);
  return LocalDate.parse(new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10));
}

/** The same day of another year; 28 February where that year has no 29th. */
export function addYears(date: LocalDate, years: number): LocalDate {
  const parts = partsOf(date);
  return dayOf({ ...parts, year: parts.year + years });
}

/** The day of these parts, or the 28th where the month is too short for it. */
export function dayOf(parts: DateParts): LocalDate {
  const date = dateOfParts(parts) ?? dateOfParts({ ...parts, day: 28 });
  if (date === undefined) throw new RangeError('no such month');
  return date;
}

/** The day in wareki, as Japanese residents' records print it. */
export function wareki(date: LocalDate): string {
  const text = toWareki(date);
  if (text === undefined) throw new RangeError('no era is printed for that day');
  return text;
}
