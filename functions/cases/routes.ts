import { withReceipts } from '../audit/index.ts';
import {
  type HttpRequest,
  type HttpResponse,
  jsonBody,
  jsonResponse,
  singleQueries,
} from '../shared/http/http.ts';
import type { StaffRoute } from '../shared/http/staff-chain.ts';
import { type StaffProblemCode, staffProblem } from '../shared/http/staff-problem.ts';
import { CaseQuery, CloseRequest } from './contract.ts';
import { type CaseParts, closeCase, listCases, readCase, readEvidence } from './work-cases.ts';

type Failure = Extract<Awaited<ReturnType<typeof closeCase>>, { ok: false }>['error'];

const PROBLEMS: Readonly<Record<Failure, StaffProblemCode>> = {
  'not-found': 'STF-1006',
  'closed-already': 'STF-1401',
  'reason-not-permitted': 'STF-1402',
  'wrong-bytes': 'STF-1403',
  'bytes-not-named': 'STF-1404',
  'reference-missing': 'STF-1405',
  'no-such-row': 'STF-1406',
  'something-left': 'STF-1407',
};

/** 調査事案 (INV-8). */
export function caseRoutes(parts: CaseParts): readonly StaffRoute[] {
  const list = async (
    operator: Parameters<typeof listCases>[1],
    request: HttpRequest,
  ): Promise<HttpResponse> => {
    const query = CaseQuery.safeParse(singleQueries(request));
    if (!query.success) return staffProblem('STF-1005');
    return jsonResponse(200, await listCases(parts, operator, query.data));
  };

  return [
    {
      method: 'GET',
      path: '/api/cases',
      access: 'cases.read',
      shows: 'nobody',
      handle: ({ operator, request }) => list(operator, request),
    },
    {
      method: 'GET',
      path: '/api/cases/{caseId}',
      access: 'cases.read',
      shows: 'nobody',
      handle: async ({ operator, parameters }) => {
        const read = await readCase(parts, operator, parameters['caseId'] ?? '');
        return read.ok ? jsonResponse(200, read.value) : staffProblem('STF-1006');
      },
    },
    {
      method: 'POST',
      path: '/api/cases/{caseId}/close',
      access: 'cases.write',
      shows: 'nobody',
      handle: async ({ operator, request, parameters }) => {
        const closing = CloseRequest.safeParse(jsonBody(request));
        if (!closing.success) return staffProblem('STF-1005');
        const closed = await closeCase(parts, operator, parameters['caseId'] ?? '', closing.data);
        return closed.ok ? jsonResponse(200, closed.value) : staffProblem(PROBLEMS[closed.error]);
      },
    },
    {
      method: 'GET',
      path: '/api/cases/{caseId}/evidence',
      access: 'cases.write',
      shows: 'persons',
      handle: async ({ operator, parameters }) => {
        const audit = withReceipts(parts.audit);
        const bytes = await readEvidence({ ...parts, audit }, operator, parameters['caseId'] ?? '');
        if (!bytes.ok) return staffProblem('STF-1006');
        const headers = { 'content-type': 'application/pdf' };
        return audit.receipted({ status: 200, headers, body: bytes.value });
      },
    },
  ];
}
