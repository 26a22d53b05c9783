import type { PersonDecisions, ReadDecisions } from '../decisions/index.ts';
import type { KnownPerson } from '../eligibility/index.ts';
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
    hasRejectedRow: Object.keys(gate?.rejected ?? {}).length > 0,
    decisions: decided.get(personId),
  };
}

export const byPerson = ({ personId, decisions }: ReadDecisions): [PersonId, PersonDecisions] => [
  personId,
  decisions,
];
