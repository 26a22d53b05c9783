import { copyFile, mkdir, mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureFonts, fontManifest, isTheFont } from '../../../scripts/local/fonts.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fonts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the font that certificates are drawn with', () => {
  test('is known by its hash: a file of the same name and size is not it', async () => {
    const [font] = await fontManifest();
    if (font === undefined) throw new Error('the manifest is empty');
    const impostor = join(folder, font.file);
    await writeFile(impostor, '');
    await truncate(impostor, font.bytes);
    expect((await stat(impostor)).size).toBe(font.bytes);
    expect(await isTheFont(impostor, font)).toBe(false);
    expect(await isTheFont(join(folder, 'nothing'), font)).toBe(false);
  });

  test('is found in a folder of fonts, whatever the file is called, and its copy is checked again', async () => {
    const [font] = await fontManifest();
    const [source] = await ensureFonts();
    expect(source).toBeDefined();
    if (font === undefined) throw new Error('the manifest is empty');
    const fonts = join(folder, 'system/deep');
    await mkdir(fonts, { recursive: true });
    const { FONT_FOLDER } = await import('../../../scripts/local/fonts.ts');
    await copyFile(join(FONT_FOLDER, font.file), join(fonts, 'Another-Name.TTF'));
    const search = { folders: [join(folder, 'system')], fetch: false, target: join(folder, 'target') };
    expect(await ensureFonts(undefined, search)).toEqual([join(fonts, 'Another-Name.TTF')]);
    expect(await ensureFonts(undefined, search)).toEqual(['unchanged']);
    await truncate(join(folder, 'target', font.file), 1_000);
    expect(await ensureFonts(undefined, search)).toEqual([join(fonts, 'Another-Name.TTF')]);
  });

  test('where it is not to be had, one sentence names its publisher and the folder', async () => {
    const search = { folders: [join(folder, 'empty')], fetch: false, target: join(folder, 'target') };
    await expect(ensureFonts(undefined, search)).rejects.toMatchObject({
      remedy: expect.stringMatching(/文字情報技術促進協議会.*moji\.or\.jp.*target/),
    });
  });
});
