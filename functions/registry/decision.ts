import type { HouseholdId, KosekiId, KosekiPersonKey, PersonId } from '../shared/ids.ts';
import type { Outcome } from './changes.ts';
import type { JpkiSerialLink } from './facts.ts';
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
} from './items.ts';

type SerialKey = Pick<JpkiSerialLink, 'issuer' | 'serial'>;

/** What is stored, as far as one change needs it. */
export type RegistryState = {
  readonly gate: (person: PersonId) => Gate | undefined;
  readonly household: (household: HouseholdId) => Household | undefined;
  readonly register: (koseki: KosekiId) => Register | undefined;
  readonly kosekiPerson: (key: KosekiPersonKey) => KosekiPerson | undefined;
  readonly serial: (link: SerialKey) => SerialItem | undefined;
  readonly domicile: (link: SerialKey) => DomicileItem | undefined;
};

type OfPerson<K extends string, Item> = {
  readonly kind: K;
  readonly personId: PersonId;
  readonly item: Item;
};

/** A whole new item in the place of the one that was read. */
export type RegistryWrite =
  | OfPerson<'gate', Gate>
  | OfPerson<'resident', ResidentFact>
  | OfPerson<'individual-number', IndividualNumberItem>
  | OfPerson<'seal', SealFact>
  | OfPerson<'tax', TaxFact>
  | OfPerson<'koseki', KosekiFact>
  | { readonly kind: 'household'; readonly householdId: HouseholdId; readonly item: Household }
  | { readonly kind: 'register'; readonly kosekiId: KosekiId; readonly item: Register }
  | {
      readonly kind: 'koseki-person';
      readonly kosekiPersonKey: KosekiPersonKey;
      readonly item: KosekiPerson;
    }
  | { readonly kind: 'serial'; readonly item: SerialItem }
  | { readonly kind: 'domicile-registration'; readonly item: DomicileItem };

/** All writes of a decision take effect together or not at all. */
export type Decision = { readonly outcome: Outcome; readonly writes: readonly RegistryWrite[] };
