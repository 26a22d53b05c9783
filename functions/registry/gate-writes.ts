import type { PersonId } from '../shared/ids.ts';
import type { RegistryState, RegistryWrite } from './decision.ts';
import { householdBefore } from './households.ts';
import type { Gate } from './items.ts';
import { registerBefore } from './registers.ts';

/** What of a person is stored, or the beginning of it. */
export type GateBefore = Omit<Gate, 'revision'> & { readonly revision: number };

export const EMPTY_GATE: GateBefore = { revision: 0, restrictions: {}, rejected: {} };

/**
 * The changed gate; nothing if nothing changed. What closes a person (restrictions, marks) may close the household and
 * the register of which the person is a member now: they are bumped with it. All else is the person's own affair; a
 * serial, a seal or a year of taxes says nothing about what may be issued of other members.
 */
export function gateWrites(
  personId: PersonId,
  gate: GateBefore,
  changed: Partial<Omit<Gate, 'revision'>>,
  state: RegistryState,
): readonly RegistryWrite[] {
  const after: GateBefore = { ...gate, ...changed };
  const keys = Object.keys(changed) as (keyof typeof changed)[];
  if (keys.every((key) => after[key] === gate[key])) return [];
  const write: RegistryWrite = { kind: 'gate', personId, item: { ...after, revision: gate.revision + 1 } };
  if (!closesOthers(gate, after)) return [write];
  return [write, ...householdBump(gate, state), ...registerBump(gate, state)];
}

export const closesOthers = (before: GateBefore, after: Pick<Gate, 'rejected' | 'restrictions'>): boolean =>
  after.rejected !== before.rejected || after.restrictions !== before.restrictions;

export function householdBump({ householdId }: GateBefore, state: RegistryState): readonly RegistryWrite[] {
  if (householdId === undefined) return [];
  const household = householdBefore(householdId, state);
  return [{ kind: 'household', householdId, item: { ...household, revision: household.revision + 1 } }];
}

export function registerBump({ koseki }: GateBefore, state: RegistryState): readonly RegistryWrite[] {
  if (koseki === undefined) return [];
  const { kosekiId } = koseki;
  const register = registerBefore(kosekiId, state);
  return [{ kind: 'register', kosekiId, item: { ...register, revision: register.revision + 1 } }];
}
