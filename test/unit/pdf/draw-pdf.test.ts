import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  type DisplayItem,
  type DisplayList,
  drawPdf,
  type FontSet,
  keysOf,
  type OutlineFont,
} from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { digestOfSample } from './digest-of-sample.ts';
import {
  drawn,
  type EmbeddedFont,
  embeddedFonts,
  listOf,
  openBase,
  openBytes,
  openIpamj,
  sealImage,
} from './fixtures.ts';
import { buildFont, type FontPlan, samplePlan } from './font-builder.ts';
import { outlinePoints, readOf, readOfFile, readSfnt, type Sfnt } from './sfnt.ts';

const descriptor = openIpamj();
const base = openBase(descriptor);
const baseSfnt = readSfnt(readOfFile(descriptor));
const sampleBytes = buildFont(samplePlan);
const gaiji = openBytes(sampleBytes);

function expectSameGlyphs(embedded: EmbeddedFont, font: OutlineFont, source: Sfnt): void {
  expect(embedded.texts.size).toBeGreaterThan(0);
  for (const [code, text] of embedded.texts) {
    const [key] = unwrap(keysOf(text));
    const gid = key === undefined ? undefined : font.glyphOf(key);
    if (gid === undefined) throw new Error(`no glyph for ${text}`);
    expect(outlinePoints(embedded.sfnt, code), text).toEqual(outlinePoints(source, gid));
    expect(embedded.sfnt.metric(code)).toEqual(source.metric(gid));
  }
}

function expectSoundFont({ program, sfnt }: EmbeddedFont): void {
  const sum = (bytes: Buffer): number => {
    let total = 0;
    for (let at = 0; at < bytes.length; at += 4) {
      const word = Buffer.alloc(4);
      bytes.copy(word, 0, at);
      total = (total + word.readUInt32BE(0)) >>> 0;
    }
    return total;
  };
  expect(program.length % 4).toBe(0);
  expect(sum(program)).toBe(0xb1b0afba);
  for (const [tag, { checksum, bytes, offset }] of sfnt.tables) {
    expect(offset % 4).toBe(0);
    if (tag === 'glyf') continue;
    const plain = Buffer.from(bytes);
    if (tag === 'head') plain.writeUInt32BE(0, 8);
    expect(sum(plain), tag).toBe(checksum);
  }
}

/** Kanji of many strokes, so that few of them fill the glyf table. */
const manyKanji = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => String.fromCodePoint(0x9f00 - index)).filter((text) => {
    const [key] = unwrap(keysOf(text));
    return key !== undefined && base.glyphOf(key) !== undefined;
  });

const rows = (characters: readonly string[], length: number): string[] =>
  Array.from({ length: Math.ceil(characters.length / length) }, (_, row) =>
    characters.slice(row * length, (row + 1) * length).join(''),
  );

describe('the embedded font', () => {
  test('a sparse page keeps every outline, with the short loca', () => {
    const [font] = embeddedFonts(drawn(listOf(['住民票の写し', '山田太郎 𠮷']), { base }));
    if (font === undefined) throw new Error('no font');
    expect(font.texts.size).toBeLessThanOrEqual(20);
    expect(font.sfnt.longLoca).toBe(false);
    expectSameGlyphs(font, base, baseSfnt);
    expectSoundFont(font);
  });

  test('a dense page keeps every outline, with the long loca beyond 128 KiB', () => {
    const kanji = manyKanji(700);
    const [font] = embeddedFonts(drawn(listOf(rows(kanji, 40)), { base }));
    if (font === undefined) throw new Error('no font');
    expect(font.texts.size).toBe(kanji.length);
    expect(font.program.length).toBeGreaterThan(128 * 1024);
    expect(font.sfnt.longLoca).toBe(true);
    expectSameGlyphs(font, base, baseSfnt);
    expectSoundFont(font);
  });

  test('the loca becomes long as soon as the short one cannot reach the end', () => {
    // boxes of 36 bytes, composites of 20, and the one box that these are made of
    const plan: FontPlan = {
      glyphs: [
        ...samplePlan.glyphs.slice(0, 3),
        { kind: 'composite', advance: 1000, parts: [{ gid: 2, dx: 5, dy: 5 }] },
      ],
      map: new Map([
        ...Array.from({ length: 4000 }, (_, index) => [0xe000 + index, 2] as const),
        ...Array.from({ length: 50 }, (_, index) => [0xf0000 + index, 3] as const),
      ]),
      formats: [12],
    };
    const bytes = buildFont(plan);
    const font = openBytes(bytes);
    const codes = (first: number, count: number): string[] =>
      Array.from({ length: count }, (_, index) => String.fromCodePoint(first + index));
    for (const [boxes, composites, glyf, long] of [
      [3640, 0, 0x20000 - 32, false],
      [3637, 5, 0x20000 - 4, false],
      [3636, 7, 0x20000, true],
    ] as const) {
      const texts = rows([...codes(0xe000, boxes), ...codes(0xf0000, composites)], 50);
      const [embedded] = embeddedFonts(drawn(listOf(texts), { base, gaiji: font }));
      if (embedded === undefined) throw new Error('no font');
      expect(embedded.glyfLength).toBe(glyf);
      expect(embedded.sfnt.longLoca).toBe(long);
      expectSameGlyphs(embedded, font, readSfnt(readOf(bytes)));
      expectSoundFont(embedded);
    }
  });

  test('composites take what they are made of with them', () => {
    const [font] = embeddedFonts(drawn(listOf(['\ue004\ue003\ue000\ue002']), { base, gaiji }));
    if (font === undefined) throw new Error('no font');
    expectSameGlyphs(font, gaiji, readSfnt(readOf(sampleBytes)));
    expectSoundFont(font);
    expect(font.sfnt.glyphCount).toBe(1 + 4 + 3);
  });

  test('a wrong side bearing stays as the source font has it, and the header does not deny it', () => {
    const [wrong] = embeddedFonts(drawn(listOf(['\ue002']), { base, gaiji }));
    const [right] = embeddedFonts(drawn(listOf(['\ue001']), { base, gaiji }));
    expect(wrong?.sfnt.metric(1)).toEqual({ advance: 700, bearing: 120 });
    expect(wrong?.sfnt.tables.get('head')?.bytes.readUInt16BE(16)).toBe(1);
    expect(right?.sfnt.tables.get('head')?.bytes.readUInt16BE(16)).toBe(3);
  });

  test('keys that share an outline have codes of their own', () => {
    const texts = ['㐶㐶\u{e0100}', '-\u2010\u2011\u2012', '~\u223c'];
    const [font] = embeddedFonts(drawn(listOf(texts), { base }));
    expect([...(font?.texts.values() ?? [])]).toEqual([
      '㐶',
      '㐶\u{e0100}',
      '-',
      '\u2010',
      '\u2011',
      '\u2012',
      '~',
      '\u223c',
    ]);
    if (font !== undefined) expectSameGlyphs(font, base, baseSfnt);
  });

  test('か and U+3099 stay two characters', () => {
    const [font] = embeddedFonts(drawn(listOf(['か\u3099が']), { base }));
    expect([...(font?.texts.values() ?? [])]).toEqual(['か', '\u3099', 'が']);
  });

  test('the same private-use code draws each city’s own outline', () => {
    const other: FontPlan = { ...samplePlan, map: new Map([[0xe000, 4]]) };
    const otherBytes = buildFont(other);
    const list = listOf(['\ue000']);
    const [here] = embeddedFonts(drawn(list, { base, gaiji }));
    const [there] = embeddedFonts(drawn(list, { base, gaiji: openBytes(otherBytes) }));
    if (here === undefined || there === undefined) throw new Error('no font');
    expectSameGlyphs(here, gaiji, readSfnt(readOf(sampleBytes)));
    expectSameGlyphs(there, openBytes(otherBytes), readSfnt(readOf(otherBytes)));
    expect(outlinePoints(here.sfnt, 1)).not.toEqual(outlinePoints(there.sfnt, 1));
  });

  test('only the fonts that are used are embedded', () => {
    expect(embeddedFonts(drawn(listOf(['山']), { base, gaiji }))).toHaveLength(1);
    expect(embeddedFonts(drawn(listOf(['山\ue000']), { base, gaiji }))).toHaveLength(2);
    expect(embeddedFonts(drawn(listOf(['']), { base, gaiji }))).toHaveLength(0);
  });
});

describe('a refusal', () => {
  const refusal = (list: DisplayList, fonts: FontSet = { base, gaiji }) => {
    const result = drawPdf(list, fonts);
    return result.ok ? undefined : result.error;
  };

  test('names every missing glyph with its field and key, and nothing else of the text', () => {
    const list = listOf([
      '山田葛\u{e0100}',
      '川\uf860',
      '葛\u{e0100}',
      '\u{f0001}\u0378',
      '葛\u{e0100}葛\u{e0100}',
    ]);
    expect(refusal(list)).toEqual({
      kind: 'missing-glyph',
      missing: [
        {
          field: 'lines[0]',
          codePoint: 0x845b,
          selector: 0xe0100,
          key: 'U+845B U+E0100',
          fontIds: [base.id],
        },
        { field: 'lines[1]', codePoint: 0xf860, key: 'U+F860', fontIds: [gaiji.id] },
        {
          field: 'lines[2]',
          codePoint: 0x845b,
          selector: 0xe0100,
          key: 'U+845B U+E0100',
          fontIds: [base.id],
        },
        { field: 'lines[3]', codePoint: 0xf0001, key: 'U+F0001', fontIds: [gaiji.id] },
        { field: 'lines[3]', codePoint: 0x378, key: 'U+0378', fontIds: [base.id] },
        {
          field: 'lines[4]',
          codePoint: 0x845b,
          selector: 0xe0100,
          key: 'U+845B U+E0100',
          fontIds: [base.id],
        },
      ],
    });
    expect(refusal(listOf(['\ue000']), { base })).toMatchObject({ missing: [{ fontIds: [] }] });
  });

  test('names the field of a text that is no text', () => {
    expect(refusal(listOf(['山', '山\ud800']))).toEqual({
      kind: 'bad-text',
      field: 'lines[1]',
      fault: { kind: 'lone-surrogate', index: 1 },
    });
  });

  test('names the font and the glyph that cannot be read', () => {
    const bytes = buildFont(samplePlan);
    const broken = openBytes(bytes);
    // the file goes bad after it was opened: glyph 2 starts behind .notdef's 34 bytes and now has 65,535 contours
    const glyf = readSfnt(readOf(bytes)).tables.get('glyf')?.offset ?? 0;
    bytes.set([0x7f, 0xff], glyf + 34);
    expect(refusal(listOf(['\ue000']), { base, gaiji: broken })).toMatchObject({
      kind: 'bad-font',
      fontId: broken.id,
      gid: 2,
      fault: { table: 'glyf' },
    });
  });

  const page = (item: DisplayItem): DisplayList => ({
    title: 't',
    tag: 't',
    pages: [{ width: 100, height: 100, items: [item] }],
  });
  const text = { kind: 'text', x: 0, y: 10, size: 10, text: '山', field: 'name' } as const;
  const picture = {
    kind: 'picture',
    x: 0,
    y: 0,
    width: 8,
    height: 8,
    image: sealImage(16),
    field: 'seal',
  } as const;
  const rule = { kind: 'rule', x1: 0, y1: 0, x2: 10, y2: 10, width: 1 } as const;
  const frame = { kind: 'frame', x: 0, y: 0, width: 10, height: 10, lineWidth: 1 } as const;

  test.each([
    ['no pages', 'page-count', { title: 't', tag: 't', pages: [] }],
    ['an empty page', 'page-size', { title: 't', tag: 't', pages: [{ width: 0, height: 9, items: [] }] }],
    ['a tag of other signs', 'tag', { ...page(text), tag: '氏名' }],
    ['no title', 'title', { ...page(text), title: '' }],
    ['a title with a control code', 'title', { ...page(text), title: 'a\u0000' }],
    ['a text at no place', 'number', page({ ...text, x: Number.NaN })],
    ['a text of no size', 'number', page({ ...text, size: 0 })],
    ['a text without width', 'number', page({ ...text, stretch: 0 })],
    ['a text that runs off the page', 'off-page', page({ ...text, text: '山'.repeat(11) })],
    ['a text above the page', 'off-page', page({ ...text, y: 101 })],
    ['a rule without width', 'number', page({ ...rule, width: 0.0004 })],
    ['a grey below black', 'number', page({ ...rule, grey: -0.1 })],
    ['an endless rule', 'number', page({ ...rule, x2: Number.POSITIVE_INFINITY })],
    ['a frame that shows nothing', 'number', page({ ...frame, lineWidth: 0 })],
    ['a picture off the page', 'off-page', page({ ...picture, x: 93 })],
    ['a picture with a row too few', 'bits', page({ ...picture, image: { ...picture.image, rows: 17 } })],
    ['an ink that is no colour', 'number', page({ ...picture, image: { ...picture.image, ink: [2, 0, 0] } })],
  ] as const)('%s is a bad list (%s)', (_, fault, list) => {
    expect(refusal(list)).toMatchObject({ kind: 'bad-list', fault });
  });
});

describe('the file', () => {
  test('is the same, byte for byte, in another process', () => {
    const script = fileURLToPath(new URL('./digest-of-sample.ts', import.meta.url));
    const elsewhere = execFileSync(process.execPath, [script], { encoding: 'utf8' }).trim();
    expect(elsewhere).toMatch(/^[0-9a-f]{64}$/);
    expect(digestOfSample()).toBe(elsewhere);
  });

  test('does not depend on what was drawn before it', () => {
    const list = listOf(['山田', '葛\u{e0102}']);
    const alone = drawn(list, { base: openBase(), gaiji });
    drawn(listOf(rows(manyKanji(120), 40)), { base });
    expect(drawn(list, { base, gaiji })).toEqual(alone);
  });

  test('holds a picture once, however often and in whatever ink it is placed', () => {
    const image = sealImage(300);
    const place = (x: number, ink: readonly [number, number, number]): DisplayItem => {
      return { kind: 'picture', x, y: 100, width: 68, height: 68, image: { ...image, ink }, field: 'seal' };
    };
    const file = Buffer.from(drawn(listOf(['山'], [place(20, [0, 0, 0]), place(200, [1, 0, 0])]), { base }));
    expect(file.toString('latin1').match(/\/Subtype \/Image/g)).toHaveLength(1);
  });

  test('holds no date, script, form, annotation, transparency or encryption', () => {
    const file = Buffer.from(drawn(listOf(['山']), { base })).toString('latin1');
    expect(file).not.toMatch(/Date|JavaScript|\/JS|AcroForm|Annots|ExtGState|SMask|Encrypt|OpenAction|\/AA/);
    expect(file).toContain('/KofuTag (test-1)');
    expect(file).toContain('<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>');
  });
});
