import type {
  FamilyRegisterEntry,
  IssuanceRestriction,
  JpkiSerialLink,
  RegistryChange,
  ResidentRecord,
  SealRegistration,
  TaxRecord,
} from '../../../functions/registry/index.ts';
import {
  HouseholdId,
  KosekiId,
  KosekiPersonKey,
  type MunicipalityCode,
  PersonId,
} from '../../../functions/shared/ids.ts';
import { LocalDate } from '../../../functions/shared/time.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { FROM, serialOf, taxed, unsettledYear } from './core-facts.ts';
import { inventNumber, sealNumber } from './numbers.ts';

/** Members of a household by how many have so many. */
export const HOUSEHOLD_SIZES = [
  [1, 38],
  [2, 28],
  [3, 16],
  [4, 12],
  [5, 4],
  [7, 2],
] as const;

export const TAX_YEARS = [2026, 2025] as const;

/** What one city's core systems hold of somebody, and have sent or are about to send. */
export type Entry = {
  resident: ResidentRecord;
  seal: SealRegistration;
  /** The 戸籍 is the first household's, wherever its people live. */
  koseki: FamilyRegisterEntry;
  /** 個人番号; only where the city prints it. */
  individualNumber: string | undefined;
  readonly taxes: Map<number, TaxRecord>;
  readonly serials: JpkiSerialLink[];
};

/** Something that happens, and what makes it good again after a while. */
export type Happening = { readonly changes: readonly RegistryChange[]; readonly heal?: () => RegistryChange };

export type CoreSystem = ReturnType<typeof createCoreSystem>;

/**
 * The core systems of one city: people in households, and what happens to them. Sequences are given out in the order of
 * what happens; who carries the rows may bring them in any. Every text says whose it is and in which version.
 */
export function createCoreSystem({
  municipality,
  cityName,
  printsNumbers,
  households,
  impressions,
  random,
}: {
  readonly municipality: MunicipalityCode;
  readonly cityName: string;
  readonly printsNumbers: boolean;
  readonly households: number;
  /** Digests and sizes of 印影 that the city keeps. */
  readonly impressions: readonly NonNullable<SealRegistration['impression']>[];
  readonly random: Random;
}) {
  let number = 0;
  let version = 0;
  const origin = { fileName: 'simulated.csv', line: 1 };
  const sent = <C extends Omit<RegistryChange, 'sequence' | 'origin'>>(change: C) => {
    number += 1;
    return { ...change, sequence: { epoch: 1, number }, origin } as unknown as RegistryChange;
  };

  const people: Entry[] = [];
  const homes: HouseholdId[] = [];
  for (let home = 1; home <= households; home += 1) {
    const householdId = HouseholdId.parse(`7${String(home).padStart(14, '0')}`);
    homes.push(householdId);
    const size = random.weighted(HOUSEHOLD_SIZES);
    for (let order = 1; order <= size; order += 1)
      people.push(somebody(people.length + 1, householdId, order));
  }

  function somebody(index: number, householdId: HouseholdId, householdOrder: number): Entry {
    const personId = PersonId.parse(`5${String(index).padStart(14, '0')}`);
    const fullName = `${cityName}　太郎${index}`;
    const resident: ResidentRecord = {
      personId,
      householdId,
      householdOrder,
      state: 'active',
      transferPending: false,
      changeUnsettled: false,
      isForeign: false,
      fullName,
      dateOfBirth: { text: '昭和53年4月5日', date: LocalDate.parse('1978-04-05') },
      sex: '男',
      address: `北海道${cityName}幸町${index}番`,
      headOfHousehold: fullName,
      relationshipToHead: '世帯主',
      registeredDomicile: `北海道${cityName}幸町1番`,
      familyRegisterHead: fullName,
    };
    const seal: SealRegistration = {
      personId,
      registrationNumber: String(index),
      state: 'active',
      registeredOn: FROM,
      impression: random.pick(impressions),
    };
    const koseki: FamilyRegisterEntry = {
      personId,
      kosekiPersonKey: KosekiPersonKey.parse(`K${personId}`),
      kosekiId: KosekiId.parse(`H${householdId}`),
      state: 'enrolled',
      notificationPending: false,
    };
    return {
      resident,
      seal,
      koseki,
      individualNumber: printsNumbers ? inventNumber(random) : undefined,
      taxes: new Map(TAX_YEARS.map((taxYear) => [taxYear, taxed(resident, taxYear, index * 1_000)])),
      serials: [serialOf(personId, `${index}`)],
    };
  }

  const change = {
    resident: (entry: Entry, changes: Partial<ResidentRecord>): RegistryChange => {
      entry.resident = { ...entry.resident, ...changes };
      const { resident: fact, individualNumber: own } = entry;
      const sealed = own === undefined ? {} : { sealedNumber: sealNumber(fact.personId, own) };
      return sent({ kind: 'resident', fact, ...sealed });
    },
    seal: (entry: Entry, changes: Partial<SealRegistration>): RegistryChange => {
      const { impression: _, ...rest } = entry.seal;
      entry.seal = changes.state === 'erased' ? { ...rest, ...changes } : { ...entry.seal, ...changes };
      return sent({ kind: 'seal', fact: entry.seal });
    },
    koseki: (entry: Entry, changes: Partial<FamilyRegisterEntry>): RegistryChange => {
      entry.koseki = { ...entry.koseki, ...changes };
      return sent({ kind: 'koseki-index', fact: entry.koseki });
    },
    tax: (entry: Entry, fact: TaxRecord): RegistryChange => {
      entry.taxes.set(fact.taxYear, fact);
      return sent({ kind: 'tax', fact });
    },
    serial: (fact: JpkiSerialLink): RegistryChange => sent({ kind: 'serial', fact }),
    restriction: (fact: IssuanceRestriction): RegistryChange => sent({ kind: 'restriction', fact }),
    unreadable: ({ resident: { personId } }: Entry): RegistryChange =>
      sent({ kind: 'rejected', feed: 'resident', personId, rule: 'pattern' }),
  };

  const newVersion = (): number => {
    version += 1;
    return version;
  };

  /** What may happen to somebody, by how often. */
  const HAPPENINGS: readonly (readonly [(entry: Entry) => Happening, number])[] = [
    [
      (entry) => {
        const fact: IssuanceRestriction = {
          personId: entry.resident.personId,
          kind: random.pick(['protection', 'other']),
          certificateType: random.pick([
            'all',
            'all',
            'resident-record',
            'seal-registration',
            'tax-and-income',
            'family-register',
          ]),
          state: 'restricted',
          householdWide: random.chance(0.6),
          from: FROM,
        };
        return {
          changes: [change.restriction(fact)],
          heal: () => change.restriction({ ...fact, state: 'lifted' }),
        };
      },
      5,
    ],
    [
      (entry) => ({
        changes: [change.seal(entry, { state: random.pick(['erased', 'suspended']) })],
        heal: () => change.seal(entry, { state: 'active', impression: random.pick(impressions) }),
      }),
      5,
    ],
    [
      (entry) => {
        const year = random.pick(TAX_YEARS);
        const { resident } = entry;
        return {
          changes: [change.tax(entry, { ...unsettledYear(resident, year), state: 'being-corrected' })],
          heal: () => change.tax(entry, taxed(resident, year, newVersion() * 7)),
        };
      },
      4,
    ],
    [
      // re-registered without a time between: only the new impression may be certified from then on
      (entry) => ({ changes: [change.seal(entry, { impression: random.pick(impressions) })] }),
      3,
    ],
    [
      (entry) => ({
        changes: [
          change.resident(entry, { householdId: random.pick(homes), householdOrder: random.integer(1, 9) }),
        ],
      }),
      4,
    ],
    [
      (entry) => ({
        changes: [
          change.resident(entry, { address: `北海道${cityName}輪西町${newVersion()}番`, householdOrder: 1 }),
        ],
      }),
      5,
    ],
    [
      (entry) => {
        const flag = random.pick(['transferPending', 'changeUnsettled'] as const);
        return {
          changes: [change.resident(entry, { [flag]: true })],
          heal: () => change.resident(entry, { [flag]: false }),
        };
      },
      3,
    ],
    [
      (entry) => ({
        changes: [change.resident(entry, { state: random.pick(['moved-out', 'deceased', 'removed']) })],
        heal: () => change.resident(entry, { state: 'active' }),
      }),
      2,
    ],
    [
      (entry) => {
        const last = entry.serials.at(-1);
        const next = serialOf(
          entry.resident.personId,
          `${entry.resident.personId.slice(-4)}X${newVersion()}`,
        );
        entry.serials.push(next);
        const revoked = last === undefined ? [] : [change.serial({ ...last, state: 'revoked' })];
        return { changes: revoked, heal: () => change.serial(next) };
      },
      3,
    ],
    [
      (entry) => ({
        changes: [change.koseki(entry, { notificationPending: true })],
        heal: () => change.koseki(entry, { notificationPending: false }),
      }),
      2,
    ],
    [
      (entry) => ({
        changes: [change.koseki(entry, { state: 'removed' })],
        heal: () => change.koseki(entry, { state: 'enrolled' }),
      }),
      1,
    ],
    [
      (entry) => {
        if (printsNumbers) entry.individualNumber = inventNumber(random);
        return { changes: [change.resident(entry, {})] };
      },
      1,
    ],
    [
      (entry) => ({
        changes: [change.unreadable(entry)],
        heal: () => change.resident(entry, {}),
      }),
      1,
    ],
    [
      // two rows in one transaction, of which the first is outlived by the second
      (entry) => ({
        changes: [
          change.resident(entry, { transferPending: true }),
          change.resident(entry, { transferPending: false }),
        ],
      }),
      1,
    ],
  ];

  return {
    municipality,
    people,
    /** Everything from the beginning on. */
    initialRows: (): readonly RegistryChange[] =>
      people.flatMap((entry) => [
        change.resident(entry, {}),
        change.seal(entry, {}),
        change.koseki(entry, {}),
        ...[...entry.taxes.values()].map((fact) => change.tax(entry, fact)),
        ...entry.serials.map(change.serial),
      ]),
    happen: (): Happening => random.weighted(HAPPENINGS)(random.pick(people)),
  };
}
