import { Setting, type SettingRow, settingKeyOf, settingsAt, withdrawalsIn } from '../changes/index.ts';
import type { OperatorId } from '../shared/http/staff.ts';
import type { MunicipalityCode, NewId } from '../shared/ids.ts';
import { type Instant, instantOf } from '../shared/time.ts';
import type { PlanFault, PlanRequest } from './contract.ts';
import { fault, pathOf } from './fault.ts';
import { instantOfMoment } from './moment.ts';
import type { StandingFault } from './standing.ts';

/** Kinds that come about in another way: fonts by their import, ends and withdrawals by a plan itself. */
const NOT_PLANNED: ReadonlySet<string> = new Set<Setting['kind']>([
  'gaiji',
  'gaiji-confirmation',
  'end',
  'withdrawal',
]);

/** A slip of the year is more likely than a plan for the decade after next. */
const MOST_AHEAD_MS = 10 * 366 * 86_400_000;

/** When a plan begins and ends. */
export type Period = { readonly validFrom: Instant; readonly until: Instant | undefined };

/** A plan that is well-formed by itself: what it sets, and when. */
export type Draft = Period & { readonly settings: readonly Setting[]; readonly note: string | undefined };

/** The wish as settings, with everything that is wrong about it by itself. */
export function draftOf(
  wish: PlanRequest,
  rows: readonly SettingRow[],
  earliest: Instant,
): { readonly draft: Draft; readonly faults: readonly PlanFault[] } {
  const validFrom = wish.validFrom === undefined ? earliest : instantOfMoment(wish.validFrom);
  const until = wish.until === undefined ? undefined : instantOfMoment(wish.until);
  const faults: PlanFault[] = periodFaults({ validFrom, until }, earliest);
  const settings: Setting[] = [];
  const inForce = settingsAt(rows, validFrom);
  for (const [index, { kind, scope, value }] of wish.changes.entries()) {
    const field = `changes[${index}]`;
    const wanted =
      value === null ? { kind: 'end', scope: `${kind}#${scope}`, value: {} } : { kind, scope, value };
    if (NOT_PLANNED.has(kind)) faults.push(fault(`${field}.kind`, 'not-plannable'));
    else if (value === null && !inForce.scopesOf(kind as Setting['kind']).some((one) => one === scope))
      faults.push(fault(field, 'not-set'));
    else {
      const parsed = Setting.safeParse(wanted);
      if (parsed.success) {
        settings.push(parsed.data);
        for (const at of unknownFields(value ?? {}, parsed.data.value, `${field}.value`))
          faults.push(fault(at, 'unknown-field'));
      } else
        for (const { path, message } of parsed.error.issues)
          faults.push(fault(pathOf(field, path), 'ill-formed', message));
    }
    if (wish.changes.slice(0, index).some((other) => other.kind === kind && other.scope === scope))
      faults.push(fault(field, 'twice'));
    if (isTaken(rows, `${kind}#${scope}`, validFrom)) faults.push(fault(field, 'already-planned'));
  }
  return { draft: { settings, validFrom, until, note: wish.note }, faults };
}

/** Where a value says something that its kind does not have: a slip in a name must not be passed over. */
function unknownFields(given: unknown, kept: unknown, at: string): string[] {
  if (typeof given !== 'object' || given === null || typeof kept !== 'object' || kept === null) return [];
  const inner = new Map(Object.entries(kept));
  return Object.entries(given).flatMap(([name, value]) => {
    const path = pathOf(at, [Array.isArray(given) ? Number(name) : name]);
    return inner.has(name) ? unknownFields(value, inner.get(name), path) : [path];
  });
}

/** Nothing begins in the past of a request: what is under way keeps the settings that it has begun with. */
export function periodFaults({ validFrom, until }: Period, earliest: Instant): PlanFault[] {
  const faults: PlanFault[] = [];
  if (validFrom < earliest) faults.push(fault('validFrom', 'too-soon'));
  if (validFrom > earliest + MOST_AHEAD_MS) faults.push(fault('validFrom', 'too-far'));
  if (until !== undefined && until <= validFrom) faults.push(fault('until', 'until-first'));
  if (until !== undefined && until > earliest + MOST_AHEAD_MS) faults.push(fault('until', 'too-far'));
  return faults;
}

/** Whether another plan sets the same from the same instant on: only one of them could ever be in force. */
function isTaken(rows: readonly SettingRow[], key: string, validFrom: Instant): boolean {
  const withdrawn = withdrawalsIn(rows);
  return rows.some(
    (row) =>
      row.kind !== 'withdrawal' &&
      row.planned !== undefined &&
      row.validFrom === validFrom &&
      settingKeyOf(row) === key &&
      (withdrawn.get(row.id) ?? Number.POSITIVE_INFINITY) > row.validFrom,
  );
}

/** Who plans, when and where. */
export type Maker = {
  readonly municipality: MunicipalityCode;
  readonly by: OperatorId;
  readonly at: Instant;
  readonly newId: NewId;
};

/** The rows of a plan: one for each setting, and where it ends, one more that withdraws it then. */
export function rowsOf(
  { settings, validFrom, until, note }: Draft,
  { municipality, by, at, newId }: Maker,
): SettingRow[] {
  const planned = { plan: newId(), by, at, ...(note === undefined ? {} : { note }) };
  const rows = settings.map(
    (setting): SettingRow => ({ ...setting, id: newId(), municipality, validFrom, planned }),
  );
  if (until === undefined) return rows;
  return [...rows, ...withdrawalsOf(rows, until, { municipality, newId, planned })];
}

/** One withdrawal for each row, from an instant on. */
export const withdrawalsOf = (
  rows: readonly SettingRow[],
  validFrom: Instant,
  {
    municipality,
    newId,
    planned,
  }: Pick<Maker, 'municipality' | 'newId'> & Required<Pick<SettingRow, 'planned'>>,
): SettingRow[] =>
  rows.map(({ id }) => ({
    kind: 'withdrawal',
    scope: id,
    value: {},
    id: newId(),
    municipality,
    validFrom,
    planned,
  }));

/** What issuing could not carry out, by the field of the wish that says so where one does. */
export function faultOf(
  { key, field, rule }: StandingFault,
  { settings }: Pick<Draft, 'settings'>,
): PlanFault {
  const index = settings.findIndex((setting) => settingKeyOf(setting) === key);
  return index < 0 ? fault(`${key} ${field}`, rule) : fault(`changes[${index}].${field}`, rule, key);
}

/** The earliest instant at which anything may begin that is written now. */
export const earliestAt = (now: Instant, leadMs: number): Instant => instantOf(now + leadMs);
