import { digestOf, sha256Hex } from '../shared/canonical.ts';
import type { MunicipalityCode, RequestId } from '../shared/ids.ts';
import { type Clock, type Instant, jstTimestamp } from '../shared/time.ts';
import { asksForNumbers } from './numbers.ts';
import type {
  FileDifference,
  NotRedrawn,
  ProofView,
  Redrawing,
  SuppliedFile,
  Verdict,
} from './proof-contract.ts';
import {
  type Drawing,
  type DrawnHere,
  type IssuanceRecord,
  isDrawnHere,
  stateAt,
  typeNameOf,
} from './record.ts';
import { type RedrawDeps, type Redrawn, redraw } from './redraw.ts';
import type { RecordStore } from './store.ts';

export type ProveDeps = RedrawDeps & {
  readonly records: Pick<RecordStore, 'read' | 'readSnapshot'>;
  readonly clock: Clock;
  /** Identity of the program that issues in this same build. */
  readonly program: string;
  readonly resultWaitMs: number;
};

/** An answer of which something may be drawn again, and what of it is left. */
type Attempt =
  | { readonly kind: 'none'; readonly reason: NotRedrawn }
  | { readonly kind: 'drawn'; readonly drawing: DrawnHere; readonly redrawn: Redrawn };

/**
 * Whether a certificate is the one that the record speaks of: it is drawn again from the encrypted snapshot with the
 * very materials that the record names, or a file that somebody has brought is compared with its hash.
 */
export async function proveIssuance(
  deps: ProveDeps,
  municipality: MunicipalityCode,
  requestId: RequestId,
  file: SuppliedFile | undefined,
): Promise<{ readonly record: IssuanceRecord; readonly proof: ProofView } | undefined> {
  const record = await deps.records.read(municipality, requestId);
  if (record === undefined) return undefined;
  const now = deps.clock();
  const attempt = await attemptOf(deps, record, now);
  const redrawing = attempt.kind === 'none' ? attempt : compare(attempt, deps.program);
  const tag = attempt.kind === 'drawn' ? attempt.redrawn.tag : undefined;
  const compared =
    file === undefined || record.drawing === undefined ? null : fileAgainst(file, record.drawing, tag);
  const { issuanceId, receivedAt, respondedAt, dataDigest } = record;
  const proof: ProofView = {
    requestId,
    issuanceId,
    typeName: typeNameOf(record),
    state: stateAt(record, now, deps.resultWaitMs),
    receivedAt: jstTimestamp(receivedAt),
    respondedAt: respondedAt === undefined ? null : jstTimestamp(respondedAt),
    recorded: record.drawing === undefined ? null : recordedView(record.drawing, dataDigest),
    redrawing,
    file: compared === null ? null : { equal: compared.length === 0, differences: [...compared] },
    verdict: verdictOf(redrawing, compared),
  };
  return { record, proof };
}

async function attemptOf(deps: ProveDeps, record: IssuanceRecord, now: Instant): Promise<Attempt> {
  const { drawing } = record;
  const none = (reason: NotRedrawn): Attempt => ({ kind: 'none', reason });
  if (drawing === undefined) return none('not-answered');
  if (!isDrawnHere(drawing)) return none('koseki');
  if (asksForNumbers(record)) return none('individual-number');
  const snapshot = await deps.records.readSnapshot(record);
  // The table may be late with taking it away.
  if (snapshot === undefined || snapshot.expiresAt * 1000 <= now) return none('expired');
  const redrawn = await redraw(deps, record, snapshot);
  return redrawn.ok ? { kind: 'drawn', drawing, redrawn: redrawn.value } : none('material-missing');
}

function compare({ drawing, redrawn }: Extract<Attempt, { kind: 'drawn' }>, program: string): Redrawing {
  const { pdf, model, materials } = redrawn;
  const pdfSha256 = pdf === undefined ? null : sha256Hex(pdf);
  const fonts = materials.fonts.set.packs.map(({ id }) => id);
  return {
    kind: 'drawn',
    sameProgram: drawing.program === program,
    program,
    pdfSha256,
    equalBytes: pdfSha256 === drawing.pdfSha256,
    same: {
      model: digestOf(model) === drawing.modelDigest,
      // Loaded by these digests, which the store has worked out again from the contents.
      template: materials.names.templateDigest === drawing.templateDigest,
      seal: materials.names.sealDigest === drawing.sealDigest,
      fonts: fonts.join() === drawing.fontIds.join(),
    },
  };
}

/** @param tag of the request; undefined where nothing tells it any more */
function fileAgainst(
  file: SuppliedFile,
  drawing: Drawing,
  tag: string | undefined,
): readonly FileDifference[] {
  if (file.sha256 === drawing.pdfSha256) return [];
  const differences: FileDifference[] = [];
  const isOurs = isDrawnHere(drawing);
  if (isOurs && file.tag === null) differences.push('not-ours');
  if (file.tag !== null && (!isOurs || (tag !== undefined && file.tag !== tag)))
    differences.push('other-request');
  if (file.pages !== null && file.pages !== drawing.pages) differences.push('pages');
  if (file.bytes !== drawing.bytes) differences.push('length');
  return differences.length === 0 ? ['bytes'] : differences;
}

function verdictOf(redrawing: Redrawing, file: readonly FileDifference[] | null): Verdict {
  if (file !== null && file.length > 0) return 'different';
  if (redrawing.kind === 'none') return file === null ? 'cannot-tell' : 'equal';
  if (redrawing.equalBytes) return 'equal';
  const isSame = Object.values(redrawing.same).every((one) => one);
  if (redrawing.sameProgram || !isSame) return 'different';
  // The file's bytes are the recorded ones, whatever this program would draw.
  return file === null ? 'same-materials' : 'equal';
}

function recordedView(drawing: Drawing, dataDigest: string | undefined): NonNullable<ProofView['recorded']> {
  const { pdfSha256, pages, bytes, program } = drawing;
  const ours = isDrawnHere(drawing) ? drawing : undefined;
  return {
    pdfSha256,
    pages,
    bytes,
    program,
    modelDigest: ours?.modelDigest ?? null,
    templateDigest: ours?.templateDigest ?? null,
    sealDigest: ours?.sealDigest ?? null,
    fontIds: [...(ours?.fontIds ?? [])],
    dataDigest: dataDigest ?? null,
  };
}
