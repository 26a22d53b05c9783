import { COUNTER_CODE, PUBLIC_REFUSALS, type PublicCode, REFUSALS, type RefusalCode } from '../refusals.ts';
import type { HttpResponse } from './http.ts';

/** The kiosk's refusal (RFC 9457). Equal public codes give equal bytes, whatever the reason behind them. */
export function problem(code: PublicCode): HttpResponse {
  const { status, title, message, retry } = PUBLIC_REFUSALS[code];
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify({ type: 'about:blank', title, status, code, message, retry }),
    refusal: code,
  };
}

/**
 * The answer to a refusal whose exact reason is known. The log line names that reason, except behind the counter's
 * code: there a line that differs would tell a protected person from any other case.
 */
export function refusalOf(code: RefusalCode): HttpResponse {
  const response = problem(REFUSALS[code].public);
  return REFUSALS[code].public === COUNTER_CODE ? response : { ...response, refusal: code };
}
