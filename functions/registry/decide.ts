import { digestOf } from '../shared/canonical.ts';
import type { PersonId } from '../shared/ids.ts';
import { unreachable } from '../shared/result.ts';
import { type Outcome, personOf, type RegistryChange, restrictionSubject, serialSubject } from './changes.ts';
import type { Decision, RegistryState, RegistryWrite } from './decision.ts';
import { compareSequence, type JpkiSerialLink, type Sequence } from './facts.ts';
import { householdBefore, join, leave } from './households.ts';
import type { Gate, Place } from './items.ts';
import { later, markKey, marksAfter, withMark } from './marks.ts';

/**
 * What one change does to the registry. The end state is a function of the *set* of changes, whatever their order
 * and repetition (docs/adr/0021): every stored thing is a maximum over (sequence, digest), and a mark is visible
 * as long as no good row about the same thing is newer.
 */
export function decide(change: RegistryChange, state: RegistryState): Decision {
  switch (change.kind) {
    case 'resident':
      return decideResident(change, state);
    case 'restriction':
      return decideRestriction(change, state);
    case 'serial':
      return decideSerial(change, state);
    case 'rejected':
      return decideMark(change, state);
    default:
      return unreachable(change);
  }
}

type Of<K extends RegistryChange['kind']> = Extract<RegistryChange, { kind: K }>;

const NOTHING: readonly RegistryWrite[] = [];
const EMPTY_GATE: Omit<Gate, 'revision'> & { readonly revision: 0 } = {
  revision: 0,
  restrictions: {},
  rejected: {},
};
type GateBefore = Gate | typeof EMPTY_GATE;

/** How an incoming content stands to the stored one. `conflict`: one sequence, two contents. */
type Standing = 'newer' | 'older' | 'same' | 'conflict';

function standingOf(incoming: Place, stored: Place | undefined): Standing {
  if (stored === undefined) return 'newer';
  const order = compareSequence(incoming.sequence, stored.sequence);
  if (order !== 0) return order > 0 ? 'newer' : 'older';
  return incoming.digest === stored.digest ? 'same' : 'conflict';
}

/**
 * Of two contents under one sequence neither is trusted: a mark closes the person. Which of them lies under the
 * mark must not depend on the order of arrival, so the greater digest stays.
 */
function replaces(standing: Standing, incoming: Place, stored: Place | undefined): boolean {
  return standing === 'newer' || (standing === 'conflict' && incoming.digest > (stored?.digest ?? ''));
}

const outcomeOf = (standing: Standing): Outcome => {
  if (standing === 'newer') return { kind: 'applied' };
  return standing === 'conflict' ? { kind: 'rejected', rule: 'sequence-conflict' } : { kind: 'superseded' };
};

function decideResident(change: Of<'resident'>, state: RegistryState): Decision {
  const { fact, sequence } = change;
  const place: Place = { sequence, digest: digestOf(fact) };
  const gate = state.gate(fact.personId) ?? EMPTY_GATE;
  const standing = standingOf(place, gate.resident);
  const outcome = outcomeOf(standing);
  if (outcome.kind === 'superseded') return { outcome, writes: NOTHING };
  const rejected = marksAfter(gate, standing === 'conflict', change, 'resident', undefined);
  if (!replaces(standing, place, gate.resident)) {
    return { outcome, writes: gateWrites(fact.personId, gate, { rejected }, state) };
  }
  const { householdId: left, ...rest } = gate;
  const joined = fact.state === 'active' ? fact.householdId : undefined;
  const writes: RegistryWrite[] = [
    { kind: 'resident', personId: fact.personId, item: { ...place, fact } },
    {
      kind: 'gate',
      personId: fact.personId,
      item: {
        ...rest,
        revision: gate.revision + 1,
        resident: place,
        rejected,
        ...(joined === undefined ? {} : { householdId: joined }),
      },
    },
  ];
  if (left !== undefined && left !== joined) writes.push(leave(left, fact.personId, state));
  if (joined !== undefined) writes.push(join(joined, fact.personId, fact.householdOrder, state));
  return { outcome, writes };
}

function decideRestriction(change: Of<'restriction'>, state: RegistryState): Decision {
  const { fact, sequence } = change;
  const place: Place = { sequence, digest: digestOf(fact) };
  const subject = restrictionSubject(fact);
  const gate = state.gate(fact.personId) ?? EMPTY_GATE;
  const stored = gate.restrictions[subject];
  const standing = standingOf(place, stored);
  const outcome = outcomeOf(standing);
  if (outcome.kind === 'superseded') return { outcome, writes: NOTHING };
  const rejected = marksAfter(gate, standing === 'conflict', change, 'restriction', subject);
  const restrictions = replaces(standing, place, stored)
    ? { ...gate.restrictions, [subject]: { ...fact, ...place } }
    : gate.restrictions;
  return { outcome, writes: gateWrites(fact.personId, gate, { rejected, restrictions }, state) };
}

function decideSerial(change: Of<'serial'>, state: RegistryState): Decision {
  const { fact, sequence } = change;
  const { personId } = fact;
  const place: Place = { sequence, digest: digestOf(fact) };
  const item = state.serial(fact);
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
  if (standing === 'older' || standing === 'same') return { outcome, writes: NOTHING };

  const writes: RegistryWrite[] = [];
  if (replaces(standing, place, mine)) {
    const overall = standingOf(place, item);
    const wins = item === undefined || replaces(overall, place, item);
    writes.push({
      kind: 'serial',
      item: {
        ...(wins ? { ...place, fact } : { sequence: item.sequence, digest: item.digest, fact: item.fact }),
        persons,
        revision: (item?.revision ?? 0) + 1,
      },
    });
  }
  const rejected = marksAfter(gate, standing === 'conflict', change, 'serial', serialSubject(fact));
  const newestSerial = later(gate.newestSerial, sequence);
  if (rejected !== gate.rejected) {
    writes.push(...gateWrites(personId, gate, { rejected, newestSerial }, state));
  } else if (newestSerial !== gate.newestSerial) {
    // No household: a serial says nothing about what may be issued of the household's other members.
    writes.push({
      kind: 'gate',
      personId,
      item: { ...gate, newestSerial, revision: gate.revision + 1 },
    });
  }
  return { outcome, writes };
}

function decideMark(change: Of<'rejected'>, state: RegistryState): Decision {
  const gate = state.gate(change.personId) ?? EMPTY_GATE;
  const newestGood = newestGoodRow(change, gate, state);
  const outlived = newestGood !== undefined && compareSequence(change.sequence, newestGood) < 0;
  const rejected = outlived ? gate.rejected : withMark(gate, markKey(change.feed, change.subject), change);
  return {
    outcome: { kind: 'marked' },
    writes: gateWrites(personOf(change), gate, { rejected }, state),
  };
}

function newestGoodRow(change: Of<'rejected'>, gate: GateBefore, state: RegistryState): Sequence | undefined {
  const { feed, subject, personId } = change;
  if (feed === 'resident') return gate.resident?.sequence;
  if (feed === 'restriction') {
    if (subject !== undefined) return gate.restrictions[subject]?.sequence;
    return Object.values(gate.restrictions)
      .map((restriction) => restriction.sequence)
      .reduce<Sequence | undefined>(later, undefined);
  }
  const link = subject === undefined ? undefined : serialOfSubject(subject);
  return link === undefined ? gate.newestSerial : state.serial(link)?.persons[personId]?.sequence;
}

/** The serial that a mark's subject names. */
export function serialOfSubject(subject: string): Pick<JpkiSerialLink, 'issuer' | 'serial'> | undefined {
  const [issuer, serial] = subject.split('#');
  if (issuer === undefined || serial === undefined) return undefined;
  return { issuer, serial } as Pick<JpkiSerialLink, 'issuer' | 'serial'>;
}

/** A changed gate and the bump of the household of which the person is a member now; nothing if nothing changed. */
function gateWrites(
  personId: PersonId,
  gate: GateBefore,
  changed: Partial<Pick<Gate, 'rejected' | 'restrictions' | 'newestSerial'>>,
  state: RegistryState,
): readonly RegistryWrite[] {
  const after = { ...gate, ...changed };
  if (
    after.rejected === gate.rejected &&
    after.restrictions === gate.restrictions &&
    after.newestSerial === gate.newestSerial
  ) {
    return NOTHING;
  }
  const write: RegistryWrite = { kind: 'gate', personId, item: { ...after, revision: gate.revision + 1 } };
  if (gate.householdId === undefined) return [write];
  const household = householdBefore(gate.householdId, state);
  return [
    write,
    {
      kind: 'household',
      householdId: gate.householdId,
      item: { ...household, revision: household.revision + 1 },
    },
  ];
}
