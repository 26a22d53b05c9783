import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { LocalDate } from '../../../functions/shared/time.ts';
import { main } from '../../../simulator/sample/cli.ts';
import { listPeople } from '../../../simulator/sample/people.ts';
import { TRAITS } from '../../../simulator/sample/traits.ts';
import { DEFAULT_PARAMETERS, generateWorld } from '../../../simulator/sample/world.ts';

const world = generateWorld(DEFAULT_PARAMETERS);

const Listed = z.array(
  z.object({
    municipality: z.string().regex(/^\d{6}$/),
    personId: z.string().regex(/^\d{15}$/),
    serial: z.string().regex(/^[0-9A-F]{32}$/),
    issuer: z.literal('JPKI-AUTH-03'),
    medium: z.enum(['card', 'phone']),
    fullName: z.string().min(1),
    dateOfBirth: z.string().min(1),
    traits: z.array(z.enum(TRAITS)),
  }),
);

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  const capture = (where: 'out' | 'err') => (text: string | Uint8Array) => {
    said[where] += String(text);
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(capture('out'));
  vi.spyOn(process.stderr, 'write').mockImplementation(capture('err'));
  const code = await main(args);
  vi.restoreAllMocks();
  return { code, ...said };
}

afterEach(() => void vi.restoreAllMocks());

const DAY = LocalDate.parse('2027-02-03');
const worldFile = join(mkdtempSync(join(tmpdir(), 'kofu-people-')), 'world.json');
writeFileSync(worldFile, JSON.stringify({ residents: 600, seed: 'try', today: DAY }));

describe('the list of people', () => {
  test('without a trait names people with whom nothing stands in the way of a certificate', () => {
    const people = listPeople(world, {});
    expect(people.length).toBeGreaterThan(1_500);
    const hindrances = [
      'protected',
      'protected-household',
      'restricted',
      'minor',
      'missing-glyph',
      'unknown-birth-date',
      'moved-out',
      'deceased',
      'removed',
      'transfer-pending',
      'unsettled',
      'moved-in-today',
      'revoked-serial',
      'expired-serial',
      'no-serial',
      'churn',
    ] as const;
    for (const person of people)
      expect(hindrances.filter((trait) => person.traits.includes(trait))).toEqual([]);
    Listed.parse(people);
  });

  test('leaves out the whole household of somebody who is protected, leaving or in a change', () => {
    const issuable = new Set(
      listPeople(world, {}).map((person) => `${person.municipality}/${person.householdId}`),
    );
    for (const trait of [
      'protected',
      'transfer-pending',
      'unsettled',
      'moved-in-today',
      'missing-glyph',
    ] as const) {
      for (const { municipality, householdId } of listPeople(world, { trait }))
        expect(issuable.has(`${municipality}/${householdId}`)).toBe(false);
    }
  });

  test.each(TRAITS.filter((trait) => trait !== 'no-serial' && trait !== 'churn'))(
    'for %s begins in each city with somebody who has it and a serial to ask with',
    (trait) => {
      for (const { municipality } of world.cities) {
        const [first] = listPeople(world, { trait, municipality: municipality.code, limit: 1 });
        expect(first?.traits).toContain(trait);
        expect(first?.municipality).toBe(municipality.code);
        expect(first?.serial).toMatch(/^[0-9A-F]{32}$/);
      }
    },
  );

  test.each([
    'ivs',
    'extension',
    'eudc',
    'foreign',
    'former-name',
    'large-household',
    'two-serials',
  ] as const)('for %s begins with people to whom a certificate can be issued', (trait) => {
    for (const { municipality } of world.cities)
      expect(listPeople(world, { trait, municipality: municipality.code })[0]?.issuable).toBe(true);
  });
});

describe('npm run sample -- people', () => {
  test('prints JSON of the world that the world file records, nothing else', async () => {
    const { code, out, err } = await run(
      'people',
      '--world',
      worldFile,
      '--municipality',
      '012301',
      '--limit',
      '4',
      '--json',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const recorded = generateWorld({ ...DEFAULT_PARAMETERS, residents: 600, seed: 'try', today: DAY });
    const expected = listPeople(recorded, { municipality: '012301', limit: 4 });
    expect(JSON.parse(out)).toEqual(expected);
    expect(Listed.parse(JSON.parse(out))).toHaveLength(4);
  });

  test('prints a table for people, and the help', async () => {
    expect((await run('people', '--world', worldFile, '--trait', 'foreign', '--limit', '2')).out).toMatch(
      /2 人\n$/,
    );
    expect((await run('--help')).out).toContain('例:');
  });

  test('ends with 1 and a remedy where no world has been loaded', async () => {
    const { code, err } = await run('people', '--world', '/nowhere/world.json');
    expect(code).toBe(1);
    expect(err).toContain('npm start');
  });

  test.each([
    [[]],
    [['folk']],
    [['people', '--trait', 'tall']],
    [['people', '--municipality', '131130']],
    [['people', '--limit', '0']],
    [['people', '--limit']],
    [['people', 'extra']],
    [['people', '--colour', 'red']],
    [['world']],
    [['world', '--out', '/tmp/x', '--residents', 'many']],
    [['world', '--out', '/tmp/x', '--today', '2026-02-30']],
  ])('ends with 2 and a sentence for %j', async (args) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('npm run sample -- --help');
  });
});
