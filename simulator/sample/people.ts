import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import type { LocalDate } from '../../functions/shared/time.ts';
import { type DescribedPerson, describeWorld, isValidOn, type Trait } from './traits.ts';
import type { SerialRow, World } from './types.ts';

/** What `npm run sample -- people` says of somebody. */
export type ListedPerson = {
  readonly municipality: MunicipalityCode;
  readonly personId: string;
  /** The serial to use: a valid one if there is one, otherwise the latest; null for people without any. */
  readonly serial: string | null;
  readonly issuer: string | null;
  readonly medium: 'card' | 'phone' | null;
  readonly fullName: string;
  /** As printed: wareki, Western or not fully known. */
  readonly dateOfBirth: string;
  readonly traits: readonly Trait[];
  readonly householdId: string;
  /** Whether a 住民票の写し can be issued to this person on the world's day. */
  readonly issuable: boolean;
  /** All serials, ended ones too. */
  readonly serials: readonly {
    readonly serial: string;
    readonly issuer: string;
    readonly medium: 'card' | 'phone';
    readonly state: 'valid' | 'expired' | 'revoked';
  }[];
};

export type PeopleQuery = {
  readonly municipality?: string | undefined;
  readonly trait?: Trait | undefined;
  readonly limit?: number | undefined;
};

/** Traits that by themselves keep a certificate from being issued. */
const HINDRANCES: ReadonlySet<Trait> = new Set([
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
]);

/**
 * Without a trait: people to whom a certificate can be issued. With one: everyone who has it, those first who can
 * show it alone (they have a serial and nothing else stands in the way).
 */
export function listPeople(world: World, query: PeopleQuery): ListedPerson[] {
  const { municipality, trait, limit } = query;
  const found = describeWorld(world).filter(
    (described) =>
      (municipality === undefined || described.city.municipality.code === municipality) &&
      (trait === undefined ? described.issuable : described.traits.has(trait)),
  );
  const ordered =
    trait === undefined
      ? found
      : [0, 1, 2, 3, 4].flatMap((wanted) =>
          found.filter((described) => disturbance(described, trait) === wanted),
        );
  return ordered.slice(0, limit).map((described) => listed(described, world.parameters.today));
}

/** 0 = shows the trait alone, up to 4 = has no serial to ask with or will change by itself. */
function disturbance({ traits, issuable, person }: DescribedPerson, trait: Trait): number {
  if (person.churn !== undefined) return 4;
  if (issuable) return 0;
  if (trait !== 'no-serial' && person.serials.length === 0) return 4;
  const others = [...traits].filter((other) => other !== trait && HINDRANCES.has(other));
  if (others.length > 0) return 3;
  return HINDRANCES.has(trait) ? 0 : 2;
}

function listed({ city, person, traits, issuable }: DescribedPerson, today: LocalDate): ListedPerson {
  const current = person.serials.find((row) => isValidOn(row, today)) ?? person.serials.at(-1);
  return {
    municipality: city.municipality.code,
    personId: person.resident.personId,
    serial: current?.serial ?? null,
    issuer: current?.issuer ?? null,
    medium: current === undefined ? null : mediumOf(current),
    fullName: person.resident.fullName,
    dateOfBirth: person.resident.dateOfBirthText,
    traits: [...traits],
    householdId: person.resident.householdId,
    issuable,
    serials: person.serials.map((row) => ({
      serial: row.serial,
      issuer: row.issuer,
      medium: mediumOf(row),
      state: row.state === '失効' ? 'revoked' : isValidOn(row, today) ? 'valid' : 'expired',
    })),
  };
}

const mediumOf = (row: SerialRow): 'card' | 'phone' => (row.medium === 'カード' ? 'card' : 'phone');
