import { digestOf } from '../shared/canonical.ts';
import { unreachable } from '../shared/result.ts';
import { decideAbsence, toldBy } from './absence.ts';
import { personOf, type RegistryChange, restrictionSubject } from './changes.ts';
import { decideAssigned } from './decide-assigned.ts';
import { decideNumber } from './decide-number.ts';
import { decideKosekiIndex, decideSeal, decideTax } from './decide-own.ts';
import type { Decision, RegistryState, RegistryWrite } from './decision.ts';
import { compareSequence, type JpkiSerialLink, type Sequence } from './facts.ts';
import { EMPTY_GATE, type GateBefore, gateWrites, registerBump } from './gate-writes.ts';
import { join, leave } from './households.ts';
import type { Place } from './items.ts';
import { later, markKey, marksAfter, withMark } from './marks.ts';
import { outcomeOf, replaces, standingOf } from './standing.ts';

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
    case 'domicile-registration':
      return decideAssigned(change, state);
    case 'seal':
      return decideSeal(change, state);
    case 'tax':
      return decideTax(change, state);
    case 'koseki-index':
      return decideKosekiIndex(change, state);
    case 'rejected':
      return decideMark(change, state);
    case 'absence':
      return decideAbsence(change, state);
    default:
      return unreachable(change);
  }
}

type Of<K extends RegistryChange['kind']> = Extract<RegistryChange, { kind: K }>;

function decideResident(change: Of<'resident'>, state: RegistryState): Decision {
  const { fact, sequence } = change;
  const place: Place = { sequence, digest: digestOf(fact) };
  const gate = state.gate(fact.personId) ?? EMPTY_GATE;
  const standing = standingOf(place, gate.resident);
  const number = decideNumber(change, standing, gate);
  const outcome = outcomeOf(standing === 'same' ? number.standing : standing);
  const isTaken = replaces(standing, place, gate.resident);
  const marks = marksAfter(gate, outcome, change, 'resident', undefined);
  const { firstIn, rejected } = toldBy(change, gate, { standing, isTaken, rejected: marks });
  if (!isTaken) {
    const changed = { firstIn, rejected, individualNumber: number.place };
    return { outcome, writes: [...gateWrites(fact.personId, gate, changed, state), ...number.writes] };
  }
  const { householdId: left, individualNumber: _, ...rest } = gate;
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
        ...(firstIn === undefined ? {} : { firstIn }),
        ...(joined === undefined ? {} : { householdId: joined }),
        ...(number.place === undefined ? {} : { individualNumber: number.place }),
      },
    },
    ...number.writes,
  ];
  if (left !== undefined && left !== joined) writes.push(leave(left, fact.personId, state));
  if (joined !== undefined) writes.push(join(joined, fact.personId, fact.householdOrder, state));
  if (rejected !== gate.rejected) writes.push(...registerBump(gate, state));
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
  const isTaken = replaces(standing, place, stored);
  const marks = marksAfter(gate, outcome, change, 'restriction', subject);
  const restrictions = isTaken
    ? { ...gate.restrictions, [subject]: { ...fact, ...place } }
    : gate.restrictions;
  const changed = { ...toldBy(change, gate, { standing, isTaken, rejected: marks }), restrictions };
  return { outcome, writes: gateWrites(fact.personId, gate, changed, state) };
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
  if (feed === 'seal') return gate.seal?.sequence;
  if (feed === 'koseki-index') return gate.koseki?.sequence;
  if (feed === 'tax') return newestOf(gate.taxes ?? {}, subject);
  if (feed === 'restriction') return newestOf(gate.restrictions, subject);
  const link = subject === undefined ? undefined : serialOfSubject(subject);
  if (feed === 'serial') {
    return link === undefined ? gate.newestSerial : state.serial(link)?.persons[personId]?.sequence;
  }
  return link === undefined ? gate.newestDomicile : state.domicile(link)?.persons[personId]?.sequence;
}

/** The newest row about the subject; about any, where that could not be read. */
function newestOf(
  stored: Readonly<Record<string, { readonly sequence: Sequence }>>,
  subject: string | undefined,
): Sequence | undefined {
  if (subject !== undefined) return stored[subject]?.sequence;
  return Object.values(stored)
    .map(({ sequence }) => sequence)
    .reduce<Sequence | undefined>(later, undefined);
}

/** The serial that a mark's subject names. */
export function serialOfSubject(subject: string): Pick<JpkiSerialLink, 'issuer' | 'serial'> | undefined {
  const [issuer, serial] = subject.split('#');
  if (issuer === undefined || serial === undefined) return undefined;
  return { issuer, serial } as Pick<JpkiSerialLink, 'issuer' | 'serial'>;
}
