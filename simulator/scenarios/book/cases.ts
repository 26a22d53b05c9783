import { CaseDetails } from '../../../functions/cases/contract.ts';
import type { Stage } from '../stage.ts';

const OPERATOR = 'mihon-kanri';

const pathOf = (caseId: string): string => `api/cases/${encodeURIComponent(caseId)}`;

/** A case as staff see it; undefined where there is none. */
export async function caseOf(
  stage: Stage,
  municipality: string,
  caseId: string,
): Promise<CaseDetails | undefined> {
  const path = pathOf(caseId);
  const answer = await stage.staff(municipality, OPERATOR, 'GET', path, undefined, '調査事案を見る');
  return CaseDetails.safeParse(answer.data).data;
}

/** Closes a case with a written statement about the bytes of its request. */
export async function closeCase(
  stage: Stage,
  municipality: string,
  caseId: string,
  closing: Readonly<Record<string, unknown>>,
  what: string,
): Promise<number> {
  const answer = await stage.staff(municipality, OPERATOR, 'POST', `${pathOf(caseId)}/close`, closing, what);
  return answer.status;
}
