import { StaffProblem } from '../../functions/shared/http/staff-problem.ts';
import type { RawAnswer } from '../../simulator/center.ts';

/** What the staff API has refused, and why, in words for the operator. */
export function problemOf({ status, body }: RawAnswer): { readonly code: string; readonly message: string } {
  const parsed = StaffProblem.safeParse(jsonOf(body));
  return parsed.success ? parsed.data : { code: `HTTP ${status}`, message: '処理できませんでした' };
}

/** The JSON of an answer; undefined where it is none. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return undefined;
  }
}
