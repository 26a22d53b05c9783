import { z } from 'zod';
import { type Instant, jstDateOf, jstMillisecondOfDay, WEEKDAYS, weekdayOf } from '../shared/time.ts';
import type { Closure } from './closure.ts';

const span = {
  /** Minutes after midnight in Japan; the first minute that is open. */
  opensAtMinute: z.int().min(0).max(1440),
  /** The first minute that is closed again; 1440 = open until midnight. */
  closesAtMinute: z.int().min(0).max(1440),
};
type Span = { readonly opensAtMinute: number; readonly closesAtMinute: number };
const opensFirst = ({ opensAtMinute, closesAtMinute }: Span): boolean => opensAtMinute < closesAtMinute;

/** 取扱時間 and 休止日 of one certificate type in one city (仕様書 2(5)): data, changed without a stop. */
export const ServiceHours = z
  .object({
    ...span,
    /** Days of the week with hours of their own; null = closed on that day. */
    weekdays: z
      .partialRecord(z.enum(WEEKDAYS), z.object(span).refine(opensFirst, 'opens before it closes').nullable())
      .optional(),
    /** 休止日: `MM-DD` every year (12-29), or `YYYY-MM-DD` once. */
    closureDays: z.array(z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/)),
  })
  .refine(opensFirst, 'opens before it closes');
export type ServiceHours = z.infer<typeof ServiceHours>;

/** 6:30–23:00 on every day of the week, closed from 29 December to 3 January. */
export const SPECIFIED_HOURS: ServiceHours = {
  opensAtMinute: 390,
  closesAtMinute: 1380,
  closureDays: ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03'],
};

/** Open at every minute of every day: for the local stage only. */
export const ALWAYS_OPEN: ServiceHours = { opensAtMinute: 0, closesAtMinute: 1440, closureDays: [] };

export type ServiceState = 'open' | 'outside-hours' | 'closure-day';

/**
 * Whether a request that was received at this instant is within the hours. 23:00:00 is outside.
 * @param closures those that concern the type, beside the hours' own days
 */
export function serviceStateAt(
  hours: ServiceHours,
  receivedAt: Instant,
  closures: readonly Closure[] = [],
): ServiceState {
  const day = jstDateOf(receivedAt);
  const minute = jstMillisecondOfDay(receivedAt) / 60_000;
  if (hours.closureDays.some((closure) => closure === day || closure === day.slice(5))) return 'closure-day';
  if (closures.some((one) => one.date === day && minute >= one.fromMinute && minute < one.untilMinute))
    return 'closure-day';
  const own = hours.weekdays?.[weekdayOf(day)];
  if (own === null) return 'closure-day';
  const { opensAtMinute, closesAtMinute } = own ?? hours;
  return minute >= opensAtMinute && minute < closesAtMinute ? 'open' : 'outside-hours';
}
