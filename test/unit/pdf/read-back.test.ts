import { createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, test } from 'vitest';
import { type DisplayList, pictureDigest, type ReadRun, readBack } from '../../../functions/pdf/index.ts';
import { BadPdf, type ReadFault } from '../../../functions/pdf/pdf-syntax.ts';
import { readContent, readToUnicode } from '../../../functions/pdf/read-content.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { drawn, listOf, openBase, openBytes, sealImage, seededNumbers } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

const base = openBase();
const fonts = { base, gaiji: openBytes(buildFont(samplePlan)) };

const seal = {
  kind: 'picture',
  x: 400.25,
  y: 100,
  width: 68.031,
  height: 68,
  image: sealImage(90),
  field: 's',
} as const;
const list: DisplayList = {
  title: '住民票の写し <&>',
  tag: 'req_2026-1',
  pages: [
    {
      width: 595.28,
      height: 841.89,
      items: [
        { kind: 'frame', x: 40, y: 40, width: 515, height: 760, lineWidth: 0.5 },
        { kind: 'frame', x: 50, y: 700, width: 200, height: 30, lineWidth: 0, fill: 0.9 },
        { kind: 'text', x: 60, y: 710.1234, size: 18, text: '住 民 票', field: 'title' },
        { kind: 'rule', x1: 40, y1: 600, x2: 555, y2: 600, width: 1, grey: 0.5 },
        {
          kind: 'text',
          x: 60,
          y: 650,
          size: 10.5,
          stretch: 0.7,
          text: '葛\u{e0102}城𠮷\ue000か\u3099',
          field: 'name',
        },
        { kind: 'text', x: 60, y: 630, size: 10.5, text: '山田', field: 'name' },
        seal,
        { ...seal, x: 300, image: { ...seal.image, ink: [0, 0, 0] } },
        { kind: 'frame', x: 60, y: 300, width: 20, height: 20, lineWidth: 2, fill: 0.5, grey: 0.25 },
        { kind: 'text', x: 60, y: 200, size: 9, text: '', field: 'empty' },
      ],
    },
    {
      width: 841.89,
      height: 595.28,
      items: [{ kind: 'text', x: 1, y: 2, size: 9, text: '\ue003', field: 'gaiji' }],
    },
  ],
};
const pdf = drawn(list, fonts);
const latin1 = Buffer.from(pdf).toString('latin1');

const faultOf = (bytes: Uint8Array): ReadFault | undefined => {
  const result = readBack(bytes);
  return result.ok ? undefined : result.error;
};

/** Puts the identifier right after a change of the objects, as someone would who knows how it is made. */
function resealed(text: string): Buffer {
  const body = Buffer.from(text.slice(0, text.lastIndexOf('xref\n0 ')), 'latin1');
  const id = createHash('sha256').update(body).digest('hex').slice(0, 32);
  return Buffer.from(text.replace(/\/ID \[ <\w+> <\w+> \]/, `/ID [ <${id}> <${id}> ]`), 'latin1');
}

describe('reading back', () => {
  test('gives the texts and pictures of the list', () => {
    const run = (text: string, x: number, y: number, size: number, stretch = 1): ReadRun => {
      return { text, x, y, size, stretch };
    };
    const digest = pictureDigest(seal.image);
    const place = { y: 100, width: 68.031, height: 68, digest };
    expect(unwrap(readBack(pdf))).toEqual({
      tag: 'req_2026-1',
      title: '住民票の写し <&>',
      pages: [
        {
          width: 595.28,
          height: 841.89,
          runs: [
            run('住 民 票', 60, 710.123, 18),
            run('葛\u{e0102}城𠮷\ue000か\u3099', 60, 650, 10.5, 0.7),
            run('山田', 60, 630, 10.5),
          ],
          pictures: [
            { ...place, x: 400.25, ink: [0.78, 0.1, 0.1] },
            { ...place, x: 300, ink: [0, 0, 0] },
          ],
        },
        { width: 841.89, height: 595.28, runs: [run('\ue003', 1, 2, 9)], pictures: [] },
      ],
    });
  });

  test('gives the texts of a page with more than a hundred characters', () => {
    const texts = Array.from({ length: 8 }, (_, row) =>
      Array.from({ length: 40 }, (_, column) => String.fromCodePoint(0x5000 + row * 40 + column))
        .filter((text) =>
          base.glyphOf(((text.codePointAt(0) ?? 0) * 512) as Parameters<typeof base.glyphOf>[0]),
        )
        .join(''),
    );
    expect(unwrap(readBack(drawn(listOf(texts), { base }))).pages[0]?.runs.map(({ text }) => text)).toEqual(
      texts,
    );
  });

  test('tells pictures of equal bits and other dimensions apart', () => {
    const bits = new Uint8Array(8);
    expect(pictureDigest({ columns: 8, rows: 8, bits })).not.toBe(
      pictureDigest({ columns: 16, rows: 4, bits }),
    );
  });
});

describe('a file that was not written so is refused', () => {
  test('a single changed byte', () => {
    const random = seededNumbers(7);
    for (let round = 0; round < 300; round++) {
      const copy = Uint8Array.from(pdf);
      const at = Math.floor(random() * copy.length);
      copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(random() * 8));
      expect(faultOf(copy), `byte ${at}`).toBeDefined();
    }
  });

  test('a changed byte under a renewed identifier is refused, or read without an exception', () => {
    const random = seededNumbers(8);
    let refused = 0;
    for (let round = 0; round < 300; round++) {
      const copy = Buffer.from(pdf);
      const at = 15 + Math.floor(random() * (latin1.lastIndexOf('xref\n0 ') - 15));
      copy[at] = Math.floor(random() * 256);
      if (faultOf(resealed(copy.toString('latin1'))) !== undefined) refused++;
    }
    expect(refused).toBeGreaterThan(50);
  });

  test('cut off, or continued', () => {
    for (const end of [0, 10, 100, pdf.length - 1])
      expect(faultOf(pdf.slice(0, end))?.kind).toBe('malformed');
    expect(faultOf(Buffer.concat([pdf, Buffer.from('\n')]))?.kind).toBe('malformed');
    expect(faultOf(Buffer.concat([pdf, pdf]))?.kind).toBe('malformed');
  });

  test('encrypted', () => {
    expect(faultOf(resealed(latin1.replace('/Info 3 0 R\n', '/Info 3 0 R\n/Encrypt 3 0 R\n')))?.kind).toBe(
      'encrypted',
    );
  });

  test('with a key that is never written', () => {
    expect(faultOf(resealed(latin1.replace('/Type /Metadata', '/Typo /Metadata')))?.kind).toBe('unexpected');
    expect(
      faultOf(resealed(latin1.replace('/Producer (konbini-kofu)', '/Producer (konbini-kofv)')))?.kind,
    ).toBe('unexpected');
    expect(faultOf(resealed(latin1.replace('/Identity-H', '/Identity-V')))?.kind).toBe('unexpected');
    expect(faultOf(resealed(latin1.replace('/Decode [ 1 0 ]', '/Decode [ 0 1 ]')))?.kind).toBe('unexpected');
  });

  test('with another tag it differs', () => {
    const other = unwrap(readBack(resealed(latin1.replace('(req_2026-1)', '(req_2026-2)'))));
    expect(other.tag).toBe('req_2026-2');
  });

  test('saved again by another program', async () => {
    const document = await PDFDocument.load(pdf);
    expect(faultOf(await document.save({ useObjectStreams: false }))).toBeDefined();
  });
});

describe('page operators', () => {
  const names = {
    fonts: new Map([['/F1', new Map([[1, '山']])]]),
    images: new Map([['/P1', 'digest']]),
  };
  const read = (operators: string): unknown => {
    try {
      return readContent(Buffer.from(operators, 'latin1'), 'page 1', names, new Set());
    } catch (error) {
      if (error instanceof BadPdf) return error.fault.kind;
      throw error;
    }
  };

  test('what is drawn is read', () => {
    expect(read('BT 1 0 0 1 5 6 Tm /F1 9 Tf <0001> Tj ET')).toEqual({
      runs: [{ text: '山', x: 5, y: 6, size: 9, stretch: 1 }],
      pictures: [],
    });
  });

  test.each([
    ['a code without text', 'unmapped-code', 'BT 1 0 0 1 5 6 Tm /F1 9 Tf <00010002> Tj ET'],
    ['half a code', 'unexpected', 'BT 1 0 0 1 5 6 Tm /F1 9 Tf <000100> Tj ET'],
    ['a font that is not listed', 'unexpected', 'BT 1 0 0 1 5 6 Tm /F2 9 Tf <0001> Tj ET'],
    ['text that is not shown', 'unexpected', 'BT 3 Tr 1 0 0 1 5 6 Tm /F1 9 Tf <0001> Tj ET'],
    ['white text', 'unexpected', '1 g BT 1 0 0 1 5 6 Tm /F1 9 Tf <0001> Tj ET'],
    ['turned text', 'unexpected', 'BT 0 1 -1 0 5 6 Tm /F1 9 Tf <0001> Tj ET'],
    ['text with gaps', 'unexpected', 'BT 1 0 0 1 5 6 Tm /F1 9 Tf [<0001>] TJ ET'],
    ['text without a place', 'unexpected', 'BT /F1 9 Tf <0001> Tj ET'],
    ['a place without text', 'unexpected', 'BT 1 0 0 1 5 6 Tm ET'],
    ['text that does not end', 'unexpected', 'BT 1 0 0 1 5 6 Tm /F1 9 Tf <0001> Tj'],
    ['a clip', 'unexpected', '0 0 10 10 re W n'],
    ['a scaled page', 'unexpected', '2 0 0 2 0 0 cm'],
    ['a picture without ink', 'unexpected', 'q 9 0 0 9 1 1 cm /P1 Do Q'],
    ['a mirrored picture', 'unexpected', 'q 1 0 0 rg -9 0 0 9 1 1 cm /P1 Do Q'],
    ['a picture drawn twice', 'unexpected', 'q 1 0 0 rg 9 0 0 9 1 1 cm /P1 Do /P1 Do Q'],
    ['an inline image', 'unexpected', 'BI /W 1 ID x EI'],
    ['a comment', 'unexpected', '% hidden'],
    ['an exponent', 'malformed', '1e3 w'],
  ])('%s is %s', (_, kind, operators) => {
    expect(read(operators)).toBe(kind);
  });

  test.each([
    ['a range', 'begincmap 1 beginbfrange <0001> <0002> <5c71> endbfrange endcmap'],
    ['a code mapped twice', '2 beginbfchar <0001> <5c71> <0001> <5ddd> endbfchar endcmap'],
    ['half a character', '1 beginbfchar <0001> <d842> endbfchar endcmap'],
    ['a section with a wrong count', '2 beginbfchar <0001> <5c71> endbfchar endcmap'],
    ['no end', '1 beginbfchar <0001> <5c71> endbfchar'],
  ])('a text map with %s is refused', (_, map) => {
    expect(() => readToUnicode(Buffer.from(map, 'latin1'), 'object 1')).toThrow(BadPdf);
  });
});
