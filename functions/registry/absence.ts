import { unreachable } from '../shared/result.ts';
import type { AbsenceJudgement, FactChange, FilePlace, MarkFeed } from './changes.ts';
import { subjectOfFact } from './changes.ts';
import type { Decision, RegistryState } from './decision.ts';
import { compareSequence, type Sequence } from './facts.ts';
import { EMPTY_GATE, type GateBefore, gateWrites } from './gate-writes.ts';
import type { Gate, RejectedMark } from './items.ts';
import { markKey } from './marks.ts';
import type { Standing } from './standing.ts';

// Absence follows from the set of files (docs/adr/0084): something is absent where the newest full file that speaks of
// it does not name it, though it had to, for its newest row was told in a file before that one, or is itself older.

/** The rule of the mark that somebody gets whom a full file does not name. */
export const ABSENT_RULE = 'absent-from-full';

/** Beside the marks of rows: neither ever stands in the other one's place. */
export const absenceKey = (feed: MarkFeed, subject: string | undefined): string =>
  `${markKey(feed, subject)}#${ABSENT_RULE}`;

export const isMarkedAbsent = (gate: Gate, feed: MarkFeed, subject: string | undefined): boolean =>
  gate.rejected[absenceKey(feed, subject)] !== undefined;

type Known = { readonly subject?: string; readonly sequence: Sequence };

/** What a person's gate knows by a feed and a full file would have to name. What has ended may be left out. */
export function knownBy(feed: MarkFeed, gate: GateBefore): readonly Known[] {
  const one = (sequence: Sequence | undefined): readonly Known[] =>
    sequence === undefined ? [] : [{ sequence }];
  switch (feed) {
    case 'resident':
      return gate.householdId === undefined ? [] : one(gate.resident?.sequence);
    case 'seal':
      return gate.seal?.state === 'erased' ? [] : one(gate.seal?.sequence);
    case 'koseki-index':
      return gate.koseki?.state === 'removed' ? [] : one(gate.koseki?.sequence);
    // Single certificates cannot be looked through by person; the file names those that have ended until they expire.
    case 'serial':
      return one(gate.newestSerial);
    case 'domicile-registration':
      return one(gate.newestDomicile);
    case 'tax':
      return Object.entries(gate.taxes ?? {}).map(([subject, { sequence }]) => ({ subject, sequence }));
    case 'restriction':
      return Object.entries(gate.restrictions).flatMap(([subject, { state, sequence }]) =>
        state === 'restricted' ? [{ subject, sequence }] : [],
      );
    default:
      return unreachable(feed);
  }
}

function hasEnded(change: FactChange): boolean {
  switch (change.kind) {
    case 'resident':
      return change.fact.state !== 'active';
    case 'seal':
      return change.fact.state === 'erased';
    case 'koseki-index':
      return change.fact.state === 'removed';
    case 'restriction':
      return change.fact.state === 'lifted';
    case 'serial':
    case 'domicile-registration':
    case 'tax':
      return false;
    default:
      return unreachable(change);
  }
}

/**
 * Whether a full file had to name something. File order decides, for what was told before must be in it; and so does
 * the order of rows, for an older row that a later file repeats or brings is no news.
 */
const hadToName = (
  full: { readonly place: FilePlace | undefined; readonly sequence: Sequence },
  sequence: Sequence,
  firstIn: FilePlace | undefined,
): boolean =>
  full.place !== undefined &&
  (firstIn === undefined ||
    compareSequence(firstIn, full.place) < 0 ||
    compareSequence(sequence, full.sequence) <= 0);

/** Whether that is missing in the full file, by all that is known of the person. */
export function isAbsent(judgement: AbsenceJudgement, gate: GateBefore): boolean {
  const { feed, subject, isNamed, sequence, origin } = judgement;
  const known = isNamed ? undefined : knownBy(feed, gate).find((thing) => thing.subject === subject);
  if (known === undefined) return false;
  return hadToName({ place: origin.place, sequence }, known.sequence, gate.firstIn?.[markKey(feed, subject)]);
}

/** The marks as the judgement wants them; the very same object where they are so already. */
export function marksJudged(judgement: AbsenceJudgement, gate: GateBefore): Gate['rejected'] {
  const { feed, subject, sequence, origin } = judgement;
  const key = absenceKey(feed, subject);
  const { [key]: mark, ...others } = gate.rejected;
  if (!isAbsent(judgement, gate)) return mark === undefined ? gate.rejected : others;
  const { fileName, line, place } = origin;
  const wanted: RejectedMark = { sequence, fileName, line, rule: ABSENT_RULE, full: place };
  const isThere =
    mark?.fileName === fileName && mark.full !== undefined && compareSequence(mark.sequence, sequence) === 0;
  return isThere ? gate.rejected : { ...others, [key]: wanted };
}

export function decideAbsence(judgement: AbsenceJudgement, state: RegistryState): Decision {
  const { personId } = judgement;
  const gate = state.gate(personId) ?? EMPTY_GATE;
  const rejected = marksJudged(judgement, gate);
  return { outcome: { kind: 'marked' }, writes: gateWrites(personId, gate, { rejected }, state) };
}

type Told = Pick<GateBefore, 'firstIn' | 'rejected'>;

/**
 * What a good row changes of all this: the first file in which the newest row stands, and the mark of an absence that
 * it settles. Unchanged parts are the very same objects.
 * @param isTaken whether the row is now the newest one about its thing
 * @param rejected the other marks after the row
 */
export function toldBy(
  change: FactChange,
  gate: GateBefore,
  { standing, isTaken, rejected }: { standing: Standing; isTaken: boolean; rejected: Gate['rejected'] },
): Told {
  const subject = subjectOfFact(change);
  const key = markKey(change.kind, subject);
  const { place } = change.origin;
  const before = gate.firstIn?.[key];
  const first = isTaken ? place : standing === 'same' ? earlier(before, place) : before;
  return {
    firstIn: isSame(first, before) ? gate.firstIn : withPlace(gate.firstIn, key, first),
    rejected: isTaken ? settled(rejected, change, absenceKey(change.kind, subject)) : rejected,
  };
}

function settled(rejected: Gate['rejected'], change: FactChange, key: string): Gate['rejected'] {
  const { [key]: mark, ...others } = rejected;
  if (mark === undefined) return rejected;
  const full = { place: mark.full, sequence: mark.sequence };
  const isStill = !hasEnded(change) && hadToName(full, change.sequence, change.origin.place);
  return isStill ? rejected : others;
}

const isSame = (a: FilePlace | undefined, b: FilePlace | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && compareSequence(a, b) === 0);

const earlier = (a: FilePlace | undefined, b: FilePlace | undefined): FilePlace | undefined =>
  a === undefined || b === undefined ? undefined : compareSequence(a, b) <= 0 ? a : b;

function withPlace(
  places: Gate['firstIn'],
  key: string,
  place: FilePlace | undefined,
): NonNullable<Gate['firstIn']> {
  const { [key]: _, ...others } = places ?? {};
  return place === undefined ? others : { ...others, [key]: place };
}
