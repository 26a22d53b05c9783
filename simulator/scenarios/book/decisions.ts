import type { DecisionChange } from '../../../functions/decisions/contract.ts';
import type { StaffAnswer } from '../city-acts.ts';
import type { Stage } from '../stage.ts';

/** An operator decides about a person, by the revision that they have just seen. */
export async function decide(
  stage: Stage,
  person: { readonly municipality: string; readonly personId: string },
  change: DecisionChange,
  what: string,
  operator = 'mihon-kanri',
): Promise<StaffAnswer> {
  const path = `api/decisions/${person.personId}`;
  const seen = await stage.staff(person.municipality, operator, 'GET', path, undefined, '発行要否を見る');
  const { revision = 0 } = (seen.data ?? {}) as { revision?: number };
  return stage.staff(person.municipality, operator, 'PUT', path, { revision, change }, what);
}
