import { AuditEvent } from '../audit/index.ts';
import { type CaseOpening, caseIdOf, openingOf } from '../cases/index.ts';
import { type Correction, type IssuanceRecord, ownStateAt } from '../issuance/index.ts';
import { digestOf } from '../shared/canonical.ts';
import type { OperatorId } from '../shared/http/staff.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { type Instant, instantOf } from '../shared/time.ts';
import { classify, isWhole, type JudgedRow } from './classify.ts';
import type { DiscrepancyParts } from './parts.ts';
import type { ListRow } from './read-list.ts';

/** How often a row is judged again whose record has changed under it. */
const ATTEMPTS = 3;

export type Commit = {
  readonly municipality: MunicipalityCode;
  readonly fileSha256: string;
  readonly proposedBy: OperatorId;
  readonly committedBy: OperatorId;
};

/** Does with one row what its class says. Each is one transaction, so that a commit that broke off can go on. */
export async function applyRow(parts: DiscrepancyParts, commit: Commit, judged: JudgedRow): Promise<void> {
  const { row } = judged;
  for (let now = judged, attempt = 1; ; attempt += 1) {
    if (now.class === 'same') return;
    const at = parts.clock();
    if (now.class === 'unknown') {
      await parts.cases.open(discrepancyCase(parts, commit, now, at));
      return;
    }
    const record = await parts.store.readRecord(commit.municipality, row.requestId);
    const done =
      now.class === 'add' && record === undefined
        ? await addRecord(parts, commit, now, at)
        : now.class === 'correct' && record !== undefined
          ? await correctRecord(parts, commit, now, record, at)
          : false;
    if (done) return;
    if (attempt === ATTEMPTS) throw new Error('a row of a list could not be applied');
    const fresh = await parts.store.readRecord(commit.municipality, row.requestId);
    now = classify([row], () => fresh, parts.clock(), parts.resultWaitMs)[0] ?? now;
  }
}

async function correctRecord(
  parts: DiscrepancyParts,
  commit: Commit,
  judged: JudgedRow,
  record: IssuanceRecord,
  at: Instant,
): Promise<boolean> {
  const { outcome, copies, feeJpy, line } = judged.row;
  const { fileSha256, proposedBy, committedBy } = commit;
  const correction: Correction = {
    at,
    outcome,
    ...(copies === undefined ? {} : { copies }),
    ...(feeJpy === undefined ? {} : { feeJpy }),
    row: { fileSha256, line },
    proposedBy,
    committedBy,
  };
  const cases: CaseOpening[] = [];
  if (judged.reason === 'printed-without-bytes') cases.push(discrepancyCase(parts, commit, judged, at));
  const isUnknownEnd =
    record.corrections === undefined && ownStateAt(record, at, parts.resultWaitMs) === 'unknown';
  if (isUnknownEnd) cases.push(endedUnknown(parts, commit, judged.row, record, at));
  const there = await Promise.all(
    cases.map((opening) => parts.cases.read(commit.municipality, opening.case.caseId)),
  );
  const fresh = cases.filter((_, index) => there[index] === undefined);
  return parts.store.correct(
    record,
    correction,
    rowEvent(parts, commit, judged.row, 'issuance.corrected', at),
    fresh,
  );
}

/** A record of what the centre has done without us: no bytes, no person, and a case that asks how that could be. */
async function addRecord(
  parts: DiscrepancyParts,
  commit: Commit,
  judged: JudgedRow,
  at: Instant,
): Promise<boolean> {
  const { row } = judged;
  if (!isWhole(row)) throw new Error('a row without what a record needs');
  const { requestId, outcome, type, receivedAt, copies, feeJpy, storeCode, storeName, terminal } = row;
  const { line, ...content } = row;
  const { municipality, fileSha256, proposedBy, committedBy } = commit;
  const record: IssuanceRecord = {
    issuanceId: parts.newId(),
    origin: 'bos',
    requestId,
    municipality,
    state: outcome,
    contentHash: digestOf(content),
    receivedAt,
    deadlineAt: receivedAt,
    type,
    options: [],
    copies,
    feeJpy,
    store: { code: storeCode, name: storeName },
    terminal,
    subjects: [],
    reasons: [],
    corrections: [{ at, outcome, copies, feeJpy, row: { fileSha256, line }, proposedBy, committedBy }],
  };
  const opening = discrepancyCase(parts, commit, judged, at);
  const isThere = (await parts.cases.read(municipality, opening.case.caseId)) !== undefined;
  return parts.store.add(
    record,
    rowEvent(parts, commit, row, 'issuance.added', at),
    isThere ? [] : [opening],
  );
}

function discrepancyCase(
  { newId }: DiscrepancyParts,
  { municipality, fileSha256 }: Commit,
  { row, reason }: JudgedRow,
  at: Instant,
): CaseOpening {
  const { requestId, outcome, line } = row;
  const observed = { outcome, reason, row: { fileSha256, line } };
  const part = fileSha256.slice(0, 16);
  return openingOf(newId, { municipality, requestId, kind: 'discrepancy', part, observed }, at);
}

/** What had passed by time alone, closed by the row that says how it ended. */
function endedUnknown(
  { newId, resultWaitMs }: DiscrepancyParts,
  { municipality, fileSha256, committedBy }: Commit,
  { requestId, outcome, line }: ListRow,
  { respondedAt, receivedAt, drawing }: IssuanceRecord,
  at: Instant,
): CaseOpening {
  const observed = { outcome, recorded: 'responded', row: { fileSha256, line } };
  const { case: opened, event } = openingOf(
    newId,
    { municipality, requestId, kind: 'unknown-end', observed },
    at,
  );
  const closing = { reason: 'bos-row' as const, pdfSha256: drawing?.pdfSha256 ?? null, fileSha256 };
  const openedAt = instantOf((respondedAt ?? receivedAt) + resultWaitMs);
  return {
    case: { ...opened, openedAt, closing: { ...closing, at, closedBy: committedBy } },
    event: {
      ...event,
      action: 'case.closed',
      about: { requestId, caseId: caseIdOf(requestId, 'unknown-end'), fileSha256, evidence: 'bos-row' },
    },
  };
}

function rowEvent(
  { newId }: DiscrepancyParts,
  { municipality, fileSha256, committedBy }: Commit,
  { requestId }: ListRow,
  action: 'issuance.corrected' | 'issuance.added',
  at: Instant,
): AuditEvent {
  return AuditEvent.parse({
    eventId: newId(),
    municipality,
    at,
    actor: { kind: 'operator', operatorId: committedBy },
    action,
    about: { requestId, fileSha256 },
  });
}
