import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  createLinkageStore,
  type FileState,
  formatFileName,
  inboxKey,
  laneOf,
} from '../../functions/linkage/index.ts';
import { sourceFromBytes } from '../../functions/pdf/index.ts';
import { buildPack } from '../../functions/pdf/pack/build-pack.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { err, ok, type Result, unwrap } from '../../functions/shared/result.ts';
import { eudcFont } from './eudc-font.ts';
import { MUNICIPALITIES, type SampleMunicipality } from './municipalities.ts';
import { type SampleClients, type SampleStack, sampleClients } from './stack.ts';
import type { WorldParameters } from './types.ts';
import { generateWorld } from './world.ts';
import { fullFiles, type NamedLinkFile } from './world-files.ts';

type LoadProgress = {
  /** The link file that has just been applied. */
  readonly file: string;
  readonly rows: number;
  readonly done: number;
  readonly total: number;
};

type LoadedWorld = { readonly files: number; readonly rows: number };

type LoadOptions = WorldParameters & {
  readonly stack: SampleStack;
  readonly onProgress?: (progress: LoadProgress) => void;
  readonly patienceMs?: number;
};

const PATIENCE_MS = 180_000;
const POLL_MS = 300;

/**
 * Brings a sample world into a running stack in the way of all link data: EUDC fonts and full files into the inbox,
 * then waits until every file is recorded as applied. A world that is there already is left as it is. The error is
 * one sentence for people; a lost connection is thrown.
 */
export async function loadSampleWorld(options: LoadOptions): Promise<Result<LoadedWorld, string>> {
  const { stack, residents, seed, today, onProgress, patienceMs = PATIENCE_MS } = options;
  const clients = sampleClients(stack);
  const files = fullFiles(generateWorld({ residents, seed, today }));
  // Restrictions go first: nobody shall be open before it is known that they are closed.
  const ordered = [...files].sort((a, b) => rankOf(a) - rankOf(b));

  for (const city of MUNICIPALITIES) await uploadEudcFont(stack, clients, city);
  for (const file of ordered) {
    const placed = await place(stack, clients, file);
    if (!placed.ok) return placed;
  }
  return waitUntilApplied(stack, clients, ordered, { onProgress, patienceMs });
}

const rankOf = ({ name }: NamedLinkFile): number => (laneOf(name) === 'priority' ? 0 : 1);

/** Puts a city's EUDC font and its glyph pack where the issuing function reads them, under their SHA-256. */
export async function uploadEudcFont(
  stack: SampleStack,
  { s3 }: SampleClients,
  city: SampleMunicipality,
): Promise<{ readonly fontDigest: string; readonly packDigest: string }> {
  const font = eudcFont(city);
  const fontDigest = sha256Hex(font);
  const pack = unwrap(buildPack(sourceFromBytes(font), { sha256: fontDigest }));
  const packDigest = sha256Hex(pack);
  const put = (name: string, Body: Uint8Array) =>
    s3.send(new PutObjectCommand({ Bucket: stack.inboxBucket, Key: `gaiji/${city.code}/${name}`, Body }));
  await put(`${fontDigest}.tte`, font);
  await put(`${packDigest}.pack`, pack);
  return { fontDigest, packDigest };
}

/** Uploads a file, unless the very same one lies there and has been dealt with. */
async function place(
  stack: SampleStack,
  { s3, documents }: SampleClients,
  file: NamedLinkFile,
): Promise<Result<undefined, string>> {
  const where = { Bucket: stack.inboxBucket, Key: inboxKey(file.name) };
  const files = createLinkageStore({ client: documents, table: stack.registryTable });
  const stored = await files.readFile(file.name);
  const there = await s3.send(new HeadObjectCommand(where)).catch((error: unknown) => {
    if (error instanceof NotFound) return undefined;
    throw error;
  });
  const same = there?.ETag?.replaceAll('"', '') === createHash('md5').update(file.bytes).digest('hex');
  if (there !== undefined && !same) {
    return err(
      '別の見本データが既に読み込まれています。npm run reset で消してから、もう一度始めてください。',
    );
  }
  if (same && stored?.state.state === 'applied') return ok(undefined);
  await s3.send(new PutObjectCommand({ ...where, Body: file.bytes, ContentType: 'text/csv' }));
  return ok(undefined);
}

async function waitUntilApplied(
  stack: SampleStack,
  { documents }: SampleClients,
  files: readonly NamedLinkFile[],
  how: { readonly onProgress: LoadOptions['onProgress']; readonly patienceMs: number },
): Promise<Result<LoadedWorld, string>> {
  const store = createLinkageStore({ client: documents, table: stack.registryTable });
  let waiting = files;
  let rows = 0;
  let lastChange = performance.now();
  while (waiting.length > 0) {
    const still: NamedLinkFile[] = [];
    for (const file of waiting) {
      const state = (await store.readFile(file.name))?.state;
      const fault = faultOf(file, state);
      if (fault !== undefined) return err(fault);
      if (state?.state !== 'applied') {
        still.push(file);
        continue;
      }
      lastChange = performance.now();
      rows += state.counts.read;
      const done = files.length - waiting.length + (waiting.indexOf(file) + 1 - still.length);
      how.onProgress?.({
        file: formatFileName(file.name),
        rows: state.counts.read,
        done,
        total: files.length,
      });
    }
    waiting = still;
    const first = waiting[0];
    if (first !== undefined && performance.now() - lastChange > how.patienceMs) {
      const minutes = Math.round(how.patienceMs / 60_000);
      return err(
        `連携ファイル ${formatFileName(first.name)} の取り込みが ${minutes} 分たっても終わりません。npm run status で状態を確かめてください。`,
      );
    }
    if (waiting.length > 0) await sleep(POLL_MS);
  }
  return ok({ files: files.length, rows });
}

/** A generated file is refused, or a row of it rejected, only when generator and layouts have drifted apart. */
function faultOf(file: NamedLinkFile, state: FileState | undefined): string | undefined {
  const name = formatFileName(file.name);
  if (state?.state === 'refused') {
    const { rule, line } = state.refusal;
    return `連携ファイル ${name} は取り込まれませんでした（${line} 行目、${rule}）。`;
  }
  if (state?.state !== 'applied' || state.counts.rejected === 0) return undefined;
  const [first] = state.rejections;
  const where = first === undefined ? '' : `（${first.line} 行目、${first.column}、${first.rule} ほか）`;
  return `連携ファイル ${name} の ${state.counts.rejected} 行が取り込まれませんでした${where}。`;
}
