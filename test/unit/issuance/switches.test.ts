import { describe, expect, test } from 'vitest';
import { type Setting, type SettingRow, settingsAt } from '../../../functions/changes/index.ts';
import type { Latch } from '../../../functions/closures/index.ts';
import { closedAt, closedReasons, readSwitches } from '../../../functions/issuance/switches.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { freshSeries } from './fresh-series.ts';

const municipality = MunicipalityCode.parse('012050');
const NOON = Date.parse('2026-11-23T12:00:00+09:00');
const minute = 60_000;
const COPY = { id: 'resident-record', family: 'resident-record' } as const;
const ITEMS = { id: 'resident-record-items', family: 'resident-record' } as const;
const SEAL = { id: 'seal-registration', family: 'seal-registration' } as const;

const rowOf = (setting: Setting, validFrom = 0): SettingRow => ({
  ...setting,
  id: `0190-${validFrom}`,
  municipality,
  validFrom: instantOf(validFrom),
});
const latch = (cause: Latch['cause'], type: string, part?: string): Latch => ({
  municipality,
  type,
  cause,
  ...(part === undefined ? {} : { part }),
  closedAt: instantOf(0),
  evidence: 'x',
});

type Wish = {
  readonly age?: number;
  readonly rows?: readonly SettingRow[];
  readonly latches?: readonly Latch[];
  readonly type?: typeof COPY | typeof ITEMS | typeof SEAL;
};
const reasons = ({ age = 0, rows = [], latches = [], type = COPY }: Wish) =>
  closedReasons(
    closedAt(
      { latches, series: freshSeries(NOON - age * minute) },
      settingsAt(rows, instantOf(NOON)),
      type,
      instantOf(NOON),
    ),
  ).map(({ code, detail }) => [code, ...(detail === undefined ? [] : [detail])].join(' '));

const OLD = [
  'ISS-1005 resident:stale:regular',
  'ISS-1005 serial:stale:regular',
  'ISS-1005 restriction:stale:regular',
];

describe('what closes a type (INV-5)', () => {
  test('is data that are older than the default, by the clock alone: no latch is needed', () => {
    expect(reasons({ age: 30 })).toEqual([]);
    expect(reasons({ age: 31 })).toEqual(OLD);
    expect(reasons({ age: 31, type: ITEMS })).toEqual(OLD);
    expect(reasons({ age: 31, type: SEAL })).toContain('ISS-1005 seal:stale:regular');
  });

  test('follows the limits that the city has set, for all feeds and for one', () => {
    const hours = (minutes: number) => ({ minutesByHour: Array.from({ length: 24 }, () => minutes) });
    const wide = rowOf({ kind: 'freshness', scope: 'city', value: hours(60) });
    const narrow = rowOf({ kind: 'freshness', scope: 'serial', value: hours(10) });
    expect(reasons({ age: 45, rows: [wide] })).toEqual([]);
    expect(reasons({ age: 45, rows: [wide, narrow] })).toEqual(['ISS-1005 serial:stale:regular']);
    expect(reasons({ age: 45, rows: [{ ...wide, validFrom: instantOf(NOON + 1) }] })).toEqual(OLD);
  });

  test('is a latch for freshness too, until it is healed: the cause is named once', () => {
    const set = latch('freshness', 'resident-record', 'serial:stale:regular');
    expect(reasons({ latches: [set] })).toEqual(['ISS-1005 serial:stale:regular']);
    expect(reasons({ age: 31, latches: [set] })).toEqual(OLD);
  });

  test('is told apart from what somebody or the gate has closed', () => {
    const latches = [latch('by-hand', 'resident-record'), latch('initial-load', 'all')];
    expect(reasons({ latches })).toEqual(['ISS-1003']);
    expect(reasons({ latches: [latch('gate', 'resident-record')], type: ITEMS })).toEqual([]);
  });

  test('is a feed of which nothing is known', () => {
    const closed = closedAt(
      { latches: [], series: [] },
      settingsAt([], instantOf(NOON)),
      COPY,
      instantOf(NOON),
    );
    expect(closed.staleParts).toEqual([
      'resident:never-loaded',
      'serial:never-loaded',
      'restriction:never-loaded',
    ]);
  });

  test('is read with one read of each', async () => {
    const calls: string[] = [];
    const note = (name: string) => async () => {
      calls.push(name);
      return [];
    };
    await readSwitches(
      {
        closures: { readLatches: note('latches') } as never,
        linkage: { readSeries: note('series') },
      },
      municipality,
    );
    expect(calls).toEqual(['latches', 'series']);
  });
});
