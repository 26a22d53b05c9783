import { sha256Hex } from '../shared/canonical.ts';
import { err, ok, type Result, unreachable } from '../shared/result.ts';
import type { Clock } from '../shared/time.ts';
import { applyFile } from './apply-file.ts';
import { type Applying, NO_PROGRESS } from './file-state.ts';
import type { ObjectRef } from './inbox.ts';
import type { IngestDependencies, IngestEnd } from './ingest.ts';
import { type FileName, inboxKey, parseFileName } from './layouts/envelope.ts';
import { type FileProblem, madeAtOf, readLinkFile, type VerifiedFile } from './read-link-file.ts';
import type { StoredFile } from './store.ts';

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
  if (named.key !== inboxKey(name)) return refuse(deps, name, { rule: 'lane', line: 1 });
  const object = await deps.inbox.open(named);
  if (object === undefined) {
    deps.log('LNK-3006', { keyDigest });
    return 'done';
  }

  const stored = await deps.linkage.readFile(name);
  if (stored !== undefined && isResumable(stored, object.ref)) {
    return applyFile(deps, name, object, stored);
  }
  const verified = await verify(name, object.bytes);
  if (!verified.ok) return refuse(deps, name, verified.error);
  const claimed = await claim(deps, name, object.ref, verified.value, stored);
  if (claimed === 'name-reused') {
    // The stored facts came under this number; a number stands for one content (alarm).
    return refuse(deps, name, { rule: 'name-reused', line: 1 });
  }
  // The verified bytes are pinned by version or entity tag, so that pass 2 cannot see others.
  const again = await deps.inbox.open(object.ref);
  if (again === undefined) {
    deps.log('LNK-3006', { keyDigest });
    return 'done';
  }
  return applyFile(deps, name, again, claimed);
}

/** A file whose very version has been verified already and is being applied needs no second verification. */
function isResumable(stored: StoredFile, ref: ObjectRef): stored is StoredFile<Applying> {
  const { state } = stored;
  if (state.state !== 'applying') return false;
  return ref.versionId === undefined
    ? ref.etag !== undefined && state.versionId === undefined && state.etag === ref.etag
    : state.versionId === ref.versionId;
}

async function verify(
  name: FileName,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Result<VerifiedFile, FileProblem>> {
  for await (const event of readLinkFile(name, bytes)) {
    if (event.kind === 'refused') return err(event.problem);
    if (event.kind === 'verified') return ok(event.file);
  }
  throw new Error('linkage: a file ended without a verdict');
}

/** Records that this content is now being applied; another content under an applied name is turned away. */
async function claim(
  { linkage, clock }: IngestDependencies,
  name: FileName,
  ref: ObjectRef,
  file: VerifiedFile,
  stored: StoredFile | undefined,
): Promise<StoredFile | 'name-reused'> {
  const before = stored?.state;
  if (stored !== undefined && before !== undefined && before.state !== 'refused') {
    // The same content again, whoever sent it twice: applied again, and all its rows are superseded.
    if (before.sha256 === file.sha256 && before.kind === name.kind) return stored;
    return 'name-reused';
  }
  const applying: Applying = {
    ...NO_PROGRESS,
    state: 'applying',
    kind: name.kind,
    sha256: file.sha256,
    versionId: ref.versionId,
    etag: ref.etag,
    madeAt: madeAtOf(file.header),
    rows: file.rows,
    startedAt: clock(),
  };
  const written = await linkage.writeFile(name, applying, stored?.revision ?? 0);
  if (written === undefined) throw new Error('linkage: another delivery of this file is at work');
  return written;
}

/** Records a refusal. What has been applied under the same name stays, with the refusal beside it. */
async function refuse(
  { linkage, clock, log }: IngestDependencies,
  name: FileName,
  problem: FileProblem,
): Promise<IngestEnd> {
  const { municipality, feed, kind, epoch, fileNumber } = name;
  const { rule, line, column } = problem;
  const code = rule === 'name-reused' ? 'LNK-3002' : 'LNK-3001';
  log(code, { municipality, feed, kind, epoch, fileNumber, rule, line, column });
  const refusal = { ...problem, at: clock() };
  const stored = await linkage.readFile(name);
  const state = refusedState(stored, refusal);
  const written = await linkage.writeFile(name, state, stored?.revision ?? 0);
  if (written === undefined) throw new Error('linkage: another delivery of this file is at work');
  return 'done';
}

function refusedState(
  stored: StoredFile | undefined,
  refusal: FileProblem & { readonly at: ReturnType<Clock> },
) {
  const before = stored?.state;
  if (before === undefined) return { state: 'refused', refusal } as const;
  switch (before.state) {
    case 'refused':
      return { state: 'refused', refusal } as const;
    case 'applying':
    case 'applied':
      return { ...before, laterRefusal: refusal };
    default:
      return unreachable(before);
  }
}
