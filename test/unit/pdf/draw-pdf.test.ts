import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  type DisplayItem,
  type DisplayList,
  drawByPdfLib,
  drawPdf,
  encodeImage,
  keyOf,
  keysOf,
  type OutlineFont,
  readBack,
} from '../../../functions/pdf/index.ts';
import { bareOrdinal } from '../../../functions/pdf/pack/open-pack.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { digestOfSample } from './digest-of-sample.ts';
import {
  drawn,
  type EmbeddedFont,
  embeddedFonts,
  fontsOf,
  listOf,
  openBase,
  openBasePack,
  openBytes,
  openIpamj,
  packOf,
  sealImage,
  type TestPacks,
} from './fixtures.ts';
import { buildFont, type FontPlan, samplePlan } from './font-builder.ts';
import { outlinePoints, readOf, readOfFile, readSfnt, type Sfnt } from './sfnt.ts';

const descriptor = openIpamj();
const baseFont = openBase(descriptor);
const base = openBasePack();
const baseSfnt = readSfnt(readOfFile(descriptor));
const sampleBytes = buildFont(samplePlan);
const gaijiFont = openBytes(sampleBytes);
const gaiji = packOf(sampleBytes);

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
    return key !== undefined && baseFont.glyphOf(key) !== undefined;
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
    expectSameGlyphs(font, baseFont, baseSfnt);
    expectSoundFont(font);
  });

  test('a dense page keeps every outline, with the long loca beyond 128 KiB', () => {
    const kanji = manyKanji(700);
    const [font] = embeddedFonts(drawn(listOf(rows(kanji, 40)), { base }));
    if (font === undefined) throw new Error('no font');
    expect(font.texts.size).toBe(kanji.length);
    expect(font.program.length).toBeGreaterThan(128 * 1024);
    expect(font.sfnt.longLoca).toBe(true);
    expectSameGlyphs(font, baseFont, baseSfnt);
    expectSoundFont(font);
  });

  test('the loca becomes long as soon as the short one cannot reach the end', () => {
    // boxes of 36 bytes
    const bytes = buildFont({
      glyphs: samplePlan.glyphs.slice(0, 3),
      map: new Map(Array.from({ length: 4000 }, (_, index) => [0xe000 + index, 2] as const)),
      formats: [12],
    });
    const font = packOf(bytes);
    for (const [boxes, long] of [
      [3640, false],
      [3641, true],
    ] as const) {
      const texts = rows(
        Array.from({ length: boxes }, (_, index) => String.fromCodePoint(0xe000 + index)),
        50,
      );
      const [embedded] = embeddedFonts(drawn(listOf(texts), { base, gaiji: font }));
      if (embedded === undefined) throw new Error('no font');
      expect(embedded.glyfLength).toBe(boxes * 36);
      expect(embedded.sfnt.longLoca).toBe(long);
      expectSameGlyphs(embedded, openBytes(bytes), readSfnt(readOf(bytes)));
      expectSoundFont(embedded);
    }
  });

  test('more glyphs than one stored block holds the tables of', () => {
    const texts = Array.from({ length: 17_000 }, (_, index) => String.fromCodePoint(0x20000 + index)).filter(
      (text) => keysOf(text).ok && baseFont.glyphOf(unwrap(keysOf(text))[0] ?? keyOf(0)) !== undefined,
    );
    const [embedded] = embeddedFonts(drawn(listOf(rows(texts, 50)), { base }));
    if (embedded === undefined) throw new Error('no font');
    expect(embedded.program.length - embedded.glyfLength).toBeGreaterThan(65_535);
    expect([...embedded.texts.values()]).toEqual(texts);
    expectSoundFont(embedded);
  });

  test('composites are embedded as the outlines that they draw', () => {
    const [font] = embeddedFonts(drawn(listOf(['\ue004\ue003\ue000\ue002']), { base, gaiji }));
    if (font === undefined) throw new Error('no font');
    expectSameGlyphs(font, gaijiFont, readSfnt(readOf(sampleBytes)));
    expectSoundFont(font);
    expect(font.sfnt.glyphCount).toBe(1 + 4);
  });

  test('a wrong side bearing stays as the source font has it, and the header does not deny it', () => {
    const [wrong] = embeddedFonts(drawn(listOf(['\ue002']), { base, gaiji }));
    expect(wrong?.sfnt.metric(1)).toEqual({ advance: 700, bearing: 120 });
    const sound = packOf(buildFont({ ...samplePlan, map: new Map([[0xe001, 3]]), sequences: [] }));
    const [other] = embeddedFonts(drawn(listOf(['\ue001']), { base, gaiji: sound }));
    expect(wrong?.sfnt.tables.get('head')?.bytes.readUInt16BE(16)).toBe(1);
    expect(other?.sfnt.tables.get('head')?.bytes.readUInt16BE(16)).toBe(3);
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
    if (font !== undefined) expectSameGlyphs(font, baseFont, baseSfnt);
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
    const [there] = embeddedFonts(drawn(list, { base, gaiji: packOf(otherBytes) }));
    if (here === undefined || there === undefined) throw new Error('no font');
    expectSameGlyphs(here, gaijiFont, readSfnt(readOf(sampleBytes)));
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
  const refusal = (list: DisplayList, packs: TestPacks = { base, gaiji }) => {
    const result = drawPdf(list, fontsOf(packs));
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

  test('draws no control code, even from a pack that has a glyph for it', () => {
    const blocks = base.blocks.slice();
    blocks[((base.pages[0] ?? 1) - 1) * 256 + 0x09] = bareOrdinal(base, 0x41);
    expect(refusal(listOf(['A\t']), { base: { ...base, blocks } })).toEqual({
      kind: 'bad-text',
      field: 'lines[0]',
      fault: { kind: 'control-code', index: 1 },
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
    const alone = drawn(list, { base: openBasePack(), gaiji });
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

describe('a form', () => {
  const title = { kind: 'text', x: 200, y: 800, size: 20, text: '住　民　票', field: 'template' } as const;
  const line = { kind: 'rule', x1: 40, y1: 790, x2: 500, y2: 790, width: 0.5, grey: 0.4 } as const;
  const name = { kind: 'text', x: 40, y: 700, size: 12, text: '山田 令和8年', field: 'name' } as const;
  const label = { kind: 'text', x: 40, y: 720, size: 9, text: '氏名', field: 'template' } as const;
  const form = { layers: [[title], [line]], texts: ['氏名', '令和8年'] };
  const size = { width: 595.28, height: 841.89 };
  const printed: DisplayList = {
    title: '試験',
    tag: 't',
    form,
    pages: [
      { ...size, layers: [0, 1], items: [label, name] },
      { ...size, layers: [1], items: [label] },
    ],
  };
  const written: DisplayList = {
    title: '試験',
    tag: 't',
    pages: [
      { ...size, items: [title, line, label, name] },
      { ...size, items: [line, label] },
    ],
  };
  const shown = (list: DisplayList, options: Parameters<typeof drawPdf>[2] = {}) =>
    unwrap(readBack(unwrap(drawPdf(list, fontsOf({ base, gaiji }), options)))).pages;

  test('prints what the same items print without it', () => {
    const runs = (list: DisplayList) => shown(list).map((page) => page.runs);
    expect(runs(printed)).toEqual(runs(written));
    const [font] = embeddedFonts(drawn(printed, { base }));
    if (font === undefined) throw new Error('no font');
    expectSameGlyphs(font, baseFont, baseSfnt);
    expectSoundFont(font);
  });

  test('only the layers that a page shows are in the file', () => {
    const list = { ...printed, pages: [{ ...size, layers: [1], items: [name] }] };
    expect(shown(list)).toHaveLength(1);
    expect(shown(list)[0]?.runs.map(({ text }) => text)).toEqual(['山田 令和8年']);
  });

  test('leaves nothing of one certificate to the next', () => {
    const fonts = fontsOf({ base, gaiji });
    const first = unwrap(drawPdf(printed, fonts));
    const other = { ...printed, pages: [{ ...size, layers: [0], items: [{ ...name, text: '鈴木\ue000' }] }] };
    const between = unwrap(drawPdf(other, fonts));
    expect(unwrap(drawPdf(printed, fonts))).toEqual(first);
    expect(unwrap(drawPdf(other, fontsOf({ base, gaiji })))).toEqual(between);
    for (const sheet of [fonts.scratch.text, fonts.scratch.head, fonts.scratch.coded])
      expect(sheet.bytes.every((byte) => byte === 0)).toBe(true);
    expect(fonts.plates.get(form)?.fonts.every(({ codes }) => codes.keys.length === codes.fixed)).toBe(true);
  });

  test('a layer that the form does not have is a bad list', () => {
    const list = { ...printed, pages: [{ ...size, layers: [2], items: [] }] };
    expect(drawPdf(list, fontsOf({ base }))).toMatchObject({ ok: false, error: { fault: 'layer', page: 0 } });
  });

  test('names the characters of its own that have no glyph', () => {
    const list = {
      ...printed,
      form: { layers: [[{ ...title, text: '\ue000' }]], texts: [] },
      pages: [{ ...size, layers: [0], items: [] }],
    };
    expect(drawPdf(list, fontsOf({ base }))).toMatchObject({
      error: { missing: [{ key: 'U+E000', field: 'template' }] },
    });
  });

  test('compact says the same in fewer bytes', () => {
    expect(shown(printed, { size: 'compact' })).toEqual(shown(printed));
    const bytes = (list: DisplayList, options: Parameters<typeof drawPdf>[2]) =>
      unwrap(drawPdf(list, fontsOf({ base }), options)).length;
    expect(bytes(printed, { size: 'compact' })).toBeLessThan(bytes(printed, {}));
  });

  test('the plain profile leaves out what makes an archive', () => {
    const file = unwrap(drawPdf(printed, fontsOf({ base }), { profile: 'plain' }));
    expect(Buffer.from(file).toString('latin1')).not.toMatch(/Metadata|OutputIntent|pdfaid/);
  });

  test('pdf-lib carries the very same streams', async () => {
    const own = embeddedFonts(drawn(printed, { base }));
    const file = unwrap(await drawByPdfLib(printed, fontsOf({ base })));
    const streams = (bytes: Uint8Array) =>
      [
        ...Buffer.from(bytes)
          .toString('latin1')
          .matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g),
      ].map(([, data]) => data);
    expect(streams(file).sort()).toEqual(streams(drawn(printed, { base })).sort());
    expect(own).toHaveLength(1);
  });

  test('coloured pictures keep their colours', () => {
    const palette = Uint8Array.of(255, 255, 255, 200, 30, 30, 0, 0, 0);
    const image = {
      columns: 5,
      rows: 2,
      depth: 2,
      palette,
      samples: Uint8Array.of(0x1b, 0x40, 0xe4, 0x80),
    } as const;
    const place = { kind: 'picture', x: 10, y: 10, width: 20, height: 8, field: 'seal' } as const;
    const rgb = {
      columns: 1,
      rows: 1,
      depth: 24,
      palette: new Uint8Array(0),
      samples: Uint8Array.of(1, 2, 3),
    } as const;
    const list = {
      ...written,
      pages: [
        {
          ...size,
          items: [
            { ...place, image: encodeImage(image) },
            { ...place, image: rgb },
          ],
        },
      ],
    };
    const file = Buffer.from(drawn(list, { base })).toString('latin1');
    expect(file).toContain('/ColorSpace [/Indexed /DeviceRGB 2 <ffffffc81e1e000000>] /BitsPerComponent 2');
    expect(file).toContain('/ColorSpace /DeviceRGB /BitsPerComponent 8');
    const broken = {
      ...list,
      pages: [{ ...size, items: [{ ...place, image: { ...image, samples: Uint8Array.of(1) } }] }],
    };
    expect(drawPdf(broken, fontsOf({ base }))).toMatchObject({ error: { fault: 'bits' } });
  });
});
