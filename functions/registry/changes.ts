import type { PersonId } from '../shared/ids.ts';
import type { Instant } from '../shared/time.ts';
import type {
  DomicileRegistration,
  FamilyRegisterEntry,
  IssuanceRestriction,
  JpkiSerialLink,
  ResidentRecord,
  SealRegistration,
  Sequence,
} from './facts.ts';
import type { TaxRecord } from './tax-record.ts';

/**
 * A file's place in the order in which the core system has made the files of a feed: epoch and number of the file.
 * Epochs compare first, as with rows.
 */
export type FilePlace = Sequence;

/** Where a change came from; file and line are kept in the mark when it is rejected. */
export type Origin = {
  readonly fileName: string;
  readonly line: number;
  /** Absent: before every other file. */
  readonly place?: FilePlace | undefined;
};

type FromFile = { readonly sequence: Sequence; readonly origin: Origin };

/** The kinds of facts are the feeds that bring them. */
type Facts = {
  resident: ResidentRecord;
  seal: SealRegistration;
  tax: TaxRecord;
  serial: JpkiSerialLink;
  restriction: IssuanceRestriction;
  'koseki-index': FamilyRegisterEntry;
  'domicile-registration': DomicileRegistration;
};

export type MarkFeed = keyof Facts;

/** 個人番号, encrypted under a key that the registry does not know; the digest is keyed, so that it tells nothing. */
export type SealedNumber = { readonly ciphertext: string; readonly digest: string };

/** What comes with a fact and is kept beside it. */
type Beside<K> = K extends 'resident'
  ? {
      readonly sealedNumber?: SealedNumber | undefined;
      /** Since when the city's word on keeping numbers holds; absent where it has never said any. */
      readonly numbersSince?: Instant | undefined;
    }
  : unknown;

export type FactChange = {
  [K in MarkFeed]: FromFile & { readonly kind: K; readonly fact: Facts[K] } & Beside<K>;
}[MarkFeed];

/** A fact and its place in the core system's order, before it is known where it came from. */
export type NewFact = WithoutOrigin<FactChange>;
type WithoutOrigin<T> = T extends unknown ? Omit<T, 'origin'> : never;

/** What the full file that speaks of something says of it: whether it is there. */
export type AbsenceJudgement = {
  readonly kind: 'absence';
  readonly feed: MarkFeed;
  readonly personId: PersonId;
  /** Of feeds of which a person may have several things. */
  readonly subject?: string | undefined;
  readonly isNamed: boolean;
  /** The newest row of the full file: it would have to name whatever is older. */
  readonly sequence: Sequence;
  /** The full file. */
  readonly origin: Origin;
};

/** What a link file asks the registry to take over. */
export type RegistryChange =
  | FactChange
  /** A row that could not be taken over, though its person and sequence could be read. */
  | (FromFile & {
      readonly kind: 'rejected';
      readonly personId: PersonId;
      readonly feed: MarkFeed;
      /** What the row was about (`restrictionSubject`, `serialSubject`, `taxSubject`), where that could be read. */
      readonly subject?: string | undefined;
      readonly rule: string;
    })
  | AbsenceJudgement;

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
  'personId' in change ? change.personId : change.fact.personId;

export const restrictionSubject = (r: Pick<IssuanceRestriction, 'kind' | 'certificateType'>): string =>
  `${r.kind}#${r.certificateType}`;

export const serialSubject = (s: Pick<JpkiSerialLink, 'issuer' | 'serial'>): string =>
  `${s.issuer}#${s.serial}`;

export const taxSubject = (t: Pick<TaxRecord, 'taxYear'>): string => String(t.taxYear);

/** What a fact is about, where a person may have several of its feed that are judged one by one. */
export function subjectOfFact(change: NewFact): string | undefined {
  if (change.kind === 'tax') return taxSubject(change.fact);
  return change.kind === 'restriction' ? restrictionSubject(change.fact) : undefined;
}
