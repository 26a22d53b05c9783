import { z } from 'zod';
import { type Instant, jstDateOf, jstMillisecondOfDay } from '../shared/time.ts';

/** 取扱時間 and 休止日 of one certificate type in one city (仕様書 2(5)): data, changed without a stop. */
export const ServiceHours = z
  .object({
    /** Minutes after midnight in Japan; the first minute that is open. */
    opensAtMinute: z.int().min(0).max(1440),
    /** The first minute that is closed again; 1440 = open until midnight. */
    closesAtMinute: z.int().min(0).max(1440),
    /** 休止日: `MM-DD` every year (12-29), or `YYYY-MM-DD` once. */
    closureDays: z.array(z.string().regex(/^(\d{4}-)?\d{2}-\d{2}$/)),
  })
  .refine((hours) => hours.opensAtMinute < hours.closesAtMinute, 'opens before it closes');
export type ServiceHours = z.infer<typeof ServiceHours>;

/** 6:30–23:00, closed from 29 December to 3 January. */
export const SPECIFIED_HOURS: ServiceHours = {
  opensAtMinute: 390,
  closesAtMinute: 1380,
  closureDays: ['12-29', '12-30', '12-31', '01-01', '01-02', '01-03'],
};

/** Open at every minute of every day: for the local stage only. */
export const ALWAYS_OPEN: ServiceHours = { opensAtMinute: 0, closesAtMinute: 1440, closureDays: [] };

export type ServiceState = 'open' | 'outside-hours' | 'closure-day';

/** Whether a request that was received at this instant is within the hours. 23:00:00 is outside. */
export function serviceStateAt(hours: ServiceHours, receivedAt: Instant): ServiceState {
  const day = jstDateOf(receivedAt);
  if (hours.closureDays.some((closure) => closure === day || closure === day.slice(5))) return 'closure-day';
  const minute = jstMillisecondOfDay(receivedAt) / 60_000;
  return minute >= hours.opensAtMinute && minute < hours.closesAtMinute ? 'open' : 'outside-hours';
}
