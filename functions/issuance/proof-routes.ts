import { type AuditStore, withReceipts } from '../audit/index.ts';
import { jsonBody, jsonResponse } from '../shared/http/http.ts';
import type { StaffContext, StaffRoute } from '../shared/http/staff-chain.ts';
import { staffProblem } from '../shared/http/staff-problem.ts';
import { type NewId, RequestId } from '../shared/ids.ts';
import { ProofRequest } from './proof-contract.ts';
import { type ProveDeps, proveIssuance } from './prove-issuance.ts';

/** 発行の証明 (仕様書 3(3)イ): opens what a person's certificate was made of, so that each use is on record. */
export function proofRoutes(
  deps: ProveDeps & { readonly audit: AuditStore; readonly newId: NewId },
): readonly StaffRoute[] {
  const prove = async ({ operator, municipality, request, parameters }: StaffContext) => {
    const requestId = RequestId.safeParse(parameters['requestId']);
    if (!requestId.success) return staffProblem('STF-1006');
    const wish = ProofRequest.safeParse(jsonBody(request));
    if (!wish.success) return staffProblem('STF-1005');
    const found = await proveIssuance(deps, municipality, requestId.data, wish.data.file);
    const { applicant, subjects = [] } = found?.record ?? {};
    const audit = withReceipts(deps.audit);
    await audit.append({
      eventId: deps.newId(),
      municipality,
      at: deps.clock(),
      actor: { kind: 'operator', operatorId: operator.operatorId },
      action: 'issuance.proved',
      about: {
        requestId: requestId.data,
        persons: [...new Set([...(applicant === undefined ? [] : [applicant]), ...subjects])],
        ...(found === undefined ? {} : { evidence: found.proof.verdict }),
      },
    });
    return found === undefined ? staffProblem('STF-1006') : audit.receipted(jsonResponse(200, found.proof));
  };
  return [
    {
      method: 'POST',
      path: '/api/issuances/{requestId}/proof',
      access: 'issuance.prove',
      shows: 'persons',
      handle: prove,
    },
  ];
}
