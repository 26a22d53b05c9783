import type { Outcome } from '../../../functions/registry/changes.ts';
import { decide } from '../../../functions/registry/decide.ts';
import type { RegistryState } from '../../../functions/registry/decision.ts';
import type { RegistryChange, ResidentFact, ResidentRecord } from '../../../functions/registry/index.ts';
import type { Gate, Household, SerialItem } from '../../../functions/registry/items.ts';
import { HouseholdId, JpkiIssuer, JpkiSerial, PersonId } from '../../../functions/shared/ids.ts';
import { LocalDate } from '../../../functions/shared/time.ts';

export const personId = (n: number): PersonId => PersonId.parse(String(n).padStart(15, '0'));
export const householdId = (n: number): HouseholdId => HouseholdId.parse(String(n).padStart(15, '0'));
export const date = (text: string): LocalDate => LocalDate.parse(text);

let line = 0;
const base = (epoch: number, number: number) => {
  line += 1;
  return { sequence: { epoch, number }, origin: { fileName: 'sample.csv', line } };
};

type ResidentWish = Partial<ResidentRecord> & { readonly person?: number; readonly household?: number };

export function resident(number: number, wish: ResidentWish = {}, epoch = 1): RegistryChange {
  const { person = 1, household = 1, ...record } = wish;
  return {
    ...base(epoch, number),
    kind: 'resident',
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

export function rejectedRow(
  number: number,
  feed: 'resident' | 'serial' | 'restriction',
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
  const households = new Map<HouseholdId, Household>();
  const serials = new Map<string, SerialItem>();
  const state: RegistryState = {
    gate: (id) => gates.get(id),
    household: (id) => households.get(id),
    serial: (link) => serials.get(`${link.issuer}#${link.serial}`),
  };
  const apply = (change: RegistryChange): Outcome => {
    const { outcome, writes } = decide(change, state);
    for (const write of writes) {
      if (write.kind === 'gate') gates.set(write.personId, write.item);
      if (write.kind === 'resident') residents.set(write.personId, write.item);
      if (write.kind === 'household') households.set(write.householdId, write.item);
      if (write.kind === 'serial')
        serials.set(`${write.item.fact.issuer}#${write.item.fact.serial}`, write.item);
    }
    return outcome;
  };
  return { gates, residents, households, serials, apply };
}

/** All that decides about certificates, without what counts changes (revisions) or tells where a row stood. */
export function contentOf(registry: ReturnType<typeof createMemoryRegistry>): unknown {
  const sorted = <V>(map: ReadonlyMap<string, V>, view: (value: V) => unknown): unknown =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, view(value)]);
  const bySortedKey = <V>(record: Readonly<Record<string, V>>): [string, V][] =>
    Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    gates: sorted(registry.gates, ({ revision: _, rejected, restrictions, ...rest }) => ({
      ...rest,
      householdId: rest.householdId,
      restrictions: bySortedKey(restrictions),
      rejected: bySortedKey(rejected).map(([key, mark]) => [key, mark.sequence]),
    })),
    residents: sorted(registry.residents, (item) => item),
    // A household that everybody has left says the same as one that nobody has joined.
    households: sorted(
      new Map([...registry.households].filter(([, { members }]) => Object.keys(members).length > 0)),
      ({ members }) => bySortedKey(members),
    ),
    serials: sorted(registry.serials, ({ revision: _, persons, ...rest }) => ({
      ...rest,
      persons: bySortedKey(persons),
    })),
  };
}
