import { type CompiledTemplate, compileTemplate } from '../certificates/index.ts';
import {
  type CitySettings,
  decodeSeal,
  headIn,
  type SettingsStore,
  unconfirmedKeys,
} from '../changes/index.ts';
import {
  type BilevelImage,
  encodeImage,
  type LookupRule,
  readKeys,
  sourceFromBytes,
  takePlate,
  writeKeys,
} from '../pdf/index.ts';
import { sha256Hex } from '../shared/canonical.ts';
import type { CertificateType } from '../shared/certificate-types.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { err, ok, type Result } from '../shared/result.ts';
import { type CityFonts, cityFonts, type OpenFont, openFont } from './city-fonts.ts';

/** What names the materials of one certificate; kept with its record, so that it can be drawn again. */
export type MaterialNames = {
  readonly templateDigest: string;
  /** Of the template's plate; absent where it is pressed when it is first drawn with. */
  readonly plateDigest?: string | undefined;
  readonly sealDigest: string;
  /** SHA-256 of the glyph pack of the city's EUDC font; absent where the city has none. */
  readonly gaijiPack?: string | undefined;
  /** Characters of that pack whose outlines nobody had confirmed, as `writeKeys` puts them: they were not drawn. */
  readonly unconfirmed: readonly string[];
};

/** Everything beside the facts that a certificate is drawn with. */
export type Materials = {
  readonly names: MaterialNames;
  readonly template: CompiledTemplate;
  readonly seal: BilevelImage;
  readonly fonts: CityFonts;
};

export type MaterialShelf = {
  readonly load: (municipality: MunicipalityCode, names: MaterialNames) => Promise<Result<Materials, string>>;
};

/** The materials that a city has set for a certificate type, or undefined where one of them is missing. */
export function materialNames(settings: CitySettings, type: CertificateType): MaterialNames | undefined {
  const template = settings.valueOf('template', type);
  const head = headIn(settings, type);
  if (template === undefined || head === undefined) return undefined;
  const gaiji = settings.valueOf('gaiji', 'city');
  return {
    templateDigest: template.templateDigest,
    plateDigest: template.plateDigest,
    sealDigest: head.sealDigest,
    gaijiPack: gaiji?.packDigest,
    unconfirmed: gaiji === undefined ? [] : writeKeys(unconfirmedKeys(gaiji, settings)),
  };
}

/** How many contents of one kind a process keeps. Cities × versions in use at a time stay far below. */
const SHELF_SIZE = 32;

/**
 * Loads materials by their digest and keeps them: the cache is content-addressed, an entry can never be another
 * certificate's. Nothing about a person is in it.
 */
export function createMaterialShelf({
  settings,
  readPack,
  lookup,
  shared,
}: {
  settings: Pick<SettingsStore, 'readBlob'>;
  /** The bytes of a city's own glyph pack, or undefined where there are none under that digest. */
  readPack: (municipality: MunicipalityCode, digest: string) => Promise<Uint8Array | undefined>;
  /** Which font draws what: the manifest's rules. A city's own font is `eudc` in them. */
  lookup: readonly LookupRule[];
  /** The fonts that all cities share, by the manifest's ids. */
  shared: Readonly<Record<string, OpenFont>>;
}): MaterialShelf {
  const templates = new Map<string, CompiledTemplate>();
  const seals = new Map<string, BilevelImage>();
  const fonts = new Map<string, CityFonts>();

  const blob = async (digest: string): Promise<string> => {
    const text = await settings.readBlob(digest);
    if (text === undefined) throw new MissingMaterial(`no blob ${digest}`);
    return text;
  };

  const plates = new Map<string, string | undefined>();
  const plateText = ({ plateDigest }: MaterialNames): Promise<string | undefined> =>
    plateDigest === undefined
      ? Promise.resolve(undefined)
      : kept(plates, plateDigest, (digest) => settings.readBlob(digest));

  const ownFonts = async (
    municipality: MunicipalityCode,
    { gaijiPack, unconfirmed }: MaterialNames,
  ): Promise<CityFonts> => {
    if (gaijiPack === undefined) return cityFonts(lookup, shared);
    const eudc = gaijiFont(await readPack(municipality, gaijiPack), gaijiPack);
    return cityFonts(lookup, { ...shared, eudc }, readKeys(unconfirmed));
  };

  return {
    async load(municipality, names) {
      try {
        const [template, plate, seal, set] = await Promise.all([
          kept(templates, names.templateDigest, async (digest) => compiled(await blob(digest))),
          plateText(names),
          kept(seals, names.sealDigest, async (digest) => encodeImage(decodeSeal(await blob(digest)))),
          kept(fonts, [names.gaijiPack ?? '', ...names.unconfirmed].join(','), () =>
            ownFonts(municipality, names),
          ),
        ]);
        // a plate that does not fit (other fonts since) is none: the form is pressed, with the same result
        if (plate !== undefined && !set.set.plates.has(template.form))
          takePlate(plate, template.form, set.set);
        return ok({ names, template, seal, fonts: set });
      } catch (error) {
        if (error instanceof MissingMaterial) return err(error.message);
        throw error;
      }
    },
  };
}

class MissingMaterial extends Error {}

function compiled(text: string): CompiledTemplate {
  const template = compileTemplate(JSON.parse(text));
  if (!template.ok) throw new MissingMaterial('the template is not valid');
  return template.value;
}

function gaijiFont(bytes: Uint8Array | undefined, digest: string): OpenFont {
  if (bytes === undefined || sha256Hex(bytes) !== digest)
    throw new MissingMaterial(`no glyph pack ${digest}`);
  const font = openFont(sourceFromBytes(bytes), digest);
  if (!font.ok) throw new MissingMaterial(`the glyph pack ${digest} cannot be read (${font.error})`);
  return font.value;
}

async function kept<T>(
  shelf: Map<string, T>,
  digest: string,
  load: (digest: string) => Promise<T>,
): Promise<T> {
  const known = shelf.get(digest);
  if (known !== undefined) return known;
  const value = await load(digest);
  if (shelf.size >= SHELF_SIZE) for (const oldest of [...shelf.keys()].slice(0, 1)) shelf.delete(oldest);
  shelf.set(digest, value);
  return value;
}
