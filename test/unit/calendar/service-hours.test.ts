import { describe, expect, test } from 'vitest';
import {
  ALWAYS_OPEN,
  Closure,
  ServiceHours,
  SPECIFIED_HOURS,
  serviceStateAt,
} from '../../../functions/calendar/index.ts';
import { instantOf } from '../../../functions/shared/time.ts';

const at = (text: string) => instantOf(Date.parse(`${text}+09:00`));

describe('service hours (仕様書 2(5))', () => {
  test.each([
    ['2026-11-23T06:29:59.999', 'outside-hours'],
    ['2026-11-23T06:30:00.000', 'open'],
    ['2026-11-23T22:59:59.999', 'open'],
    ['2026-11-23T23:00:00.000', 'outside-hours'],
    ['2026-12-28T22:59:59.999', 'open'],
    ['2026-12-29T12:00:00.000', 'closure-day'],
    ['2027-01-03T12:00:00.000', 'closure-day'],
    ['2027-01-04T06:30:00.000', 'open'],
  ])('%s is %s', (time, state) => {
    expect(serviceStateAt(SPECIFIED_HOURS, at(time))).toBe(state);
  });

  test('a closure day of one year leaves the others alone', () => {
    const hours = { ...SPECIFIED_HOURS, closureDays: ['2026-05-31'] };
    expect(serviceStateAt(hours, at('2026-05-31T12:00'))).toBe('closure-day');
    expect(serviceStateAt(hours, at('2027-05-31T12:00'))).toBe('open');
  });

  test('may differ by the day of the week, as those of 戸籍 do; all others keep the usual ones', () => {
    const daytime = { opensAtMinute: 510, closesAtMinute: 1020 };
    const hours = { ...SPECIFIED_HOURS, weekdays: { monday: daytime, saturday: null } };
    for (const [time, state] of [
      ['2026-11-23T08:29:59.999', 'outside-hours'],
      ['2026-11-23T08:30', 'open'],
      ['2026-11-23T16:59:59.999', 'open'],
      ['2026-11-23T17:00', 'outside-hours'],
      ['2026-11-24T06:30', 'open'],
      ['2026-11-24T22:59:59.999', 'open'],
      ['2026-11-28T12:00', 'closure-day'],
      // the week turns at midnight in Japan, and so it does on a leap day
      ['2026-11-22T23:59:59.999', 'outside-hours'],
      ['2028-02-28T12:00', 'open'],
      ['2028-02-29T12:00', 'open'],
      ['2028-02-28T07:00', 'outside-hours'],
      ['2028-02-29T07:00', 'open'],
    ] as const)
      expect([time, serviceStateAt(hours, at(time))]).toEqual([time, state]);
    expect(ServiceHours.safeParse(SPECIFIED_HOURS).success).toBe(true);
    const backwards = { monday: { opensAtMinute: 600, closesAtMinute: 600 } };
    expect(ServiceHours.safeParse({ ...hours, weekdays: backwards }).success).toBe(false);
  });

  test('end where a closure begins, and begin again where it ends', () => {
    const closures = [
      Closure.parse({ date: '2026-11-23', fromMinute: 1050 }),
      Closure.parse({ date: '2026-11-24', untilMinute: 540 }),
      Closure.parse({ date: '2028-02-29' }),
    ];
    for (const [time, state] of [
      ['2026-11-23T17:29:59.999', 'open'],
      ['2026-11-23T17:30', 'closure-day'],
      ['2026-11-24T08:59:59.999', 'closure-day'],
      ['2026-11-24T09:00', 'open'],
      ['2028-02-28T22:59:59.999', 'open'],
      ['2028-02-29T12:00', 'closure-day'],
      ['2028-03-01T12:00', 'open'],
    ] as const)
      expect([time, serviceStateAt(SPECIFIED_HOURS, at(time), closures)]).toEqual([time, state]);
  });

  test('the local stage never closes', () => {
    for (const time of ['2026-12-31T00:00:00.000', '2027-01-01T23:59:59.999'])
      expect(serviceStateAt(ALWAYS_OPEN, at(time))).toBe('open');
  });
});
