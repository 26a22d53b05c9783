import type { Outcome, RegistryChange } from './changes.ts';
import { compareSequence, type Sequence } from './facts.ts';
import type { Gate, RejectedMark } from './items.ts';

/** Key of a mark: the feed, and what the row was about where that could be read. */
export const markKey = (feed: string, subject: string | undefined): string =>
  subject === undefined ? feed : `${feed}#${subject}`;

/** The later of two sequences; the first one itself when it is not earlier. */
export const later = (a: Sequence | undefined, b: Sequence): Sequence =>
  a !== undefined && compareSequence(a, b) >= 0 ? a : b;

/** The marks after a row, by how it stands to what is stored. Unchanged marks are the very same object. */
export function marksAfter(
  gate: Pick<Gate, 'rejected'>,
  { kind }: Outcome,
  change: Pick<RegistryChange, 'sequence' | 'origin'>,
  feed: string,
  subject: string | undefined,
): Gate['rejected'] {
  if (kind === 'superseded') return gate.rejected;
  const outlived = [feed, markKey(feed, subject)].filter((key) => {
    const mark = gate.rejected[key];
    return mark !== undefined && compareSequence(mark.sequence, change.sequence) < 0;
  });
  const kept =
    outlived.length === 0
      ? gate.rejected
      : Object.fromEntries(Object.entries(gate.rejected).filter(([key]) => !outlived.includes(key)));
  if (kind !== 'rejected') return kept;
  return withMark({ rejected: kept }, markKey(feed, subject), { ...change, rule: 'sequence-conflict' });
}

export function withMark(
  gate: Pick<Gate, 'rejected'>,
  key: string,
  row: Pick<RegistryChange, 'sequence' | 'origin'> & { readonly rule: string },
): Gate['rejected'] {
  const before = gate.rejected[key];
  if (before !== undefined && compareSequence(before.sequence, row.sequence) >= 0) return gate.rejected;
  const { fileName, line } = row.origin;
  const mark: RejectedMark = { sequence: row.sequence, fileName, line, rule: row.rule };
  return { ...gate.rejected, [key]: mark };
}
