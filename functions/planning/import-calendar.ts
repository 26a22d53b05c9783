import type { Closure } from '../calendar/index.ts';
import { settingsAt } from '../changes/index.ts';
import { sha256Hex } from '../shared/canonical.ts';
import type { Staff } from '../shared/http/staff.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { CalendarAnswer, CalendarRequest, PlanFault, PlanRequest } from './contract.ts';
import { instantOfMoment } from './moment.ts';
import { type PlanningDeps, planChanges, previewPlan } from './plan-changes.ts';
import { readCalendar } from './read-calendar.ts';

/** One line for whoever compares: 「2027-05-31」, 「2027-06-01 17:30–24:00 tax-and-income」. */
function lineOf({ date, fromMinute, untilMinute, type }: Closure): string {
  const time = (minute: number): string =>
    `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
  const hours = fromMinute === 0 && untilMinute === 1440 ? [] : [`${time(fromMinute)}–${time(untilMinute)}`];
  return [date, ...hours, ...(type === undefined ? [] : [type])].join(' ');
}

/** 運休日 of J-LIS for one year, as one setting of the city, planned like any other; a dry run stops before that. */
export async function importCalendar(
  deps: PlanningDeps,
  operator: Staff,
  request: CalendarRequest,
): Promise<Result<CalendarAnswer, readonly PlanFault[] | 'overtaken'>> {
  const { year, csv, validFrom, note, dryRun } = request;
  const read = readCalendar(request);
  if (!read.ok) return read;
  const closures = [...read.value].sort((a, b) => (lineOf(a) < lineOf(b) ? -1 : 1));
  const wish: PlanRequest = {
    ...(validFrom === undefined ? {} : { validFrom }),
    ...(note === undefined ? {} : { note }),
    changes: [{ kind: 'jlis-closures', scope: year, value: { closures, fileDigest: sha256Hex(csv) } }],
  };
  const { rows } = await deps.store.read(operator.municipality);
  const at = validFrom === undefined ? deps.clock() : instantOfMoment(validFrom);
  const before = settingsAt(rows, at).valueOf('jlis-closures', year)?.closures.map(lineOf) ?? [];
  const after = closures.map(lineOf);
  const isWholeDay = (line: string): boolean => line.length === 10;
  const answer: CalendarAnswer = {
    year,
    days: after.filter(isWholeDay).length,
    parts: after.filter((line) => !isWholeDay(line)).length,
    added: after.filter((line) => !before.includes(line)),
    removed: before.filter((line) => !after.includes(line)),
  };
  if (dryRun) {
    const { faults } = await previewPlan(deps, operator, wish);
    return faults.length > 0 ? err(faults) : ok(answer);
  }
  const planned = await planChanges(deps, operator, wish);
  return planned.ok ? ok({ ...answer, plan: planned.value }) : planned;
}
