import { digestOf } from '../shared/canonical.ts';
import { toldBy } from './absence.ts';
import { type RegistryChange, taxSubject } from './changes.ts';
import type { Decision, RegistryState } from './decision.ts';
import { closesOthers, EMPTY_GATE, type GateBefore, gateWrites, householdBump } from './gate-writes.ts';
import type { Place } from './items.ts';
import { marksAfter } from './marks.ts';
import { joinRegister, leaveRegister } from './registers.ts';
import { outcomeOf, replaces, standingOf } from './standing.ts';

// Facts that one person has for themselves: an item each, vouched for by the gate.

type Of<K extends RegistryChange['kind']> = Extract<RegistryChange, { kind: K }>;

export function decideSeal(change: Of<'seal'>, state: RegistryState): Decision {
  const { fact } = change;
  const gate = state.gate(fact.personId) ?? EMPTY_GATE;
  const { place, outcome, isTaken, told } = comparison(change, gate, gate.seal, undefined);
  if (!isTaken) return { outcome, writes: gateWrites(fact.personId, gate, told, state) };
  const seal = { ...place, state: fact.state };
  return {
    outcome,
    writes: [
      { kind: 'seal', personId: fact.personId, item: { ...place, fact } },
      ...gateWrites(fact.personId, gate, { ...told, seal }, state),
    ],
  };
}

export function decideTax(change: Of<'tax'>, state: RegistryState): Decision {
  const { fact } = change;
  const gate = state.gate(fact.personId) ?? EMPTY_GATE;
  const year = taxSubject(fact);
  const { place, outcome, isTaken, told } = comparison(change, gate, gate.taxes?.[year], year);
  if (!isTaken) return { outcome, writes: gateWrites(fact.personId, gate, told, state) };
  const taxes = { ...gate.taxes, [year]: { ...place, state: fact.state } };
  return {
    outcome,
    writes: [
      { kind: 'tax', personId: fact.personId, item: { ...place, fact } },
      ...gateWrites(fact.personId, gate, { ...told, taxes }, state),
    ],
  };
}

export function decideKosekiIndex(change: Of<'koseki-index'>, state: RegistryState): Decision {
  const { fact } = change;
  const { personId, kosekiId, kosekiPersonKey, notificationPending } = fact;
  const gate = state.gate(personId) ?? EMPTY_GATE;
  const { place, outcome, isTaken, told } = comparison(change, gate, gate.koseki, undefined);
  if (!isTaken) return { outcome, writes: gateWrites(personId, gate, told, state) };
  const koseki = { ...place, kosekiId, kosekiPersonKey, state: fact.state, notificationPending };
  const after = { ...gate, ...told, koseki, revision: gate.revision + 1 };
  return {
    outcome,
    writes: [
      { kind: 'koseki', personId, item: { ...place, fact } },
      { kind: 'gate', personId, item: after },
      ...(closesOthers(gate, after) ? householdBump(gate, state) : []),
      ...(gate.koseki === undefined ? [] : leaveRegister(gate.koseki, fact, personId, state)),
      ...joinRegister(fact, state),
    ],
  };
}

function comparison(
  change: Of<'seal' | 'tax' | 'koseki-index'>,
  gate: GateBefore,
  stored: Place | undefined,
  subject: string | undefined,
) {
  const place: Place = { sequence: change.sequence, digest: digestOf(change.fact) };
  const standing = standingOf(place, stored);
  const outcome = outcomeOf(standing);
  const isTaken = replaces(standing, place, stored);
  const rejected = marksAfter(gate, outcome, change, change.kind, subject);
  return { place, outcome, isTaken, told: toldBy(change, gate, { standing, isTaken, rejected }) };
}
