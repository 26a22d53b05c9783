import type { PersonDecisions, ReadDecisions } from '../decisions/index.ts';
import type { KnownPerson } from '../eligibility/index.ts';
import { familiesClosedBy } from '../linkage/index.ts';
import type { ReadPerson } from '../registry/index.ts';
import type { PersonId } from '../shared/ids.ts';

/** What of a person decides. */
export function knownPerson(
  { personId, gate, resident }: ReadPerson,
  decided: ReadonlyMap<PersonId, PersonDecisions>,
): KnownPerson {
  return {
    resident: resident?.fact,
    restrictions: Object.values(gate?.restrictions ?? {}),
    closedFamilies: familiesClosedBy(Object.keys(gate?.rejected ?? {})),
    decisions: decided.get(personId),
  };
}

export const byPerson = ({ personId, decisions }: ReadDecisions): [PersonId, PersonDecisions] => [
  personId,
  decisions,
];
