import {
  rowsInForce,
  type Setting,
  type SettingRow,
  settingKeyOf,
  settingsAt,
  withdrawalsIn,
} from '../changes/index.ts';
import { type Instant, jstTimestamp } from '../shared/time.ts';
import type { InForce, PlanPreview, PlanState, PlanView } from './contract.ts';

type Row = Exclude<SettingRow, { kind: 'withdrawal' }>;

/** What a row sets, in the words of a plan: null where it ends something. */
export function changeOf(row: Row): PlanView['changes'][number] {
  if (row.kind !== 'end') return { kind: row.kind, scope: row.scope, value: row.value };
  const at = row.scope.indexOf('#');
  return { kind: row.scope.slice(0, at), scope: row.scope.slice(at + 1), value: null };
}

/** The rows of a plan that set or end something, by the plans' ids. */
export function plansIn(rows: readonly SettingRow[]): ReadonlyMap<string, readonly Row[]> {
  const plans = new Map<string, Row[]>();
  for (const row of rows) {
    if (row.kind === 'withdrawal' || row.planned === undefined) continue;
    const { plan } = row.planned;
    const own = plans.get(plan);
    if (own === undefined) plans.set(plan, [row]);
    else own.push(row);
  }
  return plans;
}

/** Who has cancelled a row before it began; undefined where nobody has. */
export const cancellationOf = (row: SettingRow, rows: readonly SettingRow[]): SettingRow | undefined =>
  rows.find(
    (other) => other.kind === 'withdrawal' && other.scope === row.id && other.validFrom <= row.validFrom,
  );

/** Everything that staff have planned, the next to begin first. */
export function planViews(rows: readonly SettingRow[], now: Instant): PlanView[] {
  const withdrawn = withdrawalsIn(rows);
  const inForce = rowsInForce(rows, now);
  const stateOf = (own: readonly Row[], validFrom: Instant, isCancelled: boolean): PlanState => {
    if (isCancelled) return 'cancelled';
    if (validFrom > now) return 'planned';
    return own.some((row) => inForce.get(settingKeyOf(row)) === row) ? 'in-force' : 'past';
  };
  const views = [...plansIn(rows)].flatMap(([planId, own]) => {
    const [first] = own;
    if (first?.planned === undefined) return [];
    const { validFrom, planned } = first;
    const cancellation = cancellationOf(first, rows);
    const until = cancellation === undefined ? withdrawn.get(first.id) : undefined;
    const view: PlanView = {
      planId,
      state: stateOf(own, validFrom, cancellation !== undefined),
      validFrom: jstTimestamp(validFrom),
      until: until === undefined ? null : jstTimestamp(until),
      by: planned.by,
      at: jstTimestamp(planned.at),
      note: planned.note ?? null,
      cancelledBy: cancellation?.planned?.by ?? null,
      changes: own.map(changeOf).sort((a, b) => (`${a.kind}#${a.scope}` < `${b.kind}#${b.scope}` ? -1 : 1)),
    };
    return [{ validFrom, view }];
  });
  return views
    .sort((a, b) => a.validFrom - b.validFrom || (a.view.planId < b.view.planId ? -1 : 1))
    .map(({ view }) => view);
}

/** A font's own lists are long, and its versions are told elsewhere. */
const NOT_SHOWN: ReadonlySet<Setting['kind']> = new Set(['gaiji', 'gaiji-confirmation', 'end']);

/** What is or will be set at an instant. */
export function inForceView(rows: readonly SettingRow[], at: Instant): InForce {
  const settings = settingsAt(rows, at);
  const shown = [...rowsInForce(rows, at).values()].flatMap(({ kind, scope, value }) =>
    NOT_SHOWN.has(kind)
      ? []
      : [{ kind, scope, value, since: jstTimestamp(settings.validFromOf(kind, scope as never) ?? at) }],
  );
  const order = (one: (typeof shown)[number]): string => `${one.kind}#${one.scope}`;
  return { at: jstTimestamp(at), settings: shown.sort((a, b) => (order(a) < order(b) ? -1 : 1)) };
}

/** What the rows of a plan change, at its beginning and at its end. */
export function differencesOf(
  before: readonly SettingRow[],
  added: readonly SettingRow[],
  validFrom: Instant,
  until: Instant | undefined,
): PlanPreview['differences'] {
  const after = [...before, ...added];
  const valueAt = (rows: readonly SettingRow[], key: string, at: Instant): unknown => {
    const row = rowsInForce(rows, at).get(key);
    return row === undefined || row.kind === 'end' ? null : row.value;
  };
  return added.flatMap((row) => {
    if (row.kind === 'withdrawal') return [];
    const { kind, scope } = changeOf(row);
    const key = settingKeyOf(row);
    return [
      {
        kind,
        scope,
        before: valueAt(before, key, validFrom),
        after: valueAt(after, key, validFrom),
        ...(until === undefined ? {} : { back: valueAt(after, key, until) }),
      },
    ];
  });
}
