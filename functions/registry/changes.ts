import type { PersonId } from '../shared/ids.ts';
import type { IssuanceRestriction, JpkiSerialLink, ResidentRecord, Sequence } from './facts.ts';

/** Where a change came from; kept in the mark when it is rejected. */
export type Origin = { readonly fileName: string; readonly line: number };

type FromFile = { readonly sequence: Sequence; readonly origin: Origin };

/** What a link file asks the registry to take over. */
export type RegistryChange =
  | (FromFile & { readonly kind: 'resident'; readonly fact: ResidentRecord })
  | (FromFile & { readonly kind: 'serial'; readonly fact: JpkiSerialLink })
  | (FromFile & { readonly kind: 'restriction'; readonly fact: IssuanceRestriction })
  /** A row that could not be taken over, though its person and sequence could be read. */
  | (FromFile & {
      readonly kind: 'rejected';
      readonly personId: PersonId;
      readonly feed: MarkFeed;
      /** What the row was about (`restrictionSubject`, `serialSubject`), where that could be read. */
      readonly subject?: string | undefined;
      readonly rule: string;
    });

export type MarkFeed = 'resident' | 'serial' | 'restriction';

export type ConflictRule = 'sequence-conflict' | 'serial-person-conflict';

/**
 * applied: stored, newer than what was there. superseded: nothing to do, the same or something newer is stored.
 * rejected: contradicts what is stored; what it is about is closed until a newer row settles it.
 */
export type Outcome =
  | { readonly kind: 'applied' }
  | { readonly kind: 'superseded' }
  | { readonly kind: 'rejected'; readonly rule: ConflictRule }
  /** The mark of a row that was rejected before it got here is recorded, or outlived by a newer good row. */
  | { readonly kind: 'marked' };

export const personOf = (change: RegistryChange): PersonId =>
  change.kind === 'rejected' ? change.personId : change.fact.personId;

export const restrictionSubject = (r: Pick<IssuanceRestriction, 'kind' | 'certificateType'>): string =>
  `${r.kind}#${r.certificateType}`;

export const serialSubject = (s: Pick<JpkiSerialLink, 'issuer' | 'serial'>): string =>
  `${s.issuer}#${s.serial}`;
