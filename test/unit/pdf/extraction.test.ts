import { describe, expect, test } from 'vitest';
import { drawPdf, type FontSet, keyOf, keyText, resolveKey } from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { inkOf, inkText } from '../../support/paper.ts';
import { sampleCertificates } from '../../support/pdf/certificates.ts';
import { openFonts } from '../../support/pdf/fonts.ts';
import { keysIn, openTextReaders, textFaults, textsOf } from '../../support/pdf/text-readers.ts';
import { listOf } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';

const SIZES = ['fast', 'compact'] as const;

const additional = buildFont({ ...samplePlan, map: new Map([[0x100000, 3]]) });
const fonts = openFonts(buildFont(samplePlan), additional);
const readers = await openTextReaders();
const certificates = sampleCertificates('extraction', 24);

const drawnLines = (lines: readonly string[], set: FontSet = fonts): Uint8Array =>
  unwrap(drawPdf(listOf(lines), set));

/** The first characters of a range, and the first sequences with a selector in another, that the fonts have. */
function available(first: number, last: number, limit: number, selector?: number): string[] {
  const texts: string[] = [];
  for (let codePoint = first; codePoint <= last && texts.length < limit; codePoint++) {
    const key = keyOf(codePoint, selector);
    if (resolveKey(fonts, key) !== undefined) texts.push(keyText(key));
  }
  return texts;
}

/** The character itself and all its sequences. */
function allVariants(codePoint: number): string {
  let texts = String.fromCodePoint(codePoint);
  for (let selector = 0xe0100; selector <= 0xe01ef; selector++) {
    texts += available(codePoint, codePoint, 1, selector).join('');
  }
  return texts;
}

const extensions = [
  available(0x20000, 0x2a6df, 30),
  available(0x2a700, 0x2b73f, 30),
  available(0x2b740, 0x2b81f, 30),
  available(0x2b820, 0x2ceaf, 30),
  available(0x2ceb0, 0x2ebef, 30),
].map((texts) => texts.join(''));
const compatibility = available(0xf900, 0xfaff, 50);

const GROUPS: readonly (readonly [what: string, lines: readonly string[]])[] = [
  [
    'variation sequences',
    [available(0x3400, 0x9fff, 40, 0xe0100).join(''), '葛\u{e0102}城市', allVariants(0x9089)],
  ],
  [
    'standardised variants',
    [
      available(0x3400, 0x9fff, 30, 0xfe00).join(''),
      '㐂'.concat(available(0x3400, 0x9fff, 3, 0xfe01).join('')),
    ],
  ],
  ['extensions B to F', extensions],
  [
    'private-use characters of all three areas',
    ['山\ue000\ue003田', '\u{f0000}\u{100000}', '\ue001\u{e0101}\ue001'],
  ],
  ['keys that share an outline', ['㐶㐶\u{e0100}㐶', '-\u2010\u2011\u2012~\u223c']],
  ['kana with combining marks, which nothing may join', ['か\u3099が', 'ハ\u309aパ', 'ﾊﾟﾊﾞｶﾞ', '゛゜']],
  ['compatibility ideographs, which nothing may normalise', ['神\ufa19', compatibility.join('')]],
  ['signs that a normalisation would take apart', ['①㈱㍻', '½㎏ℓ', 'ＡＢ１２']],
  ['half-width kana', ['ｱｲｳｴｵｶﾞｷﾞﾊﾟ｡｢｣､･ｰ']],
  ['blanks inside a line', ['山 川\u00a0田\u3000中']],
  [
    'more than a hundred characters',
    [available(0x4e00, 0x9fff, 55).join(''), available(0x5e00, 0x9fff, 55).join('')],
  ],
];

test('what the groups are made of is really there', () => {
  expect(keysIn(allVariants(0x9089)).length).toBeGreaterThan(15);
  expect(compatibility).toHaveLength(50);
  for (const text of extensions) expect(keysIn(text)).toHaveLength(30);
  for (const selector of [0xe0100, 0xfe00, 0xfe01])
    expect(available(0x3400, 0x9fff, 1, selector)).toHaveLength(1);
});

describe.each(readers)('$name, a reader of another make,', (reader) => {
  test.each(GROUPS)('extracts %s as given, in order', async (_, lines) => {
    for (const size of SIZES) {
      const pdf = unwrap(drawPdf(listOf(lines), fonts, { size }));
      expect(textFaults(reader, [lines.join('')], await reader.read(pdf), true)).toEqual([]);
    }
  });

  test('extracts from certificates every character that was drawn, and no other', {
    timeout: 60_000,
  }, async () => {
    expect(Math.max(...certificates.map(({ list }) => list.pages.length))).toBeGreaterThan(2);
    for (const { list, fonts: own } of certificates) {
      for (const size of SIZES) {
        const pdf = unwrap(drawPdf(list, own, { size }));
        expect(textFaults(reader, textsOf(list), await reader.read(pdf))).toEqual([]);
      }
    }
  });
});

/**
 * What a reader gives otherwise by a rule of its own, though the file says it right. A reader without rows has none:
 * mupdf gives every character as it is.
 */
const EXCEPTIONS: readonly {
  readonly reader: 'pdf.js' | 'PDFium';
  readonly what: string;
  /** Why: what the reader takes the characters for. */
  readonly cause: string;
  readonly lines: readonly string[];
  readonly gives: string;
  /** The same without the cause, which it gives as it is. */
  readonly control: readonly string[];
}[] = [
  {
    reader: 'pdf.js',
    what: 'gives every blank as U+0020',
    cause: 'a character of white space is width to it, and a wide gap becomes a space',
    lines: ['山\u00a0川\u3000田'],
    gives: '山 川 田',
    control: ['山 川 田'],
  },
  {
    reader: 'pdf.js',
    what: 'gives several blanks as one',
    cause: 'they are one gap',
    lines: ['山  川'],
    gives: '山 川',
    control: ['山 川'],
  },
  {
    reader: 'pdf.js',
    what: 'leaves out blanks where a line begins or ends',
    cause: 'there is no gap between two characters',
    lines: ['\u3000山 '],
    gives: '山',
    control: ['山'],
  },
  {
    reader: 'pdf.js',
    what: 'leaves out U+00AD',
    cause: 'a format character (category Cf) is invisible to it',
    lines: ['山\u00ad川'],
    gives: '山川',
    control: ['山-川'],
  },
  {
    reader: 'PDFium',
    what: 'gives several U+0020 as one',
    cause: 'a space after a space is the same gap',
    lines: ['山  川'],
    gives: '山 川',
    control: ['山 川\u3000\u3000田\u00a0\u00a0中'],
  },
  {
    reader: 'PDFium',
    what: 'leaves out a line of blanks only',
    cause: 'a line without ink has no text',
    lines: ['\u3000'],
    gives: '',
    control: ['山\u3000川'],
  },
  {
    reader: 'PDFium',
    what: 'gives a hyphen at the end of a line as U+FFFE',
    cause: 'after a letter it is the break of a word',
    lines: ['AB-', 'CD\u00ad', 'EF'],
    gives: 'AB\ufffeCD\ufffeEF',
    control: ['AB-CD\u00adEF'],
  },
  {
    reader: 'PDFium',
    what: 'adds a space after some signs at the end of a line',
    cause: 'the next line does not continue a word',
    lines: ['川\u00a0', '田'],
    gives: '川\u00a0 田',
    control: ['川\u00a0田'],
  },
];

describe('a reader’s own rule, and not the file, is why', () => {
  const mupdf = readers.find(({ name }) => name === 'mupdf');

  test.each(EXCEPTIONS)('$reader $what: $cause', async ({ reader: name, lines, gives, control }) => {
    const reader = readers.find((candidate) => candidate.name === name);
    const pdf = drawnLines(lines);
    expect(await reader?.read(pdf)).toEqual([gives]);
    // Its fonts and maps say it as given: to another reader, and to pdf.js before it puts words together.
    expect(await mupdf?.read(pdf)).toEqual([lines.join('')]);
    expect((await inkOf(pdf)).map(inkText)).toEqual([lines.join('')]);
    expect(await reader?.read(drawnLines(control))).toEqual([control.join('')]);
  });

  test('PDFium gives what stands on one line from left to right, though it was drawn from right to left', async () => {
    const texts = ['右', '左'].map(
      (text, index) => ({ kind: 'text', x: 300 - index * 200, y: 700, size: 10, text, field: text }) as const,
    );
    const list = { title: 't', tag: 't', pages: [{ width: 595.28, height: 841.89, items: texts }] };
    const pdf = unwrap(drawPdf(list, fonts));
    const given = await Promise.all(
      readers.map(async ({ name, read }) => `${name} ${(await read(pdf)).join('').replaceAll(' ', '')}`),
    );
    expect(given).toEqual(['pdf.js 右左', 'PDFium 左右', 'mupdf 右左']);
  });
});
