import {
  type NewFact,
  restrictionSubject,
  type StoredEntry,
  type StoredFact,
  serialSubject,
  taxSubject,
} from '../../registry/index.ts';

/** Which of a person's things a fact is about; undefined where a person has one of its kind only. */
export function subjectOfFact(change: NewFact): string | undefined {
  switch (change.kind) {
    case 'tax':
      return taxSubject(change.fact);
    case 'restriction':
      return restrictionSubject(change.fact);
    case 'serial':
    case 'domicile-registration':
      return serialSubject(change.fact);
    case 'resident':
    case 'seal':
    case 'koseki-index':
      return undefined;
  }
}

const ENDED: ReadonlySet<string> = new Set(['moved-out', 'deceased', 'erased', 'removed', 'lifted']);

/** Whether a thing has ended, so that a full extract may leave it out. */
export const hasEnded = (fact: object): boolean => 'state' in fact && ENDED.has(String(fact.state));

/** The facts of an item of a person's bucket. */
export type Held = StoredFact & {
  readonly feed: 'resident' | 'seal' | 'koseki-index' | 'tax' | 'restriction';
  readonly subject: string | undefined;
};

export function heldIn(entry: StoredEntry): readonly Held[] {
  if (entry.kind === 'gate') {
    return Object.entries(entry.gate.restrictions).map(([subject, { sequence, digest: _, ...fact }]) => ({
      feed: 'restriction',
      subject,
      sequence,
      fact,
    }));
  }
  const { kind: feed, sequence, fact } = entry;
  return [{ feed, subject: feed === 'tax' ? entry.subject : undefined, sequence, fact }];
}
