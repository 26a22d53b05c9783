import type { IssuanceRestriction, ResidentRecord } from '../registry/index.ts';

/** What the registry knows of one person, as far as it decides whether something may be issued. */
export type KnownPerson = {
  readonly resident: ResidentRecord | undefined;
  readonly restrictions: readonly IssuanceRestriction[];
  /** A row about this person could not be applied: we know that we do not know. */
  readonly hasRejectedRow: boolean;
};
