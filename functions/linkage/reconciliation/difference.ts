import {
  ABSENT_RULE,
  compareSequence,
  type RejectedMark,
  type Sequence,
  type StoredFact,
} from '../../registry/index.ts';
import type { PersonId } from '../../shared/ids.ts';
import type { RowFeed } from '../layouts/envelope.ts';
import { columnsOf } from '../layouts/feeds.ts';
import { differingFields, type FieldDifference } from './fact-fields.ts';

/**
 * How the registry and a full extract stand to each other about one thing of one person.
 * - missing: the extract has it, the registry has not.
 * - surplus: the registry has it (and it has not ended), the extract has not.
 * - different: the contents differ, and the extract's row is the newer one.
 * - older: the contents differ, and the registry's row is the newer one, though not newer than the extract itself.
 * - conflict: the contents differ under one sequence.
 * - closed: the contents agree, and a mark keeps the person closed all the same.
 * - rejected: the extract's row breaks a rule; nothing can be said of it.
 * - duplicate: the extract says it twice; the newer row is compared.
 * - renumbered: the contents agree under different sequences. Nothing is wrong with what may be issued.
 */
export const DIFFERENCE_KINDS = [
  'missing',
  'surplus',
  'different',
  'older',
  'conflict',
  'closed',
  'rejected',
  'duplicate',
  'renumbered',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/**
 * What heals a difference: `row` = the extract's row, applied as it is; `newer-row` = a row of the core system under a
 * new sequence; `full-file` = a full file that is taken in: whom it does not name is closed, whom it names is opened
 * again; `mend-row` = the row, mended; `by-hand` = no row can heal it, for a serial stands for one person for ever.
 * Undefined: nothing has to be healed.
 */
export type Remedy = 'row' | 'newer-row' | 'full-file' | 'mend-row' | 'by-hand' | undefined;

export type Difference = {
  readonly feed: RowFeed;
  readonly kind: DifferenceKind;
  /** Undefined where a rejected row does not say whom it is about. */
  readonly personId: PersonId | undefined;
  /** Which of a person's things: a year, a kind of restriction, a serial. For who may see values. */
  readonly subject?: string | undefined;
  /** Of the extract's row. */
  readonly line?: number;
  readonly fields: readonly FieldDifference[];
  /** The rules that a rejected row breaks, one for each of `fields`. */
  readonly rules?: readonly string[];
  readonly remedy: Remedy;
};

/** Something that the comparison passes over: what became known after the extract was made. */
export type Verdict = Pick<Difference, 'kind' | 'fields' | 'remedy'> | 'same' | 'later';

type Judged = {
  readonly feed: RowFeed;
  readonly row: StoredFact;
  readonly stored: StoredFact | undefined;
  /** What keeps the person closed about this very thing. */
  readonly mark: RejectedMark | undefined;
  /** Up to where the extract speaks. */
  readonly horizon: Sequence;
};

/** Compares one row of an extract with what is stored. */
export function judge({ feed, row, stored, mark, horizon }: Judged): Verdict {
  if (stored === undefined) return { kind: 'missing', fields: [], remedy: 'row' };
  const fields = differingFields(feed, row.fact, stored.fact);
  const order = compareSequence(row.sequence, stored.sequence);
  if (order < 0 && compareSequence(stored.sequence, horizon) > 0) return 'later';
  if (fields.length > 0) {
    if (order > 0) return { kind: 'different', fields, remedy: 'row' };
    return { kind: order === 0 ? 'conflict' : 'older', fields, remedy: 'newer-row' };
  }
  if (mark !== undefined) return { kind: 'closed', fields: [], remedy: remedyOf(mark, row, order) };
  if (order === 0) return 'same';
  return {
    kind: 'renumbered',
    fields: sequenceFields(feed, row.sequence, stored.sequence),
    remedy: undefined,
  };
}

function remedyOf(mark: RejectedMark, row: StoredFact, order: number): Remedy {
  // A row takes a mark away where it is newer than both what is stored and the mark.
  if (order > 0 && compareSequence(row.sequence, mark.sequence) > 0) return 'row';
  return mark.rule === ABSENT_RULE ? 'full-file' : 'newer-row';
}

/** The sequence lies beside a fact, not in it: its two columns are compared by themselves. */
function sequenceFields(feed: RowFeed, extract: Sequence, registry: Sequence): readonly FieldDifference[] {
  return columnsOf(feed).flatMap(({ property, column }) => {
    if (property !== 'epoch' && property !== 'number') return [];
    const [mine, stored] = [extract[property], registry[property]];
    return mine === stored ? [] : [{ column, extract: mine, registry: stored }];
  });
}

/** Whether a difference says that the registry and the core system do not agree on what may be issued. */
export const isFinding = ({ kind }: Pick<Difference, 'kind'>): boolean => kind !== 'renumbered';
