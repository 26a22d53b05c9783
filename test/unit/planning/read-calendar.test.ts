import { describe, expect, test } from 'vitest';
import { CalendarRequest } from '../../../functions/planning/contract.ts';
import { readCalendar } from '../../../functions/planning/read-calendar.ts';

const read = (csv: string, more: object = {}) =>
  readCalendar(CalendarRequest.parse({ year: '2027', csv, dryRun: true, ...more }));
const faultsOf = (csv: string, more: object = {}) => {
  const answer = read(csv, more);
  return answer.ok ? [] : answer.error.map(({ field, rule }) => `${field}: ${rule}`);
};

describe('the calendar of J-LIS as CSV (仕様書 2(5))', () => {
  test('is read by its columns’ names, whole days and parts, of all types and of one', () => {
    const csv =
      '\uFEFFdate,from,until,type,note\r\n2027-12-29,,,,年末\r\n2027/5/1,17:30,24:00,family-register,\r\n20270531,0:00,9:00,all,"保守, 定期"';
    expect(read(csv)).toEqual({
      ok: true,
      value: [
        { date: '2027-12-29', fromMinute: 0, untilMinute: 1440, note: '年末' },
        { date: '2027-05-01', fromMinute: 1050, untilMinute: 1440, type: 'family-register' },
        { date: '2027-05-31', fromMinute: 0, untilMinute: 540, note: '保守, 定期' },
      ],
    });
  });

  test('may have other names for columns and types, and the days of a 年度', () => {
    const names = {
      year: 'fy2027',
      columns: { date: '休止日', type: '対象' },
      types: { 戸籍: 'family-register', 全て: 'all' },
    };
    expect(read('休止日,対象\n2028-03-31,戸籍\n2027-04-01,全て\n', names)).toMatchObject({
      ok: true,
      value: [{ date: '2028-03-31', type: 'family-register' }, { date: '2027-04-01' }],
    });
    expect(faultsOf('休止日,対象\n2027-03-31,\n2028-04-01,\n', names)).toEqual([
      '2 行目 休止日: other-year',
      '3 行目 休止日: other-year',
    ]);
  });

  test('says everything that is wrong with it, by line and column', () => {
    const lines = [
      'date,from,until,type',
      '2027-02-29,,,',
      '2028-02-29,,,',
      '2027-01-10,25:00,,',
      '2027-01-11,12:00,12:00,',
      '2027-01-12,,,住民票',
      '2027-01-13,,',
      '',
      '2027-01-14,,,',
      '2027-01-14,,,all',
      '1/15,,9:5,',
    ];
    expect(faultsOf(lines.join('\n'))).toEqual([
      '2 行目 date: date',
      '3 行目 date: other-year',
      '4 行目 from: time',
      '5 行目 until: order',
      '6 行目 type: type',
      '7 行目: cells',
      '10 行目: twice',
      '11 行目 date: date',
      '11 行目 until: time',
    ]);
  });

  test.each([
    ['nothing', '', ['1 行目: empty']],
    ['no dates', 'from\n9:00\n', ['1 行目 date: missing-column']],
    ['a column that nobody knows', 'date,day\n', ['1 行目 2 列目: unknown-column']],
    ['a column twice', 'date,date\n', ['1 行目 date: column-twice']],
    ['an open quote', 'date\n"2027-01-01\n', ['2 行目: csv']],
    ['the trailer of a link file', 'date\n#END,1\n', ['2 行目: csv']],
    ['a line without end', `date\n${'x'.repeat(3000)}\n`, ['2 行目: csv']],
    ['more than a setting holds', `date\n${'2027-01-01\n'.repeat(1001)}`, ['1002 行目: too-many']],
  ])('is refused with %s', (_, csv, faults) => {
    expect(faultsOf(csv)).toEqual(faults);
  });
});
