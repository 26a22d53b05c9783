import type { z } from 'zod';
import { HistoryDetails, HistoryPage } from '../../functions/history/contract.ts';
import { SessionView, type SignInRequest } from '../../functions/operators/contract.ts';
import {
  type StaffProblem,
  StaffProblem as StaffProblemSchema,
} from '../../functions/shared/http/staff-problem.ts';

/** `expired`: the session has ended meanwhile. `failed`: no answer, or one that cannot be read. */
export type ApiFault =
  | { readonly kind: 'expired' }
  | { readonly kind: 'refused'; readonly problem: StaffProblem }
  | { readonly kind: 'failed' };

export type ApiResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly fault: ApiFault };

type Call = {
  readonly method?: 'POST' | 'DELETE';
  readonly body?: unknown;
  readonly csrfToken?: string;
  readonly signal?: AbortSignal;
};

export const readSession = (): Promise<ApiResult<SessionView>> => call('api/session', SessionView);

export const signIn = (wish: z.input<typeof SignInRequest>): Promise<ApiResult<SessionView>> =>
  call('api/session', SessionView, { method: 'POST', body: wish });

export const signOut = (csrfToken: string): Promise<ApiResult<SessionView>> =>
  call('api/session', SessionView, { method: 'DELETE', csrfToken });

export type ListWish = {
  readonly day: string;
  readonly state: string | undefined;
  readonly cursor: string | undefined;
};

export function listHistory(wish: ListWish, signal: AbortSignal): Promise<ApiResult<HistoryPage>> {
  const query = new URLSearchParams({ day: wish.day });
  if (wish.state !== undefined) query.set('state', wish.state);
  if (wish.cursor !== undefined) query.set('cursor', wish.cursor);
  return call(`api/history?${query}`, HistoryPage, { signal });
}

export const readHistory = (requestId: string, signal: AbortSignal): Promise<ApiResult<HistoryDetails>> =>
  call(`api/history/${encodeURIComponent(requestId)}`, HistoryDetails, { signal });

/** Paths are relative to the page, whatever lies above it. */
async function call<T>(path: string, schema: z.ZodType<T>, options: Call = {}): Promise<ApiResult<T>> {
  try {
    const response = await fetch(new URL(path, document.baseURI), {
      method: options.method ?? 'GET',
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      headers: {
        accept: 'application/json, application/problem+json',
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.csrfToken === undefined ? {} : { 'x-csrf-token': options.csrfToken }),
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const body: unknown = await response.json();
    if (response.ok) return { ok: true, value: schema.parse(body) };
    return { ok: false, fault: faultOf(StaffProblemSchema.parse(body)) };
  } catch {
    return { ok: false, fault: { kind: 'failed' } };
  }
}

function faultOf(problem: StaffProblem): ApiFault {
  return problem.code === 'STF-1001' ? { kind: 'expired' } : { kind: 'refused', problem };
}
