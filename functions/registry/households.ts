import type { HouseholdId, PersonId } from '../shared/ids.ts';
import type { RegistryState, RegistryWrite } from './decision.ts';
import type { Household } from './items.ts';

export const householdBefore = (
  id: HouseholdId,
  state: RegistryState,
): { readonly revision: number; readonly members: Household['members'] } =>
  state.household(id) ?? { revision: 0, members: {} };

/** The household without that member. It stays, empty, so that its revision never starts again. */
export function leave(householdId: HouseholdId, personId: PersonId, state: RegistryState): RegistryWrite {
  const { revision, members } = householdBefore(householdId, state);
  const { [personId]: _, ...others } = members;
  return { kind: 'household', householdId, item: { revision: revision + 1, members: others } };
}

export function join(
  householdId: HouseholdId,
  personId: PersonId,
  order: number,
  state: RegistryState,
): RegistryWrite {
  const { revision, members } = householdBefore(householdId, state);
  return {
    kind: 'household',
    householdId,
    item: { revision: revision + 1, members: { ...members, [personId]: order } },
  };
}
