import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drawPdf, FONT_LOOKUP, fontSet, openPack, sourceFromBytes } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { FontManifest, pinnedFonts } from '../../../scripts/local/font-manifest.ts';
import { ensureFonts, readFontManifest } from '../../../scripts/local/fonts.ts';
import { makePacks, packPath } from '../../../scripts/local/packs.ts';
import { listOf } from '../pdf/fixtures.ts';
import { buildFont, samplePlan } from '../pdf/font-builder.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const quiet = (): void => undefined;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Stand-ins for the next version of the base font and for the additional font, and a manifest that pins them. */
async function nextManifest() {
  const base = buildFont({
    ...samplePlan,
    name: 'IPAmjMincho-Next',
    map: new Map([[0x4e00, 2]]),
    formats: [12],
  });
  const additional = buildFont({
    ...samplePlan,
    name: 'Additional',
    map: new Map([[0x100000, 3]]),
    formats: [12],
  });
  const system = join(folder, 'system');
  await mkdir(system);
  await writeFile(join(system, 'base.ttf'), base);
  await writeFile(join(system, 'additional.ttf'), additional);
  const { fonts } = await readFontManifest();
  const pins = new Map([
    ['ipamjm', { version: '006.01', bytes: base.length, sha256: sha256(base) }],
    ['acgjm', { version: '1.00', bytes: additional.length, sha256: sha256(additional) }],
  ]);
  const manifest = FontManifest.parse({
    fonts: fonts.map((font) => {
      const { id, name, file, licence, publisher, page } = font;
      return { id, name, file, licence, publisher, page, ...pins.get(id) };
    }),
    lookup: [{ from: 'U+0000', to: 'U+10FFFF', font: 'ipamjm' }],
  });
  const places = { fonts: join(folder, 'fonts'), packs: join(folder, 'packs') };
  const search = { folders: [system], fetch: false, target: places.fonts };
  return { fonts: pinnedFonts(manifest), places, search };
}

describe('another version of the fonts', () => {
  test('comes by the manifest alone: found by its hash, packed, drawn with', async () => {
    const { fonts, places, search } = await nextManifest();
    await ensureFonts(quiet, search, fonts);
    expect(await makePacks(fonts, places, quiet)).toEqual(['made', 'made']);
    const open = async (id: string) => {
      const bytes = await readFile(packPath(id, places.packs));
      return unwrap(openPack(sourceFromBytes(bytes), { id: sha256(bytes) }));
    };
    const [ipamjm, acgjm] = [await open('ipamjm'), await open('acgjm')];
    expect(ipamjm.header.name).toBe('IPAmjMincho-Next');
    expect(drawPdf(listOf(['一\u{100000}']), fontSet(FONT_LOOKUP, { ipamjm, acgjm })).ok).toBe(true);
    expect(drawPdf(listOf(['一\u{100000}']), fontSet(FONT_LOOKUP, { ipamjm })).ok).toBe(false);
  });
});

describe('packs', () => {
  test('are made once, and anew where the file is not the one that was made', async () => {
    const { fonts, places, search } = await nextManifest();
    await ensureFonts(quiet, search, fonts);
    await makePacks(fonts, places, quiet);
    const path = packPath('ipamjm', places.packs);
    const first = await readFile(path);
    const { mtimeMs } = await stat(path);
    expect(await makePacks(fonts, places, quiet)).toEqual(['unchanged', 'unchanged']);
    expect((await stat(path)).mtimeMs).toBe(mtimeMs);

    await truncate(path, 100);
    expect(await makePacks(fonts, places, quiet)).toEqual(['made', 'unchanged']);
    expect((await readFile(path)).equals(first)).toBe(true);
    await rm(path);
    await writeFile(join(places.packs, 'acgjm.json'), '{"sha2');
    expect(await makePacks(fonts, places, quiet)).toEqual(['made', 'made']);
  });

  test('are made anew for another font', async () => {
    const { fonts, places, search } = await nextManifest();
    await ensureFonts(quiet, search, fonts);
    await makePacks(fonts, places, quiet);
    const changed = buildFont({ ...samplePlan, map: new Map([[0x4e00, 3]]), formats: [12] });
    await writeFile(join(places.fonts, 'ipamjm.ttf'), changed);
    const pinned = fonts.map((font) =>
      font.id === 'ipamjm' ? { ...font, bytes: changed.length, sha256: sha256(changed) } : font,
    );
    expect(await makePacks(pinned, places, quiet)).toEqual(['made', 'unchanged']);
  });

  test('of a broken font are not made; the fault names the table', async () => {
    const { fonts, places } = await nextManifest();
    await mkdir(places.fonts);
    await writeFile(join(places.fonts, 'ipamjm.ttf'), 'no font at all');
    await expect(makePacks(fonts, places, quiet)).rejects.toThrow(
      /ipamjm\.ttf cannot be made into a pack \(file: /,
    );
  });
});
