import type { PersonDecisions } from '../decisions/index.ts';
import type { IssuanceRestriction, ResidentRecord } from '../registry/index.ts';
import type { CertificateFamily } from '../shared/certificate-types.ts';

/** What the registry knows of one person, as far as it decides whether something may be issued. */
export type KnownPerson = {
  readonly resident: ResidentRecord | undefined;
  readonly restrictions: readonly IssuanceRestriction[];
  /** What a row about this person that could not be applied would have been printed on: we know that we do not know. */
  readonly closedFamilies: ReadonlySet<CertificateFamily>;
  /** Undefined where they were not read: such a person can be neither applicant nor subject. */
  readonly decisions: PersonDecisions | undefined;
};
