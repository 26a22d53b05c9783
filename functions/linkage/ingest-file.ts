import { sha256Hex } from '../shared/canonical.ts';
import { unreachable } from '../shared/result.ts';
import type { Instant } from '../shared/time.ts';
import { applyFile } from './apply-file.ts';
import { createFileRun } from './file-run.ts';
import { type Applied, type Applying, type FileState, progressFrom } from './file-state.ts';
import type { ObjectRef } from './inbox.ts';
import type { IngestDependencies, IngestEnd } from './ingest.ts';
import { inboxKey, isRowFile, parseFileName, type RowFileName } from './layouts/envelope.ts';
import { type FileProblem, madeAtOf, type VerifiedFile } from './read-link-file.ts';
import type { StoredFile } from './store.ts';
import { verifyLinkFile } from './verify-link-file.ts';

/**
 * One object of the inbox. Pass 1 reads it to its end and verifies it; only then pass 2 applies its rows, so that of
 * a truncated or damaged file nothing is applied. Whatever is wrong with the file itself is recorded and done with:
 * delivering the same bytes again would not mend them.
 * Throws on defects and lost connections; the message then comes again, and repeating is harmless.
 */
export async function ingestFile(deps: IngestDependencies, named: ObjectRef): Promise<IngestEnd> {
  const keyDigest = sha256Hex(named.key).slice(0, 16);
  const name = parseFileName(named.key.slice(named.key.lastIndexOf('/') + 1));
  if (name === undefined) {
    deps.log('LNK-3003', { rule: 'file-name', keyDigest });
    return 'done';
  }
  if (!isRowFile(name)) return deps.takeFont(named);
  if (named.key !== inboxKey(name)) return refuse(deps, name, { rule: 'lane', line: 1 });
  const gone = (): IngestEnd => {
    deps.log('LNK-3006', { keyDigest });
    return 'done';
  };

  const stored = await deps.linkage.readFile(name);
  if (stored !== undefined && isSameVersion(stored.state, named)) {
    if (stored.state.state === 'applied') return repeated(deps, name);
    if (isApplying(stored)) return finished(deps, name, stored, named, keyDigest);
  }
  const object = await deps.inbox.open(named);
  if (object === undefined) return gone();
  const verified = await verifyLinkFile(name, object.bytes);
  if (!verified.ok) return refuse(deps, name, verified.error);
  const claimed = await claim(deps, name, object.ref, verified.value, stored);
  if (claimed === 'name-reused') {
    // The stored facts came under this number; a number stands for one content (alarm).
    return refuse(deps, name, { rule: 'name-reused', line: 1 });
  }
  if (isApplying(claimed)) return finished(deps, name, claimed, object.ref, keyDigest);
  return repeated(deps, name);
}

/** Pass 2, and then what the city's feeds say now. The verified bytes are pinned, so that it cannot see others. */
async function finished(
  deps: IngestDependencies,
  name: RowFileName,
  claimed: StoredFile<Applying>,
  ref: ObjectRef,
  keyDigest: string,
): Promise<IngestEnd> {
  const end = await applyFile(createFileRun(deps, name, claimed, { ref, keyDigest }));
  if (end === 'done') await deps.watch(name.municipality);
  return end;
}

/** The same content again: all of it is there already, and only the core system's own progress moves a watermark. */
function repeated({ log }: IngestDependencies, name: RowFileName): IngestEnd {
  const { municipality, feed, kind, epoch, fileNumber } = name;
  log('LNK-2003', { municipality, feed, kind, epoch, fileNumber });
  return 'done';
}

const isApplying = (stored: StoredFile): stored is StoredFile<Applying> => stored.state.state === 'applying';

/** A file whose very version has been verified already needs no second verification. */
function isSameVersion(state: FileState, ref: ObjectRef): boolean {
  if (state.state === 'refused') return false;
  return ref.versionId === undefined
    ? ref.etag !== undefined && state.versionId === undefined && state.etag === ref.etag
    : state.versionId === ref.versionId;
}

/** Records that this content is now being applied; another content under a number that is taken is turned away. */
async function claim(
  deps: IngestDependencies,
  name: RowFileName,
  ref: ObjectRef,
  file: VerifiedFile,
  stored: StoredFile | undefined,
): Promise<StoredFile | 'name-reused'> {
  const { linkage, clock } = deps;
  const before = stored?.state;
  if (stored !== undefined && before !== undefined && before.state !== 'refused') {
    if (before.sha256 === file.sha256 && before.kind === name.kind) return again(deps, name, stored);
    // Only what has closed its feed may be mended under its own number.
    if (before.state !== 'applied' || before.unmarked === 0) return 'name-reused';
  }
  const applying: Applying = {
    ...progressFrom(name.kind === 'full' ? 'negative' : 'other'),
    state: 'applying',
    kind: name.kind,
    sha256: file.sha256,
    versionId: ref.versionId,
    etag: ref.etag,
    madeAt: madeAtOf(file.header),
    rows: file.rows,
    layoutVersion: file.header.layoutVersion,
    numberBefore: await numberBefore(deps, name),
    startedAt: clock(),
    ...(before?.state === 'applied' ? { mends: before.sha256 } : {}),
  };
  const written = await linkage.writeFile(name, applying, stored?.revision ?? 0);
  if (written === undefined) throw new Error('linkage: another delivery of this file is at work');
  return written;
}

/** The same content under another version of the object, whoever has sent it twice. */
async function again(
  { linkage }: IngestDependencies,
  name: RowFileName,
  stored: StoredFile,
): Promise<StoredFile> {
  if (stored.state.state !== 'applied') return stored;
  const state: Applied = { ...stored.state, repeats: stored.state.repeats + 1 };
  const written = await linkage.writeFile(name, state, stored.revision);
  if (written === undefined) throw new Error('linkage: another delivery of this file is at work');
  return written;
}

/** Up to which row the feed is known already, if this file is the newest: a full file has to name all of that. */
async function numberBefore({ linkage }: IngestDependencies, name: RowFileName): Promise<number> {
  const watermark = await linkage.readWatermark(name.municipality, name.feed);
  const isNewest = watermark?.epoch === name.epoch && watermark.fileNumber < name.fileNumber;
  return isNewest ? watermark.number : 0;
}

/**
 * Records a refusal, which closes the feed until the file has come mended or a full file has said everything again.
 * What has been applied under the same name stays, with the refusal beside it; a damaged copy of it closes nothing.
 */
async function refuse(deps: IngestDependencies, name: RowFileName, problem: FileProblem): Promise<IngestEnd> {
  const { linkage, clock, log } = deps;
  const { municipality, feed, kind, epoch, fileNumber } = name;
  const { rule, line, column } = problem;
  const code = rule === 'name-reused' ? 'LNK-3002' : 'LNK-3001';
  log(code, { municipality, feed, kind, epoch, fileNumber, rule, line, column });
  const refusal = { ...problem, at: clock() };
  const stored = await linkage.readFile(name);
  const state = refusedState(stored, refusal);
  const written = await linkage.writeFile(name, state, stored?.revision ?? 0);
  if (written === undefined) throw new Error('linkage: another delivery of this file is at work');
  if (state.state === 'refused' || rule === 'name-reused')
    await linkage.recordFailure(name, { epoch, fileNumber, rule, at: refusal.at });
  await deps.watch(municipality);
  return 'done';
}

function refusedState(
  stored: StoredFile | undefined,
  refusal: FileProblem & { readonly at: Instant },
): FileState {
  const before = stored?.state;
  if (before === undefined) return { state: 'refused', refusal };
  switch (before.state) {
    case 'refused':
      return { state: 'refused', refusal };
    case 'applying':
    case 'applied':
      return { ...before, laterRefusal: refusal };
    default:
      return unreachable(before);
  }
}
