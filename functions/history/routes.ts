import { withReceipts } from '../audit/index.ts';
import { type HttpRequest, type HttpResponse, jsonResponse, singleQueries } from '../shared/http/http.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { StaffRoute } from '../shared/http/staff-chain.ts';
import { staffProblem } from '../shared/http/staff-problem.ts';
import { RequestId } from '../shared/ids.ts';
import { HistoryQuery } from './contract.ts';
import { type HistoryParts, listDay, readDetails } from './read-history.ts';

/** 発行履歴の照会 (仕様書 3(3)イ). */
export function historyRoutes(parts: HistoryParts): readonly StaffRoute[] {
  const list = async (operator: Staff, request: HttpRequest): Promise<HttpResponse> => {
    const query = HistoryQuery.safeParse(singleQueries(request));
    if (!query.success) return staffProblem('STF-1005');
    const audit = withReceipts(parts.audit);
    const page = await listDay({ ...parts, audit }, operator, query.data);
    return page.ok ? audit.receipted(jsonResponse(200, page.value)) : staffProblem('STF-1005');
  };

  const details = async (operator: Staff, id: string | undefined): Promise<HttpResponse> => {
    const requestId = RequestId.safeParse(id);
    if (!requestId.success) return staffProblem('STF-1006');
    const audit = withReceipts(parts.audit);
    const found = await readDetails({ ...parts, audit }, operator, requestId.data);
    return found.ok ? audit.receipted(jsonResponse(200, found.value)) : staffProblem('STF-1006');
  };

  return [
    {
      method: 'GET',
      path: '/api/history',
      access: 'history.read',
      shows: 'persons',
      handle: ({ operator, request }) => list(operator, request),
    },
    {
      method: 'GET',
      path: '/api/history/{requestId}',
      access: 'history.read',
      shows: 'persons',
      handle: ({ operator, parameters }) => details(operator, parameters['requestId']),
    },
  ];
}
