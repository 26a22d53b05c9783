import { z } from 'zod';
import { HouseholdId, KosekiId, PersonId } from '../shared/ids.ts';
import {
  DomicileRegistration,
  FamilyRegisterEntry,
  IssuanceRestriction,
  JpkiSerialLink,
  ResidentRecord,
  SealRegistration,
  Sequence,
} from './facts.ts';
import { TaxRecord, TaxState } from './tax-record.ts';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** A content's place in the order of contents. */
const Place = z.object({ sequence: Sequence, digest: Digest });
export type Place = z.infer<typeof Place>;
/**
 * Which 個人番号 lies beside the resident record (a keyed digest; absent: none), and since when the city's word holds by
 * which it does, as epoch milliseconds: of two deliveries of one row, the one under the later word counts.
 */
const NumberPlace = z.object({ since: z.int().min(0), digest: Digest.optional() });
export type NumberPlace = z.infer<typeof NumberPlace>;
/** Number of changes of an item; 1 at its birth. Only ever compared for equality and raised by one. */
const Revision = z.int().min(1);

/**
 * Why a person is closed: a row about the person arrived that could not be taken over. We know that we do not know;
 * the mark stands until a newer good row about the same thing arrives.
 */
export const RejectedMark = z.object({
  sequence: Sequence,
  fileName: z.string(),
  line: z.int().min(1),
  rule: z.string(),
  /** The place of the full file that misses something, where that is the reason. */
  full: Sequence.optional(),
});
export type RejectedMark = z.infer<typeof RejectedMark>;

export const StoredRestriction = IssuanceRestriction.extend(Place.shape);
export type StoredRestriction = z.infer<typeof StoredRestriction>;

/**
 * One per person: what decides whether anything may be issued, and the revision that a commit checks. It exists as
 * soon as anything is known of the person; a restriction may arrive before the resident record does.
 */
export const Gate = z.object({
  revision: Revision,
  /** The household of which the person is a member now; absent when unknown, moved out, deceased or removed. */
  householdId: HouseholdId.optional(),
  /** Which resident record is the stored one. A reader that finds another one has read across a change. */
  resident: Place.optional(),
  /** What is known of 個人番号 by the resident record's row; absent where the city has never kept any. */
  individualNumber: NumberPlace.optional(),
  /** Which registration is the stored one, and what a menu has to know of it. */
  seal: Place.extend({ state: SealRegistration.shape.state }).optional(),
  /** By 課税年度. */
  taxes: z.record(z.string(), Place.extend({ state: TaxState })).optional(),
  /** The register of which the person is a member now. */
  koseki: Place.extend(FamilyRegisterEntry.omit({ personId: true }).shape).optional(),
  /** Newest good row of feed `serial` about this person, whichever serial it was about. */
  newestSerial: Sequence.optional(),
  /** The same of `domicile-registration`. */
  newestDomicile: Sequence.optional(),
  /** By `<kind>#<certificate type or all>`. */
  restrictions: z.record(z.string(), StoredRestriction),
  /**
   * By `<feed>`, or `<feed>#<what the row was about>` where that could be read; what a full file misses has
   * `#absent-from-full` behind that.
   */
  rejected: z.record(z.string(), RejectedMark),
  /**
   * The first of the files in which the newest row stands, as place (epoch and number of the file), by `<feed>` or
   * `<feed>#<year, or kind of restriction>`. Absent where that is not known: before every other file.
   */
  firstIn: z.record(z.string(), Sequence).optional(),
});
export type Gate = z.infer<typeof Gate>;

export const ResidentFact = z.object({ ...Place.shape, fact: ResidentRecord });
export type ResidentFact = z.infer<typeof ResidentFact>;

export const SealFact = z.object({ ...Place.shape, fact: SealRegistration });
export type SealFact = z.infer<typeof SealFact>;

export const TaxFact = z.object({ ...Place.shape, fact: TaxRecord });
export type TaxFact = z.infer<typeof TaxFact>;

export const KosekiFact = z.object({ ...Place.shape, fact: FamilyRegisterEntry });
export type KosekiFact = z.infer<typeof KosekiFact>;

/** 個人番号 under a key of its own, as the gate names it. Without a text when there is none any more. */
export const IndividualNumberItem = z.object({
  ...NumberPlace.shape,
  ciphertext: z.string().min(1).optional(),
});
export type IndividualNumberItem = z.infer<typeof IndividualNumberItem>;

/** Current members with their place in the printed order. Stays, empty, when the last member has left. */
export const Household = z.object({ revision: Revision, members: z.record(PersonId, z.int().min(1)) });
export type Household = z.infer<typeof Household>;

const assigned = {
  ...Place.shape,
  revision: Revision,
  /**
   * Everyone to whom a row has ever assigned this serial, with the newest row that did so. A serial belongs to one
   * person for ever; as soon as there are two, nobody may use it any more.
   */
  persons: z.record(PersonId, Place),
};

export const SerialItem = z.object({ ...assigned, fact: JpkiSerialLink });
export type SerialItem = z.infer<typeof SerialItem>;

export const DomicileItem = z.object({ ...assigned, fact: DomicileRegistration });
export type DomicileItem = z.infer<typeof DomicileItem>;

/**
 * 戸籍: whoever is or was in it by their own newest row. Stays, empty, like a household. Its revision rises with every
 * restriction, mark and notification of a member.
 */
export const Register = z.object({
  revision: Revision,
  members: z.record(
    PersonId,
    FamilyRegisterEntry.pick({ kosekiPersonKey: true, state: true, notificationPending: true }),
  ),
});
export type Register = z.infer<typeof Register>;

/** Whom a koseki person key stands for, and in which register. With two of them it stands for nobody. */
export const KosekiPerson = z.object({ revision: Revision, persons: z.record(PersonId, KosekiId) });
export type KosekiPerson = z.infer<typeof KosekiPerson>;
