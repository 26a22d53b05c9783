import { withReceipts } from '../audit/index.ts';
import { type HttpResponse, jsonBody, jsonResponse } from '../shared/http/http.ts';
import type { StaffContext, StaffRoute } from '../shared/http/staff-chain.ts';
import { type StaffProblemCode, staffProblem } from '../shared/http/staff-problem.ts';
import { PersonId } from '../shared/ids.ts';
import { DecisionRequest } from './contract.ts';
import {
  changePersonDecisions,
  type DecisionFault,
  type DecisionParts,
  readPersonDecisions,
} from './decide-person.ts';

const PROBLEMS: Readonly<Record<DecisionFault, StaffProblemCode>> = {
  'unknown-person': 'STF-1101',
  'unknown-type': 'STF-1102',
  period: 'STF-1103',
  'begins-later': 'STF-1104',
  'nothing-to-end': 'STF-1105',
  changed: 'STF-1106',
};

/** 証明書発行要否の設定 (仕様書 3(3)ウ). */
export function decisionRoutes(parts: DecisionParts): readonly StaffRoute[] {
  const path = '/api/decisions/{personId}';

  const show = async ({ operator, parameters }: StaffContext): Promise<HttpResponse> => {
    const personId = PersonId.safeParse(parameters['personId']);
    if (!personId.success) return staffProblem('STF-1005');
    const audit = withReceipts(parts.audit);
    const found = await readPersonDecisions({ ...parts, audit }, operator, personId.data);
    return found.ok ? audit.receipted(jsonResponse(200, found.value)) : staffProblem(PROBLEMS[found.error]);
  };

  const change = async ({ operator, parameters, request }: StaffContext): Promise<HttpResponse> => {
    const personId = PersonId.safeParse(parameters['personId']);
    const wish = DecisionRequest.safeParse(jsonBody(request));
    if (!personId.success || !wish.success) return staffProblem('STF-1005');
    const changed = await changePersonDecisions(parts, operator, personId.data, wish.data);
    if (!changed.ok) return staffProblem(PROBLEMS[changed.error]);
    const { view, eventId } = changed.value;
    return { ...jsonResponse(200, view), recorded: eventId };
  };

  return [
    { method: 'GET', path, access: 'eligibility.read', shows: 'persons', handle: show },
    { method: 'PUT', path, access: 'eligibility.write', shows: 'persons', handle: change },
  ];
}
