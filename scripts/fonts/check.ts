import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type OutlineFont, openTrueType, sourceFromBytes } from '../../functions/pdf/index.ts';
import { checkPack } from '../../functions/pdf/pack/check-pack.ts';
import { type PackFile, readPackFile } from '../../functions/pdf/pack/pack-file.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { FONT_FOLDER } from '../local/fonts.ts';
import { codeOf, Problem } from '../local/problem.ts';
import { grouped, type Outcome } from './outcome.ts';

type Checked =
  | {
      readonly ok: true;
      readonly pack: string;
      readonly sha256: string;
      readonly codePoints: number;
      readonly sequences: number;
      readonly records: number;
      /** The font that it was compared with, if that is here. */
      readonly font: string | undefined;
    }
  | { readonly ok: false; readonly pack: string; readonly part: string; readonly detail: string };

const FONT_NAME = /\.(ttf|tte)$/i;

/** The file among the fonts of these folders that a pack was made from. */
async function fontOf(
  { header: { source } }: PackFile,
  folders: readonly string[],
): Promise<{ readonly path: string; readonly font: OutlineFont } | undefined> {
  for (const folder of folders)
    for (const name of (await readdir(folder).catch(() => [])).filter((name) => FONT_NAME.test(name))) {
      const path = join(folder, name);
      if ((await stat(path)).size !== source.bytes) continue;
      const bytes = await readFile(path);
      if (sha256Hex(bytes) !== source.sha256) continue;
      const font = openTrueType(sourceFromBytes(bytes), { id: source.sha256 });
      return font.ok ? { path, font: font.value } : undefined;
    }
  return undefined;
}

async function checkOne(path: string, folders: readonly string[]): Promise<Checked> {
  const bytes = await readFile(path);
  const file = readPackFile(bytes);
  if (!file.ok) return { ok: false, pack: path, ...file.error };
  const source = await fontOf(file.value, folders);
  const checked = checkPack(bytes, source?.font);
  if (!checked.ok) return { ok: false, pack: path, ...checked.error };
  return {
    ok: true,
    pack: path,
    sha256: sha256Hex(bytes),
    codePoints: file.value.header.bareKeys,
    sequences: file.value.header.sequenceKeys,
    records: checked.value.records,
    font: source?.path,
  };
}

function lineOf(result: Checked): string {
  if (!result.ok) return `✗ ${result.pack} · ${result.part}: ${result.detail}`;
  const { pack, sha256, codePoints, sequences, records, font } = result;
  const compared = font === undefined ? 'its font is not here' : `equal to ${font}`;
  const counts = `${grouped(codePoints)} code points, ${grouped(sequences)} sequences, ${grouped(records)} glyphs decoded`;
  return `✓ ${pack} · ${counts}, ${compared} · sha256 ${sha256}`;
}

/** `fonts check`: verifies the packs of a folder, against their fonts where these lie beside them or in the cache. */
export async function check({ directory }: { directory: string }): Promise<Outcome> {
  const names = await readdir(directory).catch((error: unknown) => {
    throw new Problem(
      `The folder ${directory} cannot be read (${codeOf(error)})`,
      'give the folder of the packs',
    );
  });
  const packs = names.filter((name) => name.endsWith('.pack')).sort();
  if (packs.length === 0)
    throw new Problem(`There is no *.pack in ${directory}`, 'give the folder of the packs');
  const results: Checked[] = [];
  for (const name of packs) results.push(await checkOne(join(directory, name), [directory, FONT_FOLDER]));
  return { ok: results.every(({ ok }) => ok), lines: results.map(lineOf), data: { packs: results } };
}
