import { describe, expect, test } from 'vitest';
import { LAYOUTS } from '../../../functions/linkage/layouts/feeds.ts';
import { DEFAULT_ROW_SETTINGS } from '../../../functions/linkage/parse-row.ts';
import type { NewFact } from '../../../functions/registry/index.ts';
import { digestOf, sha256Hex } from '../../../functions/shared/canonical.ts';
import { isIndividualNumber } from '../../../functions/shared/individual-number.ts';
import { DEFAULT_PARAMETERS, generateWorld } from '../../../simulator/sample/world.ts';
import { fullFiles, rowsOf } from '../../../simulator/sample/world-files.ts';

const world = generateWorld({ ...DEFAULT_PARAMETERS, residents: 600 });
const cities = world.cities.map((city) => [city.municipality.name, city] as const);

/** The facts that the real layouts make of a city's rows. */
function factsOf<K extends NewFact['kind'] & keyof typeof LAYOUTS>(
  city: (typeof cities)[number][1],
  feed: K,
) {
  const layout = LAYOUTS[feed][1];
  const convert = layout?.createConverter();
  return rowsOf(world, city, feed).map((row) => {
    const cells = layout?.columns.map(({ property }) => row[property] ?? '') ?? [];
    const converted = convert?.(cells, DEFAULT_ROW_SETTINGS);
    if (converted?.ok !== true) throw new Error(`a row of ${feed} is rejected`);
    return converted.value as Extract<NewFact, { kind: K }>;
  });
}

const statesOf = (facts: readonly { readonly fact: { readonly state: string } }[]): string[] =>
  [...new Set(facts.map(({ fact }) => fact.state))].sort();

describe('the feeds of a sample world', () => {
  test('give a 個人番号 to everybody of the city that prints it, each another one, and to nobody else', () => {
    for (const { municipality, people } of world.cities) {
      const numbers = people.map(({ resident }) => resident.individualNumber);
      if (municipality.code === '012301') {
        expect(numbers.filter((number) => !isIndividualNumber(number))).toEqual([]);
        expect(new Set(numbers).size).toBe(numbers.length);
      } else expect(new Set(numbers)).toEqual(new Set(['']));
    }
  });

  test('are the same bytes for the same parameters, on every machine', () => {
    const digest = digestOf(fullFiles(world).map(({ name, bytes }) => [name, sha256Hex(bytes)]));
    expect(digest).toBe('fbd7a1b77bcae2aed70bef35db7999056e0a3e1c545e9559e835cb9fa970aafb');
    expect(
      digestOf(fullFiles(generateWorld(world.parameters)).map(({ name, bytes }) => [name, sha256Hex(bytes)])),
    ).toBe(digest);
  });

  test.each(cities)('%s has a number of its own for every row of a feed', (_, city) => {
    for (const feed of ['seal', 'tax', 'koseki-index', 'domicile-registration'] as const) {
      const numbers = factsOf(city, feed).map(({ sequence }) => sequence.number);
      expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((__, index) => index + 1));
    }
  });

  test.each(cities)('%s has seals of every state, at most one a person, none of a child', (_, city) => {
    const seals = factsOf(city, 'seal');
    expect(statesOf(seals)).toEqual(['active', 'erased', 'suspended']);
    const holders = seals.map(({ fact }) => fact.personId as string);
    expect(new Set(holders).size).toBe(holders.length);
    const born = new Map(city.people.map(({ resident }) => [resident.personId, resident.dateOfBirth]));
    expect(holders.every((id) => (born.get(id) ?? '') <= '2011-10-01')).toBe(true);
    const active = seals.filter(({ fact }) => fact.state === 'active');
    const impressions = active.map(({ fact }) => fact.impression?.sha256);
    expect(new Set(impressions).size).toBe(active.length);
  });

  test('delivers impressions in every depth, both row orders, and without a resolution', () => {
    const files = cities
      .flatMap(([, city]) => rowsOf(world, city, 'seal'))
      .map((row) => row['impression'] ?? '')
      .filter((text) => text !== '')
      .map((text) => Buffer.from(text, 'base64'));
    const depths = Map.groupBy(files, (file) => file.readUInt16LE(28));
    expect([...depths.keys()].sort((a, b) => a - b)).toEqual([1, 4, 8, 24]);
    expect(depths.get(1)?.length ?? 0).toBeGreaterThan(files.length * 0.85);
    expect(new Set(files.map((file) => Math.sign(file.readInt32LE(22))))).toEqual(new Set([1, -1]));
    expect(files.some((file) => file.readInt32LE(38) === 0)).toBe(true);
  });

  test.each(cities)('%s has taxes of two years and every state, one row a person and year', (_, city) => {
    const taxes = factsOf(city, 'tax');
    expect(statesOf(taxes)).toEqual([
      'being-corrected',
      'dependant-not-declared',
      'exempt',
      'not-declared',
      'taxed',
    ]);
    expect([...new Set(taxes.map(({ fact }) => fact.taxYear))].sort()).toEqual([2025, 2026]);
    const keys = taxes.map(({ fact }) => `${fact.personId} ${fact.taxYear}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const { fact } of taxes) {
      if (fact.state !== 'taxed') continue;
      const { tax } = fact.amounts;
      expect(tax.annual).toBe(
        tax.municipalIncomeBased +
          tax.municipalPerCapita +
          tax.prefecturalIncomeBased +
          tax.prefecturalPerCapita +
          (tax.forestEnvironment ?? 0),
      );
    }
  });

  test.each(cities)(
    '%s has registers across households, with absent, removed and pending members',
    (_, city) => {
      const entries = factsOf(city, 'koseki-index').map(({ fact }) => fact);
      const households = new Map(
        city.people.map(({ resident }) => [resident.personId, resident.householdId]),
      );
      const spread = [...Map.groupBy(entries, ({ kosekiId }) => kosekiId).values()].filter(
        (members) =>
          new Set(members.map(({ personId }) => households.get(personId)).filter((id) => id !== undefined))
            .size > 1,
      );
      expect(spread.length).toBeGreaterThan(0);
      expect(statesOf(entries.map((fact) => ({ fact })))).toEqual(['enrolled', 'removed']);
      expect(entries.some(({ notificationPending }) => notificationPending)).toBe(true);
      expect(entries.some(({ personId }) => !households.has(personId))).toBe(true);
      expect(new Set(entries.map(({ kosekiPersonKey }) => kosekiPersonKey)).size).toBe(entries.length);
    },
  );

  test.each(cities)('%s says the same 本籍 and 筆頭者 of everyone in a register', (_, city) => {
    const records = new Map(city.people.map(({ resident }) => [resident.personId, resident]));
    const said = Map.groupBy(
      factsOf(city, 'koseki-index').flatMap(({ fact }) => {
        const record = records.get(fact.personId);
        return record === undefined ? [] : [{ ...record, kosekiId: fact.kosekiId }];
      }),
      ({ kosekiId }) => kosekiId,
    );
    for (const members of said.values())
      expect(new Set(members.map((one) => one.registeredDomicile + one.familyRegisterHead)).size).toBe(1);
  });

  test.each(cities)('%s has registrations of non-residents whom the index of registers knows', (_, city) => {
    const registrations = factsOf(city, 'domicile-registration').map(({ fact }) => fact);
    expect(statesOf(registrations.map((fact) => ({ fact })))).toEqual([
      'applied',
      'approved',
      'lapsed',
      'rejected',
      'under-review',
    ]);
    const keys = new Map(
      factsOf(city, 'koseki-index').map(({ fact }) => [fact.personId, fact.kosekiPersonKey]),
    );
    const residents = new Set(city.people.map(({ resident }) => resident.personId));
    for (const { personId, kosekiPersonKey } of registrations) {
      expect(keys.get(personId)).toBe(kosekiPersonKey);
      expect(residents.has(personId)).toBe(false);
    }
  });
});
