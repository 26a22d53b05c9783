import { createHash } from 'node:crypto';
import { constants, deflateRawSync, deflateSync } from 'node:zlib';
import { err, ok, type Result } from '../../shared/result.ts';
import type { Form } from '../display-list.ts';
import type { GlyphKey } from '../keys.ts';
import type { GlyphPack } from '../pack/open-pack.ts';
import { addBytes } from './adler.ts';
import { byteSheet, putText } from './byte-sheet.ts';
import { createCodes } from './codes.ts';
import { fontLook } from './document.ts';
import { type DrawFault, type MissingGlyph, missingFault } from './draw-fault.ts';
import { type FixedGlyphs, NO_GLYPHS, outlineBytes, recordOf } from './font-program.ts';
import { type FontSet, measure } from './font-set.ts';
import type { FixedMappings, Plate, PlateFont } from './plate.ts';
import { putMappings, TO_UNICODE_HEAD } from './to-unicode.ts';
import { widthsOf } from './widths.ts';
import { drawStream, NO_NAMES, newPen } from './write-content.ts';

const BEST = { level: 9 } as const;
const FLUSHED = { level: 9, finishFlush: constants.Z_FULL_FLUSH } as const;
/** No certificate is larger; whether it lies on its own page is judged there. */
const ANY_PAGE = { width: 14_400, height: 14_400 };

/** What a refusal names where a text of the form itself cannot be drawn. */
const FORM_FIELD = 'template';

function fixedGlyphs(pack: GlyphPack, ordinals: readonly number[]): FixedGlyphs {
  if (ordinals.length === 0) return NO_GLYPHS;
  const outlines = ordinals.map((ordinal) => outlineBytes(pack, ordinal));
  const records = ordinals.map((ordinal) => recordOf(pack, ordinal));
  const all = Buffer.concat(outlines);
  const adler = { a: 1, b: 0 };
  addBytes(adler, all);
  return {
    coded: deflateRawSync(all, FLUSHED),
    lengths: records.map(({ length }) => length),
    metrics: records.map(({ metrics }) => metrics),
    ...adler,
    sum: records.reduce((sum, record) => (sum + record.sum) | 0, 0),
    bytes: all.length,
  };
}

/** The beginning of a character map that holds these keys. */
export function mappingsOf(keys: readonly GlyphKey[]): FixedMappings {
  const out = byteSheet(4_096);
  putText(out, TO_UNICODE_HEAD);
  putMappings(out, keys, 0);
  const raw = out.bytes.slice(0, out.at);
  const adler = { a: 1, b: 0 };
  addBytes(adler, raw);
  return { raw, coded: deflateRawSync(raw, FLUSHED), ...adler };
}

/** Fails as drawing would: with all characters of the form that have no glyph. */
function pressPlate(form: Form, set: FontSet): Result<Plate, DrawFault> {
  const missing = new Map<string, MissingGlyph>();
  const codes = set.packs.map((pack) => createCodes(pack));
  const pen = newPen({ set, codes, out: byteSheet(16_384), missing });
  const texts = new Map<string, number>();
  for (const text of form.texts) {
    const run = { kind: 'text', x: 0, y: 0, size: 1, text, field: FORM_FIELD } as const;
    pen.out.at = 0;
    const bad = drawStream(pen, [run], ANY_PAGE, NO_NAMES);
    if (bad !== undefined) return err(bad.fault);
    const ems = measure(set, text, 1, FORM_FIELD);
    if (ems.ok) texts.set(text, ems.value);
  }
  const layers: Uint8Array[] = [];
  const hash = createHash('sha256');
  for (const layer of form.layers) {
    pen.out.at = 0;
    const bad = drawStream(pen, layer, ANY_PAGE, NO_NAMES);
    if (bad !== undefined) return err(bad.fault);
    const raw = pen.out.bytes.slice(0, pen.out.at);
    hash.update(raw).update('\n\n');
    layers.push(deflateSync(raw, BEST));
  }
  const fault = missingFault(missing.values());
  if (fault !== undefined) return err(fault);
  const fonts = codes.map((own): PlateFont => {
    own.fixed = own.keys.length;
    const mappings = mappingsOf(own.keys);
    if (own.fixed > 0) hash.update(own.pack.id).update(mappings.raw);
    const glyphs = fixedGlyphs(own.pack, own.ordinals);
    return { codes: own, glyphs, mappings, widths: widthsOf(own, 0), look: fontLook(own.pack) };
  });
  return ok({ id: hash.digest('hex'), fonts, layers, texts, stamps: new WeakMap(), titled: undefined });
}

/** The plate of a form, pressed when it is first needed. Whoever draws on it clears its codes afterwards. */
export function plateFor(form: Form, set: FontSet): Result<Plate, DrawFault> {
  const known = set.plates.get(form);
  if (known !== undefined) return ok(known);
  const pressed = pressPlate(form, set);
  if (pressed.ok) set.plates.set(form, pressed.value);
  return pressed;
}
