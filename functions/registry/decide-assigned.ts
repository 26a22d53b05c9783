import { digestOf } from '../shared/canonical.ts';
import { toldBy } from './absence.ts';
import { type Outcome, type RegistryChange, serialSubject } from './changes.ts';
import type { Decision, RegistryState, RegistryWrite } from './decision.ts';
import { compareSequence } from './facts.ts';
import { EMPTY_GATE, type GateBefore, gateWrites } from './gate-writes.ts';
import type { Gate, Place } from './items.ts';
import { later, marksAfter } from './marks.ts';
import { outcomeOf, replaces, standingOf } from './standing.ts';

type Assigning = Extract<RegistryChange, { kind: 'serial' | 'domicile-registration' }>;

/** Where the gate keeps the newest good row of the feed. */
const NEWEST = { serial: 'newestSerial', 'domicile-registration': 'newestDomicile' } as const;

/** A certificate's serial, and the person for whom it stands, as a resident or by 本籍地利用登録. */
export function decideAssigned(change: Assigning, state: RegistryState): Decision {
  const { kind, fact, sequence } = change;
  const { personId } = fact;
  const place: Place = { sequence, digest: digestOf(fact) };
  const item = kind === 'serial' ? state.serial(fact) : state.domicile(fact);
  const gate = state.gate(personId) ?? EMPTY_GATE;
  const mine = item?.persons[personId];
  const standing = standingOf(place, mine);
  const persons = {
    ...item?.persons,
    [personId]: replaces(standing, place, mine) || mine === undefined ? place : mine,
  };
  const contested = Object.keys(persons).length > 1;
  const outcome: Outcome = contested
    ? { kind: 'rejected', rule: 'serial-person-conflict' }
    : outcomeOf(standing);
  const told = newestOfFeed(
    change,
    gate,
    marksAfter(gate, outcomeOf(standing), change, kind, serialSubject(fact)),
  );
  if (standing === 'older' || standing === 'same')
    return { outcome, writes: gateWrites(personId, gate, told, state) };

  const writes: RegistryWrite[] = [];
  if (replaces(standing, place, mine)) {
    const wins = item === undefined || replaces(standingOf(place, item), place, item);
    const content = wins ? { ...place, fact } : { ...placeOf(item), fact: item.fact };
    const revision = (item?.revision ?? 0) + 1;
    // The two kinds of items are alike but for their facts, and each content is of the kind of its change.
    writes.push({ kind, item: { ...content, persons, revision } } as RegistryWrite);
  }
  const newest = NEWEST[kind];
  const changed = { ...told, [newest]: later(gate[newest], sequence) };
  return { outcome, writes: [...writes, ...gateWrites(personId, gate, changed, state)] };
}

/** Of all certificates of a person together: a full file is asked whether it names the person at all. */
function newestOfFeed(change: Assigning, gate: GateBefore, rejected: Gate['rejected']) {
  const known = gate[NEWEST[change.kind]];
  const order = known === undefined ? 1 : compareSequence(change.sequence, known);
  const standing = order > 0 ? 'newer' : order < 0 ? 'older' : 'same';
  return toldBy(change, gate, { standing, isTaken: standing === 'newer', rejected });
}

const placeOf = ({ sequence, digest }: Place): Place => ({ sequence, digest });
