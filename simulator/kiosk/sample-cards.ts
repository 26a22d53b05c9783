import { nonResidentOf } from '../sample/non-residents.ts';
import { type ListedPerson, listPeople } from '../sample/people.ts';
import type { Trait } from '../sample/traits.ts';
import type { SampleCity, World } from '../sample/types.ts';
import { SampleCard } from './page-contract.ts';

/** Ordinary people of each city that lie in the tray. */
const ORDINARY = 3;

/** One person of each city for each of these, where there is one with a serial. */
const SHOWN_TRAITS: readonly Trait[] = [
  'large-household',
  'ivs',
  'extension',
  'eudc',
  'foreign',
  'alternative-name',
  'former-name',
  'two-serials',
  'minor',
  'protected',
  'transfer-pending',
  'unsettled',
  'moved-in-today',
  'missing-glyph',
  'unknown-birth-date',
  'moved-out',
  'deceased',
  'revoked-serial',
  'expired-serial',
];

/** Traits that nearly everyone has say nothing about a card. */
const UNREMARKABLE: ReadonlySet<Trait> = new Set(['kana', 'churn']);

const remarkable = (person: ListedPerson): readonly Trait[] =>
  person.traits.filter((trait) => !UNREMARKABLE.has(trait));

function cardOf(person: ListedPerson): readonly SampleCard[] {
  if (person.serial === null || person.issuer === null) return [];
  const { municipality, serial, issuer, fullName, dateOfBirth, issuable } = person;
  const traits = remarkable(person);
  return [SampleCard.parse({ municipality, serial, issuer, fullName, dateOfBirth, issuable, traits })];
}

/** The feeds know no name and no birth of such a person. */
function cardsOfNonResidents(world: World, city: SampleCity): readonly SampleCard[] {
  const found = nonResidentOf(world, city);
  if (found === undefined) return [];
  const { municipality, issuer, serial } = found.card;
  return [
    SampleCard.parse({
      municipality,
      issuer,
      serial,
      fullName: '市外に住む人',
      dateOfBirth: '',
      issuable: true,
      traits: ['non-resident'],
    }),
  ];
}

/** The cards that lie beside the reader: city by city, those with whom everything goes well first. */
export function sampleCards(world: World): SampleCard[] {
  return world.cities.flatMap((city) => {
    const ofCity = { ...world, cities: [city] };
    const ordinary = listPeople(ofCity, {}).filter((person) => remarkable(person).length === 0);
    const people = [
      ...ordinary.slice(0, ORDINARY),
      ...SHOWN_TRAITS.flatMap((trait) => listPeople(ofCity, { trait, limit: 1 })),
    ];
    const cards = [...people.flatMap(cardOf), ...cardsOfNonResidents(world, city)];
    const unique = [...new Map(cards.map((card) => [`${card.issuer}:${card.serial}`, card])).values()];
    return [...unique.filter((card) => card.issuable), ...unique.filter((card) => !card.issuable)];
  });
}
