import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import fontkit from '@pdf-lib/fontkit';
import { PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib-legacy';
import { describe, expect, test } from 'vitest';
import { sourceFromDescriptor } from '../../../functions/pdf/font/font-source.ts';
import { checkGlyphs } from '../../../functions/pdf/read-back/check-glyphs.ts';
import { readBack } from '../../../functions/pdf/read-back/read-back.ts';
import { openWitness } from '../../../functions/pdf/witness/open-witness.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import {
  blank,
  type ComposedGlyph,
  fileOf,
  fontParts,
  type Parts,
  partsOf,
  programOf,
  programTables,
} from './compose-file.ts';
import { drawn, embeddedFonts, listOf, openBasePack, openIpamj, openIpamjPack } from './fixtures.ts';
import { readOf, readSfnt, type Sfnt } from './sfnt.ts';

const TEXT = '住民票の写し山田太郎北海道室蘭市';
const texts = [...TEXT];

/** A page of few characters as pdf-lib and its fontkit embed them: 16-bit offsets to glyphs of odd lengths. */
async function drawnByLegacy(): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.registerFontkit(fontkit);
  const font = await document.embedFont(readFileSync(openIpamj()), { subset: true });
  document.addPage([595.28, 841.89]).drawText(TEXT, { font, size: 20, x: 50, y: 500 });
  return document.save({ useObjectStreams: false });
}

async function programIn(file: Uint8Array): Promise<Uint8Array> {
  const { context } = await PDFDocument.load(file);
  for (const [, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFDict)) continue;
    const program = context.lookup(object.get(PDFName.of('FontFile2')));
    if (program instanceof PDFRawStream) return inflateSync(program.contents);
  }
  throw new Error('no font program');
}

const fileWith = (font: Parts): Uint8Array =>
  fileOf(partsOf({ fonts: [font], images: {}, streams: { only: '' }, pages: [{ streams: ['only'] }] }));

const legacy = await drawnByLegacy();
const program = await programIn(legacy);
const legacyFont = readSfnt(readOf(program));
const ours = embeddedFonts(drawn(listOf([TEXT]), { base: openBasePack() }))[0]?.sfnt;
if (ours === undefined) throw new Error('no font');

/** The numbers of contours and the bounds with which a glyph's entry begins. */
const headOf = (font: Sfnt, code: number): string => font.glyph(code).subarray(0, 10).toString('hex');
/** Codes, in the order of the text, of which the entry does not begin where the offset says. */
const lost = texts
  .map((_, index) => index + 1)
  .filter((code) => headOf(legacyFont, code) !== headOf(ours, code));

describe('the glyphs that pdf-lib with its fontkit loses', () => {
  test('are lost: the short offsets cut the odd byte off', () => {
    expect(legacyFont.longLoca).toBe(false);
    expect(lost.length).toBeGreaterThan(3);
    expect(lost.length).toBeLessThan(texts.length);
  });

  test('are refused in the file as it comes', () => {
    expect(readBack(legacy).ok).toBe(false);
  });

  test('are refused when the program lies in a file of our form, and when it has its six tables only', () => {
    expect(readBack(fileWith(fontParts('F1', texts, program))).ok).toBe(false);
    const glyf = Buffer.concat(
      Array.from({ length: legacyFont.glyphCount }, (_, gid) => legacyFont.glyph(gid)),
    );
    const tables = new Map<string, Uint8Array>([['glyf', glyf]]);
    for (const tag of ['head', 'hhea', 'loca', 'maxp', 'hmtx'])
      tables.set(tag, legacyFont.tables.get(tag)?.bytes ?? new Uint8Array(0));
    expect(readBack(fileWith(fontParts('F1', texts, programOf(tables)))).ok).toBe(false);
  });

  test('differ from their witness where they are blank under the right text, and the others do not', () => {
    const glyphs = texts.map((_, index): ComposedGlyph => {
      const code = index + 1;
      return { outline: lost.includes(code) ? blank.outline : ours.glyph(code), ...ours.metric(code) };
    });
    const blanked = programOf(programTables(glyphs, { unitsPerEm: 2048 }));
    const read = unwrap(readBack(fileWith(fontParts('F1', texts, blanked))));
    expect(read.fonts[0]?.glyphs.map(({ text }) => text)).toEqual(texts);
    const witness = unwrap(openWitness(sourceFromDescriptor(openIpamjPack())));
    expect(checkGlyphs(read, () => witness)).toEqual(
      lost.map((code) => ({ font: 'Test-Font', code, fault: 'outline' })),
    );
  });
});
