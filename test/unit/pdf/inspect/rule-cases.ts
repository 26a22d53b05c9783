import type { InspectRule } from '../../../../functions/pdf/inspect/inspect-fault.ts';
import {
  buildPdf,
  type Entry,
  edited,
  type FileForm,
  type Part,
  type Parts,
  updatedPdf,
} from './pdf-builder.ts';
import { pageOf, sampleParts } from './sample-pdfs.ts';

/** A file, and where it breaks the rule; or `strict`: the strict reader is asked and finds nothing wrong. */
export type RuleCase = readonly [what: string, where: string, pdf: () => Uint8Array];

const sample = (changes: Parts = {}, form: FileForm = {}): Buffer => buildPdf(sampleParts(changes), form);
const catalog = (entries: string): Parts => ({ 1: `<< /Type /Catalog /Pages 2 0 R ${entries} >>` });
const page = (entries: string): Parts => ({ 3: pageOf(entries) });
const pages = (entries: string): Parts => ({ 2: `<< /Type /Pages /Resources 4 0 R ${entries} >>` });
const annotated = (annotation: string): Parts => ({ ...page('/Annots [7 0 R]'), 7: annotation });
const a4 = '/MediaBox [0 0 595 842]';
const one = `/Kids [3 0 R] /Count 1`;
/** An object that nothing needs, reached from the catalogue. */
const extra = (part: Part, more: Parts = {}): Parts => ({ ...catalog('/Extra 7 0 R'), 7: part, ...more });
const junk = { header: 'junk\n%PDF-1.7\n' };
const packed: FileForm = { xref: 'stream', packed: [1, 2, 3, 4, 5] };

const repeated = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** Says something else of one object. */
const placing = (number: number, change: (entry: Entry) => Entry, form: FileForm = {}): FileForm => ({
  ...form,
  place: (each, entry) => (each === number ? change(entry) : entry),
});
const offBy = (number: number, bytes: number): FileForm =>
  placing(number, ([type, at, rest]) => [type, at + bytes, rest]);

/** An update whose `/Prev` points to itself. */
function selfChained(): Buffer {
  const updated = updatedPdf(sample(), { 6: 'null' });
  const text = updated.toString('latin1');
  const previous = /\/Prev (\d+)/.exec(text)?.[1] ?? '';
  const own = String(text.lastIndexOf('\nxref\n6') + 1);
  return edited(updated, `/Prev ${previous}`, `/Prev ${own}`, true);
}

/** The sample with so many revisions. */
function revised(revisions: number): Uint8Array {
  let pdf = sample();
  for (let revision = 1; revision < revisions; revision++) pdf = updatedPdf(pdf, { 8: 'null' });
  return pdf;
}

const manyPages = (count: number): Parts => ({
  ...pages(`${a4} /Kids [${repeated(count, (index) => `${index + 10} 0 R`)}] /Count ${count}`),
  ...Object.fromEntries(Array.from({ length: count }, (_, index) => [index + 10, pageOf()])),
});

/** A tree of one page, so many levels down. */
function deepTree(levels: number): Parts {
  const parts: Record<number, Part> = pages(`${a4} /Kids [10 0 R] /Count 1`);
  for (let level = 0; level < levels; level++) {
    const parent = level === 0 ? 2 : 9 + level;
    parts[10 + level] = `<< /Type /Pages /Parent ${parent} 0 R /Kids [${11 + level} 0 R] /Count 1 >>`;
  }
  parts[10 + levels] = `<< /Type /Page /Parent ${9 + levels} 0 R >>`;
  return parts;
}

/** Streams whose lengths are in object streams, whose lengths are in object streams, … */
function needingOneAnother(count: number): Buffer {
  const parts: Record<number, Part> = {};
  for (let index = 0; index < count; index++) {
    const head = `${300 + index} 0 `;
    const dict = `/Type /ObjStm /N 1 /First ${head.length} /Length ${301 + index} 0 R`;
    parts[100 + index] = { dict, data: `${head}${head.length + 1}` };
    parts[300 + index] = '1';
  }
  return sample(extra('300 0 R', parts), {
    xref: 'stream',
    place: (number, entry) => (number >= 300 && number < 300 + count ? [2, number - 200, 0] : entry),
  });
}

/** The data of the object stream, spoilt. */
function spoilt(): Buffer {
  const pdf = sample({}, packed);
  const at = pdf.indexOf('stream\n', pdf.indexOf('/ObjStm')) + 7;
  pdf.fill(0xff, at, at + 8);
  return pdf;
}

export const ruleCases: Readonly<Record<InspectRule, readonly RuleCase[]>> = {
  'file-size': [['a byte more than an answer carries', 'file', () => Buffer.alloc(4_400_001)]],
  encryption: [
    ['in the trailer', 'trailer', () => sample({}, { trailer: '/Root 1 0 R /Encrypt 9 0 R' })],
    [
      'in a cross-reference stream, whatever the password',
      'trailer',
      () => sample({}, { ...packed, trailer: '/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 >>' }),
    ],
    [
      'in an older revision only',
      'trailer',
      () => updatedPdf(sample({}, { trailer: '/Root 1 0 R /Encrypt 9 0 R' }), { 6: 'null' }),
    ],
    ['in a doubtful file', 'trailer', () => sample({}, { ...junk, trailer: '/Root 1 0 R /Encrypt 9 0 R' })],
  ],

  header: [
    ['none', 'file', () => sample({}, { header: '%!PS\n' })],
    ['a version that does not exist', 'file', () => sample({}, { header: '%PDF-1.8\n' })],
    ['beyond the first kilobyte', 'file', () => sample({}, { header: `${' '.repeat(1024)}%PDF-1.7\n` })],
    ['behind other bytes', 'strict', () => sample({}, junk)],
  ],
  startxref: [
    ['without a number', 'file', () => sample().subarray(0, sample().lastIndexOf('startxref') + 9)],
    ['missing', 'strict', () => sample().subarray(0, sample().lastIndexOf('startxref'))],
    ['without %%EOF', 'strict', () => sample().subarray(0, -6)],
  ],
  xref: [
    ['a number that points elsewhere', 'strict', () => edited(sample(), 'startxref\n', 'startxref\n1', true)],
    ['a /Prev beyond the file', 'trailer', () => sample({}, { trailer: '/Root 1 0 R /Prev 99999' })],
    ['a /Prev that is no number', 'trailer', () => sample({}, { trailer: '/Root 1 0 R /Prev (0)' })],
  ],
  'xref-entry': [
    [
      'an object in two runs of a table',
      'cross-reference',
      () => edited(sample(), 'trailer\n', '3 1\n0000000015 00000 n \ntrailer\n', true),
    ],
    ['a free object 1 where object 0 should be', 'strict', () => edited(sample(), 'xref\n0 7', 'xref\n1 7')],
    ['an object 0', 'strict', () => edited(sample(), '0000000000 65535 f', '0000000000 65535 n')],
    [
      'entries of nineteen bytes',
      'strict',
      () => Buffer.from(sample().toString('latin1').replaceAll(' n \n', ' n\n'), 'latin1'),
    ],
  ],
  'xref-stream': [
    [
      'fields of impossible width',
      'cross-reference',
      () => edited(sample({}, packed), '/W [1 4 2]', '/W [1 9 2]'),
    ],
    [
      'fewer entries than it says',
      'cross-reference',
      () => edited(sample({}, packed), '/Index [0 9]', '/Index [0 99]', true),
    ],
    [
      'a stream that calls itself by another object’s number',
      'cross-reference',
      () => edited(sample({}, { xref: 'stream' }), '7 0 obj', '3 0 obj'),
    ],
    [
      'a hybrid’s stream that calls itself by another object’s number',
      'cross-reference',
      () => edited(sample({}, { xref: 'hybrid', packed: [5] }), '8 0 obj', '3 0 obj'),
    ],
    [
      'an update’s stream that calls itself by an older object’s number',
      'cross-reference',
      () =>
        edited(
          updatedPdf(sample({}, { xref: 'stream' }), { 8: 'null' }, { xref: 'stream' }),
          '901 0 obj',
          '003 0 obj',
        ),
    ],
    [
      'an entry of a kind that nobody knows',
      'cross-reference',
      () =>
        sample(
          {},
          placing(5, ([, at, rest]) => [3, at, rest], { xref: 'stream' }),
        ),
    ],
    [
      'a length by reference',
      'cross-reference',
      () => sample({}, { ...packed, trailer: '/Root 1 0 R /Length 6 0 R' }),
    ],
  ],
  'xref-loop': [
    ['/Prev to its own section', 'cross-reference', selfChained],
    [
      '/XRefStm to its own section',
      'cross-reference',
      () => {
        const at = sample().lastIndexOf('xref\n0');
        return sample({}, { trailer: `/Root 1 0 R /XRefStm ${at}` });
      },
    ],
  ],
  hybrid: [
    [
      'one object in two places',
      'cross-reference',
      () =>
        edited(
          sample({}, { xref: 'hybrid', packed: [5] }),
          'trailer\n',
          '5 1\n0000000015 00000 n \ntrailer\n',
          true,
        ),
    ],
    [
      'an object that the table calls free',
      'cross-reference',
      () =>
        edited(
          sample({}, { xref: 'hybrid', packed: [5] }),
          'trailer\n',
          '5 1\n0000000000 65535 f \ntrailer\n',
          true,
        ),
    ],
    [
      'a stream with a /Prev of its own',
      'cross-reference',
      () =>
        edited(
          sample({}, { xref: 'hybrid', packed: [5] }),
          '/Type /XRef /W [1 4 2] /Index [5 1 7 1]  /Size 9',
          '/Type /XRef /W [1 4 2] /Index [5 1 7 1]  /Prev 9',
        ),
    ],
  ],
  trailer: [
    ['no dictionary', 'trailer', () => edited(sample(), 'trailer\n<<', 'trailer\n7 <<', true)],
    ['missing', 'trailer', () => edited(sample(), 'trailer', 'trailor')],
    [
      'two that name different catalogues, in a doubtful file',
      'trailer',
      () =>
        updatedPdf(sample({}, junk), { 8: '<< /Type /Catalog /Pages 2 0 R >>' }, { trailer: '/Root 8 0 R' }),
    ],
  ],
  size: [
    ['smaller than an object number', 'strict', () => edited(sample(), '/Size 7', '/Size 6')],
    ['missing', 'strict', () => edited(sample(), '/Size 7', '/Sise 7')],
  ],

  syntax: [
    ['a word that is none', 'object 7', () => sample(extra('[1 2 wrong]'))],
    ['a number that is none', 'object 7', () => sample(extra('[1.2.3]'))],
    ['an array without an end', 'object 7', () => sample(extra('[1 2'))],
    ['a string without an end', 'object 7', () => sample(extra('(abc'))],
    ['a reference of one number', 'object 7', () => sample(extra('[1 R]'))],
    ['a dictionary without an end', 'object 7', () => sample(extra('<< /A 1'))],
  ],
  'duplicate-key': [
    ['in any dictionary', 'object 7', () => sample(extra('<< /A 1 /A 2 >>'))],
    ['once as an escape', 'object 1', () => sample(catalog('/P#61ges 8 0 R'))],
  ],
  'object-offset': [
    ['before the object', 'strict', () => sample({}, offBy(4, -3))],
    ['within the object', 'strict', () => sample({}, offBy(4, 3))],
    [
      'at another object',
      'strict',
      () =>
        sample(
          {},
          placing(4, () => [1, 15, 0]),
        ),
    ],
    ['beyond the file', 'strict', () => sample({}, offBy(4, 100_000))],
  ],
  endobj: [['missing', 'strict', () => edited(sample(), 'endobj\n5 0 obj', '      \n5 0 obj')]],
  generation: [
    ['another one than the reference says', 'object 3', () => sample({ 3: pageOf('/Extra 4 1 R') })],
  ],
  stream: [
    [
      'no length',
      'object 7',
      () => edited(sample(extra({ dict: '/Length null', data: 'x' })), '/Length null', '/Lengths 1  '),
    ],
    ['a negative length', 'object 7', () => sample(extra({ dict: '/Length -1', data: 'x' }))],
    [
      'a lone carriage return behind the word',
      'object 6',
      () => edited(sample(), 'stream\nBT', 'stream\rBT'),
    ],
    ['no end', 'object 6', () => edited(sample(), 'endstream', 'endstraem')],
  ],
  'stream-length': [
    ['too short', 'strict', () => sample({ 6: { dict: '/Length 5', data: 'BT ET BT ET' } })],
    ['too long', 'strict', () => sample({ 6: { dict: '/Length 500', data: 'BT ET' } })],
  ],
  'stream-data': [['objects that cannot be inflated', 'object 7', spoilt]],
  filter: [
    [
      'one that is not for objects',
      'object 7',
      () => edited(sample({}, packed), '/First 27 /Filter /FlateDecode', '/First 27 /Filter /LZWDecode  '),
    ],
    [
      'a predictor that is not for bytes',
      'cross-reference',
      () => edited(sample({}, { ...packed, predictor: true }), '/Predictor 12', '/Predictor 02'),
    ],
  ],
  'object-stream': [
    [
      'more objects than it has',
      'object 7',
      () => edited(sample({}, packed), '/ObjStm /N 5', '/ObjStm /N 9'),
    ],
    [
      'another object at the index',
      'object 3',
      () =>
        sample(
          {},
          placing(3, ([type, stream]) => [type, stream, 0], packed),
        ),
    ],
    [
      'an index beyond its objects',
      'object 3',
      () =>
        sample(
          {},
          placing(3, ([type, stream]) => [type, stream, 9], packed),
        ),
    ],
    [
      'an object that is no stream',
      'object 6',
      () =>
        sample(
          {},
          placing(3, ([type, , index]) => [type, 6, index], packed),
        ),
    ],
    [
      'an object stream in itself',
      'object 3',
      () =>
        sample(
          {},
          placing(3, ([type, , index]) => [type, 3, index], packed),
        ),
    ],
  ],
  'reference-loop': [
    [
      'two objects that are each other',
      'object 3',
      () => sample(extra('8 0 R', { 8: '7 0 R', ...page('/Rotate 7 0 R') })),
    ],
    [
      'a stream whose length is itself',
      'object 7',
      () => sample(extra({ dict: '/Length 7 0 R', data: 'x' })),
    ],
  ],
  catalog: [
    ['no root', 'trailer', () => sample({}, { trailer: '' })],
    ['a root that is no catalogue', 'trailer', () => sample({}, { trailer: '/Root 2 0 R' })],
    ['a version that does not exist', 'catalog', () => sample(catalog('/Version /1.9'))],
  ],
  'page-tree': [
    ['none', 'catalog', () => sample({ 1: '<< /Type /Catalog >>' })],
    [
      'a page within its parent',
      'object 2',
      () => sample(pages(`${a4} /Kids [<< /Type /Page /Parent 2 0 R >>] /Count 1`)),
    ],
    ['a page twice', 'object 3', () => sample(pages(`${a4} /Kids [3 0 R 3 0 R] /Count 2`))],
    [
      'a node above itself',
      'object 2',
      () =>
        sample({
          ...pages(`${a4} /Kids [8 0 R] /Count 1`),
          8: '<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>',
        }),
    ],
    ['a page that names another parent', 'object 3', () => sample({ 3: '<< /Type /Page /Parent 8 0 R >>' })],
    ['a page without a parent', 'object 3', () => sample({ 3: '<< /Type /Page >>' })],
    ['a node without a type', 'object 3', () => sample({ 3: '<< /Parent 2 0 R >>' })],
    ['a kid that does not exist', 'object 9', () => sample(pages(`${a4} /Kids [9 0 R] /Count 1`))],
  ],
  'page-count': [
    ['too many', 'object 2', () => sample(pages(`${a4} /Kids [3 0 R] /Count 2`))],
    ['too few', 'object 2', () => sample(pages(`${a4} /Kids [3 0 R] /Count 0`))],
    ['missing', 'object 2', () => sample(pages(`${a4} /Kids [3 0 R]`))],
  ],
  'page-box': [
    ['no media box', 'page 1', () => sample(pages(one))],
    ['three numbers', 'page 1', () => sample(pages(`${one} /MediaBox [0 0 595]`))],
    ['no numbers', 'page 1', () => sample(page('/CropBox [(0) 0 595 842]'))],
  ],
  rotate: [['no quarter', 'page 1', () => sample(page('/Rotate 45'))]],
  'user-unit': [['nothing', 'page 1', () => sample(page('/UserUnit 0'))]],
  annotations: [
    ['no list', 'object 3', () => sample(page('/Annots 5'))],
    ['no dictionary', 'object 3', () => sample(page('/Annots [5]'))],
  ],
  'two-definitions': [
    ['of one object, in a doubtful file', 'object 6', () => updatedPdf(sample({}, junk), { 6: 'null' })],
  ],
  'stray-bytes': [
    ['behind the end', 'file', () => Buffer.concat([sample(), Buffer.from('more')])],
    ['between objects, in a doubtful file', 'file', () => edited(sample({}, junk), '5 0 obj', '5 0 obx')],
  ],
  'hidden-structure': [
    ['an object in a string', 'file', () => sample(extra('(3 0 obj << /Type /Page >> endobj)'), junk)],
    ['an object in a comment', 'file', () => sample(extra('%\n1 % 3 0 obj\n'), junk)],
    ['an object in a stream', 'file', () => sample(extra({ dict: '', data: '\n3 0 obj\n' }), junk)],
    ['a trailer in a stream', 'file', () => sample(extra({ dict: '', data: 'trailer << >>' }), junk)],
    ['an object before the header', 'file', () => sample({}, { header: '3 0 obj null endobj\n%PDF-1.7\n' })],
  ],
  'second-reader': [
    ['object streams in a doubtful file', 'object 7', () => sample({}, { ...packed, ...junk })],
    [
      'an object number beyond reason, in a doubtful file',
      'object 99999',
      () => sample({ 99999: '1' }, junk),
    ],
    ['an escape of an escape, in a doubtful file', 'object 7', () => sample(extra('/#2341'), junk)],
    [
      'a number that would be logged, in a doubtful file',
      'object 7',
      () => sample(extra('99999999999999999999'), junk),
    ],
  ],

  script: [
    [
      'in the names of the document',
      'object 1',
      () => sample(catalog('/Names << /JavaScript << /Names [] >> >>')),
    ],
    [
      'when the document opens',
      'object 1',
      () => sample(catalog('/OpenAction << /S /JavaScript /JS (x) >>')),
    ],
    ['with its name escaped', 'object 1', () => sample(catalog('/OpenAction << /#53 /#4a#61vaScript >>'))],
    [
      'in a link',
      'object 3',
      () => sample(annotated('<< /Subtype /Link /A << /S /JavaScript /JS 8 0 R >> >>')),
    ],
    [
      'in an outline',
      'object 8',
      () => sample({ ...extra('<< /First 8 0 R >>'), 8: '<< /A << /S /JavaScript >> >>' }),
    ],
    ['behind another action', 'object 7', () => sample(extra('<< /S /GoTo /Next [<< /S /JavaScript >>] >>'))],
    [
      'in an object stream',
      'object 1',
      () => sample(catalog('/OpenAction << /S /JavaScript /JS (x) >>'), packed),
    ],
    ['in an update', 'object 1', () => updatedPdf(sample(), catalog('/OpenAction << /JS (x) >>'))],
    ['in a doubtful file', 'object 1', () => sample(catalog('/OpenAction << /JS (x) >>'), junk)],
    [
      'under a name that is a resource elsewhere',
      'object 7',
      () =>
        sample({
          ...catalog('/Extra 8 0 R'),
          ...page('/Extra 7 0 R'),
          7: '<< /JS (x) >>',
          8: '<< /Font 7 0 R >>',
        }),
    ],
  ],
  launch: [
    ['of a program', 'object 3', () => sample(annotated('<< /Subtype /Link /A << /S /Launch /F (x) >> >>'))],
  ],
  action: [
    ['of a page that opens', 'object 3', () => sample(page('/AA << /O << /S /GoTo >> >>'))],
    ['an address', 'object 3', () => sample(annotated('<< /Subtype /Link /A << /S /URI /URI (x) >> >>'))],
    [
      'in another document',
      'object 3',
      () => sample(annotated('<< /Subtype /Link /A << /S /GoToR /F (x) >> >>')),
    ],
    ['that has a name', 'object 1', () => sample(catalog('/OpenAction << /S /Named /N /Print >>'))],
    ['of a kind that nobody knows', 'catalog', () => sample(catalog('/OpenAction << /S /Dance >>'))],
    [
      'of an unknown kind in a link',
      'object 3',
      () => sample(annotated('<< /Subtype /Link /A << /S /Dance >> >>')),
    ],
  ],
  attachment: [
    [
      'in the names of the document',
      'object 1',
      () => sample(catalog('/Names << /EmbeddedFiles << /Names [] >> >>')),
    ],
    ['in an annotation', 'object 3', () => sample(annotated('<< /Subtype /FileAttachment >>'))],
    ['of the document', 'object 1', () => sample(catalog('/AF [7 0 R]'))],
    ['of a file that is named', 'object 7', () => sample(extra('<< /Type /Filespec /EF << /F 6 0 R >> >>'))],
    ['a portfolio', 'object 1', () => sample(catalog('/Collection << >>'))],
    ['opened', 'object 1', () => sample(catalog('/OpenAction << /S /GoToE >>'))],
  ],
  annotation: [
    ['that is painted', 'object 3', () => sample(annotated('<< /Subtype /Stamp >>'))],
    [
      'a link with a picture of its own',
      'object 3',
      () => sample(annotated('<< /Subtype /Link /AP << /N 6 0 R >> >>')),
    ],
    [
      'on a node above the pages',
      'object 2',
      () => sample(pages(`${one} ${a4} /Annots [<< /Subtype /Stamp >>]`)),
    ],
    ['of no kind', 'object 3', () => sample(annotated('<< >>'))],
  ],
  form: [
    ['with fields', 'catalog', () => sample(catalog('/AcroForm << /Fields [7 0 R] >>'))],
    ['of XML', 'object 1', () => sample(catalog('/AcroForm << /XFA (x) >>'))],
    ['a field on a page', 'object 3', () => sample(annotated('<< /Subtype /Widget /FT /Sig >>'))],
    ['that is sent', 'object 3', () => sample(annotated('<< /Subtype /Link /A << /S /SubmitForm >> >>'))],
  ],
  layer: [
    ['of the document', 'object 1', () => sample(catalog('/OCProperties << /OCGs [] >>'))],
    ['of a page', 'object 7', () => sample({ 4: '<< /Properties << /P 7 0 R >> >>', 7: '<< /Type /OCG >>' })],
  ],
  media: [
    ['a screen', 'object 3', () => sample(annotated('<< /Subtype /Screen >>'))],
    ['a sound', 'object 1', () => sample(catalog('/OpenAction << /S /Sound >>'))],
    ['in space', 'object 3', () => sample(annotated('<< /Subtype /3D >>'))],
  ],
  'external-file': [
    ['a stream whose data are elsewhere', 'object 7', () => sample(extra({ dict: '/F (x)', data: '' }))],
    [
      'a page of another file',
      'object 7',
      () => sample(extra({ dict: '/Subtype /Form /Ref << >>', data: '' })),
    ],
    [
      'a picture of another file',
      'object 7',
      () => sample(extra({ dict: '/Subtype /Image /OPI << >>', data: '' })),
    ],
  ],
  postscript: [
    ['a program for the printer', 'object 7', () => sample(extra({ dict: '/Subtype /PS', data: '' }))],
  ],
  'print-differs': [
    [
      'another picture for the printer',
      'object 7',
      () => sample(extra({ dict: '/Subtype /Image /Alternates []', data: '' })),
    ],
    [
      'another part of the page',
      'catalog',
      () => sample(catalog('/ViewerPreferences << /PrintArea /MediaBox >>')),
    ],
  ],

  'no-page': [['at all', 'file', () => sample(pages('/Kids [] /Count 0'))]],
  'not-a4': [
    ['A3', 'page 1', () => sample(pages(`${one} /MediaBox [0 0 842 1191]`))],
    ['A4 across', 'page 1', () => sample(pages(`${one} /MediaBox [0 0 842 595]`))],
    ['A4 turned', 'page 1', () => sample(page('/Rotate 90'))],
    ['A4 turned from above', 'page 1', () => sample(pages(`${one} ${a4} /Rotate 270`))],
    ['A4 in larger units', 'page 1', () => sample(page('/UserUnit 1.01'))],
    ['A4 cropped', 'page 1', () => sample(page('/CropBox [0 0 595 800]'))],
    ['A4 cropped from above', 'page 1', () => sample(pages(`${one} ${a4} /CropBox [10 0 595 842]`))],
    ['1.1 points too wide', 'page 1', () => sample(pages(`${one} /MediaBox [0 0 596.4 842]`))],
    ['1.1 points too short', 'page 1', () => sample(pages(`${one} /MediaBox [0 0 595 840.8]`))],
    [
      'the second page',
      'page 2',
      () => sample({ ...pages(`${a4} /Kids [3 0 R 8 0 R] /Count 2`), 8: pageOf('/MediaBox [0 0 612 792]') }),
    ],
    ['in a doubtful file', 'page 1', () => sample(pages(`${one} /MediaBox [0 0 612 792]`), junk)],
  ],

  pages: [['501', 'file', () => sample(manyPages(501))]],
  revisions: [['65', 'cross-reference', () => revised(65)]],
  objects: [
    ['20,001 in a table', 'cross-reference', () => edited(sample(), 'xref\n0 7', 'xref\n0 20001', true)],
  ],
  nesting: [
    ['arrays', 'object 7', () => sample(extra('['.repeat(40) + ']'.repeat(40)))],
    ['objects that need one another to be read', 'object 316', () => needingOneAnother(50)],
    ['a page tree', 'object 42', () => sample(deepTree(40))],
  ],
  'name-length': [['256 bytes', 'object 7', () => sample(extra(`/${'a'.repeat(256)}`))]],
  'syntax-bytes': [
    ['a string of two megabytes', 'object 7', () => sample(extra(`(${'a'.repeat(2_200_000)})`))],
  ],
  values: [
    ['100,001 numbers', 'object 7', () => sample(extra(`[${'1 '.repeat(100_001)}]`))],
    ['20,000 dictionaries', 'object 7', () => sample(extra(`[${'<< /A 1 >>'.repeat(20_000)}]`))],
  ],
  'inflated-bytes': [
    [
      'an object stream that is a bomb',
      'object 8',
      () => sample(extra(`${' '.repeat(3_000_000)}1`), { xref: 'stream', packed: [7] }),
    ],
  ],
  'second-reader-size': [
    [
      'names that it would keep',
      'object 7',
      () => sample(extra(`[${repeated(520, (index) => `/N${index}`)}]`), junk),
    ],
    [
      'a stream whose end it would search for long',
      'object 7',
      () => sample(extra({ dict: '/Length 8 0 R', data: Buffer.alloc(300_000) }, { 8: '300000' }), junk),
    ],
  ],
};
