import { type CaseOpening, openingOf } from '../cases/index.ts';
import { settingsAt } from '../changes/index.ts';
import { canonicalJson, digestOf, sha256Hex } from '../shared/canonical.ts';
import { isRefusalCode, type RefusalCode } from '../shared/refusals.ts';
import { type Instant, instantOf } from '../shared/time.ts';
import { conditionChecksOf } from '../shared/versions.ts';
import { issuanceEvent } from './audit-event.ts';
import type { IssueRequest } from './contract.ts';
import type { IssueDeps } from './deps.ts';
import { asksForNumbers } from './numbers.ts';
import { type HeldPaper, paperFor } from './paper.ts';
import { contentFor, judgeRequest, type Reading, type Refused, read } from './prepare.ts';
import { type IssuanceRecord, isDrawnHere, type RefusalReason, stateAt } from './record.ts';
import { redraw, snapshotContext } from './redraw.ts';
import { closedAt, closedReasons, readSwitches } from './switches.ts';

export type IssueAnswer =
  | {
      readonly kind: 'certificate';
      readonly pdf: Uint8Array;
      readonly sha256: string;
      readonly pages: number;
    }
  | { readonly kind: 'refused'; readonly codes: readonly RefusalCode[] };

/** How often a request starts again from the read when something has changed under it, within its deadline. */
const ATTEMPTS = 5;
/** How often that a request has failed is recorded against others who write the same record. */
const FAIL_ATTEMPTS = 10;

/**
 * Claim, read, render, gate, commit, answer. The answer holds this request's own bytes or a refusal; nothing else can
 * come out, because nothing is handed over through a place (INV-1) and nothing leaves before its commit (INV-2).
 */
export async function issueCertificate(
  deps: IssueDeps,
  request: IssueRequest,
  receivedAt: Instant,
): Promise<IssueAnswer> {
  const record = newRecord(deps, request, receivedAt);
  return underDeadline(deps, record, async (signal) => {
    // Begun beside the claim, because it only reads: the commit checks the version of everything that it has read.
    const reading = read(deps, request, { ...request, receivedAt });
    reading.catch(() => undefined);
    const existing = await deps.records.claim(record);
    if (existing !== undefined) return answerRepeat(deps, request, existing, record);
    return issueAnew(deps, request, record, reading, signal);
  });
}

function newRecord(deps: IssueDeps, request: IssueRequest, receivedAt: Instant): IssuanceRecord {
  const { requestId, municipality, type, scope, options, copies, feeJpy, store, terminal, issuer, serial } =
    request;
  const { taxYear } = request;
  return {
    issuanceId: deps.newId(),
    requestId,
    municipality,
    state: 'requested',
    contentHash: digestOf(request),
    receivedAt,
    deadlineAt: instantOf(receivedAt + deps.deadlineMs),
    type,
    scope,
    options,
    ...(taxYear === undefined ? {} : { taxYear }),
    copies,
    feeJpy,
    store,
    terminal,
    issuer,
    serial,
    subjects: [],
    reasons: [],
  };
}

/**
 * When the deadline passes first, the request has failed: what the work asks of others is given up, and whatever it still
 * brings attaches to nothing. A repeat fails no record but its own claim, which has none. The wait is no longer than the
 * time that there is from the arrival: a clock that is set back meanwhile must not prolong it.
 */
async function underDeadline(
  deps: IssueDeps,
  record: IssuanceRecord,
  work: (signal: AbortSignal) => Promise<IssueAnswer>,
): Promise<IssueAnswer> {
  const finished = new AbortController();
  const given = new AbortController();
  const wait = Math.min(deps.deadlineMs, record.deadlineAt - deps.clock());
  const late = deps.sleep(wait, finished.signal).then((): 'late' => 'late');
  const answer = work(given.signal).finally(() => finished.abort());
  const first = await Promise.race([answer, late]);
  // The end of the work ends the wait as well; which of the two is noticed first must decide nothing.
  if (first !== 'late' || finished.signal.aborted) return answer;
  given.abort();
  answer.catch(() => undefined);
  return fail(deps, record, [{ code: 'ISS-2002' }]);
}

async function issueAnew(
  deps: IssueDeps,
  request: IssueRequest,
  record: IssuanceRecord,
  firstReading: Promise<Reading>,
  signal: AbortSignal,
): Promise<IssueAnswer> {
  let held: HeldPaper | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const reading = await (attempt === 1
      ? firstReading
      : read(deps, request, { ...request, receivedAt: record.receivedAt }));
    const judged = judgeRequest(request, record.receivedAt, reading);
    if (!judged.ok) return refuse(deps, record, judged.error);
    const { applicant, subjects, type, settings, versions } = judged.value;
    const paper = await paperFor(deps, request, record, { judged: judged.value, held, signal });
    if (!paper.ok) return refuse(deps, record, { ...paper.error, type, applicant, subjects });
    held = paper.value;
    const { drawing, redrawing } = held;
    const sealing =
      redrawing === undefined
        ? undefined
        : deps.cipher.seal(
            canonicalJson(redrawing),
            snapshotContext(record),
            Math.floor(deps.clock() / 1000) + deps.snapshotDays * 86_400,
          );
    // The switches are read again right before the commit (INV-5, INV-12): they work on what is under way.
    const [switches, snapshot] = await Promise.all([readSwitches(deps, record.municipality), sealing]);
    const at = deps.clock();
    const closed = closedReasons(closedAt(switches, settings, type, at));
    if (closed.length > 0) return refuse(deps, record, { reasons: closed, type, applicant, subjects });

    const event = issuanceEvent(deps.newId, record, 'issuance.responded', at, {
      persons: [applicant, ...subjects.filter((subject) => subject !== applicant)],
      pdfSha256: drawing.pdfSha256,
    });
    const checks = conditionChecksOf(versions);
    const { name: typeName, family } = type;
    const { versions: dataDigest } = held;
    const answered = { applicant, subjects, typeName, family, drawing, dataDigest, snapshot, checks };
    switch (await deps.records.commit(record, answered, at, event)) {
      case 'done':
        return { kind: 'certificate', pdf: held.pdf, sha256: drawing.pdfSha256, pages: drawing.pages };
      case 'not-in-state':
        return fail(deps, record, [{ code: 'ISS-2002' }]);
      case 'changed':
      case 'conflict':
        continue;
    }
  }
  const reasons = [{ code: 'ISS-2001' }];
  return refuse(deps, record, { reasons, type: undefined, applicant: undefined, subjects: [] });
}

/**
 * The centre asks again under the same id. Judged again, drawn again from the record's snapshot and equal by hash, or
 * refused: never a second certificate, never other bytes (INV-9).
 */
async function answerRepeat(
  deps: IssueDeps,
  request: IssueRequest,
  existing: IssuanceRecord,
  claim: IssuanceRecord,
): Promise<IssueAnswer> {
  if (existing.contentHash !== claim.contentHash) return refusedWith(['ISS-3005']);
  const state = stateAt(existing, claim.receivedAt, deps.resultWaitMs);
  if (state === 'refused') return refusedWith(codesOf(existing.reasons));
  if (state === 'failed') return refusedWith(existing.drawing === undefined ? ['ISS-2002'] : ['ISS-2004']);
  const { drawing } = existing;
  if (state !== 'responded' || drawing === undefined) return refusedWith(['ISS-2004']);
  // Nothing of it was kept, and to ask again is not to get the same.
  if (!isDrawnHere(drawing)) return refusedWith(['ISS-2004']);
  if (asksForNumbers(existing)) return refusedWith(['ISS-2004']);

  const reading = await read(deps, request, { ...request, receivedAt: claim.receivedAt });
  const judged = judgeRequest(request, claim.receivedAt, reading);
  if (!judged.ok) return refusedWith(codesOf(judged.error.reasons));
  // What was answered holds no more where the paper would say something else by now: another 印影, a corrected year.
  const { family } = judged.value;
  if (family.paper !== 'drawn') return refusedWith(['ISS-2004']);
  const settings = settingsAt(reading.rows, existing.receivedAt);
  const now = contentFor(judged.value, family, request, existing, settings);
  if (!now.ok || digestOf(now.value.content) !== drawing.modelDigest) return refusedWith(['ISS-2001']);
  const pdf = await redrawn(deps, existing);
  if (pdf === undefined || sha256Hex(pdf) !== drawing.pdfSha256) return refusedWith(['ISS-2005']);
  // A repeat is under way as well: what was switched off while it was drawn again stops it (INV-5, INV-12).
  const switches = await readSwitches(deps, existing.municipality);
  const at = deps.clock();
  if (at > claim.deadlineAt) return refusedWith(['ISS-2002']);
  const closedNow = closedReasons(closedAt(switches, judged.value.settings, judged.value.type, at));
  if (closedNow.length > 0) return refusedWith(codesOf(closedNow));
  const event = issuanceEvent(deps.newId, existing, 'issuance.repeated', at, {
    persons: [...judged.value.subjects],
    pdfSha256: drawing.pdfSha256,
  });
  const outcome = await deps.records.confirm(existing, conditionChecksOf(judged.value.versions), event);
  if (outcome !== 'done') return refusedWith([outcome === 'not-in-state' ? 'ISS-2004' : 'ISS-2001']);
  return { kind: 'certificate', pdf, sha256: drawing.pdfSha256, pages: drawing.pages };
}

/** The bytes again; undefined where that is not possible any more. */
async function redrawn(deps: IssueDeps, record: IssuanceRecord): Promise<Uint8Array | undefined> {
  const snapshot = await deps.records.readSnapshot(record);
  if (snapshot === undefined) return undefined;
  const again = await redraw(deps, record, snapshot);
  return again.ok ? again.value.pdf : undefined;
}

async function refuse(deps: IssueDeps, record: IssuanceRecord, refused: Refused): Promise<IssueAnswer> {
  const at = deps.clock();
  const codes = codesOf(refused.reasons);
  const event = issuanceEvent(deps.newId, record, 'issuance.refused', at, {
    codes,
    persons: [
      ...new Set([...(refused.applicant === undefined ? [] : [refused.applicant]), ...refused.subjects]),
    ],
  });
  const { reasons, type, applicant, subjects } = refused;
  const { name: typeName, family } = type ?? {};
  const cases = gateCases(deps, record, refused, at);
  const step = { reasons, applicant, subjects, typeName, family, at, event, cases };
  const outcome = await deps.records.refuse(record, step);
  for (const opening of cases) {
    // The deadline was faster: that the gate has refused has its case all the same (INV-8).
    if (outcome !== 'done') await deps.records.openCase(opening);
    if (refused.withheld !== undefined)
      await deps.keepEvidence(opening.case, record.issuanceId, refused.withheld);
  }
  return refusedWith(outcome === 'done' ? codes : ['ISS-2002']);
}

/** Whatever the gate has refused is a case, whether or not its bytes can be kept. */
function gateCases(
  { newId }: IssueDeps,
  { municipality, requestId }: IssuanceRecord,
  { reasons, withheld }: Refused,
  at: Instant,
): CaseOpening[] {
  const mismatches = reasons.flatMap(({ code, detail = '' }) => (code === 'ISS-2003' ? [detail] : []));
  if (mismatches.length === 0) return [];
  const observed = { mismatches, ...(withheld === undefined ? {} : { pdfSha256: sha256Hex(withheld) }) };
  return [openingOf(newId, { municipality, requestId, kind: 'gate-refusal', observed }, at)];
}

async function fail(
  deps: IssueDeps,
  record: IssuanceRecord,
  reasons: readonly RefusalReason[],
): Promise<IssueAnswer> {
  const at = deps.clock();
  const codes = codesOf(reasons);
  const event = issuanceEvent(deps.newId, record, 'issuance.failed', at, { codes });
  const { municipality, requestId } = record;
  const about = {
    municipality,
    requestId,
    kind: 'withheld-answer' as const,
    observed: { recorded: 'responded' },
  };
  // Its own commit may still be on the way and be what it conflicts with: a refusal must not leave while that can win.
  for (let attempt = 1; attempt <= FAIL_ATTEMPTS; attempt += 1) {
    const outcome = await deps.records.fail(record, reasons, at, event, openingOf(deps.newId, about, at));
    if (outcome !== 'conflict') return refusedWith(codes);
  }
  throw new Error('that the request has failed could not be recorded');
}

const refusedWith = (codes: readonly RefusalCode[]): IssueAnswer => ({ kind: 'refused', codes });

/** Reasons come from our own catalogue; one that is not in it is a defect of the program that wrote it. */
function codesOf(reasons: readonly RefusalReason[]): RefusalCode[] {
  const codes = reasons.map(({ code }) => {
    if (!isRefusalCode(code)) throw new Error('a reason outside the catalogue');
    return code;
  });
  return [...new Set(codes)];
}
