import { describe, expect, test } from 'vitest';
import { addDays, clockText, dayText, isDay, timeText, today } from '../../../console/src/day.ts';
import { detailsHref, listHref, placeOf } from '../../../console/src/place.ts';

describe('a place', () => {
  test.each([
    ['', { page: 'history', list: {} }],
    ['#/history', { page: 'history', list: {} }],
    [
      '#/history?day=2026-11-23&state=refused',
      { page: 'history', list: { day: '2026-11-23', state: 'refused' } },
    ],
    [
      '#/history/abc_-1?day=2026-11-23',
      { page: 'history-details', requestId: 'abc_-1', list: { day: '2026-11-23' } },
    ],
    ['#/history/a/b', { page: 'unknown' }],
    ['#/history/%E0%A4%A', { page: 'unknown' }],
    ['#/settings', { page: 'unknown' }],
  ])('%j', (hash, place) => {
    expect(JSON.parse(JSON.stringify(placeOf(hash)))).toEqual(place);
  });

  test('of details remembers the list that it came from', () => {
    const list = { day: '2026-11-23', state: 'refused' };
    expect(placeOf(detailsHref('request-1', list))).toEqual({
      page: 'history-details',
      requestId: 'request-1',
      list,
    });
    expect(placeOf(listHref(list))).toEqual({ page: 'history', list });
  });
});

describe('a day', () => {
  test("is Japan's, whatever the computer's time zone", () => {
    expect(today(Date.parse('2026-11-22T15:00:00Z'))).toBe('2026-11-23');
    expect(today(Date.parse('2026-11-22T14:59:59Z'))).toBe('2026-11-22');
  });

  test('has neighbours across months and leap days', () => {
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2027-01-01', -1)).toBe('2026-12-31');
  });

  test('that the calendar lacks is none', () => {
    expect(isDay('2026-02-30')).toBe(false);
    expect(isDay('2026-2-3')).toBe(false);
    expect(isDay(undefined)).toBe(false);
    expect(isDay('2028-02-29')).toBe(true);
  });

  test('is written as people read it', () => {
    expect(dayText('2026-11-23')).toBe('2026年11月23日（月）');
    expect(clockText('2026-11-23T09:15:00+09:00')).toBe('09:15:00');
    expect(timeText('2026-11-23T09:15:00+09:00')).toBe('2026年11月23日（月） 09:15:00');
  });
});
