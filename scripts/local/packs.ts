import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { buildPack, sourceFromDescriptor } from '../../functions/pdf/index.ts';
import { digestOf } from '../deploy/digest.ts';
import { ensureFonts, FONT_FOLDER, type FontEntry, fontManifest } from './fonts.ts';
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

export const packPath = (id: string): string => join(PACK_FOLDER, `${id}.pack`);
const notePath = (id: string): string => join(PACK_FOLDER, `${id}.json`);

async function noteOf(id: string): Promise<z.infer<typeof Note> | undefined> {
  const text = await readFile(notePath(id), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : Note.safeParse(JSON.parse(text)).data;
}

/** SHA-256 by id of the packs that `ensurePacks` has made. */
export async function packDigests(): Promise<Readonly<Record<string, string>>> {
  const digests: Record<string, string> = {};
  for (const { id } of await fontManifest()) {
    const note = await noteOf(id);
    if (note !== undefined) digests[id] = note.sha256;
  }
  return digests;
}

/**
 * The glyph pack of every font of the manifest in `.cache/packs`, made where the font or what makes packs has changed.
 * Packs derive from licensed fonts: they are made on each machine and never handed on (NOTICE).
 * @returns for each whether it was made or `unchanged`
 */
export async function ensurePacks(
  onProgress: (message: string) => void = () => undefined,
): Promise<readonly string[]> {
  await ensureFonts(onProgress);
  await mkdir(PACK_FOLDER, { recursive: true });
  const sources = await digestOf(
    PROJECT,
    BUILDERS.map((path) => join(PROJECT, path)),
  );
  const made: string[] = [];
  for (const font of await fontManifest()) {
    const madeFrom = createHash('sha256').update(`${font.sha256}\n${sources}`).digest('hex');
    made.push(
      await alone(
        join(PACK_FOLDER, '.lock'),
        () => onProgress('waiting for another process'),
        async () => {
          if ((await noteOf(font.id))?.madeFrom === madeFrom) return 'unchanged';
          onProgress(`making the glyph pack of ${font.name} (about 6 s)`);
          return makePack(font, madeFrom);
        },
      ),
    );
  }
  return made;
}

async function makePack(font: FontEntry, madeFrom: string): Promise<string> {
  const file = await open(join(FONT_FOLDER, font.file), 'r');
  try {
    const pack = buildPack(sourceFromDescriptor(file.fd), { sha256: font.sha256 });
    if (!pack.ok)
      throw new Problem(
        `The font ${font.file} cannot be made into a pack (${pack.error.table}: ${pack.error.detail})`,
        'fetch the font anew',
      );
    const sha256 = createHash('sha256').update(pack.value).digest('hex');
    const fresh = `${packPath(font.id)}.${process.pid}`;
    await writeFile(fresh, pack.value);
    await rename(fresh, packPath(font.id));
    await writeFile(notePath(font.id), `${JSON.stringify({ sha256, madeFrom })}\n`);
    return 'made';
  } finally {
    await file.close();
  }
}
