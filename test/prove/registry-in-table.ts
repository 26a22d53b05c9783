import { Gate, Household, ResidentFact, SerialItem } from '../../functions/registry/items.ts';
import { HouseholdId, PersonId } from '../../functions/shared/ids.ts';
import { createMemoryRegistry } from '../unit/registry/sample-changes.ts';

/** What a table holds of one city, in the shape of the registry in memory. */
export function registryInTable(items: ReadonlyMap<string, Readonly<Record<string, unknown>>>) {
  const registry = createMemoryRegistry();
  for (const { pk, sk, ...item } of items.values()) {
    const [kind, , issuer, serial] = String(pk).split('#');
    const [id = '', part] = String(sk).split('#');
    if (kind === 'H') registry.households.set(HouseholdId.parse(id), Household.parse(item));
    else if (kind === 'S') registry.serials.set(`${issuer}#${serial}`, SerialItem.parse(item));
    else if (part === 'gate') registry.gates.set(PersonId.parse(id), Gate.parse(item));
    else registry.residents.set(PersonId.parse(id), ResidentFact.parse(item));
  }
  return registry;
}
