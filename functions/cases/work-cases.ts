import type { AuditStore } from '../audit/index.ts';
import type { CertificateType } from '../shared/certificate-types.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { MunicipalityCode, NewId, PersonId, RequestId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Clock, type Instant, instantOf, jstTimestamp } from '../shared/time.ts';
import { type Case, caseEvent, caseIdOf, namesIn } from './case.ts';
import type { CaseDetails, CasePage, CaseQuery, CaseView, CloseRequest, Closing } from './contract.ts';
import { type EvidenceParts, openEvidence } from './evidence.ts';
import { type CloseProblem, mayClose, PERMITTED_REASONS, type RecordFacts } from './may-close.ts';
import { CASE_KIND_NAMES } from './observed.ts';
import type { Awaiting, CaseStore } from './store.ts';

/** What a case needs to know of its request. */
export type RequestFacts = RecordFacts & {
  readonly type: CertificateType;
  readonly receivedAt: Instant;
  readonly respondedAt: Instant | undefined;
  /** Whether it is answered, and nobody has said yet what became of it. */
  readonly awaitsResult: boolean;
  readonly persons: readonly PersonId[];
  readonly store: { readonly code: string; readonly name: string };
  readonly terminal: string;
};

export type CaseParts = {
  readonly cases: CaseStore;
  readonly requestOf: (
    municipality: MunicipalityCode,
    requestId: RequestId,
    now: Instant,
  ) => Promise<RequestFacts | undefined>;
  readonly cipher: EvidenceParts['cipher'];
  readonly audit: AuditStore;
  readonly clock: Clock;
  readonly newId: NewId;
  /** How long an answer waits for its result before its end is unknown. */
  readonly resultWaitMs: number;
};

/** Cases of one answer, and requests of unknown end beside them. */
const PAGE_CASES = 100;

/**
 * Cases of the operator's own city (INV-11). What has become of unknown end by time alone is found among the requests
 * that still wait: nobody has to notice it in time (ADR 0001).
 */
export async function listCases(
  parts: CaseParts,
  operator: Staff,
  { state, cursor }: CaseQuery,
): Promise<CasePage> {
  const { municipality } = operator;
  const now = parts.clock();
  const page = await parts.cases.page(municipality, state, { after: cursor, limit: PAGE_CASES });
  const isFirst = state === 'open' && cursor === undefined;
  const waiting = isFirst
    ? await parts.cases.awaiting(municipality, instantOf(Math.max(0, now - parts.resultWaitMs)), PAGE_CASES)
    : { requests: [], more: false };
  await parts.audit.append({
    eventId: parts.newId(),
    municipality,
    at: now,
    actor: { kind: 'operator', operatorId: operator.operatorId },
    action: 'case.listed',
    about: {},
  });
  const cases = [
    ...waiting.requests.map((request) => unknownEnd(parts, municipality, request)),
    ...page.cases,
  ];
  return {
    cases: cases.map(viewOf),
    cursor: page.more ? (page.cases.at(-1)?.caseId ?? null) : null,
    moreUnknownEnds: waiting.more,
  };
}

type Found = {
  readonly found: Case;
  /** False for what time alone has made. */
  readonly isStored: boolean;
  readonly request: RequestFacts | undefined;
};

/** A case and its request as they are now. */
async function find(
  parts: CaseParts,
  municipality: MunicipalityCode,
  caseId: string,
): Promise<Found | undefined> {
  const names = namesIn(caseId);
  if (names === undefined) return undefined;
  const now = parts.clock();
  const [stored, request] = await Promise.all([
    parts.cases.read(municipality, caseId),
    parts.requestOf(municipality, names.requestId, now),
  ]);
  if (stored !== undefined) return { found: stored, isStored: true, request };
  if (caseId !== caseIdOf(names.requestId, 'unknown-end') || request === undefined) return undefined;
  const { respondedAt, pdfSha256, awaitsResult } = request;
  if (!awaitsResult || respondedAt === undefined || pdfSha256 === undefined) return undefined;
  if (now - respondedAt <= parts.resultWaitMs) return undefined;
  const waiting = { requestId: names.requestId, respondedAt, drawing: { pdfSha256 } };
  return { found: unknownEnd(parts, municipality, waiting), isStored: false, request };
}

export async function readCase(
  parts: CaseParts,
  operator: Staff,
  caseId: string,
): Promise<Result<CaseDetails, 'not-found'>> {
  const known = await find(parts, operator.municipality, caseId);
  if (known === undefined) return err('not-found');
  await parts.audit.append(eventOf(parts, operator, known.found, 'case.read'));
  return ok(detailsOf(known));
}

/**
 * Closes a case with what shows which bytes went to which request. Its evidence can be read no more from the same moment
 * on. Closing it again in the same way changes nothing; in another way is refused.
 */
export async function closeCase(
  parts: CaseParts,
  operator: Staff,
  caseId: string,
  closing: CloseRequest,
): Promise<Result<CaseView, 'not-found' | 'closed-already' | CloseProblem>> {
  const known = await find(parts, operator.municipality, caseId);
  if (known === undefined) return err('not-found');
  const { found, request, isStored } = known;
  const { evidence } = found;
  const at = parts.clock();
  if (found.closing !== undefined) {
    if (!isSame(found.closing, closing)) return err('closed-already');
    // An earlier call may not have come to the end.
    if (evidence !== undefined) await parts.cases.eraseParts(found, evidence.parts, at);
    return ok(viewOf(found));
  }
  const allowed = mayClose(found, request, closing);
  if (!allowed.ok) return allowed;
  const closed: Case = {
    ...found,
    ...(evidence === undefined ? {} : { evidence: { parts: evidence.parts } }),
    closing: { ...closing, at, closedBy: operator.operatorId },
  };
  const event = eventOf(parts, operator, closed, 'case.closed', {
    evidence: [closing.reason, closing.reference ?? closing.fileSha256 ?? ''].join(' ').trim(),
    ...(closing.pdfSha256 === null ? {} : { pdfSha256: closing.pdfSha256 }),
  });
  const done = isStored
    ? await parts.cases.close(closed, event)
    : await parts.cases.closeUnknownEnd(closed, event);
  if (!done) return err('closed-already');
  if (evidence !== undefined) await parts.cases.eraseParts(closed, evidence.parts, at);
  return ok(viewOf(closed));
}

const isSame = (made: Closing, wanted: Closing): boolean =>
  made.reason === wanted.reason &&
  made.pdfSha256 === wanted.pdfSha256 &&
  made.reference === wanted.reference &&
  made.fileSha256 === wanted.fileSha256;

/** The bytes that the gate has refused; whoever reads them is on record before they leave. */
export async function readEvidence(
  parts: CaseParts,
  operator: Staff,
  caseId: string,
): Promise<Result<Uint8Array, 'not-found'>> {
  const known = await find(parts, operator.municipality, caseId);
  if (known?.found.evidence?.key === undefined) return err('not-found');
  const { found, request } = known;
  await parts.audit.append(
    eventOf(parts, operator, found, 'case.evidence-read', { persons: [...(request?.persons ?? [])] }),
  );
  const bytes = await openEvidence({ cipher: parts.cipher, store: parts.cases }, found);
  return bytes === undefined ? err('not-found') : ok(bytes);
}

/** What time alone has made of a request. It is not written before somebody, or a late notice, closes it. */
function unknownEnd(
  { resultWaitMs }: CaseParts,
  municipality: MunicipalityCode,
  { requestId, respondedAt, drawing }: Awaiting,
): Case {
  return {
    caseId: caseIdOf(requestId, 'unknown-end'),
    municipality,
    requestId,
    kind: 'unknown-end',
    openedAt: instantOf(respondedAt + resultWaitMs),
    observed: { recorded: 'responded', pdfSha256: drawing.pdfSha256 },
  };
}

function eventOf(
  { clock, newId }: CaseParts,
  { operatorId }: Staff,
  about: Case,
  action: Parameters<typeof caseEvent>[2],
  more?: Parameters<typeof caseEvent>[5],
) {
  return caseEvent(newId, about, action, clock(), { kind: 'operator', operatorId }, more);
}

function viewOf({ caseId, requestId, kind, openedAt, observed, evidence, closing }: Case): CaseView {
  return {
    caseId,
    requestId,
    kind,
    kindName: CASE_KIND_NAMES[kind],
    state: closing === undefined ? 'open' : 'closed',
    openedAt: jstTimestamp(openedAt),
    observed,
    hasEvidence: evidence?.key !== undefined,
    closing: closing === undefined ? null : { ...closing, at: jstTimestamp(closing.at) },
  };
}

function detailsOf({ found, request }: Found): CaseDetails {
  return {
    ...viewOf(found),
    permittedReasons: PERMITTED_REASONS[found.kind].filter((reason) => reason !== 'late-result'),
    record:
      request === undefined
        ? null
        : {
            state: request.state,
            type: request.type,
            receivedAt: jstTimestamp(request.receivedAt),
            pdfSha256: request.pdfSha256 ?? null,
            store: request.store,
            terminal: request.terminal,
          },
  };
}
