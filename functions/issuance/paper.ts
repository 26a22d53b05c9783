import { digestOf, sha256Hex } from '../shared/canonical.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { versionsDigest } from '../shared/versions.ts';
import type { IssueRequest } from './contract.ts';
import type { IssueDeps } from './deps.ts';
import { fetchPaper } from './fetch-paper.ts';
import { type DrawnPaper, drawPaper, type Judged, type PaperFault } from './prepare.ts';
import type { Drawing, IssuanceRecord } from './record.ts';

/** Finished bytes of one request, until they leave or are dropped. */
export type HeldPaper = {
  readonly pdf: Uint8Array;
  readonly drawing: Drawing;
  /** From what they can be drawn again; absent of what was drawn elsewhere. */
  readonly redrawing: Pick<DrawnPaper, 'model' | 'tag' | 'names'> | undefined;
  /** Digest of the versions of all by which they were judged. */
  readonly versions: string;
};

type Making = {
  readonly judged: Judged;
  /** What an earlier attempt of this very request holds, whose commit met something. */
  readonly held: HeldPaper | undefined;
  readonly signal: AbortSignal;
};

/**
 * The paper of a request that was found eligible. What is drawn here is drawn anew at each attempt. What is drawn
 * elsewhere is asked for once in a request: it serves a second attempt where nothing has changed since it was judged
 * (somebody else's commit was only faster), and where something has, the request ends.
 */
export async function paperFor(
  deps: IssueDeps,
  request: IssueRequest,
  record: IssuanceRecord,
  { judged, held, signal }: Making,
): Promise<Result<HeldPaper, PaperFault>> {
  const { family } = judged;
  const versions = versionsDigest(judged.versions);
  if (family.paper === 'drawn') {
    const drawn = await drawPaper(deps, request, record, judged, family);
    return drawn.ok ? ok({ ...drawnHere(deps, drawn.value), versions }) : drawn;
  }
  if (held !== undefined)
    return held.versions === versions ? ok(held) : err({ reasons: [{ code: 'ISS-2001' }] });
  const fetched = await fetchPaper(deps, request, record, { judged, family, signal });
  if (!fetched.ok) return fetched;
  const { pdf, sha256: pdfSha256, pages, knownBy } = fetched.value;
  const { program } = deps;
  const drawing = { pdfSha256, pages, bytes: pdf.length, source: 'koseki', knownBy, program } as const;
  return ok({ pdf, drawing, redrawing: undefined, versions });
}

function drawnHere(
  { program }: IssueDeps,
  { pdf, pages, model, tag, names, fontIds }: DrawnPaper,
): Omit<HeldPaper, 'versions'> {
  const { templateDigest, sealDigest } = names;
  const made = { modelDigest: digestOf(model), templateDigest, sealDigest, fontIds: [...fontIds], program };
  const drawing = { pdfSha256: sha256Hex(pdf), pages, bytes: pdf.length, ...made };
  return { pdf, drawing, redrawing: { model, tag, names } };
}
