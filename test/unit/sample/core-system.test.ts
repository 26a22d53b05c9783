import { describe, expect, test } from 'vitest';
import { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { ResidentRowV1 } from '../../../functions/linkage/layouts/resident.ts';
import { RestrictionRowV1 } from '../../../functions/linkage/layouts/restriction.ts';
import { SerialRowV1 } from '../../../functions/linkage/layouts/serial.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import { changesOf } from '../../../simulator/core-system/changes.ts';
import { DEFAULT_PARAMETERS, generateWorld } from '../../../simulator/sample/world.ts';

const world = generateWorld({ ...DEFAULT_PARAMETERS, residents: 600 });
const [city] = world.cities;
if (city === undefined) throw new Error('no city');
const today = LocalDate.parse('2026-12-24');
const FILES = Array.from({ length: 500 }, (_, index) => index + 2);
const LAYOUTS = { resident: ResidentRowV1, serial: SerialRowV1, restriction: RestrictionRowV1 };

const rowsOf = (feed: RowFeed) =>
  FILES.map((fileNumber) => changesOf(world, city, { feed, fileNumber, today }));

describe('the stand-in for the core systems', () => {
  test.each(['resident', 'serial', 'restriction'] as const)(
    'sends rows of feed %s that the layout accepts, mostly none, ever later in the order of changes',
    (feed) => {
      const files = rowsOf(feed);
      expect(files.filter((rows) => rows.length === 0).length).toBeGreaterThan(files.length / 2);
      const rows = files.flat().map((row) => LAYOUTS[feed].parse(row));
      expect(rows.length).toBeGreaterThan(50);
      for (const [index, row] of rows.entries()) {
        expect(row.number).toBeGreaterThan(rows[index - 1]?.number ?? city.people.length);
      }
    },
  );

  test.each(RowFeed.options.filter((feed) => !(feed in LAYOUTS)))(
    'says of feed %s that nothing has changed, so that it stays fresh',
    (feed) => {
      expect(rowsOf(feed).flat()).toEqual([]);
    },
  );

  test('changes only people who are set aside for it, and newborns in their households', () => {
    const churning = city.people.filter(({ churn }) => churn !== undefined);
    const ids = new Set(churning.map(({ resident }) => resident.personId));
    const households = new Set(churning.map(({ resident }) => resident.householdId));
    expect(new Set(city.people.filter(({ resident }) => households.has(resident.householdId)))).toEqual(
      new Set(churning),
    );
    for (const feed of ['resident', 'serial', 'restriction'] as const) {
      for (const row of rowsOf(feed).flat()) {
        const { personId = '' } = row;
        expect(
          ids.has(personId) || (personId.startsWith('9') && households.has(row['householdId'] ?? '')),
        ).toBe(true);
      }
    }
  });

  test('says of the same file the same after a restart', () => {
    const again = generateWorld(world.parameters);
    for (const fileNumber of FILES.slice(0, 90)) {
      for (const feed of ['resident', 'serial', 'restriction'] as const) {
        const beat = { feed, fileNumber, today };
        const [first] = again.cities;
        expect(first === undefined ? [] : changesOf(again, first, beat)).toEqual(
          changesOf(world, city, beat),
        );
      }
    }
  });

  test('ends the serial before by a row of its own at each renewal', () => {
    const current = new Map(
      city.people
        .filter(({ churn }) => churn === 'renewer')
        .flatMap(({ serials }) => serials.map((row) => [row.personId, row.serial] as const)),
    );
    for (const [old, fresh] of rowsOf('serial').filter((rows) => rows.length > 0)) {
      const { personId = '' } = old ?? {};
      expect([old?.['state'], old?.['serial']]).toEqual(['失効', current.get(personId)]);
      expect([fresh?.['state'], fresh?.['personId']]).toEqual(['有効', personId]);
      expect(fresh?.['serial']).not.toBe(old?.['serial']);
      current.set(personId, fresh?.['serial'] ?? '');
    }
  });

  test('moves whole households and says where they lived before', () => {
    const addresses = new Map(city.people.map(({ resident }) => [resident.personId, resident.address]));
    const moved = rowsOf('resident')
      .flat()
      .filter(({ personId }) => addresses.has(personId ?? ''));
    expect(moved.length).toBeGreaterThan(100);
    for (const row of moved) {
      expect(row['previousAddress']).toBe(addresses.get(row['personId'] ?? ''));
      addresses.set(row['personId'] ?? '', row['address'] ?? '');
    }
  });

  test('sets a restriction and lifts it in turn', () => {
    const states = rowsOf('restriction')
      .flat()
      .map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(['制限', '解除']));
    expect(states.slice(0, 2)).toEqual(['制限', '解除']);
  });
});
