import type { AuditEvent, AuditStore } from '../audit/index.ts';
import { type IssuanceRecord, stateAt } from '../issuance/index.ts';
import type { RegistryStore } from '../registry/index.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { NewId, PersonId, RequestId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Clock, Instant } from '../shared/time.ts';
import type { HistoryDetails, HistoryPage, HistoryQuery } from './contract.ts';
import { type DayPosition, decodeCursor, encodeCursor } from './cursor.ts';
import type { HistoryStore } from './store.ts';
import { detailsView, type Names, personsOf, rowView } from './views.ts';

export type HistoryParts = {
  readonly history: HistoryStore;
  readonly registry: Pick<RegistryStore, 'readPersons'>;
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Milliseconds that an answered request waits for the result of printing. */
  readonly resultWaitMs: number;
};

/** Lines of one answer. */
const PAGE_ROWS = 50;
/** Records that are read at a time, and how often within one answer: a rare state is looked for in parts. */
const PAGE_RECORDS = 100;
const PAGES_PER_ANSWER = 20;

/** 発行履歴 of one day of the operator's own city, newest first (INV-11). Whoever was shown is put on record. */
export async function listDay(
  parts: HistoryParts,
  operator: Staff,
  query: HistoryQuery,
): Promise<Result<HistoryPage, 'unknown-cursor'>> {
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor);
  if (query.cursor !== undefined && after === undefined) return err('unknown-cursor');
  const now = parts.clock();
  const { records, next } = await findRecords(parts, operator, query, after, now);
  const persons = [...new Set(records.flatMap(personsOf))];
  await parts.audit.append({
    ...eventBase(parts, operator, now),
    action: 'history.listed',
    about: { day: query.day, persons },
  });
  const seen = { now, resultWaitMs: parts.resultWaitMs, names: await namesOf(parts, operator, persons) };
  return ok({
    day: query.day,
    rows: records.map((record) => rowView(record, seen)),
    cursor: next === undefined ? null : encodeCursor(next),
  });
}

/** One request of the operator's own city. Looking for one that does not exist is put on record as well. */
export async function readDetails(
  parts: HistoryParts,
  operator: Staff,
  requestId: RequestId,
): Promise<Result<HistoryDetails, 'not-found'>> {
  const now = parts.clock();
  const record = await parts.history.read(operator.municipality, requestId);
  const persons = record === undefined ? [] : personsOf(record);
  await parts.audit.append({
    ...eventBase(parts, operator, now),
    action: 'history.read',
    about: { requestId, persons: [...persons] },
  });
  if (record === undefined) return err('not-found');
  const seen = { now, resultWaitMs: parts.resultWaitMs, names: await namesOf(parts, operator, persons) };
  return ok(detailsView(record, seen, operator.permissions.includes('history.protected')));
}

type Found = { readonly records: readonly IssuanceRecord[]; readonly next: DayPosition | undefined };

/** States pass by time alone too, so they are judged here and not by the table. */
async function findRecords(
  { history, resultWaitMs }: HistoryParts,
  { municipality }: Staff,
  { day, state }: HistoryQuery,
  start: DayPosition | undefined,
  now: Instant,
): Promise<Found> {
  const records: IssuanceRecord[] = [];
  let after = start;
  for (let page = 0; page < PAGES_PER_ANSWER; page += 1) {
    const found = await history.pageOfDay(municipality, day, { limit: PAGE_RECORDS, after });
    for (const [index, { record, position }] of found.records.entries()) {
      after = position;
      if (state === undefined || stateAt(record, now, resultWaitMs) === state) records.push(record);
      const last = !found.more && index === found.records.length - 1;
      if (records.length === PAGE_ROWS) return { records, next: last ? undefined : after };
    }
    if (!found.more) return { records, next: undefined };
  }
  return { records, next: after };
}

async function namesOf(
  { registry }: HistoryParts,
  { municipality }: Staff,
  persons: readonly PersonId[],
): Promise<Names> {
  const read = await registry.readPersons(municipality, persons);
  const named = read.flatMap(({ personId, resident }): [PersonId, string][] =>
    resident === undefined ? [] : [[personId, resident.fact.fullName]],
  );
  return new Map(named);
}

function eventBase(
  { newId }: HistoryParts,
  { municipality, operatorId }: Staff,
  at: Instant,
): Pick<AuditEvent, 'eventId' | 'municipality' | 'at' | 'actor'> {
  return { eventId: newId(), municipality, at, actor: { kind: 'operator', operatorId } };
}
