import type { HouseholdId, PersonId } from '../shared/ids.ts';
import type { Outcome } from './changes.ts';
import type { JpkiSerialLink } from './facts.ts';
import type { Gate, Household, ResidentFact, SerialItem } from './items.ts';

/** What is stored, as far as one change needs it. */
export type RegistryState = {
  readonly gate: (person: PersonId) => Gate | undefined;
  readonly household: (household: HouseholdId) => Household | undefined;
  readonly serial: (link: Pick<JpkiSerialLink, 'issuer' | 'serial'>) => SerialItem | undefined;
};

/** A whole new item in the place of the one that was read. */
export type RegistryWrite =
  | { readonly kind: 'gate'; readonly personId: PersonId; readonly item: Gate }
  | { readonly kind: 'resident'; readonly personId: PersonId; readonly item: ResidentFact }
  | { readonly kind: 'household'; readonly householdId: HouseholdId; readonly item: Household }
  | { readonly kind: 'serial'; readonly item: SerialItem };

/** All writes of a decision take effect together or not at all. */
export type Decision = { readonly outcome: Outcome; readonly writes: readonly RegistryWrite[] };
