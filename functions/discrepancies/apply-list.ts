import type { AuditEvent } from '../audit/index.ts';
import { settingsAt } from '../changes/index.ts';
import { type IssuanceRecord, stateAt } from '../issuance/index.ts';
import { digestOf, sha256Hex } from '../shared/canonical.ts';
import type { DiscrepancyLayout } from '../shared/discrepancy-layout.ts';
import type { Staff } from '../shared/http/staff.ts';
import type { MunicipalityCode, RequestId } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type Instant, jstTimestamp } from '../shared/time.ts';
import { applyRow } from './apply-row.ts';
import { classify, type JudgedRow } from './classify.ts';
import type { DiscrepancyReport } from './contract.ts';
import { DEFAULT_LAYOUT } from './default-layout.ts';
import type { DiscrepancyParts } from './parts.ts';
import type { Proposal } from './proposal.ts';
import { type ListProblem, readList } from './read-list.ts';
import { REASON_TEXTS } from './words.ts';

export type ListFailure =
  | { readonly kind: 'not-readable'; readonly problems: readonly ListProblem[] }
  | { readonly kind: 'not-proposed' | 'same-person' | 'layout-changed' };

/** Rows that are looked up or applied at a time. */
const WIDTH = 8;

/** 事前確認: what the list would do. Nothing is kept but that somebody has asked. */
export async function checkList(
  parts: DiscrepancyParts,
  operator: Staff,
  bytes: Uint8Array,
): Promise<Result<DiscrepancyReport, ListFailure>> {
  const list = await openList(parts, operator.municipality, bytes);
  if (!list.ok) return list;
  await record(parts, operator, 'discrepancy.checked', list.value.fileSha256);
  return ok(await reportOf(parts, operator.municipality, list.value));
}

/** The first person of two: keeps that these bytes, read in this way, are to be applied. */
export async function proposeList(
  parts: DiscrepancyParts,
  operator: Staff,
  bytes: Uint8Array,
): Promise<Result<DiscrepancyReport, ListFailure>> {
  const list = await openList(parts, operator.municipality, bytes);
  if (!list.ok) return list;
  const { fileSha256, layoutDigest } = list.value;
  await parts.store.propose({
    municipality: operator.municipality,
    fileSha256,
    layoutDigest,
    proposedBy: operator.operatorId,
    proposedAt: parts.clock(),
  });
  await record(parts, operator, 'discrepancy.proposed', fileSha256);
  return ok(await reportOf(parts, operator.municipality, list.value));
}

/**
 * The second person: applies a list that somebody else has proposed, with the same bytes in hand. Applying it again
 * changes nothing, and goes on where an earlier attempt has broken off.
 */
export async function commitList(
  parts: DiscrepancyParts,
  operator: Staff,
  bytes: Uint8Array,
): Promise<Result<DiscrepancyReport, ListFailure>> {
  const { municipality, operatorId } = operator;
  const list = await openList(parts, municipality, bytes);
  if (!list.ok) return list;
  const { fileSha256, layoutDigest } = list.value;
  const proposal = await parts.store.readProposal(municipality, fileSha256);
  if (proposal === undefined) return err({ kind: 'not-proposed' });
  if (proposal.proposedBy === operatorId) return err({ kind: 'same-person' });
  if (proposal.layoutDigest !== layoutDigest) return err({ kind: 'layout-changed' });
  // On record before anything is changed, so that a commit that breaks off is on record too.
  await record(parts, operator, 'discrepancy.committed', fileSha256);
  const judged = await judgeList(parts, municipality, list.value.rows);
  const commit = { municipality, fileSha256, proposedBy: proposal.proposedBy, committedBy: operatorId };
  await inGroups(judged.rows, (row) => applyRow(parts, commit, row));
  await parts.store.noteCommit({ municipality, fileSha256 }, operatorId, parts.clock());
  const now = await parts.store.readProposal(municipality, fileSha256);
  return ok(viewOf(list.value, judged, now));
}

type OpenList = {
  readonly fileSha256: string;
  readonly layout: 'city' | 'default';
  readonly layoutDigest: string;
  readonly rows: Parameters<typeof classify>[0];
};

async function openList(
  { settings, clock }: DiscrepancyParts,
  municipality: MunicipalityCode,
  bytes: Uint8Array,
): Promise<Result<OpenList, ListFailure>> {
  const city = settingsAt(await settings.readSettings(municipality), clock());
  const own = city.valueOf('discrepancy-layout', 'city');
  const layout: DiscrepancyLayout = own ?? DEFAULT_LAYOUT;
  const rows = readList(bytes, layout, municipality);
  if (!rows.ok) return err({ kind: 'not-readable', problems: rows.error });
  return ok({
    fileSha256: sha256Hex(bytes),
    layout: own === undefined ? 'default' : 'city',
    layoutDigest: digestOf(layout),
    rows: rows.value,
  });
}

type JudgedList = { readonly rows: readonly JudgedRow[]; readonly recorded: ReadonlyMap<RequestId, string> };

async function judgeList(
  { store, clock, resultWaitMs }: DiscrepancyParts,
  municipality: MunicipalityCode,
  rows: OpenList['rows'],
): Promise<JudgedList> {
  const records = new Map<RequestId, IssuanceRecord>();
  await inGroups([...new Set(rows.map(({ requestId }) => requestId))], async (requestId) => {
    const found = await store.readRecord(municipality, requestId);
    if (found !== undefined) records.set(requestId, found);
  });
  const now: Instant = clock();
  return {
    rows: classify(rows, (requestId) => records.get(requestId), now, resultWaitMs),
    recorded: new Map([...records].map(([id, one]) => [id, stateAt(one, now, resultWaitMs)])),
  };
}

async function reportOf(
  parts: DiscrepancyParts,
  municipality: MunicipalityCode,
  list: OpenList,
): Promise<DiscrepancyReport> {
  const judged = await judgeList(parts, municipality, list.rows);
  return viewOf(list, judged, await parts.store.readProposal(municipality, list.fileSha256));
}

function viewOf(
  { fileSha256, layout }: OpenList,
  { rows, recorded }: JudgedList,
  proposal: Proposal | undefined,
): DiscrepancyReport {
  const countOf = (wanted: JudgedRow['class']): number =>
    rows.filter((judged) => judged.class === wanted).length;
  return {
    fileSha256,
    layout,
    counts: {
      add: countOf('add'),
      correct: countOf('correct'),
      same: countOf('same'),
      unknown: countOf('unknown'),
    },
    rows: rows.map(({ row, class: rowClass, reason }) => ({
      line: row.line,
      requestId: row.requestId,
      class: rowClass,
      reason,
      reasonText: REASON_TEXTS[reason],
      outcome: row.outcome,
      recorded: recorded.get(row.requestId) ?? null,
    })),
    proposal:
      proposal === undefined
        ? null
        : {
            proposedBy: proposal.proposedBy,
            proposedAt: jstTimestamp(proposal.proposedAt),
            committedBy: proposal.committedBy ?? null,
            committedAt: proposal.committedAt === undefined ? null : jstTimestamp(proposal.committedAt),
          },
  };
}

async function inGroups<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  for (let start = 0; start < all.length; start += WIDTH)
    await Promise.all(all.slice(start, start + WIDTH).map(work));
}

async function record(
  { audit, newId, clock }: DiscrepancyParts,
  { municipality, operatorId }: Staff,
  action: Extract<AuditEvent['action'], `discrepancy.${string}`>,
  fileSha256: string,
): Promise<void> {
  await audit.append({
    eventId: newId(),
    municipality,
    at: clock(),
    actor: { kind: 'operator', operatorId },
    action,
    about: { fileSha256 },
  });
}
