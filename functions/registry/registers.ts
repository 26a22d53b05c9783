import type { KosekiId, KosekiPersonKey, PersonId } from '../shared/ids.ts';
import type { RegistryState, RegistryWrite } from './decision.ts';
import type { FamilyRegisterEntry } from './facts.ts';
import type { KosekiPerson, Register } from './items.ts';

// Like households: who is in a register, and whom a koseki person key stands for, follows from each person's entry.

export const registerBefore = (id: KosekiId, state: RegistryState): Versioned<Register> =>
  state.register(id) ?? { revision: 0, members: {} };

type Versioned<T> = Omit<T, 'revision'> & { readonly revision: number };

const keyBefore = (key: KosekiPersonKey, state: RegistryState): Versioned<KosekiPerson> =>
  state.kosekiPerson(key) ?? { revision: 0, persons: {} };

type Entry = Pick<FamilyRegisterEntry, 'kosekiId' | 'kosekiPersonKey'>;

/** Register and key without that person. They stay, empty, so that their revisions never start again. */
export function leaveRegister(
  left: Entry,
  now: Entry,
  personId: PersonId,
  state: RegistryState,
): readonly RegistryWrite[] {
  const writes: RegistryWrite[] = [];
  if (left.kosekiId !== now.kosekiId) {
    const { revision, members } = registerBefore(left.kosekiId, state);
    const { [personId]: _, ...others } = members;
    writes.push({
      kind: 'register',
      kosekiId: left.kosekiId,
      item: { revision: revision + 1, members: others },
    });
  }
  if (left.kosekiPersonKey !== now.kosekiPersonKey) {
    const { revision, persons } = keyBefore(left.kosekiPersonKey, state);
    const { [personId]: _, ...others } = persons;
    writes.push({
      kind: 'koseki-person',
      kosekiPersonKey: left.kosekiPersonKey,
      item: { revision: revision + 1, persons: others },
    });
  }
  return writes;
}

export function joinRegister(fact: FamilyRegisterEntry, state: RegistryState): readonly RegistryWrite[] {
  const { personId, kosekiId, kosekiPersonKey, notificationPending } = fact;
  const register = registerBefore(kosekiId, state);
  const key = keyBefore(kosekiPersonKey, state);
  const member = { kosekiPersonKey, state: fact.state, notificationPending };
  return [
    {
      kind: 'register',
      kosekiId,
      item: { revision: register.revision + 1, members: { ...register.members, [personId]: member } },
    },
    {
      kind: 'koseki-person',
      kosekiPersonKey,
      item: { revision: key.revision + 1, persons: { ...key.persons, [personId]: kosekiId } },
    },
  ];
}
