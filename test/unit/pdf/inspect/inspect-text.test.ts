import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { inspectPdf } from '../../../../functions/pdf/inspect/inspect-pdf.ts';
import type { InspectedPage } from '../../../../functions/pdf/inspect/judge.ts';
import { unwrap } from '../../../../functions/shared/result.ts';
import { buildPdf, deflated, type Part, type Parts } from './pdf-builder.ts';
import { pageOf, sampleParts } from './sample-pdfs.ts';

async function pageSaying(content: string, changes: Parts = {}): Promise<InspectedPage | undefined> {
  const pdf = buildPdf(sampleParts({ 6: { dict: '', data: content }, ...changes }));
  return unwrap(await inspectPdf(pdf, { text: true })).pages[0];
}
const textOf = async (content: string, changes: Parts = {}): Promise<string | undefined> =>
  (await pageSaying(content, changes))?.text;

const shown = (string: string): string => `BT /F1 10 Tf 50 700 Td ${string} Tj ET`;
const hex = (text: string): string => `<${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;

/** A composite font of two-byte glyph numbers with this character map. */
const identityFont = (map: string, encoding = '/Identity-H', entries = ''): Parts => ({
  5: `<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding ${encoding} /DescendantFonts [7 0 R] /ToUnicode 8 0 R >>`,
  7: `<< /Type /Font /Subtype /CIDFontType2 ${entries} >>`,
  8: deflated('', `/CMapName /X def begincmap ${map} endcmap`),
});
const simpleFont = (entries: string, more: Parts = {}): Parts => ({
  5: `<< /Type /Font /Subtype /TrueType /BaseFont /ABCDEF+X ${entries} >>`,
  ...more,
});

describe('a character map', () => {
  test('gives single codes, ranges and lists their characters, beyond the first plane and with selectors', async () => {
    const map =
      `1 begincodespacerange <0000> <ffff> endcodespacerange 3 beginbfchar <0001> ${hex('葛\u{e0102}')} ` +
      `<0002> ${hex('𠮷')} <0003> ${hex('\ue000')} endbfchar 2 beginbfrange <0010> <0012> ${hex('甲')} ` +
      `<0020> <0022> [${hex('乙')} ${hex('丙')} ${hex('丁')}] endbfrange`;
    const text = await textOf(shown('<000100020003 0010 0011 0012 0020 0021 0022>'), identityFont(map));
    expect(text).toBe('葛\u{e0102}𠮷\ue000甲\u7533\u7534乙丙丁');
  });

  test('leaves a code that it lacks as U+FFFD, and says so', async () => {
    const page = await pageSaying(
      shown('<0001 0009 0001>'),
      identityFont(`1 beginbfchar <0001> ${hex('甲')} endbfchar`),
    );
    expect(page).toMatchObject({ text: '甲\ufffd甲', textIsComplete: false });
  });

  test.each([
    ['half a character', '<d840>'],
    ['a control code', '<0007>'],
    ['the sign of the unknown', '<fffd>'],
    ['what turns the reading direction', '<202e>'],
    ['no character at all', '<ffff>'],
    ['nothing', '<>'],
    ['a single byte', '<41>'],
  ])('that maps to %s maps to nothing', async (_, target) => {
    const page = await pageSaying(shown('<0001>'), identityFont(`1 beginbfchar <0001> ${target} endbfchar`));
    expect(page).toMatchObject({ text: '\ufffd', textIsComplete: false });
  });

  test('goes before what the encoding says', async () => {
    const font = simpleFont('/Encoding /WinAnsiEncoding /ToUnicode 8 0 R', {
      8: { dict: '', data: `1 beginbfchar <41> ${hex('甲')} endbfchar` },
    });
    expect(await textOf(shown('(AB)'), font)).toBe('甲B');
  });

  test('that cannot be read leaves every code without a character', async () => {
    const page = await pageSaying(shown('<0001>'), identityFont('1 beginbfchar <0001 endbfchar'));
    expect(page).toMatchObject({ text: '\ufffd', textIsComplete: false });
  });
});

describe('an encoding', () => {
  test.each([
    ['of Windows', '/Encoding /WinAnsiEncoding', '(A\\200\\351)', 'A€é'],
    ['of the Macintosh', '/Encoding /MacRomanEncoding', '(A\\216)', 'Aé'],
    ['of Adobe', '/Encoding /StandardEncoding', "(A'\\256\\341)", 'A’ﬁÆ'],
    [
      'with differences',
      '/Encoding << /BaseEncoding /WinAnsiEncoding /Differences [65 /uni7532 /u20BB7 66 /one /Eacute /quoteleft] >>',
      '(ABCD)',
      '甲1É‘',
    ],
    ['with nothing but differences', '/Encoding << /Differences [1 /A /B] >>', '(\\001\\002)', 'AB'],
  ])('%s', async (_, entries, string, expected) => {
    expect(await pageSaying(shown(string), simpleFont(entries))).toMatchObject({
      text: expected,
      textIsComplete: true,
    });
  });

  test.each([
    ['within the font program', ''],
    ['with a name that nobody knows', '/Encoding /SecretEncoding'],
    ['of glyph names that nobody knows', '/Encoding << /Differences [65 /g65] >>'],
  ])('%s is not guessed', async (_, entries) => {
    expect(await pageSaying(shown('(A)'), simpleFont(entries))).toMatchObject({
      text: '\ufffd',
      textIsComplete: false,
    });
  });

  test('is the standard one in the fonts that readers bring along, unknown in their symbols', async () => {
    expect(await textOf(shown('(A)'), { 5: '<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold >>' })).toBe(
      'A',
    );
    expect(await textOf(shown('(A)'), { 5: '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>' })).toBe(
      '\ufffd',
    );
  });

  test.each([
    ['UniJIS-UTF16-H', '<7532 d842dfb7 e000>', '甲𠮷\ue000'],
    ['UniJIS-UCS2-HW-V', '<7532>', '甲'],
    ['UniJIS2004-UTF16-H', '<8fbb>', '辻'],
    // 0xf040 is the first place of Windows' gaiji
    ['90ms-RKSJ-H', '<8d62 41 b1 f040>', '甲Aｱ\ue000'],
    ['90msp-RKSJ-V', '<8d62>', '甲'],
  ])('%s is Japanese without a map', async (encoding, string, expected) => {
    const font = `<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /${encoding} >>`;
    expect(await pageSaying(shown(string), { 5: font })).toMatchObject({
      text: expected,
      textIsComplete: true,
    });
  });

  test('that no table of ours knows is one unknown a string', async () => {
    const font = '<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /KSCms-UHC-H >>';
    expect(await textOf(shown('<b0a1b0a2>'), { 5: font })).toBe('\ufffd');
  });

  test('of the document’s own tells codes of one and two bytes apart', async () => {
    const map = `2 beginbfchar <41> ${hex('乙')} <8140> ${hex('丙')} endbfchar`;
    const own = deflated('', 'begincodespacerange <00> <7f> <8100> <9fff> endcodespacerange');
    const page = await pageSaying(shown('<41 8140 41 ff>'), { ...identityFont(map, '9 0 R'), 9: own });
    expect(page).toMatchObject({ text: '乙丙乙\ufffd', textIsComplete: false });
  });

  test('by glyph numbers alone is unknown', async () => {
    const font = '<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H >>';
    expect(await pageSaying(shown('<00410042>'), { 5: font })).toMatchObject({
      text: '\ufffd\ufffd',
      textIsComplete: false,
    });
  });
});

describe('a string', () => {
  test.each([
    ['with escapes', '(a\\(b\\)\\\\c\\101\\7)', 'a(b)\\cA\ufffd'],
    ['with brackets in pairs', '(a(b)c)', 'a(b)c'],
    ['over two lines of the file', '(a\\\nb)', 'ab'],
    ['in hexadecimal, its last digit missing', '<41 4>', 'A@'],
  ])('%s', async (_, string, expected) => {
    expect(await textOf(shown(string))).toBe(expected);
  });
});

describe('the text of a page', () => {
  test('has a line for each baseline', async () => {
    const content =
      'BT /F1 10 Tf 12 TL 50 700 Td (a) Tj T* (b) Tj 0 -12 TD (c) Tj (d) \' 1 0 (e) " 1 0 0 1 50 500 Tm (f) Tj ET ' +
      'BT /F1 10 Tf 50 480 Td (g) Tj ET q 1 0 0 1 0 -20 cm BT /F1 10 Tf 50 480 Td (h) Tj ET Q';
    expect(await textOf(content)).toBe('a\nb\nc\nd\ne\nf\ng\nh');
  });

  test('has a blank for each gap, and none within a word', async () => {
    const font = simpleFont(`/Encoding /WinAnsiEncoding /FirstChar 65 /Widths [${'500 '.repeat(26)}]`);
    const content = (array: string): string => `BT /F1 10 Tf 50 700 Td ${array} TJ ET`;
    expect(await textOf(content('[(A) 20 (B) -500 (C) -30 (D)]'), font)).toBe('AB CD');
    expect(await textOf('BT /F1 10 Tf 50 700 Td (AB) Tj 10 0 Td (C) Tj 30 0 Td (D) Tj ET', font)).toBe(
      'ABC D',
    );
  });

  test('takes the width of glyphs by their numbers', async () => {
    const map = `1 beginbfrange <0001> <0009> ${hex('一')} endbfrange`;
    const content = 'BT /F1 10 Tf 50 700 Td <0001> Tj 10 0 Td <0002> Tj 5 0 Td <0003> Tj 5 0 Td <0004> Tj ET';
    const font = identityFont(map, '/Identity-H', '/DW 1000 /W [2 [500] 3 3 500]');
    expect(await textOf(content, font)).toBe('一\u4e01\u4e02\u4e03');
  });

  test('goes down in vertical writing', async () => {
    const map = `1 beginbfrange <0001> <0009> ${hex('一')} endbfrange`;
    const content = 'BT /F1 10 Tf 500 700 Td <00010002> Tj 0 -20 Td <0003> Tj -15 20 Td <0004> Tj ET';
    expect(await textOf(content, identityFont(map, '/Identity-V'))).toBe('一\u4e01\u4e02\n\u4e03');
  });

  test('stands in its several contents as in one', async () => {
    const changes = { 3: pageOf('', '[6 0 R 7 0 R]'), 7: { dict: '', data: '(b) Tj ET' } };
    expect(await textOf('BT /F1 10 Tf 50 700 Td (a) Tj', changes)).toBe('ab');
  });

  test('includes forms, placed and with fonts of their own', async () => {
    const form: Part = {
      dict: '/Subtype /Form /BBox [0 0 100 100] /Matrix [1 0 0 1 0 100] /Resources << /Font << /F9 5 0 R >> /XObject << /Y 8 0 R >> >>',
      data: 'BT /F9 10 Tf 50 50 Td (inner) Tj ET /Y Do',
    };
    const changes: Parts = {
      4: '<< /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >>',
      7: form,
      8: {
        dict: '/Subtype /Form /BBox [0 0 1 1] /Resources << /Font << /F1 5 0 R >> >>',
        data: 'BT /F1 9 Tf (innermost) Tj ET',
      },
    };
    expect(await textOf(`${shown('(outer)')} /X Do`, changes)).toBe('outer\ninner\ninnermost');
  });

  test('cannot be read if a form is within itself', async () => {
    const changes: Parts = {
      4: '<< /Font << /F1 5 0 R >> /XObject << /X 7 0 R >> >>',
      7: { dict: '/Subtype /Form /BBox [0 0 1 1]', data: '/X Do' },
    };
    expect(await pageSaying(`${shown('(a)')} /X Do`, changes)).toEqual({ width: 595, height: 842 });
  });

  test('takes a font out of the graphics state', async () => {
    const changes = { 4: '<< /ExtGState << /G << /Font [5 0 R 10] >> >> >>' };
    expect(await textOf('BT /G gs 50 700 Td (a) Tj ET', changes)).toBe('a');
  });

  test('is unknown where no font is', async () => {
    expect(await pageSaying('BT /F7 10 Tf 50 700 Td (abc) Tj ET')).toMatchObject({
      text: '\ufffd',
      textIsComplete: false,
    });
  });

  test('is what is painted on the visible part of the page', async () => {
    const content = `BT /F1 10 Tf 3 Tr 50 700 Td (invisible) Tj 0 Tr ( a) Tj 1000 0 Td (outside) Tj ET BT 0 -50 Td (below) Tj ET`;
    expect(await textOf(content)).toBe(' a');
  });

  test('skips pictures in its midst', async () => {
    const picture = 'BI /W 2 /H 2 /BPC 8 ID \x00 EI\x01(x) Tj\x02 EI Q';
    expect(await textOf(`q ${picture} ${shown('(a)')}`)).toBe('a');
  });

  test.each([
    ['in ASCII', '/Filter /ASCIIHexDecode', (data: Buffer) => `${data.toString('hex')}>`],
    [
      'deflated within ASCII',
      '/Filter [/ASCIIHexDecode /FlateDecode]',
      (data: Buffer) => `${deflateSync(data).toString('hex')}>`,
    ],
    ['in base 85', '/Filter /ASCII85Decode', base85],
  ])('is read %s', async (_, dict, encode) => {
    expect(await textOf('', { 6: { dict, data: encode(Buffer.from(shown('(a)'))) } })).toBe('a');
  });

  test.each([
    ['a filter that is not known', { dict: '/Filter /LZWDecode', data: 'x' }],
    [
      'data that are cut off',
      { dict: '/Filter /FlateDecode', data: deflateSync(Buffer.from(shown('(a)'))).subarray(0, 20) },
    ],
    ['no syntax', { dict: '', data: 'BT (a' }],
    ['a bomb', deflated('', Buffer.alloc(50_000_000, 0x20))],
  ])('cannot be read in %s', async (_, part) => {
    expect(await pageSaying('', { 6: part })).toEqual({ width: 595, height: 842 });
  });

  test('is empty on a page without contents', async () => {
    expect(await pageSaying('', { 3: '<< /Type /Page /Parent 2 0 R >>' })).toMatchObject({
      text: '',
      textIsComplete: true,
    });
  });
});

function base85(data: Buffer): string {
  let text = '';
  for (let at = 0; at < data.length; at += 4) {
    const group = Buffer.alloc(4);
    const taken = data.copy(group, 0, at, at + 4);
    let value = group.readUInt32BE();
    let digits = '';
    for (let digit = 0; digit < 5; digit++) {
      digits = String.fromCharCode(33 + (value % 85)) + digits;
      value = Math.floor(value / 85);
    }
    text += digits.slice(0, taken + 1);
  }
  return `${text}~>`;
}
