import { type Outcome, serialSubject } from '../../../functions/registry/changes.ts';
import { decide } from '../../../functions/registry/decide.ts';
import type { RegistryState, RegistryWrite } from '../../../functions/registry/decision.ts';
import type {
  DomicileRegistration,
  MarkFeed,
  RegistryChange,
  ResidentRecord,
  SealedNumber,
  SealRegistration,
  TaxRecord,
} from '../../../functions/registry/index.ts';
import type {
  DomicileItem,
  Gate,
  Household,
  IndividualNumberItem,
  KosekiFact,
  KosekiPerson,
  Register,
  ResidentFact,
  SealFact,
  SerialItem,
  TaxFact,
} from '../../../functions/registry/items.ts';
import {
  HouseholdId,
  JpkiIssuer,
  JpkiSerial,
  KosekiId,
  KosekiPersonKey,
  PersonId,
} from '../../../functions/shared/ids.ts';
import { instantOf, LocalDate } from '../../../functions/shared/time.ts';

export const personId = (n: number): PersonId => PersonId.parse(String(n).padStart(15, '0'));
export const householdId = (n: number): HouseholdId => HouseholdId.parse(String(n).padStart(15, '0'));
export const date = (text: string): LocalDate => LocalDate.parse(text);

let line = 0;
const base = (epoch: number, number: number) => {
  line += 1;
  return { sequence: { epoch, number }, origin: { fileName: 'sample.csv', line } };
};

type ResidentWish = Partial<ResidentRecord> & {
  readonly person?: number;
  readonly household?: number;
  readonly sealedNumber?: SealedNumber;
  /** Epoch milliseconds. */
  readonly numbersSince?: number;
};

export function resident(number: number, wish: ResidentWish = {}, epoch = 1): RegistryChange {
  const { person = 1, household = 1, sealedNumber, numbersSince, ...record } = wish;
  return {
    ...base(epoch, number),
    kind: 'resident',
    ...(sealedNumber === undefined ? {} : { sealedNumber }),
    ...(numbersSince === undefined ? {} : { numbersSince: instantOf(numbersSince) }),
    fact: {
      personId: personId(person),
      householdId: householdId(household),
      householdOrder: 1,
      state: 'active',
      transferPending: false,
      changeUnsettled: false,
      isForeign: false,
      fullName: '見本　太郎',
      dateOfBirth: { text: '昭和53年4月5日', date: date('1978-04-05') },
      sex: '男',
      address: '見本市見本町1番',
      headOfHousehold: '見本　太郎',
      relationshipToHead: '世帯主',
      ...record,
    },
  };
}

export function restriction(
  number: number,
  wish: { person?: number; state?: 'restricted' | 'lifted'; kind?: 'protection' | 'other' } = {},
): RegistryChange {
  const { person = 1, state = 'restricted', kind = 'protection' } = wish;
  return {
    ...base(1, number),
    kind: 'restriction',
    fact: {
      personId: personId(person),
      kind,
      certificateType: 'all',
      state,
      householdWide: true,
      from: date('2026-04-01'),
    },
  };
}

export function serial(
  number: number,
  wish: { person?: number; serial?: string; state?: 'valid' | 'revoked' } = {},
): RegistryChange {
  const { person = 1, serial: id = 'A1', state = 'valid' } = wish;
  return {
    ...base(1, number),
    kind: 'serial',
    fact: {
      personId: personId(person),
      issuer: JpkiIssuer.parse('ISSUER-1'),
      serial: JpkiSerial.parse(id),
      medium: 'card',
      validFrom: date('2024-04-01'),
      validUntil: date('2029-04-01'),
      state,
    },
  };
}

type SealWish = { person?: number; state?: SealRegistration['state']; impression?: string };

export function seal(number: number, wish: SealWish = {}): RegistryChange {
  const { person = 1, state = 'active', impression = 'a' } = wish;
  return {
    ...base(1, number),
    kind: 'seal',
    fact: {
      personId: personId(person),
      registrationNumber: '0012345',
      state,
      registeredOn: date('2020-05-11'),
      ...(state === 'erased' ? {} : { impression: { sha256: impression.repeat(64), bytes: 9_000 } }),
    },
  };
}

type TaxWish = { person?: number; taxYear?: number; state?: TaxRecord['state']; income?: number };

export function tax(number: number, wish: TaxWish = {}): RegistryChange {
  const { person = 1, taxYear = 2026, state = 'taxed', income = 3_720_000 } = wish;
  const place = { address: '見本市見本町1番' };
  const common = {
    personId: personId(person),
    taxYear,
    fullName: '見本　太郎',
    dateOfBirth: { text: '昭和53年4月5日' },
    onAssessmentDay: place,
    now: place,
  };
  const levy = state === 'taxed' ? 1_000 : 0;
  const fact: TaxRecord =
    state === 'taxed' || state === 'exempt'
      ? {
          ...common,
          state,
          amounts: {
            revenues: { salary: income + 1_000_000 },
            incomes: { salary: income },
            totalIncome: income,
            deductions: {},
            dependants: {},
            taxableIncome: {},
            taxCredits: {},
            tax: {
              municipalIncomeBased: levy,
              municipalPerCapita: levy,
              prefecturalIncomeBased: levy,
              prefecturalPerCapita: levy,
              annual: levy * 4,
            },
          },
        }
      : { ...common, state };
  return { ...base(1, number), kind: 'tax', fact };
}

type KosekiWish = { person?: number; key?: number; koseki?: number; removed?: boolean; pending?: boolean };

export const kosekiId = (n: number): KosekiId => KosekiId.parse(`H${n}`);
export const kosekiKeyOf = (n: number): KosekiPersonKey => KosekiPersonKey.parse(`K${n}`);

export function koseki(number: number, wish: KosekiWish = {}): RegistryChange {
  const { person = 1, key = person, koseki: register = 1, removed = false, pending = false } = wish;
  return {
    ...base(1, number),
    kind: 'koseki-index',
    fact: {
      personId: personId(person),
      kosekiPersonKey: kosekiKeyOf(key),
      kosekiId: kosekiId(register),
      state: removed ? 'removed' : 'enrolled',
      notificationPending: pending,
    },
  };
}

type DomicileWish = { person?: number; serial?: string; state?: DomicileRegistration['state'] };

export function domicile(number: number, wish: DomicileWish = {}): RegistryChange {
  const { person = 1, serial: id = 'D1', state = 'approved' } = wish;
  return {
    ...base(1, number),
    kind: 'domicile-registration',
    fact: {
      personId: personId(person),
      kosekiPersonKey: kosekiKeyOf(person),
      issuer: JpkiIssuer.parse('ISSUER-1'),
      serial: JpkiSerial.parse(id),
      state,
      ...(state === 'approved' ? { expiresOn: date('2029-04-01') } : {}),
    },
  };
}

export function rejectedRow(
  number: number,
  feed: MarkFeed,
  wish: { person?: number; subject?: string } = {},
): RegistryChange {
  return {
    ...base(1, number),
    kind: 'rejected',
    feed,
    personId: personId(wish.person ?? 1),
    subject: wish.subject,
    rule: 'pattern',
  };
}

/** A registry in memory that holds what the pure rules decide. */
export function createMemoryRegistry() {
  const gates = new Map<PersonId, Gate>();
  const residents = new Map<PersonId, ResidentFact>();
  const numbers = new Map<PersonId, IndividualNumberItem>();
  const seals = new Map<PersonId, SealFact>();
  /** By `<person>#<year>`. */
  const taxes = new Map<string, TaxFact>();
  const entries = new Map<PersonId, KosekiFact>();
  const households = new Map<HouseholdId, Household>();
  const registers = new Map<KosekiId, Register>();
  const kosekiPersons = new Map<KosekiPersonKey, KosekiPerson>();
  const serials = new Map<string, SerialItem>();
  const domiciles = new Map<string, DomicileItem>();
  const state: RegistryState = {
    gate: (id) => gates.get(id),
    household: (id) => households.get(id),
    register: (id) => registers.get(id),
    kosekiPerson: (key) => kosekiPersons.get(key),
    serial: (link) => serials.get(serialSubject(link)),
    domicile: (link) => domiciles.get(serialSubject(link)),
  };
  const put = (write: RegistryWrite): unknown => {
    switch (write.kind) {
      case 'gate':
        return gates.set(write.personId, write.item);
      case 'resident':
        return residents.set(write.personId, write.item);
      case 'individual-number':
        return numbers.set(write.personId, write.item);
      case 'seal':
        return seals.set(write.personId, write.item);
      case 'tax':
        return taxes.set(`${write.personId}#${write.item.fact.taxYear}`, write.item);
      case 'koseki':
        return entries.set(write.personId, write.item);
      case 'household':
        return households.set(write.householdId, write.item);
      case 'register':
        return registers.set(write.kosekiId, write.item);
      case 'koseki-person':
        return kosekiPersons.set(write.kosekiPersonKey, write.item);
      case 'serial':
        return serials.set(serialSubject(write.item.fact), write.item);
      case 'domicile-registration':
        return domiciles.set(serialSubject(write.item.fact), write.item);
    }
  };
  const apply = (change: RegistryChange): Outcome => {
    const { outcome, writes } = decide(change, state);
    for (const write of writes) put(write);
    return outcome;
  };
  const own = { residents, numbers, seals, taxes, entries };
  return { gates, ...own, households, registers, kosekiPersons, serials, domiciles, apply };
}

/** All that decides about certificates, without what counts changes (revisions) or tells where a row stood. */
export function contentOf(registry: ReturnType<typeof createMemoryRegistry>): unknown {
  const sorted = <V>(map: ReadonlyMap<string, V>, view: (value: V) => unknown): unknown =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, view(value)]);
  const bySortedKey = <V>(record: Readonly<Record<string, V>>): [string, V][] =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  const filled = <K, V>(map: ReadonlyMap<K, V>, holds: (value: V) => boolean): Map<K, V> =>
    new Map([...map].filter(([, value]) => holds(value)));
  const isFilled = (record: object): boolean => Object.keys(record).length > 0;
  const assigned = ({ revision: _, persons, ...rest }: SerialItem | DomicileItem) => ({
    ...rest,
    persons: bySortedKey(persons),
  });
  return {
    gates: sorted(registry.gates, ({ revision: _, firstIn: __, rejected, restrictions, taxes, ...rest }) => ({
      ...rest,
      householdId: rest.householdId,
      restrictions: bySortedKey(restrictions),
      taxes: bySortedKey(taxes ?? {}),
      rejected: bySortedKey(rejected).map(([key, mark]) => [key, mark.sequence]),
    })),
    residents: sorted(registry.residents, (item) => item),
    // A number that has been taken back says the same as none.
    numbers: sorted(
      filled(registry.numbers, ({ ciphertext }) => ciphertext !== undefined),
      (item) => item,
    ),
    seals: sorted(registry.seals, (item) => item),
    taxes: sorted(registry.taxes, (item) => item),
    entries: sorted(registry.entries, (item) => item),
    // A household that everybody has left says the same as one that nobody has joined; registers likewise.
    households: sorted(
      filled(registry.households, ({ members }) => isFilled(members)),
      ({ members }) => bySortedKey(members),
    ),
    registers: sorted(
      filled(registry.registers, ({ members }) => isFilled(members)),
      ({ members }) => bySortedKey(members),
    ),
    kosekiPersons: sorted(
      filled(registry.kosekiPersons, ({ persons }) => isFilled(persons)),
      ({ persons }) => bySortedKey(persons),
    ),
    serials: sorted(registry.serials, assigned),
    domiciles: sorted(registry.domiciles, assigned),
  };
}
