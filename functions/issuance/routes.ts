import {
  type HttpRequest,
  type HttpResponse,
  jsonBody,
  jsonResponse,
  singleQuery,
} from '../shared/http/http.ts';
import { problem, refusalOf } from '../shared/http/problem.ts';
import { publicCodeOf, type RefusalCode } from '../shared/refusals.ts';
import { ErrorReport, IssueRequest, MenuRequest, ResultRequest } from './contract.ts';
import { leaveEvenly, type Monotonic, type Sleep } from './deadline.ts';
import type { IssueDeps } from './deps.ts';
import { issueCertificate } from './issue-certificate.ts';
import { inquireMenu } from './menu.ts';
import { queryRequest, reportError, reportResult } from './report-result.ts';

/** What lets refusals leave evenly. */
export type Timing = { readonly offsetMs: number; readonly monotonic: Monotonic; readonly sleep: Sleep };

/** The request's arrival on the monotonic clock. */
const arrivalOf = (request: HttpRequest, now: number, timing: Timing): number =>
  timing.monotonic() - (now - request.receivedAt);

/** `POST /v1/menu`. */
export const menuRoute =
  (deps: Parameters<typeof inquireMenu>[0] & Pick<IssueDeps, 'clock'>, timing: Timing) =>
  async (request: HttpRequest): Promise<HttpResponse> => {
    const arrivedAt = arrivalOf(request, deps.clock(), timing);
    const parsed = MenuRequest.safeParse(jsonBody(request));
    if (!parsed.success) return refusalOf('ISS-3004');
    const menu = await inquireMenu(deps, parsed.data, request.receivedAt);
    return menu.ok ? jsonResponse(200, menu.value) : refused(menu.error, arrivedAt, timing);
  };

/** `POST /v1/issue`. */
export const issueRoute =
  (deps: IssueDeps, timing: Timing) =>
  async (request: HttpRequest): Promise<HttpResponse> => {
    const arrivedAt = arrivalOf(request, deps.clock(), timing);
    const parsed = IssueRequest.safeParse(jsonBody(request));
    if (!parsed.success) return refusalOf('ISS-3004');
    const answer = await issueCertificate(deps, parsed.data, request.receivedAt);
    if (answer.kind === 'refused') return refused(answer.codes, arrivedAt, timing);
    return {
      status: 200,
      headers: {
        'content-type': 'application/pdf',
        'cache-control': 'no-store',
        'x-kofu-request-id': parsed.data.requestId,
        'x-kofu-pdf-sha256': answer.sha256,
        'x-kofu-pages': String(answer.pages),
      },
      body: answer.pdf,
    };
  };

/** `POST /v1/result`. */
export const resultRoute =
  (deps: Parameters<typeof reportResult>[0]) =>
  async (request: HttpRequest): Promise<HttpResponse> => {
    const parsed = ResultRequest.safeParse(jsonBody(request));
    if (!parsed.success) return refusalOf('ISS-3004');
    const status = await reportResult(deps, parsed.data);
    return status.ok ? jsonResponse(200, status.value) : refusalOf(status.error);
  };

/** `POST /v1/errors`. */
export const errorRoute =
  (deps: Parameters<typeof reportError>[0]) =>
  async (request: HttpRequest): Promise<HttpResponse> => {
    const parsed = ErrorReport.safeParse(jsonBody(request));
    if (!parsed.success) return refusalOf('ISS-3004');
    return jsonResponse(200, await reportError(deps, parsed.data));
  };

/** `GET /v1/requests/{id}`. */
export const queryRoute =
  (deps: Parameters<typeof queryRequest>[0]) =>
  async (request: HttpRequest): Promise<HttpResponse> => {
    const parsed = ResultRequest.pick({ requestId: true, municipality: true }).safeParse({
      requestId: request.path.split('/').at(-1),
      municipality: singleQuery(request, 'municipality'),
    });
    if (!parsed.success) return refusalOf('ISS-3004');
    const status = await queryRequest(deps, parsed.data);
    return status.ok ? jsonResponse(200, status.value) : refusalOf(status.error);
  };

async function refused(
  codes: readonly RefusalCode[],
  arrivedAt: number,
  timing: Timing,
): Promise<HttpResponse> {
  const code = publicCodeOf(codes);
  await leaveEvenly(code, arrivedAt, timing.offsetMs, timing);
  const [only] = codes;
  return codes.length === 1 && only !== undefined ? refusalOf(only) : problem(code);
}
