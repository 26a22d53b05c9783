import { join } from 'node:path';
import { type FontManifest, pinnedFonts } from '../local/font-manifest.ts';
import { ensureFonts, FONT_FOLDER, readFontManifest } from '../local/fonts.ts';
import { ensurePacks, packDigests, packPath } from '../local/packs.ts';
import type { Outcome } from './outcome.ts';

/** Fonts that have a place in the look-up and are not used. */
const named = ({ fonts }: FontManifest) => fonts.flatMap((font) => ('notPinned' in font ? [font] : []));

/** `fonts get`: every pinned font with its hash checked, and its glyph pack. */
export async function get(say: (message: string) => void): Promise<Outcome> {
  const manifest = await readFontManifest();
  const sources = await ensureFonts(say);
  const made = await ensurePacks(say);
  const digests = await packDigests();
  const fonts = pinnedFonts(manifest).map(({ id, name, version, file, bytes, sha256 }, index) => ({
    id,
    name,
    version,
    path: join(FONT_FOLDER, file),
    bytes,
    sha256,
    from: sources[index],
    pack: { path: packPath(id), sha256: digests[id], state: made[index] },
  }));
  const unused = named(manifest).map(({ id, name, file, page, notPinned }) => ({
    id,
    name,
    file,
    page,
    notPinned,
  }));
  return {
    ok: true,
    lines: [
      ...fonts.flatMap(({ name, version, path, sha256, from, pack }) => [
        `${name} ${version} · ${from === 'unchanged' ? 'unchanged' : `from ${from}`}`,
        `  ${path}  sha256 ${sha256}`,
        `  ${pack.path}  sha256 ${pack.sha256}  (${pack.state})`,
      ]),
      ...unused.map(
        ({ name, file, page, notPinned }) => `${name} (${file}) · not used: ${notPinned} · ${page}`,
      ),
    ],
    data: { fonts, unused },
  };
}
