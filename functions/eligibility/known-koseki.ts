import type { DomicileRegistration, FamilyRegisterEntry } from '../registry/index.ts';
import type { PersonId } from '../shared/ids.ts';
import type { KnownPerson } from './known-person.ts';

/** One person of a 戸籍, as far as it decides. */
export type KnownMember = KnownPerson & {
  readonly entry: Pick<FamilyRegisterEntry, 'kosekiPersonKey' | 'state' | 'notificationPending'>;
  /** Whether the koseki person key stands for this person, and for nobody else. */
  readonly hasOwnKey: boolean;
};

/** What is known for types of 戸籍. */
export type KnownKoseki = {
  /** 本籍地利用登録 of the serial, whatever its state. */
  readonly registration: DomicileRegistration | undefined;
  /** For whom the registration's koseki person key stands; undefined where it stands for nobody. */
  readonly registered: PersonId | undefined;
  /** Rows have given the serial, or its registration, to different people: it stands for nobody. */
  readonly isContested: boolean;
  /** Whose the serial is: シリアル番号情報 says it before 本籍地利用登録. */
  readonly holder: PersonId | undefined;
  /** What is known under every number by which the rows name the holder; that of the holder itself is the first. */
  readonly identities: readonly KnownPerson[];
  /** Everyone who is or was in the holder's register, by number; undefined where the index names none. */
  readonly members: ReadonlyMap<PersonId, KnownMember> | undefined;
};
