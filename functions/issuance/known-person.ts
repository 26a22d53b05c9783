import type { KnownPerson } from '../eligibility/index.ts';
import type { ReadPerson } from '../registry/index.ts';

/** What of a person decides. */
export function knownPerson({ gate, resident }: ReadPerson): KnownPerson {
  return {
    resident: resident?.fact,
    restrictions: Object.values(gate?.restrictions ?? {}),
    hasRejectedRow: Object.keys(gate?.rejected ?? {}).length > 0,
  };
}
