import {
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
} from '../../functions/registry/items.ts';
import { HouseholdId, KosekiId, KosekiPersonKey, PersonId } from '../../functions/shared/ids.ts';
import { createMemoryRegistry } from '../unit/registry/sample-changes.ts';

type Registry = ReturnType<typeof createMemoryRegistry>;
type Item = Readonly<Record<string, unknown>>;

/** What a table holds of one city, in the shape of the registry in memory. */
export function registryInTable(items: ReadonlyMap<string, Item>): Registry {
  const registry = createMemoryRegistry();
  for (const { pk, sk, ...item } of items.values()) {
    const [kind, , issuer, serial] = String(pk).split('#');
    const [id = '', part, year] = String(sk).split('#');
    const link = `${issuer}#${serial}`;
    if (kind === 'H') registry.households.set(HouseholdId.parse(id), Household.parse(item));
    else if (kind === 'F') registry.registers.set(KosekiId.parse(id), Register.parse(item));
    else if (kind === 'K') registry.kosekiPersons.set(KosekiPersonKey.parse(id), KosekiPerson.parse(item));
    else if (kind === 'S') registry.serials.set(link, SerialItem.parse(item));
    else if (kind === 'D') registry.domiciles.set(link, DomicileItem.parse(item));
    else putOfPerson(registry, PersonId.parse(id), { part, year, item });
  }
  return registry;
}

function putOfPerson(
  registry: Registry,
  person: PersonId,
  { part, year, item }: { part: string | undefined; year: string | undefined; item: Item },
): void {
  if (part === 'gate') registry.gates.set(person, Gate.parse(item));
  else if (part === 'resident') registry.residents.set(person, ResidentFact.parse(item));
  else if (part === 'seal') registry.seals.set(person, SealFact.parse(item));
  else if (part === 'tax') registry.taxes.set(`${person}#${year}`, TaxFact.parse(item));
  else if (part === 'koseki') registry.entries.set(person, KosekiFact.parse(item));
  else registry.numbers.set(person, IndividualNumberItem.parse(item));
}
