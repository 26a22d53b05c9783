import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { sourceFromDescriptor } from '../../functions/pdf/index.ts';
import { buildPack } from '../../functions/pdf/pack/build-pack.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { digestOf } from '../deploy/digest.ts';
import type { PinnedFont } from './font-manifest.ts';
import { ensureFonts, FONT_FOLDER, fontManifest } from './fonts.ts';
import { alone } from './lock.ts';
import { CACHE, PROJECT } from './places.ts';
import { Problem } from './problem.ts';

export const PACK_FOLDER = join(CACHE, 'packs');

/** What a pack is made by: where one of these changes, packs are made anew. */
const BUILDERS = [
  'functions/pdf/pack',
  'functions/pdf/font',
  'functions/pdf/witness',
  'functions/pdf/keys.ts',
];

const Note = z.object({
  /** SHA-256 of the pack: what issuance records name. */
  sha256: z.string(),
  /** SHA-256 over the font's hash and the builder's sources. */
  madeFrom: z.string(),
});

/** Where fonts lie and packs go. */
export type PackPlaces = { readonly fonts: string; readonly packs: string };
const USUAL_PLACES: PackPlaces = { fonts: FONT_FOLDER, packs: PACK_FOLDER };

export const packPath = (id: string, folder = PACK_FOLDER): string => join(folder, `${id}.pack`);
const notePath = (id: string, folder: string): string => join(folder, `${id}.json`);

async function noteOf(id: string, folder: string): Promise<z.infer<typeof Note> | undefined> {
  const text = await readFile(notePath(id, folder), 'utf8').catch(() => undefined);
  try {
    return text === undefined ? undefined : Note.safeParse(JSON.parse(text)).data;
  } catch {
    // half written by a break: as good as none
    return undefined;
  }
}

/** SHA-256 by id of the packs that `ensurePacks` has made. */
export async function packDigests(): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const { id } of await fontManifest()) {
    const note = await noteOf(id, PACK_FOLDER);
    if (note !== undefined) digests[id] = note.sha256;
  }
  return digests;
}

/**
 * The glyph pack of every pinned font of the manifest in `.cache/packs`, made where the font or what makes packs has
 * changed, or where the file is not the one that was made. Packs derive from licensed fonts: they are made on each
 * machine and never handed on (NOTICE).
 * @returns for each font whether its pack was made or is `unchanged`
 */
export async function ensurePacks(
  onProgress: (message: string) => void = () => undefined,
): Promise<readonly string[]> {
  await ensureFonts(onProgress);
  return makePacks(await fontManifest(), USUAL_PLACES, onProgress);
}

/** `ensurePacks` for fonts that lie in their folder already. */
export async function makePacks(
  fonts: readonly PinnedFont[],
  places: PackPlaces,
  onProgress: (message: string) => void,
): Promise<readonly string[]> {
  await mkdir(places.packs, { recursive: true });
  const sources = await digestOf(
    PROJECT,
    BUILDERS.map((path) => join(PROJECT, path)),
  );
  const lock = join(places.packs, '.lock');
  const made: string[] = [];
  for (const font of fonts) {
    const madeFrom = sha256Hex(`${font.sha256}\n${sources}`);
    const work = async (): Promise<string> => {
      if (await isMade(font, madeFrom, places)) return 'unchanged';
      onProgress(`making the glyph pack of ${font.name} (about 6 s)`);
      return makePack(font, madeFrom, places);
    };
    made.push(await alone(lock, () => onProgress('waiting for another process'), work));
  }
  return made;
}

async function isMade({ id }: PinnedFont, madeFrom: string, { packs }: PackPlaces): Promise<boolean> {
  const note = await noteOf(id, packs);
  if (note?.madeFrom !== madeFrom) return false;
  const bytes = await readFile(packPath(id, packs)).catch(() => undefined);
  return bytes !== undefined && sha256Hex(bytes) === note.sha256;
}

async function makePack(font: PinnedFont, madeFrom: string, { fonts, packs }: PackPlaces): Promise<string> {
  const file = await open(join(fonts, font.file), 'r');
  try {
    const pack = buildPack(sourceFromDescriptor(file.fd), { sha256: font.sha256 });
    if (!pack.ok)
      throw new Problem(
        `The font ${font.file} cannot be made into a pack (${pack.error.table}: ${pack.error.detail})`,
        'fetch the font anew',
      );
    await writePack(packPath(font.id, packs), pack.value);
    await writeFile(
      notePath(font.id, packs),
      `${JSON.stringify({ sha256: sha256Hex(pack.value), madeFrom })}\n`,
    );
    return 'made';
  } finally {
    await file.close();
  }
}

/** Readers see the whole old file or the whole new one. */
export async function writePack(path: string, bytes: Uint8Array): Promise<void> {
  const fresh = `${path}.${process.pid}`;
  await writeFile(fresh, bytes);
  await rename(fresh, path);
}
