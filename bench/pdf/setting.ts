import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleSeal } from '../../functions/certificates/index.ts';
import { FONT_LOOKUP, fontSet, openPack, plateFile, sourceFromBytes } from '../../functions/pdf/index.ts';
import { buildPack } from '../../functions/pdf/pack/build-pack.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { packDigests, packPath } from '../../scripts/local/packs.ts';
import type { Materials } from './engines/engine.ts';
import { flatPage } from './flat-page.ts';
import { BASE_FONT, baseFontFile, gaijiFontBytes, type OutlineFonts, outlineFonts } from './fonts.ts';
import type { BenchDocument } from './pack-document.ts';
import { sealPng } from './seal-png.ts';
import { packMaterials } from './transfer.ts';
import { type Workload, workloadOf } from './workload.ts';

/** What a run measures with: the certificates of its seed, and the files from which every process is opened. */
export type Setting = {
  readonly workload: Workload;
  readonly fonts: OutlineFonts;
  readonly materials: Materials;
  readonly folder: string;
  /** Path of the materials as an engine's process reads them. */
  readonly materialsFile: string;
  /** The certificate of a number, in both forms. */
  readonly documentOf: (index: number) => BenchDocument;
  readonly bothForms: (list: BenchDocument['list']) => BenchDocument;
};

export async function openSetting(seed: string, folder: string): Promise<Setting> {
  await mkdir(folder, { recursive: true });
  const fonts = outlineFonts();
  const workload = workloadOf(seed);
  const seal = sampleSeal();
  const gaijiFont = join(folder, 'gaiji.ttf');
  const gaijiBytes = gaijiFontBytes();
  await writeFile(gaijiFont, gaijiBytes);
  const gaijiPack = unwrap(buildPack(sourceFromBytes(gaijiBytes), { sha256: sha256Hex(gaijiBytes) }));
  const gaijiPackFile = join(folder, 'gaiji.pack');
  await writeFile(gaijiPackFile, gaijiPack);
  const { form } = workload.certificate(0);
  const baseId = (await packDigests())[BASE_FONT] ?? '';
  const base = unwrap(openPack(sourceFromBytes(await readFile(packPath(BASE_FONT))), { id: baseId }));
  const materials: Materials = {
    baseFont: baseFontFile(),
    gaijiFont,
    basePack: { path: packPath(BASE_FONT), id: baseId },
    gaijiPack: { path: gaijiPackFile, id: sha256Hex(gaijiPack) },
    sealPng: sealPng(seal),
    seal,
    form,
    plate: form === undefined ? undefined : unwrap(plateFile(form, fontSet(FONT_LOOKUP, { ipamjm: base }))),
  };
  const materialsFile = join(folder, 'materials.json');
  await writeFile(materialsFile, JSON.stringify(packMaterials(materials)));
  const bothForms = (list: BenchDocument['list']): BenchDocument => ({ list, page: flatPage(list, fonts) });
  return {
    workload,
    fonts,
    materials,
    folder,
    materialsFile,
    bothForms,
    documentOf: (index) => bothForms(workload.certificate(index)),
  };
}
