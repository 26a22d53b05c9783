import { type CaseKind, type CaseOpening, openingOf } from '../cases/index.ts';
import type { RequestId } from '../shared/ids.ts';
import type { RefusalCode } from '../shared/refusals.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Instant, instantOf, jstTimestamp } from '../shared/time.ts';
import { issuanceEvent } from './audit-event.ts';
import type { ErrorReceipt, ErrorReport, RequestStatus, ResultRequest } from './contract.ts';
import type { IssueDeps } from './deps.ts';
import { expectedCharge, meaningOf } from './notice.ts';
import { type IssuanceRecord, ownStateAt, stateAt, typeNameOf } from './record.ts';

import type { RecordStore } from './store.ts';

/** How often a conflict with another notice about the same request is tried again. */
const ATTEMPTS = 3;

type ResultDeps = {
  readonly records: Pick<RecordStore, 'read' | 'finish' | 'openCase' | 'hasCase'>;
} & Pick<IssueDeps, 'clock' | 'newId' | 'resultWaitMs'>;

/**
 * The kiosk's word on what became of the paper and what was charged. The first one counts, however late; the same word
 * again changes nothing; another one is refused, and a case keeps it (corrections come through the discrepancy list).
 */
export async function reportResult(
  deps: ResultDeps,
  request: ResultRequest,
): Promise<Result<RequestStatus, RefusalCode>> {
  for (let attempt = 1; ; attempt += 1) {
    const record = await deps.records.read(request.municipality, request.requestId);
    const at = deps.clock();
    if (record === undefined) {
      await open(deps, request, 'unknown-request', request.outcome, { outcome: request.outcome }, at);
      return err('ISS-2006');
    }
    const meaning = meaningOf(record, request.outcome, at, deps.resultWaitMs);
    switch (meaning) {
      case 'again': {
        const fee = feeCase(deps, record, request, at);
        if (fee !== undefined) await deps.records.openCase(fee);
        if (record.chargedJpy !== undefined && fee !== undefined) return err('ISS-2007');
        return ok(statusOf(record, stateAt(record, at, deps.resultWaitMs)));
      }
      case 'no-paper':
        return err('ISS-2007');
      case 'contradiction': {
        const recorded = stateAt(record, at, deps.resultWaitMs);
        const observed = { outcome: request.outcome, recorded, ...bytesOf(record) };
        await open(deps, request, 'contradiction', request.outcome, observed, at);
        return err('ISS-2007');
      }
      case 'first':
      case 'late': {
        const event = issuanceEvent(deps.newId, record, `issuance.${request.outcome}`, at, {
          persons: record.subjects,
        });
        const cases = await casesOf(deps, record, request, meaning, at);
        const { outcome, chargedJpy } = request;
        const done = await deps.records.finish(record, outcome, at, event, { chargedJpy, cases });
        if (done === 'done') return ok(statusOf(record, stateAt({ ...record, state: outcome }, at, 0)));
        if (attempt === ATTEMPTS) throw new Error('the result could not be recorded');
      }
    }
  }
}

/** What a first word brings along; each takes effect together with it. One that is there already stays as it is. */
async function casesOf(
  deps: ResultDeps,
  record: IssuanceRecord,
  request: ResultRequest,
  meaning: 'first' | 'late',
  at: Instant,
): Promise<CaseOpening[]> {
  const { outcome } = request;
  const openings: CaseOpening[] = [];
  if (outcome === 'failed') {
    const observed = { outcome, ...bytesOf(record) };
    const { municipality, requestId } = request;
    openings.push(
      openingOf(deps.newId, { municipality, requestId, kind: 'center-error', part: 'result', observed }, at),
    );
  }
  const fee = feeCase(deps, record, request, at);
  if (fee !== undefined) openings.push(fee);
  if (meaning === 'late') openings.push(lateEnd(deps, record, request, at));
  const there = await Promise.all(
    openings.map(({ case: { municipality, caseId } }) => deps.records.hasCase(municipality, caseId)),
  );
  return openings.filter((_, index) => there[index] === false);
}

/** The unknown end that a late word has come to: closed with that word as its evidence, so that it leaves a trace. */
function lateEnd(
  { newId, resultWaitMs }: ResultDeps,
  record: IssuanceRecord,
  { municipality, requestId, outcome }: ResultRequest,
  at: Instant,
): CaseOpening {
  const since = instantOf((record.respondedAt ?? record.receivedAt) + resultWaitMs);
  const observed = { outcome, recorded: 'responded', ...bytesOf(record) };
  const opening = openingOf(newId, { municipality, requestId, kind: 'unknown-end', observed }, at);
  const closing = {
    reason: 'late-result' as const,
    pdfSha256: record.drawing?.pdfSha256 ?? null,
    at,
    closedBy: 'system' as const,
  };
  return {
    case: { ...opening.case, openedAt: since, closing },
    event: {
      ...opening.event,
      action: 'case.closed',
      about: { ...opening.event.about, evidence: 'late-result' },
    },
  };
}

/** What was charged is not what was shown, or not what was said before. */
function feeCase(
  { newId }: ResultDeps,
  record: IssuanceRecord,
  { municipality, requestId, outcome, chargedJpy }: ResultRequest,
  at: Instant,
): CaseOpening | undefined {
  if (chargedJpy === undefined) return undefined;
  const expectedJpy = expectedCharge(record, outcome);
  const isAsBefore = record.chargedJpy === undefined || record.chargedJpy === chargedJpy;
  if (chargedJpy === expectedJpy && isAsBefore) return undefined;
  const observed = { outcome, expectedJpy, chargedJpy };
  const part = String(chargedJpy);
  return openingOf(newId, { municipality, requestId, kind: 'fee-difference', part, observed }, at);
}

/** An error that the centre reports becomes a case, once for each of its codes (INV-8). */
export async function reportError(
  deps: Pick<ResultDeps, 'records' | 'clock' | 'newId' | 'resultWaitMs'>,
  { requestId, municipality, code, pdfSha256 }: ErrorReport,
): Promise<ErrorReceipt> {
  const record = await deps.records.read(municipality, requestId);
  const at = deps.clock();
  const observed = {
    errorCode: code,
    ...(record === undefined ? {} : { recorded: ownStateAt(record, at, deps.resultWaitMs) }),
    ...(pdfSha256 === undefined ? {} : { pdfSha256 }),
  };
  await open(deps, { municipality, requestId }, 'center-error', `code-${code}`, observed, at);
  return { requestId, municipality, code };
}

async function open(
  { records, newId }: Pick<ResultDeps, 'records' | 'newId'>,
  { municipality, requestId }: Pick<ResultRequest, 'municipality' | 'requestId'>,
  kind: CaseKind,
  part: string,
  observed: CaseOpening['case']['observed'],
  at: Instant,
): Promise<void> {
  await records.openCase(openingOf(newId, { municipality, requestId, kind, part, observed }, at));
}

const bytesOf = ({ drawing }: IssuanceRecord): { readonly pdfSha256?: string } =>
  drawing === undefined ? {} : { pdfSha256: drawing.pdfSha256 };

/** What the centre may know of a request. */
export async function queryRequest(
  deps: { readonly records: Pick<RecordStore, 'read'> } & Pick<IssueDeps, 'clock' | 'resultWaitMs'>,
  request: { readonly municipality: ResultRequest['municipality']; readonly requestId: RequestId },
): Promise<Result<RequestStatus, RefusalCode>> {
  const record = await deps.records.read(request.municipality, request.requestId);
  if (record === undefined) return err('ISS-2006');
  return ok(statusOf(record, stateAt(record, deps.clock(), deps.resultWaitMs)));
}

function statusOf(record: IssuanceRecord, state: RequestStatus['state']): RequestStatus {
  const { requestId, municipality, type, receivedAt, drawing } = record;
  return {
    requestId,
    municipality,
    type,
    typeName: typeNameOf(record),
    state,
    receivedAt: jstTimestamp(receivedAt),
    ...(drawing === undefined ? {} : { pdfSha256: drawing.pdfSha256 }),
  };
}
