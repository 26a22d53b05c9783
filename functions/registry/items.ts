import { z } from 'zod';
import { HouseholdId, PersonId } from '../shared/ids.ts';
import { IssuanceRestriction, JpkiSerialLink, ResidentRecord, Sequence } from './facts.ts';

const Digest = z.string().regex(/^[0-9a-f]{64}$/);
/** A content's place in the order of contents. */
const Place = z.object({ sequence: Sequence, digest: Digest });
export type Place = z.infer<typeof Place>;
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
  /** Newest good row of feed `serial` about this person, whichever serial it was about. */
  newestSerial: Sequence.optional(),
  /** By `<kind>#<certificate type or all>`. */
  restrictions: z.record(z.string(), StoredRestriction),
  /** By `<feed>`, or `<feed>#<what the row was about>` where that could be read. */
  rejected: z.record(z.string(), RejectedMark),
});
export type Gate = z.infer<typeof Gate>;

export const ResidentFact = z.object({ ...Place.shape, fact: ResidentRecord });
export type ResidentFact = z.infer<typeof ResidentFact>;

/** Current members with their place in the printed order. Stays, empty, when the last member has left. */
export const Household = z.object({ revision: Revision, members: z.record(PersonId, z.int().min(1)) });
export type Household = z.infer<typeof Household>;

export const SerialItem = z.object({
  ...Place.shape,
  revision: Revision,
  fact: JpkiSerialLink,
  /**
   * Everyone to whom a row has ever assigned this serial, with the newest row that did so. A serial belongs to one
   * person for ever; as soon as there are two, nobody may use it any more.
   */
  persons: z.record(PersonId, Place),
});
export type SerialItem = z.infer<typeof SerialItem>;
