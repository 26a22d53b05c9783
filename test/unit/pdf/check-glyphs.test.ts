import { describe, expect, test } from 'vitest';
import { sourceFromDescriptor } from '../../../functions/pdf/font/font-source.ts';
import { type GlyphKey, keysOf } from '../../../functions/pdf/keys.ts';
import { checkGlyphs, type GlyphMismatch } from '../../../functions/pdf/read-back/check-glyphs.ts';
import { readBack } from '../../../functions/pdf/read-back/read-back.ts';
import { openWitness } from '../../../functions/pdf/witness/open-witness.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import {
  blank,
  box,
  type ComposedGlyph,
  fileOf,
  fontParts,
  partsOf,
  programOf,
  programTables,
} from './compose-file.ts';
import { packBytes } from './compose-pack.ts';
import { drawn, embeddedFonts, listOf, openBasePack, openIpamjPack, seededNumbers } from './fixtures.ts';
import { GLYPHS, sound, testimonyOf } from './sample-composition.ts';

const keyOfText = (text: string): GlyphKey => {
  const [key] = unwrap(keysOf(text));
  if (key === undefined) throw new Error('no key');
  return key;
};

/** A witness of composed glyphs, out of a pack composed here. */
function witnessOf(glyphs: Readonly<Record<string, ComposedGlyph>>, unitsPerEm = 1000) {
  const entries = Object.entries(glyphs)
    .map(([text, glyph]) => ({ key: keyOfText(text), ...testimonyOf(glyph) }))
    .sort((a, b) => a.key - b.key);
  const pack = packBytes(entries, { unitsPerEm });
  const source = { size: pack.length, read: (at: number, length: number) => pack.subarray(at, at + length) };
  return unwrap(openWitness(source));
}

const witness = witnessOf(GLYPHS);
const texts = Object.keys(GLYPHS);

/** What the gate says of a file whose first font has these glyphs for the right texts. */
function mismatches(
  glyphs: readonly ComposedGlyph[],
  { widths = '6 [500 500]', unitsPerEm = 1000, names = texts } = {},
): readonly GlyphMismatch[] | string {
  const font = fontParts('F1', names, programOf(programTables(glyphs, { unitsPerEm })), widths);
  return judged(fileOf(partsOf({ ...sound, fonts: [font, ...sound.fonts.slice(1)] })));
}

function judged(file: Uint8Array): readonly GlyphMismatch[] | string {
  const read = readBack(file);
  if (!read.ok) return read.error.detail;
  // the city's own font is not what is tested here
  return checkGlyphs({ fonts: read.value.fonts.slice(0, 1) }, (codePoint) =>
    codePoint < 0xe000 ? witness : undefined,
  );
}

const replaced = (code: number, change: (glyph: ComposedGlyph) => ComposedGlyph): readonly ComposedGlyph[] =>
  Object.values(GLYPHS).map((glyph, index) => (index === code - 1 ? change(glyph) : glyph));

const fault = (code: number, kind: GlyphMismatch['fault']): GlyphMismatch => ({
  font: 'Test-Font',
  code,
  fault: kind,
});

describe('glyphs compared with their witness', () => {
  test('agree where each is what its font has', () => {
    expect(mismatches(Object.values(GLYPHS))).toEqual([]);
  });

  test('show a glyph that another stands for, under the right text', () => {
    const { 山: mountain, 川: river } = GLYPHS;
    if (mountain === undefined || river === undefined) throw new Error('no glyphs');
    const swapped = replaced(2, () => river).map((glyph, index) => (index === 2 ? mountain : glyph));
    const file = fileOf(
      partsOf({
        ...sound,
        fonts: [
          fontParts('F1', texts, programOf(programTables(swapped)), '6 [500 500]'),
          ...sound.fonts.slice(1),
        ],
      }),
    );
    expect(unwrap(readBack(file)).pages).toEqual(unwrap(readBack(fileOf(partsOf(sound)))).pages);
    expect(mismatches(swapped)).toEqual([
      fault(2, 'outline'),
      fault(2, 'bearing'),
      fault(3, 'outline'),
      fault(3, 'bearing'),
    ]);
  });

  test('show the base character where a sequence should be', () => {
    expect(mismatches(replaced(5, () => GLYPHS['葛'] ?? blank))).toEqual([fault(5, 'outline')]);
  });

  test('show a glyph that draws nothing', () => {
    expect(mismatches(replaced(4, (glyph) => ({ ...glyph, outline: blank.outline })))).toEqual([
      fault(4, 'outline'),
    ]);
  });

  test('show a space that draws something', () => {
    expect(mismatches(replaced(1, () => ({ ...box(0, 0, 10, 10), bearing: 0 })))).toEqual([
      fault(1, 'outline'),
    ]);
  });

  test('show an outline that differs in one unit', () => {
    expect(mismatches(replaced(2, () => box(100, 0, 900, 801)))).toEqual([fault(2, 'outline')]);
  });

  test('show an advance that differs, though the widths say the same', () => {
    const wider = replaced(6, (glyph) => ({ ...glyph, advance: 501 }));
    expect(mismatches(wider, { widths: '6 [501 500]' })).toEqual([fault(6, 'advance')]);
  });

  test('show a bearing that differs', () => {
    expect(mismatches(replaced(2, (glyph) => ({ ...glyph, bearing: 0 })))).toEqual([fault(2, 'bearing')]);
  });

  test('show an em of other units', () => {
    const doubled = Object.values(GLYPHS).map((glyph) => ({ ...glyph, advance: glyph.advance }));
    const widths = '1 [500 500 500 500 500 250 250]';
    expect(mismatches(doubled, { unitsPerEm: 2000, widths })).toEqual(
      texts.map((_, index) => fault(index + 1, 'scale')),
    );
  });

  test('show a character that the font does not have', () => {
    expect(
      mismatches(Object.values(GLYPHS), { names: texts.map((text) => (text === '川' ? '田' : text)) }),
    ).toEqual([fault(3, 'unknown-key')]);
  });

  test('show a character that no font may draw', () => {
    const { fonts } = unwrap(readBack(fileOf(partsOf(sound))));
    expect(checkGlyphs({ fonts: fonts.slice(1) }, () => undefined)).toEqual([fault(1, 'unknown-key')]);
  });

  test('name no character', () => {
    const said = JSON.stringify(mismatches(replaced(2, () => blank)));
    for (const text of texts) expect(said).not.toContain(text);
  });
});

const ipamj = unwrap(openWitness(sourceFromDescriptor(openIpamjPack())));
const base = openBasePack();

describe('glyphs of IPAmj明朝', () => {
  const rare = [
    '葛\u{e0102}葛\u{e0103}葛\u{e0108}',
    '神\ufa19\u{20bb7}\u{2a6d6}',
    '㐶㐶\u{e0100}',
    '1234 ABC、。・ー～',
  ];

  test('as they are drawn agree with the pack', () => {
    const list = listOf([...rare, '住民票の写し', '北海道室蘭市幸町一丁目２番３号', '平成二十五年五月一日']);
    const read = unwrap(readBack(drawn(list, { base })));
    expect(read.pages[0]?.runs.map(({ text }) => text).slice(0, rare.length)).toEqual(rare);
    expect(read.fonts[0]?.glyphs.length).toBeGreaterThan(50);
    expect(checkGlyphs(read, () => ipamj)).toEqual([]);
  });

  test('whose program has any byte changed do not agree, or are refused', () => {
    const [embedded] = embeddedFonts(drawn(listOf(['山川葛\u{e0102}１']), { base }));
    if (embedded === undefined) throw new Error('no font');
    const random = seededNumbers(11);
    const names = [...embedded.texts.values()];
    const pageOf = (program: Uint8Array): Uint8Array =>
      fileOf(
        partsOf({
          ...sound,
          fonts: [fontParts('F1', names, program)],
          images: {},
          pages: [{ streams: ['only'] }],
          streams: { only: '' },
        }),
      );
    expect(checkGlyphs(unwrap(readBack(pageOf(embedded.program))), () => ipamj)).toEqual([]);
    for (let round = 0; round < 2000; round++) {
      const program = Uint8Array.from(embedded.program);
      const at = Math.floor(random() * program.length);
      program[at] = (program[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      const read = readBack(pageOf(program));
      if (read.ok)
        expect(
          checkGlyphs(read.value, () => ipamj),
          `byte ${at}`,
        ).not.toEqual([]);
    }
  });
});
