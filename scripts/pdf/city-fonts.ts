import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  FONT_LOOKUP,
  type FontSet,
  fontSet,
  type GlyphPack,
  openPack,
  sourceFromBytes,
} from '../../functions/pdf/index.ts';
import { buildPack } from '../../functions/pdf/pack/build-pack.ts';
import { sha256Hex } from '../../functions/shared/canonical.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { eudcFont } from '../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES } from '../../simulator/sample/municipalities.ts';
import { fontManifest } from '../local/fonts.ts';
import { ensurePacks, packDigests, packPath } from '../local/packs.ts';
import { Problem } from '../local/problem.ts';
import { bytesOf, Failure } from './failure.ts';

/** One font that draws: `id` is that of the look-up (`ipamjm`, `eudc`), `name` what people call it. */
export type CityFont = {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly pack: GlyphPack;
};

export type CityFonts = {
  readonly set: FontSet;
  readonly fonts: readonly CityFont[];
};

export type FontWish = {
  readonly municipality?: MunicipalityCode | undefined;
  /** Path of a font with the city's own characters. */
  readonly eudc?: string | undefined;
};

/** More than 6,400 characters of Windows' EUDC take. */
const MAX_EUDC_BYTES = 64 * 1024 * 1024;

/** The manifest's fonts and the city's own. Without a municipality and a file there are no private-use characters. */
export async function openCityFonts(wish: FontWish, say: (message: string) => void): Promise<CityFonts> {
  const gaiji = await eudcBytes(wish);
  await ensurePacks(say);
  const fonts = await manifestFonts();
  if (gaiji !== undefined) fonts.push(eudcPack(gaiji.bytes, gaiji.name));
  const packs = Object.fromEntries(fonts.map(({ id, pack }) => [id, pack]));
  return { set: fontSet(FONT_LOOKUP, packs), fonts };
}

/** The font among these that draws with a pack. */
export const fontOfPack = ({ fonts }: CityFonts, pack: GlyphPack): CityFont =>
  fonts.find((font) => font.pack === pack) ?? unwrap({ ok: false, error: `no font of pack ${pack.id}` });

async function manifestFonts(): Promise<CityFont[]> {
  const digests = await packDigests();
  const fonts: CityFont[] = [];
  for (const { id, name, version } of await fontManifest()) {
    const bytes = await readFile(packPath(id));
    const sha256 = sha256Hex(bytes);
    if (sha256 !== digests[id])
      throw new Problem(`${packPath(id)} is not the pack that was made`, 'remove it and repeat the command');
    fonts.push({ id, name, version, pack: unwrap(openPack(sourceFromBytes(bytes), { id: sha256 })) });
  }
  return fonts;
}

async function eudcBytes({ municipality, eudc }: FontWish) {
  if (eudc !== undefined) return { bytes: await bytesOf(eudc, MAX_EUDC_BYTES), name: basename(eudc) };
  if (municipality === undefined) return undefined;
  const city = MUNICIPALITIES.find(({ code }) => code === municipality);
  if (city !== undefined) return { bytes: eudcFont(city), name: `見本の外字 ${city.code}` };
  const known = MUNICIPALITIES.map(({ code, name }) => `${code} ${name}`).join('、');
  throw new Failure(
    `${municipality} の外字フォントがありません。--eudc で指定してください（見本の市: ${known}）。`,
    2,
  );
}

function eudcPack(bytes: Uint8Array, name: string): CityFont {
  const source = sourceFromBytes(bytes);
  const built = buildPack(source, { sha256: sha256Hex(bytes) });
  if (!built.ok) {
    const { table, detail } = built.error;
    throw new Failure(`外字フォント ${name} を使えません（表 ${table}: ${detail}）。`, 2);
  }
  const pack = unwrap(openPack(sourceFromBytes(built.value), { id: sha256Hex(built.value) }));
  return { id: 'eudc', name, version: pack.header.fontVersion, pack };
}

/** 「012050 室蘭市」; only the code of a city outside the sample world. */
export function cityName(municipality: MunicipalityCode): string {
  const city = MUNICIPALITIES.find(({ code }) => code === municipality);
  return city === undefined ? municipality : `${municipality} ${city.name}`;
}
