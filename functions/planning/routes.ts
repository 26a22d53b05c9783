import { z } from 'zod';
import type { AuditEvent, AuditStore } from '../audit/index.ts';
import type { SettingsStore } from '../changes/index.ts';
import { type HttpResponse, jsonBody, jsonResponse, singleQueries } from '../shared/http/http.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { StaffContext, StaffRoute } from '../shared/http/staff-chain.ts';
import { type StaffProblemCode, staffProblem } from '../shared/http/staff-problem.ts';
import { jstTimestamp } from '../shared/time.ts';
import {
  CalendarRequest,
  Moment,
  type PlanFault,
  type PlanList,
  PlanRequest,
  SealRequest,
  TemplateRequest,
} from './contract.ts';
import { importCalendar } from './import-calendar.ts';
import { keepSeal, keepTemplate } from './materials.ts';
import { instantOfMoment } from './moment.ts';
import { earliestAt } from './plan.ts';
import { cancelPlan, type PlanningDeps, planChanges, previewPlan } from './plan-changes.ts';
import { inForceView, planViews } from './views.ts';

export type PlanningParts = PlanningDeps & {
  readonly settings: Pick<SettingsStore, 'putBlob'>;
  readonly audit: AuditStore;
};

const ListQuery = z.strictObject({ which: z.literal('all').optional() });
const InForceQuery = z.strictObject({ at: Moment.optional() });

/** 変更予約 (仕様書 3(3)エ): planned, looked at before it begins, cancelled. */
export function planningRoutes(parts: PlanningParts): readonly StaffRoute[] {
  const { store, audit, clock, newId, leadMs } = parts;
  const record = (
    { municipality, operatorId }: Staff,
    action: AuditEvent['action'],
    about: AuditEvent['about'] = {},
  ): Promise<void> =>
    audit.append({
      eventId: newId(),
      municipality,
      at: clock(),
      actor: { kind: 'operator', operatorId },
      action,
      about,
    });

  const list = async ({ operator, request }: StaffContext): Promise<HttpResponse> => {
    const query = ListQuery.safeParse(singleQueries(request));
    if (!query.success) return staffProblem('STF-1005');
    const { rows } = await store.read(operator.municipality);
    const now = clock();
    const plans = planViews(rows, now).filter(
      ({ state, until }) =>
        query.data.which === 'all' || state === 'planned' || (state === 'in-force' && until !== null),
    );
    await record(operator, 'changes.read');
    const answer: PlanList = {
      now: jstTimestamp(now),
      earliest: jstTimestamp(earliestAt(now, leadMs)),
      plans,
    };
    return jsonResponse(200, answer);
  };

  const inForce = async ({ operator, request }: StaffContext): Promise<HttpResponse> => {
    const query = InForceQuery.safeParse(singleQueries(request));
    if (!query.success) return staffProblem('STF-1005');
    const { rows } = await store.read(operator.municipality);
    const at = query.data.at === undefined ? clock() : instantOfMoment(query.data.at);
    await record(operator, 'changes.read');
    return jsonResponse(200, inForceView(rows, at));
  };

  const preview = withBody(PlanRequest, async (operator, wish) => {
    const answer = await previewPlan(parts, operator, wish);
    await record(operator, 'changes.read');
    return jsonResponse(200, answer);
  });

  const plan = withBody(PlanRequest, async (operator, wish) => {
    const planned = await planChanges(parts, operator, wish);
    return planned.ok ? jsonResponse(201, planned.value) : refused(planned.error);
  });

  const cancel = async ({ operator, parameters }: StaffContext): Promise<HttpResponse> => {
    const planId = z.uuid().safeParse(parameters['planId']);
    if (!planId.success) return staffProblem('STF-1006');
    const cancelled = await cancelPlan(parts, operator, planId.data);
    return cancelled.ok ? jsonResponse(200, cancelled.value) : refused(cancelled.error);
  };

  const calendar = withBody(CalendarRequest, async (operator, request) => {
    const imported = await importCalendar(parts, operator, request);
    if (!imported.ok) return refused(imported.error);
    if (request.dryRun) await record(operator, 'changes.read');
    return jsonResponse(request.dryRun ? 200 : 201, imported.value);
  });

  const seal = withBody(SealRequest, async (operator, { file }) => {
    const kept = await keepSeal(parts.settings, Buffer.from(file, 'base64'));
    if (!kept.ok) return refused(kept.error);
    await record(operator, 'changes.kept', { evidence: kept.value.sealDigest });
    return jsonResponse(201, kept.value);
  });

  const template = withBody(TemplateRequest, async (operator, request) => {
    const kept = await keepTemplate(parts.settings, request.template);
    if (!kept.ok) return refused(kept.error);
    await record(operator, 'changes.kept', { evidence: kept.value.templateDigest });
    return jsonResponse(201, kept.value);
  });

  const read = { method: 'GET', access: 'changes.read', shows: 'nobody' } as const;
  const write = { method: 'POST', access: 'changes.write', shows: 'nobody' } as const;
  return [
    { ...read, path: '/api/changes', handle: list },
    { ...read, path: '/api/changes/in-force', handle: inForce },
    { ...write, access: 'changes.read', path: '/api/changes/preview', handle: preview },
    { ...write, path: '/api/changes', handle: plan },
    { ...write, path: '/api/changes/{planId}/cancel', handle: cancel },
    { ...write, path: '/api/changes/calendar', handle: calendar },
    { ...write, path: '/api/changes/seals', handle: seal },
    { ...write, path: '/api/changes/templates', handle: template },
  ];
}

const withBody =
  <S extends z.ZodType>(schema: S, handle: (operator: Staff, body: z.output<S>) => Promise<HttpResponse>) =>
  async ({ operator, request }: StaffContext): Promise<HttpResponse> => {
    const body = schema.safeParse(jsonBody(request));
    return body.success ? handle(operator, body.data) : staffProblem('STF-1005');
  };

const CODES = {
  'not-found': 'STF-1006',
  'too-late': 'STF-1302',
  'already-cancelled': 'STF-1303',
  overtaken: 'STF-1304',
} as const satisfies Readonly<Record<string, StaffProblemCode>>;

function refused(error: readonly PlanFault[] | keyof typeof CODES): HttpResponse {
  if (typeof error === 'string') return staffProblem(CODES[error]);
  const problem = staffProblem('STF-1301');
  return { ...problem, body: JSON.stringify({ ...JSON.parse(String(problem.body)), faults: error }) };
}
