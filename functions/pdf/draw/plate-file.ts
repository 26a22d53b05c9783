import { sha256Hex } from '../../shared/canonical.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Form } from '../display-list.ts';
import type { GlyphKey } from '../keys.ts';
import { type GlyphPack, ordinalOf } from '../pack/open-pack.ts';
import { addBytes } from './adler.ts';
import { createCodes } from './codes.ts';
import { fontLook } from './document.ts';
import type { DrawFault } from './draw-fault.ts';
import { type FixedGlyphs, NO_GLYPHS } from './font-program.ts';
import type { FontSet } from './font-set.ts';
import type { FixedMappings, Plate, PlateFont } from './plate.ts';
import { mappingsOf, plateFor } from './press-plate.ts';

/** Another number for whatever a plate holds in another way. */
const FORMAT = 1;

/** A plate as it is kept between processes; bytes are BASE64. */
type PlateFile = {
  readonly format: number;
  /** SHA-256 of the form that it was pressed from. */
  readonly form: string;
  /** The plate's own identifier. */
  readonly id: string;
  readonly layers: readonly string[];
  /** The form's texts and their widths in ems. */
  readonly texts: readonly (readonly [text: string, ems: number])[];
  /** The beginning of the character map of a font that draws nothing of the form. */
  readonly begun: { readonly raw: string; readonly coded: string };
  /** Fonts that draw something of the form. */
  readonly fonts: readonly {
    /** SHA-256 of its pack. */
    readonly pack: string;
    readonly keys: readonly number[];
    readonly widths: string;
    readonly glyphs: Omit<FixedGlyphs, 'coded'> & { readonly coded: string };
    readonly mappings: { readonly raw: string; readonly coded: string };
  }[];
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));

const kept = ({ raw, coded }: FixedMappings) => ({ raw: base64(raw), coded: base64(coded) });

const formDigest = (form: Form): string => sha256Hex(JSON.stringify(form));

/**
 * The form's plate as a text, to be kept by its SHA-256: equal forms and packs give equal texts. Fails as drawing would:
 * with all characters of the form that have no glyph.
 */
export function plateFile(form: Form, set: FontSet): Result<string, DrawFault> {
  const plate = plateFor(form, set);
  if (!plate.ok) return plate;
  const { id, layers, texts, fonts } = plate.value;
  const file: PlateFile = {
    format: FORMAT,
    form: formDigest(form),
    id,
    layers: layers.map(base64),
    texts: [...texts],
    begun: kept(mappingsOf([])),
    fonts: fonts
      .filter(({ codes }) => codes.fixed > 0)
      .map(({ codes, glyphs, mappings, widths }) => ({
        pack: codes.pack.id,
        keys: codes.keys.slice(0, codes.fixed),
        widths,
        glyphs: { ...glyphs, coded: base64(glyphs.coded) },
        mappings: kept(mappings),
      })),
  };
  return ok(JSON.stringify(file));
}

function mappingsFrom(kept: PlateFile['begun']): FixedMappings {
  const raw = bytesOf(kept.raw);
  const adler = { a: 1, b: 0 };
  addBytes(adler, raw);
  return { raw, coded: bytesOf(kept.coded), ...adler };
}

function plateFont(pack: GlyphPack, file: PlateFile): PlateFont {
  const kept = file.fonts.find((font) => font.pack === pack.id);
  const codes = createCodes(pack);
  const look = fontLook(pack);
  if (kept === undefined)
    return { codes, glyphs: NO_GLYPHS, mappings: mappingsFrom(file.begun), widths: '', look };
  for (const key of kept.keys as readonly GlyphKey[]) {
    const ordinal = ordinalOf(pack, key);
    codes.keys.push(key);
    codes.ordinals.push(ordinal);
    codes.ofOrdinal[ordinal] = codes.keys.length;
  }
  codes.fixed = codes.keys.length;
  const mappings = mappingsFrom(kept.mappings);
  const glyphs = { ...kept.glyphs, coded: bytesOf(kept.glyphs.coded) };
  return { codes, glyphs, mappings, widths: kept.widths, look };
}

/**
 * Takes a kept plate over, so that the form need not be pressed. It is trusted as far as its hash is, like a pack: the
 * caller has verified that. Answers why it is none for this form and these fonts; the form is then pressed when it is
 * needed, with the same result.
 */
export function takePlate(
  text: string,
  form: Form,
  set: FontSet,
): Result<Plate, 'format' | 'form' | 'packs'> {
  const file = JSON.parse(text) as PlateFile;
  if (file.format !== FORMAT) return err('format');
  if (file.form !== formDigest(form)) return err('form');
  if (file.fonts.some(({ pack }) => !set.packs.some(({ id }) => id === pack))) return err('packs');
  const plate: Plate = {
    id: file.id,
    fonts: set.packs.map((pack) => plateFont(pack, file)),
    layers: file.layers.map(bytesOf),
    texts: new Map(file.texts),
    stamps: new WeakMap(),
    titled: undefined,
  };
  set.plates.set(form, plate);
  return ok(plate);
}
