import { z } from 'zod';
import { digitsIn } from './digits.ts';

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. */
export const Instant = z.number().int().nonnegative().brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** A day of the proleptic Gregorian calendar, `YYYY-MM-DD`, without a time zone. */
export const LocalDate = z.iso.date().brand<'LocalDate'>();
export type LocalDate = z.infer<typeof LocalDate>;

/** The one source of the present; handed in, so that a test decides what time it is. */
export type Clock = () => Instant;

/** For the composition of a program only; rules and use cases take a `Clock`. */
export const instantOf = (milliseconds: number): Instant => Instant.parse(milliseconds);

const JST_OFFSET_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;

/** The day in Japan (UTC+9, no summer time since 1952). */
export function jstDateOf(instant: Instant): LocalDate {
  return new Date(instant + JST_OFFSET_MS).toISOString().slice(0, 10) as LocalDate;
}

/** Milliseconds since midnight in Japan. */
export function jstMillisecondOfDay(instant: Instant): number {
  return (((instant + JST_OFFSET_MS) % DAY_MS) + DAY_MS) % DAY_MS;
}

/** `2026-11-23T09:15:00.000+09:00`: what people and files read. */
export function jstTimestamp(instant: Instant): string {
  return new Date(instant + JST_OFFSET_MS).toISOString().replace('Z', '+09:00');
}

/** The instant at which that day begins in Japan. */
export function startOfJstDay(date: LocalDate): Instant {
  return instantOf(Date.parse(`${date}T00:00:00+09:00`));
}

export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export function weekdayOf(date: LocalDate): Weekday {
  return WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? 'sunday';
}

export type DateParts = { readonly year: number; readonly month: number; readonly day: number };

export function partsOf(date: LocalDate): DateParts {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

/** The date of these parts, or undefined where the calendar has no such day (2026-02-29). */
export function dateOfParts({ year, month, day }: DateParts): LocalDate | undefined {
  return isDay(year, month, day)
    ? (`${String(year).padStart(4, '0')}-${twoDigits(month)}-${twoDigits(day)}` as LocalDate)
    : undefined;
}

/** What `LocalDate` accepts; for texts by the million. */
export function isLocalDate(text: string): text is LocalDate {
  return (
    text.length === 10 &&
    text[4] === '-' &&
    text[7] === '-' &&
    isDay(digitsIn(text, 0, 4), digitsIn(text, 5, 7), digitsIn(text, 8, 10))
  );
}

const twoDigits = (number: number): string => (number < 10 ? `0${number}` : `${number}`);

const MONTH_LENGTHS: readonly number[] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isDay(year: number, month: number, day: number): boolean {
  if (!Number.isInteger(year) || year < 0 || year > 9999 || !Number.isInteger(day) || day < 1) return false;
  const isLongFebruary = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (isLongFebruary ? 29 : (MONTH_LENGTHS[month - 1] ?? 0));
}

/**
 * Full years of age on a day. An age is reached on the birthday; whoever was born on 29 February reaches it on
 * 1 March in a common year.
 */
export function ageOn(birth: LocalDate, day: LocalDate): number {
  const b = partsOf(birth);
  const d = partsOf(day);
  const reached = d.month > b.month || (d.month === b.month && d.day >= b.day);
  return d.year - b.year - (reached ? 0 : 1);
}
