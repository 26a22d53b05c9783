import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Setting,
  type SettingRow,
  serviceStateIn,
  settingsAt,
} from '../../../functions/changes/index.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { instantOf, jstDateOf } from '../../../functions/shared/time.ts';
import { toWareki } from '../../../functions/shared/wareki.ts';

const municipality = MunicipalityCode.parse('012050');
const TYPE = 'resident-record';
const row = (id: string, validFrom: number, setting: Setting): SettingRow => ({
  ...setting,
  id,
  municipality,
  validFrom: instantOf(validFrom),
});
const fee = (id: string, validFrom: number, feeJpy: number) =>
  row(id, validFrom, { kind: 'fee', scope: TYPE, value: { feeJpy } });
const end = (id: string, validFrom: number) =>
  row(id, validFrom, { kind: 'end', scope: `fee#${TYPE}`, value: {} });
const withdrawal = (id: string, validFrom: number, of: string) =>
  row(id, validFrom, { kind: 'withdrawal', scope: of, value: {} });

const feeAt = (rows: readonly SettingRow[], now: number) =>
  settingsAt(rows, instantOf(now)).valueOf('fee', TYPE)?.feeJpy;
const sinceAt = (rows: readonly SettingRow[], now: number) =>
  settingsAt(rows, instantOf(now)).validFromOf('fee', TYPE);

describe('a row that names another one', () => {
  test('cancels it where it begins no later', () => {
    for (const from of [500, 2000]) {
      const rows = [fee('a', 0, 300), fee('b', 2000, 250), withdrawal('c', from, 'b')];
      expect([1999, 2000, 9000].map((now) => feeAt(rows, now))).toEqual([300, 300, 300]);
    }
  });

  test('ends it where it begins later: what it has displaced counts again, and from then on', () => {
    const rows = [fee('a', 0, 300), fee('b', 2000, 250), withdrawal('c', 3000, 'b')];
    expect([1999, 2000, 2999, 3000].map((now) => feeAt(rows, now))).toEqual([300, 250, 250, 300]);
    expect([1999, 2000, 3000].map((now) => sinceAt(rows, now))).toEqual([0, 2000, 3000]);
    const succeeded = [...rows, fee('d', 2500, 200)];
    expect([2499, 2500, 3000].map((now) => feeAt(succeeded, now))).toEqual([250, 200, 200]);
    expect(sinceAt(succeeded, 3000)).toBe(2500);
  });

  test('of several the earliest counts; one for a row that is not there says nothing', () => {
    const rows = [
      fee('a', 0, 300),
      fee('b', 2000, 250),
      withdrawal('c', 4000, 'b'),
      withdrawal('d', 3000, 'b'),
    ];
    expect([2999, 3000].map((now) => feeAt([...rows, withdrawal('e', 0, 'nobody')], now))).toEqual([
      250, 300,
    ]);
  });
});

test('an end leaves nothing set until a later row, and can be cancelled like any other', () => {
  const rows = [fee('a', 0, 300), end('b', 1000), fee('c', 2000, 250)];
  expect([999, 1000, 1999, 2000].map((now) => feeAt(rows, now))).toEqual([300, undefined, undefined, 250]);
  expect(settingsAt(rows, instantOf(1500)).scopesOf('fee')).toEqual([]);
  expect(feeAt([...rows, withdrawal('d', 900, 'b')], 1500)).toBe(300);
});

test('which rows count is a function of their set, whatever their order, and later rows never change the past', () => {
  const anyRow = fc.tuple(
    fc.integer({ min: 0, max: 9 }),
    fc.integer({ min: 0, max: 6 }),
    fc.integer({ min: 0, max: 9 }),
  );
  const rowOf = ([kind, from, other]: readonly [number, number, number], index: number): SettingRow => {
    const id = `row-${index}`;
    if (kind < 5) return fee(id, from, other);
    return kind < 7 ? end(id, from) : withdrawal(id, from, `row-${other}`);
  };
  const times = Array.from({ length: 8 }, (_, now) => now);
  fc.assert(
    fc.property(
      fc.array(anyRow, { maxLength: 10 }).chain((raw) => {
        const rows = raw.map(rowOf);
        return fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }));
      }),
      ([rows, shuffled]) => {
        expect(times.map((now) => [feeAt(shuffled, now), sinceAt(shuffled, now)])).toEqual(
          times.map((now) => [feeAt(rows, now), sinceAt(rows, now)]),
        );
        // What begins at 4 or later, a withdrawal too, is not seen before 4.
        const early = rows.filter(({ validFrom }) => validFrom < 4);
        expect([0, 1, 2, 3].map((now) => feeAt(rows, now))).toEqual(
          [0, 1, 2, 3].map((now) => feeAt(early, now)),
        );
      },
    ),
    { numRuns: 300 },
  );
});

describe('what begins at midnight begins with the day that papers are dated with', () => {
  test.each([
    ['2019-04-30T23:59:59.999', '平成31年4月30日', 300],
    ['2019-05-01T00:00:00.000', '令和元年5月1日', 250],
    ['2028-02-28T23:59:59.999', '令和10年2月28日', 250],
    ['2028-02-29T00:00:00.000', '令和10年2月29日', 200],
    ['2028-03-01T00:00:00.000', '令和10年3月1日', 150],
  ])('%s', (time, date, feeJpy) => {
    const at = (text: string) => instantOf(Date.parse(`${text}+09:00`));
    const rows = [
      fee('a', 0, 300),
      fee('b', at('2019-05-01T00:00'), 250),
      fee('c', at('2028-02-29T00:00'), 200),
      fee('d', at('2028-03-01T00:00'), 150),
    ];
    expect([toWareki(jstDateOf(at(time))), feeAt(rows, at(time))]).toEqual([date, feeJpy]);
  });
});

test('the J-LIS calendars of all years and the city’s own days close together, one type or all', () => {
  const closures = (date: string, type?: string) => ({
    closures: [
      { date: date as never, fromMinute: 0, untilMinute: 1440, ...(type === undefined ? {} : { type }) },
    ],
  });
  const rows = [
    row('a', 0, { kind: 'jlis-closures', scope: '2026', value: closures('2026-11-23') }),
    row('b', 0, { kind: 'jlis-closures', scope: 'fy2026', value: closures('2026-11-24') }),
    row('c', 0, { kind: 'own-closures', scope: 'city', value: closures('2026-11-25', 'tax-and-income') }),
  ];
  const stateOn = (day: string, type = TYPE) => {
    const noon = instantOf(Date.parse(`${day}T12:00+09:00`));
    return serviceStateIn(settingsAt(rows, noon), type, noon);
  };
  expect(['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'].map((day) => stateOn(day))).toEqual([
    'closure-day',
    'closure-day',
    'open',
    'open',
  ]);
  expect(stateOn('2026-11-25', 'tax-and-income')).toBe('closure-day');
});
