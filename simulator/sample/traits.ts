import { ageOn, type LocalDate } from '../../functions/shared/time.ts';
import { drawnCodes } from './municipalities.ts';
import type { SampleCity, SamplePerson, SerialRow, World } from './types.ts';

/** What may be particular about somebody. Each is read off the rows, never remembered from how they were made. */
export const TRAITS = [
  'protected',
  'protected-household',
  'restricted',
  'lifted-restriction',
  'minor',
  'ivs',
  'extension',
  'eudc',
  'missing-glyph',
  'foreign',
  'alternative-name',
  'former-name',
  'kana',
  'unknown-birth-date',
  'long-text',
  'large-household',
  'moved-out',
  'deceased',
  'removed',
  'transfer-pending',
  'unsettled',
  'moved-in-today',
  'two-serials',
  'renewed-serial',
  'revoked-serial',
  'expired-serial',
  'no-serial',
  'churn',
] as const;
export type Trait = (typeof TRAITS)[number];

/** Somebody of the world with everything that can be said of them. */
export type DescribedPerson = {
  readonly city: SampleCity;
  readonly person: SamplePerson;
  readonly household: readonly SamplePerson[];
  readonly traits: ReadonlySet<Trait>;
  /** Whether a 住民票の写し of any scope can be issued to them on the world's day. */
  readonly issuable: boolean;
};

/** Everyone of the world, in the order of the files. */
export function describeWorld(world: World): DescribedPerson[] {
  return world.cities.flatMap((city) => {
    const households = Map.groupBy(city.people.filter(isActive), ({ resident }) => resident.householdId);
    const drawn = new Set(drawnCodes(city.municipality));
    return city.people.map((person) => {
      const household = isActive(person) ? (households.get(person.resident.householdId) ?? []) : [person];
      const facts: Facts = { person, household, drawn, today: world.parameters.today };
      const traits = new Set(TRAITS.filter((trait) => TESTS[trait](facts)));
      const issuable = isIssuable(facts);
      return { city, person, household, traits, issuable };
    });
  });
}

type Facts = {
  readonly person: SamplePerson;
  readonly household: readonly SamplePerson[];
  /** The private-use code points that the city's EUDC font draws. */
  readonly drawn: ReadonlySet<number>;
  readonly today: LocalDate;
};

const isActive = ({ resident }: SamplePerson): boolean => resident.state === '現存';

export const isValidOn = (row: SerialRow, day: LocalDate): boolean =>
  row.state === '有効' && row.validFrom <= day && row.validUntil >= day;

const isRestricted = ({ restrictions }: SamplePerson): boolean =>
  restrictions.some((row) => row.state === '制限');

const hasProtection = ({ restrictions }: SamplePerson): boolean =>
  restrictions.some((row) => row.state === '制限' && row.kind === '支援措置');

function isMinor({ resident }: SamplePerson, today: LocalDate): boolean {
  return resident.dateOfBirth !== '' && ageOn(resident.dateOfBirth as LocalDate, today) < 15;
}

/** The person's own printed words, without those that are another's (head of the household, register). */
function ownWords({ resident: row }: SamplePerson): string {
  return [row.fullName, row.formerFamilyName, row.alternativeName, row.address, row.buildingNameEtc].join('');
}

const SELECTOR = /[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]/u;
const EXTENSION = /[\u{20000}-\u{3ffff}]/u;
const PRIVATE_USE = /[\u{e000}-\u{f8ff}\u{f0000}-\u{ffffd}\u{100000}-\u{10fffd}]/gu;

const privateUseCodes = (text: string): number[] =>
  (text.match(PRIVATE_USE) ?? []).map((character) => character.codePointAt(0) ?? 0);

/** Whether any cell, those that speak of others included, has a character that the city's fonts do not draw. */
const lacksGlyph = ({ resident }: SamplePerson, drawn: ReadonlySet<number>): boolean =>
  privateUseCodes(Object.values(resident).join('')).some((code) => !drawn.has(code));

const validSerials = (person: SamplePerson, day: LocalDate): readonly SerialRow[] =>
  person.serials.filter((row) => isValidOn(row, day));

const TESTS: Readonly<Record<Trait, (facts: Facts) => boolean>> = {
  protected: ({ person }) => hasProtection(person),
  'protected-household': ({ person, household }) =>
    household.some((other) => other !== person && hasProtection(other)),
  restricted: ({ person }) => isRestricted(person) && !hasProtection(person),
  'lifted-restriction': ({ person }) => person.restrictions.some((row) => row.state === '解除'),
  minor: ({ person, today }) => isMinor(person, today),
  ivs: ({ person }) => SELECTOR.test(ownWords(person)),
  extension: ({ person }) => EXTENSION.test(ownWords(person)),
  eudc: ({ person, drawn }) => privateUseCodes(ownWords(person)).some((code) => drawn.has(code)),
  'missing-glyph': ({ person, drawn }) => lacksGlyph(person, drawn),
  foreign: ({ person }) => person.resident.nationalityClass === '外国人',
  'alternative-name': ({ person }) => person.resident.alternativeName !== '',
  'former-name': ({ person }) => person.resident.formerFamilyName !== '',
  kana: ({ person }) => person.resident.fullNameKana !== '',
  'unknown-birth-date': ({ person }) => person.resident.dateOfBirth === '',
  'long-text': ({ person }) =>
    person.resident.fullName.length > 40 ||
    (person.resident.address + person.resident.buildingNameEtc).length > 60,
  'large-household': ({ household }) => household.length >= 10,
  'moved-out': ({ person }) => person.resident.state === '転出',
  deceased: ({ person }) => person.resident.state === '死亡',
  removed: ({ person }) => person.resident.state === '職権消除',
  'transfer-pending': ({ person }) => person.resident.transferPending === '1',
  unsettled: ({ person }) => person.resident.changeUnsettled === '1',
  'moved-in-today': ({ person, today }) => person.resident.movedInNotifiedOn === today,
  'two-serials': ({ person, today }) => validSerials(person, today).length >= 2,
  'renewed-serial': ({ person, today }) =>
    validSerials(person, today).length > 0 && person.serials.some((row) => row.state === '失効'),
  'revoked-serial': ({ person }) =>
    person.serials.length > 0 && person.serials.every((row) => row.state === '失効'),
  'expired-serial': ({ person, today }) =>
    person.serials.length > 0 &&
    person.serials.every((row) => row.state === '有効' && row.validUntil < today),
  'no-serial': ({ person }) => person.serials.length === 0,
  churn: ({ person }) => person.churn !== undefined,
};

/** Nothing in the whole household stands in the way: whichever scope and options are asked for, it is issued. */
function isIssuable({ person, household, drawn, today }: Facts): boolean {
  return (
    isActive(person) &&
    person.churn === undefined &&
    person.resident.dateOfBirth !== '' &&
    !isMinor(person, today) &&
    validSerials(person, today).length > 0 &&
    household.every(
      (member) =>
        !isRestricted(member) &&
        member.resident.transferPending === '0' &&
        member.resident.changeUnsettled === '0' &&
        member.resident.movedInNotifiedOn !== today &&
        !lacksGlyph(member, drawn),
    )
  );
}
