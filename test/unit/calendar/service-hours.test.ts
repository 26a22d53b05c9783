import { describe, expect, test } from 'vitest';
import { ALWAYS_OPEN, SPECIFIED_HOURS, serviceStateAt } from '../../../functions/calendar/index.ts';
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

  test('the local stage never closes', () => {
    for (const time of ['2026-12-31T00:00:00.000', '2027-01-01T23:59:59.999'])
      expect(serviceStateAt(ALWAYS_OPEN, at(time))).toBe('open');
  });
});
