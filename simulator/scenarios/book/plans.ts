import { z } from 'zod';
import { InForce, PlanList, PlanRequest, PlanView } from '../../../functions/planning/contract.ts';
import { instantOf, jstTimestamp } from '../../../functions/shared/time.ts';
import type { Stage } from '../stage.ts';

const OPERATOR = 'mihon-kanri';

/** How long after it is planned anything begins at the earliest, in milliseconds. */
export async function leadOf(stage: Stage, municipality: string): Promise<number> {
  const answer = await stage.staff(municipality, OPERATOR, 'GET', 'api/changes', undefined, '変更予約を見る');
  const { now, earliest } = PlanList.parse(answer.data);
  return Date.parse(earliest) - Date.parse(now);
}

/** What is set now, by kind and scope; undefined where the default holds. */
export async function inForce(
  stage: Stage,
  municipality: string,
): Promise<(kind: string, scope: string) => unknown> {
  const path = 'api/changes/in-force';
  const answer = await stage.staff(municipality, OPERATOR, 'GET', path, undefined, '有効な設定を見る');
  const { settings } = InForce.parse(answer.data);
  return (kind, scope) => settings.find((one) => one.kind === kind && one.scope === scope)?.value;
}

export const moment = (instant: number): string => jstTimestamp(instantOf(instant));

type Wish = {
  readonly from: number;
  /** What it has displaced comes back then, whatever becomes of the scenario. */
  readonly until: number;
  readonly changes: PlanRequest['changes'];
};

/** 変更予約 for a time, in milliseconds since 1970. @throws where it is refused */
export async function plan(
  stage: Stage,
  municipality: string,
  { from, until, changes }: Wish,
  what: string,
): Promise<PlanView> {
  const wish = PlanRequest.parse({ validFrom: moment(from), until: moment(until), changes });
  const answer = await stage.staff(municipality, OPERATOR, 'POST', 'api/changes', wish, what);
  if (answer.status !== 201) throw new Error(`変更予約が受け付けられませんでした（${what}）。`);
  return PlanView.parse(answer.data);
}

export async function cancelPlan(stage: Stage, municipality: string, planId: string): Promise<boolean> {
  const path = `api/changes/${planId}/cancel`;
  const answer = await stage.staff(municipality, OPERATOR, 'POST', path, {}, 'その変更予約を取り消す');
  return z.object({ state: z.literal('cancelled') }).safeParse(answer.data).success;
}
