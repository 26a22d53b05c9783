import type { AuditEvent } from '../audit/index.ts';
import { type CitySettings, type SettingRow, settingKeyOf } from '../changes/index.ts';
import type { FontSet } from '../pdf/index.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { MunicipalityCode, NewId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Clock, type Instant, jstTimestamp } from '../shared/time.ts';
import type { PlanFault, PlanPreview, PlanRequest, PlanView } from './contract.ts';
import { headFaults } from './heads-fit.ts';
import { type Draft, draftOf, earliestAt, faultOf, rowsOf, withdrawalsOf } from './plan.ts';
import { digestsIn, type Materials, newFaults } from './standing.ts';
import type { PlanningStore } from './store.ts';
import { cancellationOf, differencesOf, plansIn, planViews } from './views.ts';

export type PlanningDeps = {
  readonly store: PlanningStore;
  /** What lies under these digests. */
  readonly materialsOf: (digests: ReadonlySet<string>) => Promise<Materials>;
  /** What a city's papers are drawn with by these settings. */
  readonly fontsOf: (municipality: MunicipalityCode, settings: CitySettings) => Promise<FontSet>;
  readonly clock: Clock;
  readonly newId: NewId;
  /**
   * How long after it is written anything begins, in milliseconds: longer than a request takes, so that none that is
   * under way has seen its own past otherwise.
   */
  readonly leadMs: number;
};

/** How often it is tried again where somebody else in the city was faster. */
const ATTEMPTS = 5;

type Worked = {
  readonly revision: number;
  readonly rows: readonly SettingRow[];
  readonly added: readonly SettingRow[];
  readonly now: Instant;
  readonly preview: PlanPreview;
};

async function workOut(deps: PlanningDeps, operator: Staff, wish: PlanRequest): Promise<Worked> {
  const { municipality, operatorId: by } = operator;
  const { rows, revision } = await deps.store.read(municipality);
  const now = deps.clock();
  const { draft, faults } = draftOf(wish, rows, earliestAt(now, deps.leadMs));
  const { validFrom, until } = draft;
  const added = rowsOf(draft, { municipality, by, at: now, newId: deps.newId });
  const after = [...rows, ...added];
  // At a time at which it cannot begin there is nothing to be carried out.
  const isTimely = faults.every(({ field }) => field !== 'validFrom');
  const unfit = isTimely ? await unfitOf(deps, municipality, rows, after, draft) : [];
  const preview = {
    validFrom: jstTimestamp(validFrom),
    until: until === undefined ? null : jstTimestamp(until),
    differences: differencesOf(rows, added, validFrom, until),
    faults: [...faults, ...unfit],
  };
  return { revision, rows, added, now, preview };
}

/** What issuing could not carry out. */
async function unfitOf(
  { materialsOf, fontsOf }: PlanningDeps,
  municipality: MunicipalityCode,
  rows: readonly SettingRow[],
  after: readonly SettingRow[],
  draft: Draft,
): Promise<readonly PlanFault[]> {
  const materials = await materialsOf(digestsIn(after));
  return [
    ...newFaults(rows, after, draft.validFrom, materials).map((one) => faultOf(one, draft)),
    ...(await headFaults(after, draft, materials, (settings) => fontsOf(municipality, settings))),
  ];
}

/** What a plan would change, and why it cannot be carried out; nothing is written. */
export const previewPlan = async (
  deps: PlanningDeps,
  operator: Staff,
  wish: PlanRequest,
): Promise<PlanPreview> => (await workOut(deps, operator, wish)).preview;

/**
 * 変更予約 (仕様書 3(3)エ): settings that begin together. Refused with everything that is wrong, among it whatever issuing
 * could not carry out.
 */
export async function planChanges(
  deps: PlanningDeps,
  operator: Staff,
  wish: PlanRequest,
): Promise<Result<PlanView, readonly PlanFault[] | 'overtaken'>> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { revision, rows, added, now, preview } = await workOut(deps, operator, wish);
    if (preview.faults.length > 0) return err(preview.faults);
    if (await commit(deps, operator, 'changes.planned', { revision, rows: added, now }))
      return ok(viewOf([...rows, ...added], added, now));
  }
  return err('overtaken');
}

export type CancelRefusal = 'not-found' | 'already-cancelled' | 'too-late' | 'overtaken';

/**
 * Cancels a whole plan that has not begun: each of its rows is withdrawn by another one. What has begun, or begins before
 * the withdrawal is certain to be read, stays; a further plan follows it.
 */
export async function cancelPlan(
  deps: PlanningDeps,
  operator: Staff,
  planId: string,
): Promise<Result<PlanView, CancelRefusal | readonly PlanFault[]>> {
  const { municipality, operatorId: by } = operator;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const { rows, revision } = await deps.store.read(municipality);
    const own = plansIn(rows).get(planId);
    const [first] = own ?? [];
    if (own === undefined || first === undefined) return err('not-found');
    if (cancellationOf(first, rows) !== undefined) return err('already-cancelled');
    const now = deps.clock();
    const from = earliestAt(now, deps.leadMs);
    if (from > first.validFrom) return err('too-late');
    const planned = { plan: planId, by, at: now };
    const added = withdrawalsOf(own, from, { municipality, newId: deps.newId, planned });
    const after = [...rows, ...added];
    const materials = await deps.materialsOf(digestsIn(after));
    const faults = newFaults(rows, after, from, materials).map((one) => faultOf(one, { settings: [] }));
    if (faults.length > 0) return err(faults);
    if (await commit(deps, operator, 'changes.cancelled', { revision, rows: added, now, of: own }))
      return ok(viewOf(after, own, now));
  }
  return err('overtaken');
}

async function commit(
  { store, clock, newId, leadMs }: PlanningDeps,
  { municipality, operatorId }: Staff,
  action: AuditEvent['action'],
  {
    revision,
    rows,
    now,
    of = rows,
  }: {
    readonly revision: number;
    readonly rows: readonly SettingRow[];
    readonly now: Instant;
    readonly of?: readonly SettingRow[];
  },
): Promise<boolean> {
  const plan = rows[0]?.planned?.plan;
  const event: AuditEvent = {
    eventId: newId(),
    municipality,
    at: now,
    actor: { kind: 'operator', operatorId },
    action,
    about: {
      ...(plan === undefined ? {} : { plan }),
      settings: of.flatMap((row) => (row.kind === 'withdrawal' ? [] : [settingKeyOf(row)])),
    },
  };
  // The other half is for clocks that differ.
  const leftMs = now + Math.floor(leadMs / 2) - clock();
  return leftMs > 0 && store.commit(municipality, revision, rows, event, leftMs);
}

function viewOf(rows: readonly SettingRow[], own: readonly SettingRow[], now: Instant): PlanView {
  const view = planViews(rows, now).find(({ planId }) => planId === own[0]?.planned?.plan);
  if (view === undefined) throw new Error('the plan is not among the rows');
  return view;
}
