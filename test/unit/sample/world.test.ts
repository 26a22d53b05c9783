import { describe, expect, test } from 'vitest';
import { ResidentRowV1 } from '../../../functions/linkage/layouts/resident.ts';
import { RestrictionRowV1 } from '../../../functions/linkage/layouts/restriction.ts';
import { SerialRowV1 } from '../../../functions/linkage/layouts/serial.ts';
import { digestOf } from '../../../functions/shared/canonical.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import { parseWareki } from '../../../functions/shared/wareki.ts';
import { describeWorld, TRAITS } from '../../../simulator/sample/traits.ts';
import { DEFAULT_PARAMETERS, generateWorld } from '../../../simulator/sample/world.ts';

const SMALL = { ...DEFAULT_PARAMETERS, residents: 600 };
const world = generateWorld(SMALL);
const everyone = world.cities.flatMap(({ people }) => people);

describe('a sample world', () => {
  test('is the same for the same parameters, on every machine', () => {
    expect(digestOf(generateWorld(SMALL))).toBe(
      'd0bd30c10499e68aa1ca37668a70a0f3fe4a64d494d581bc329360e65e7d5b79',
    );
  });

  test('is another one for another seed or another day', () => {
    expect(digestOf(generateWorld({ ...SMALL, seed: 'other' }))).not.toBe(digestOf(world));
    expect(digestOf(generateWorld({ ...SMALL, today: LocalDate.parse('2026-10-02') }))).not.toBe(
      digestOf(world),
    );
  });

  test('has as many people as asked for, in the proportion of the cities', () => {
    const sizes = (residents: number) =>
      generateWorld({ ...SMALL, residents }).cities.map(({ people }) => people.length);
    expect(sizes(600)).toEqual([307, 171, 122]);
    expect(sizes(3_000)).toEqual([1_536, 853, 611]);
    expect(sizes(1).reduce((sum, size) => sum + size, 0)).toBe(1);
  });

  test.each(['kofu', 'a', 'another seed'])(
    'of seed %s has every trait at least once in every city from 600 people on',
    (seed) => {
      const described = describeWorld(generateWorld({ ...SMALL, seed }));
      for (const { municipality } of world.cities) {
        const inCity = described.filter(({ city }) => city.municipality.code === municipality.code);
        const missing = TRAITS.filter((trait) => !inCity.some(({ traits }) => traits.has(trait)));
        expect(missing, municipality.name).toEqual([]);
        expect(inCity.filter(({ issuable }) => issuable).length).toBeGreaterThan(30);
      }
    },
  );

  test('has rows that the published layouts accept', () => {
    for (const { resident, serials, restrictions } of everyone) {
      ResidentRowV1.parse(resident);
      for (const row of serials) SerialRowV1.parse(row);
      for (const row of restrictions) RestrictionRowV1.parse(row);
    }
  });

  test('has in each city a household of twenty, numbered from its head on', () => {
    for (const { people } of world.cities) {
      const sizes = [...Map.groupBy(people, ({ resident }) => resident.householdId).values()];
      const twenty = sizes.find((members) => members.length === 20);
      expect(twenty?.map(({ resident }) => Number(resident.householdOrder))).toEqual(
        Array.from({ length: 20 }, (_, index) => index + 1),
      );
      expect(twenty?.[0]?.resident.relationshipToHead).toBe('世帯主');
    }
  });

  test('numbers people alike in the three cities, and never two alike in one', () => {
    const [first = [], second = []] = world.cities.map(({ people }) =>
      people.map(({ resident }) => resident.personId),
    );
    expect(new Set(first).size).toBe(first.length);
    expect(second.every((id) => first.includes(id))).toBe(true);
  });

  test('gives every row of a feed a sequence of its own within the city', () => {
    for (const { people } of world.cities) {
      for (const rows of [
        people.map(({ resident }) => resident),
        people.flatMap(({ serials }) => serials),
        people.flatMap(({ restrictions }) => restrictions),
      ]) {
        const numbers = rows.map(({ number }) => Number(number)).sort((a, b) => a - b);
        expect(numbers).toEqual(numbers.map((_, index) => index + 1));
      }
    }
  });

  test('prints dates of birth in wareki for Japanese and in the Western calendar for foreign residents', () => {
    for (const { resident } of everyone.filter(({ resident }) => resident.dateOfBirth !== '')) {
      if (resident.nationalityClass === '日本人')
        expect(parseWareki(resident.dateOfBirthText)).toBe(resident.dateOfBirth);
      else expect(resident.dateOfBirthText).toMatch(/^(19|20)\d\d年\d{1,2}月\d{1,2}日$/);
    }
    expect(everyone.some(({ resident }) => resident.dateOfBirthText === '昭和20年月日不詳')).toBe(true);
  });

  test('has children who are fifteen since yesterday, since today and from tomorrow on', () => {
    const described = describeWorld(world);
    const isMinor = (birth: string) =>
      described
        .filter(({ person }) => person.resident.dateOfBirth === birth)
        .map(({ traits }) => traits.has('minor'));
    expect(new Set(isMinor('2011-09-30'))).toEqual(new Set([false]));
    expect(new Set(isMinor('2011-10-01'))).toEqual(new Set([false]));
    expect(new Set(isMinor('2011-10-02'))).toEqual(new Set([true]));
  });

  test('leaves about every fifth person without a serial and never assigns a serial of one issuer twice', () => {
    const large = generateWorld(DEFAULT_PARAMETERS).cities;
    const people = large.flatMap((city) => city.people);
    const without = people.filter(({ serials }) => serials.length === 0).length / people.length;
    expect(without).toBeGreaterThan(0.15);
    expect(without).toBeLessThan(0.28);
    for (const city of large) {
      const keys = city.people.flatMap(({ serials }) => serials.map((row) => `${row.issuer}/${row.serial}`));
      expect(new Set(keys).size).toBe(keys.length);
    }
  });
});
