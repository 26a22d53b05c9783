import type { PersonDecisions } from '../decisions/index.ts';
import type { IssuanceRestriction, ResidentRecord } from '../registry/index.ts';

/** What the registry knows of one person, as far as it decides whether something may be issued. */
export type KnownPerson = {
  readonly resident: ResidentRecord | undefined;
  readonly restrictions: readonly IssuanceRestriction[];
  /** A row about this person could not be applied: we know that we do not know. */
  readonly hasRejectedRow: boolean;
  /** Undefined where they were not read: such a person can be neither applicant nor subject. */
  readonly decisions: PersonDecisions | undefined;
};
