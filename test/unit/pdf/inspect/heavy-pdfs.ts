import { deflateSync } from 'node:zlib';
import { buildPdf, deflated, type FileForm, type Part, type Parts, updatedPdf } from './pdf-builder.ts';
import { pageOf, sampleParts } from './sample-pdfs.ts';

const large = 4_300_000;
const filled = (text: string, length = large): string => text.repeat(Math.floor(length / text.length));
const blanks = (length: number): Uint8Array => Buffer.alloc(length, 0x20);

const sample = (changes: Parts, form: FileForm = {}): Buffer => buildPdf(sampleParts(changes), form);
/** With an object that is looked at only because it can be reached. */
const extra = (part: Part, more: Parts = {}, form: FileForm = {}): Buffer =>
  sample({ 1: '<< /Type /Catalog /Pages 2 0 R /Extra 7 0 R >>', 7: part, ...more }, form);
const content = (text: string): Buffer => sample({ 6: deflated('', text) });
const doubtful: FileForm = { header: 'junk\n%PDF-1.7\n' };

/** One object after the other, each known by the one before. */
const chain = (count: number, form: FileForm = {}): Buffer => {
  const parts: Record<number, Part> = {};
  for (let number = 7; number < count; number++) parts[number] = `[${number + 1} 0 R]`;
  return extra('[8 0 R]', { ...parts, [count]: '1' }, form);
};

/** Objects that begin within one another's strings: each reads to the end of the file. */
function nestedObjects(count: number): Buffer {
  const offsets: number[] = [];
  let text = '%PDF-1.7\n';
  for (let number = 1; number <= count; number++) {
    offsets.push(text.length);
    text += `${number} 0 obj(`;
  }
  text += `${filled('a', 3_500_000)}${')'.repeat(count)} endobj\n`;
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const all = offsets.map((_, index) => `${index + 1} 0 R`).join(' ');
  const trailer = `trailer\n<< /Size ${count + 1} /Root 1 0 R /All [${all}] >>\nstartxref\n${text.length}\n%%EOF\n`;
  return Buffer.from(`${text}xref\n0 ${count + 1}\n0000000000 65535 f \n${entries}${trailer}`, 'latin1');
}

function revisions(count: number): Buffer {
  let pdf = buildPdf(sampleParts());
  for (let revision = 0; revision < count; revision++) pdf = updatedPdf(pdf, { 6: 'null' });
  return pdf;
}

/** Object streams of one number each. */
function objectStreams(count: number): Buffer {
  const parts: Record<number, Part> = {};
  for (let stream = 100; stream < 100 + count; stream++) {
    const head = `${stream + count} 0 `;
    parts[stream] = deflated(`/Type /ObjStm /N 1 /First ${head.length}`, `${head}1`);
    parts[stream + count] = '1';
  }
  const targets = Array.from({ length: count }, (_, index) => `${100 + count + index} 0 R`);
  return extra(`[${targets.join(' ')}]`, parts, {
    xref: 'stream',
    place: (number, entry) =>
      number >= 100 + count && number < 100 + 2 * count ? [2, number - count, 0] : entry,
  });
}

const manyPages = (count: number, entries = ''): Parts => {
  const numbers = Array.from({ length: count }, (_, index) => 1_000 + index);
  const contents = entries.includes('/Contents') ? '' : '/Contents 6 0 R';
  return {
    2: `<< /Type /Pages /Kids [${numbers.map((number) => `${number} 0 R`).join(' ')}] /Count ${count} /MediaBox [0 0 595 842] /Resources 4 0 R >>`,
    ...Object.fromEntries(
      numbers.map((number) => [number, `<< /Type /Page /Parent 2 0 R ${contents} ${entries} >>`]),
    ),
  };
};

const compositeFont = (map: string): Parts => ({
  5: '<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 8 0 R /ToUnicode 7 0 R >>',
  7: deflated('', map),
  8: deflated('', `begincodespacerange ${'<00000000> <00000000> '.repeat(20)} <00> <ff> endcodespacerange`),
});

/** Files that are made to cost time or memory, each in its own way. */
export const heavyPdfs: Readonly<Record<string, () => Uint8Array>> = {
  'an array of numbers': () => extra(`[${filled('1 ')}]`),
  'an array of numbers within the limit': () => extra(`[${filled('1 ', 196_000)}]`),
  'an array of arrays': () => extra(`[${filled('[]')}]`),
  'an array of arrays within the limit': () => extra(`[${filled('[]', 190_000)}]`),
  'an array of dictionaries': () => extra(`[${filled('<</A 1>>')}]`),
  'an array of dictionaries within the limit': () => extra(`[${filled('<</A 1>>', 120_000)}]`),
  'an array of strings': () => extra(`[${filled('()', 190_000)}]`),
  'brackets without an end': () => extra(filled('[')),
  'one string': () => extra(`(${filled('a')})`),
  'one comment': () => extra(`%${filled('a')}\n1`),
  'names that are all different': () =>
    extra(`[${Array.from({ length: 95_000 }, (_, index) => `/N${index.toString(36)}xyz`).join(' ')}]`),
  'keys that are all different': () =>
    extra(`<< ${Array.from({ length: 45_000 }, (_, index) => `/N${index.toString(36)} 1`).join(' ')} >>`),
  'a chain of objects': () => chain(19_000),
  'a chain of objects beyond the limit': () => chain(60_000),
  'objects within strings of objects': () => nestedObjects(15_000),
  'many revisions': () => revisions(70),
  'many revisions within the limit': () => revisions(60),
  'many object streams': () => objectStreams(5_000),
  'a bomb of objects': () => extra('9 0 R', { 9: filled(' ', 80_000_000) }, { xref: 'stream', packed: [9] }),
  'content of operators': () => content(filled('0 0 m ', 3_900_000)),
  'content of strings': () => content(`BT /F1 12 Tf 50 700 Td ${filled('(abcdefgh) Tj ', 3_900_000)}`),
  'content that saves and saves': () => content(filled('q ', 3_900_000)),
  'content of pictures': () => content(filled('BI ID ', 3_900_000)),
  'content that is a bomb': () => sample({ 6: deflated('', blanks(100_000_000)) }),
  'content that is a bomb in a bomb': () =>
    sample({
      6: { dict: '/Filter [/FlateDecode /FlateDecode]', data: deflateSync(deflateSync(blanks(100_000_000))) },
    }),
  'the same content again and again': () =>
    sample({ 3: pageOf('', `[${'6 0 R '.repeat(30_000)}]`), 6: deflated('', filled('0 0 m ', 100_000)) }),
  'content of nothing but empty blocks': () =>
    sample({
      6: {
        dict: '/Filter /FlateDecode',
        data: Buffer.concat([
          Buffer.from([0x78, 0x9c]),
          Buffer.alloc(4_000_000, Buffer.from([0, 0, 0, 0xff, 0xff])),
        ]),
      },
    }),
  'content in base 85': () => sample({ 6: { dict: '/Filter /ASCII85Decode', data: filled('z', 1_000_000) } }),
  'content in ASCII twice over': () =>
    sample({ 6: { dict: '/Filter [/ASCIIHexDecode /ASCIIHexDecode]', data: filled('33 ', 1_000_000) } }),
  'forms in forms': () =>
    sample({
      4: '<< /Font << /F1 5 0 R >> /XObject << /X 7 0 R /Y 8 0 R >> >>',
      6: { dict: '', data: filled('/X Do ', 100_000) },
      7: { dict: '/Subtype /Form /BBox [0 0 1 1]', data: filled('/Y Do ', 1_000) },
      8: { dict: '/Subtype /Form /BBox [0 0 1 1]', data: 'BT /F1 1 Tf (a) Tj ET' },
    }),
  'a character map of ranges': () =>
    sample({
      ...compositeFont(`beginbfrange ${filled('<0000><ffff><0000>\n', 3_000_000)} endbfrange`),
      6: { dict: '', data: `BT /F1 12 Tf 50 700 Td <${filled('3042', 190_000)}> Tj ET` },
    }),
  'codes of many lengths': () =>
    sample({
      ...compositeFont(''),
      6: { dict: '', data: `BT /F1 12 Tf 50 700 Td <${filled('3042', 190_000)}> Tj ET` },
    }),
  'a bomb on each of many pages': () => sample({ ...manyPages(490), 6: deflated('', blanks(50_000_000)) }),
  'a list of contents shared by many pages': () =>
    sample({ ...manyPages(490, '/Contents 7 0 R'), 7: `[${filled('null ', 400_000)}]` }),
  'a list of annotations shared by many pages': () =>
    sample({ ...manyPages(490, '/Annots 7 0 R'), 7: `[${filled('null ', 400_000)}]` }),
  'a box of many numbers shared by many pages': () =>
    sample({ ...manyPages(490, '/CropBox 7 0 R'), 7: `[${filled('1 ', 150_000)}]` }),
  'a list of filters shared by many streams': () => {
    const streams = Array.from({ length: 4_000 }, (_, index) => 1_000 + index);
    return sample({
      3: pageOf('', `[${streams.map((number) => `${number} 0 R`).join(' ')}]`),
      7: `[${filled('/FlateDecode ', 200_000)}]`,
      ...Object.fromEntries(streams.map((number) => [number, { dict: '/Filter 7 0 R', data: 'x' }])),
    });
  },
  'widths and differences shared by many fonts': () => {
    const fonts = Array.from({ length: 3_000 }, (_, index) => index);
    const dict = (index: number): string =>
      index % 2 === 0
        ? '<< /Subtype /Type0 /Encoding /Identity-H /DescendantFonts [7 0 R] >>'
        : '<< /Subtype /TrueType /Encoding 8 0 R >>';
    return sample({
      4: `<< /Font << ${fonts.map((index) => `/F${index} ${dict(index)}`).join(' ')} >> >>`,
      6: deflated('', `BT 50 700 Td ${fonts.map((index) => `/F${index} 1 Tf (ab) Tj`).join(' ')} ET`),
      7: `<< /W [1 [${filled('1 ', 30_000)}] ${filled('1 1 1 ', 30_000)}] >>`,
      8: `<< /Differences [${filled('1 /a ', 30_000)}] >>`,
    });
  },
  'lengths in object streams whose lengths are in object streams': () => {
    const parts: Record<number, Part> = {};
    const count = 3_000;
    for (let index = 0; index < count; index++) {
      const head = `${10_000 + index} 0 `;
      parts[100 + index] = {
        dict: `/Type /ObjStm /N 1 /First ${head.length} /Length ${10_001 + index} 0 R`,
        data: `${head}${head.length + 5}`,
      };
      parts[10_000 + index] = '1';
    }
    return extra('10000 0 R', parts, {
      xref: 'stream',
      place: (number, entry) =>
        number >= 10_000 && number < 10_000 + count ? [2, number - 9_900, 0] : entry,
    });
  },
  'all at once': () =>
    extra(`[${filled('<</A 1>>', 100_000)}]`, {
      9: { dict: '', data: Buffer.alloc(1_500_000) },
      6: deflated('', `BT /F1 12 Tf 50 700 Td ${filled('(abcdefgh) Tj 0 0 m ', 220_000)}`),
    }),

  'numbers in a doubtful file': () => extra(`[${filled('1 ', 98_000)}]`, {}, doubtful),
  'dictionaries in a doubtful file': () => extra(`[${filled('<</A 1>>', 60_000)}]`, {}, doubtful),
  'a string in a doubtful file': () => extra(`(${filled('a', 500_000)})`, {}, doubtful),
  'a comment in a doubtful file': () => extra(`%${filled('%', 500_000)}\n1`, {}, doubtful),
  'objects in a doubtful file': () => chain(2_400, doubtful),
  'a stream without an end in a doubtful file': () =>
    extra({ dict: '/Length 8 0 R', data: Buffer.alloc(250_000, 0x65) }, { 8: '250000' }, doubtful),
  'a large stream in a doubtful file': () =>
    extra({ dict: '', data: Buffer.alloc(4_200_000, 0x65) }, {}, doubtful),
  'words that look like objects in a doubtful file': () =>
    extra({ dict: '', data: filled('obj', 4_000_000) }, {}, doubtful),
  'a bomb in a doubtful file': () =>
    extra(deflated('/Type /ObjStm /N 1 /First 4', blanks(50_000_000)), {}, doubtful),
};
