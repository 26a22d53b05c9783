import { deflateSync } from 'node:zlib';
import type { Random } from '../../../simulator/sample/random.ts';
import {
  buildPdf,
  type Entry,
  type FileForm,
  type Part,
  type Parts,
  updatedPdf,
} from '../../unit/pdf/inspect/pdf-builder.ts';
import type { Source } from './corpus.ts';

export type Mutant = { readonly pdf: Uint8Array; readonly how: string };

const numbers = [
  '0',
  '-1',
  '1',
  '65535',
  '65536',
  '2147483647',
  '2147483648',
  '9007199254740993',
  '1e9',
  '.5',
  '-.',
  '00',
];
const words = [
  'null',
  'true',
  'R',
  'obj',
  'endobj',
  'stream',
  'endstream',
  'xref',
  'trailer',
  'startxref',
  '%%EOF',
  '<<',
  '>>',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '%',
  '{',
];
const names = [
  '/Type',
  '/Page',
  '/Pages',
  '/Catalog',
  '/Length',
  '/Kids',
  '/Parent',
  '/Count',
  '/XRef',
  '/ObjStm',
  '/Font',
  '/S',
  '/JavaScript',
  '/',
  '/#00',
  '/#4a',
  '/A#20B',
];
const entries = [
  '/OpenAction << /S /JavaScript /JS (x) >>',
  '/OpenAction << /#53 /J#61vaScript >>',
  '/OpenAction 3 0 R',
  '/AA << /O << /S /Launch /F (x) >> >>',
  '/A << /S /URI /URI (x) >>',
  '/Annots [<< /Subtype /Link /A << /S /GoTo /D [3 0 R] >> >>]',
  '/Annots [<< /Subtype /Widget >>]',
  '/Names << /JavaScript << /Names [(x) << /S /JavaScript /JS (x) >>] >> /EmbeddedFiles 7 0 R >>',
  '/AcroForm << /Fields [3 0 R] /XFA (x) >>',
  '/OCProperties << /OCGs [] >>',
  '/Encrypt 5 0 R',
  '/Rotate 90',
  '/Rotate 450',
  '/UserUnit 2',
  '/UserUnit 0.0001',
  '/MediaBox [0 0 612 792]',
  '/MediaBox [0 0 842 595]',
  '/CropBox [0 0 100 100]',
  '/CropBox [595 842 0 0]',
  '/Count 99999999',
  '/Parent 3 0 R',
  '/Prev 0',
  '/Prev 15',
  '/XRefStm 15',
  '/Size 3',
  '/Length 6 0 R',
  '/Filter /FlateDecode',
  '/Filter [/FlateDecode /FlateDecode]',
  '/DecodeParms << /Predictor 15 /Columns 100000 >>',
  '/Type /ObjStm /N 99999999 /First 0',
  '/Type /XRef /W [1 9 9] /Index [0 2147483647]',
];

const zeros = (megabytes: number): Uint8Array => deflateSync(Buffer.alloc(megabytes * 1_000_000));
/** A few bytes that inflate to many; inflated once more, to very many. */
const bombs = [zeros(1), zeros(40), deflateSync(zeros(40))];

const refs = (random: Random): string =>
  `${random.integer(0, 12)} ${random.chance(0.9) ? 0 : random.integer(0, 9)} R`;
const deep = (random: Random): string =>
  random.pick(['[', '<<', '(', '<< /A ', '[ [']).repeat(random.pick([5, 40, 3000]));

function anything(random: Random): string {
  return random.weighted([
    [() => random.pick(numbers), 4] as const,
    [() => String(random.integer(-1000, 100_000)), 2] as const,
    [() => random.pick(words), 3] as const,
    [() => random.pick(names), 3] as const,
    [() => refs(random), 4] as const,
    [() => `<< ${random.pick(entries)} >>`, 2] as const,
    [() => deep(random), 1] as const,
    [() => random.pick(['(\\', '()', '<4', '<zz>', '% comment\n', '\0']), 2] as const,
  ])();
}

/** Another token in place of one. */
function otherToken(text: string, random: Random): string {
  const tokens = [...text.matchAll(/\/[^\s<>[\]()/%]*|[^\s<>[\]()/%]+|<<|>>|[[\]()]/g)];
  const token = tokens[random.integer(0, Math.max(tokens.length - 1, 0))];
  if (token === undefined) return anything(random);
  return text.slice(0, token.index) + anything(random) + text.slice(token.index + token[0].length);
}

/** An entry more in one of the dictionaries. */
function moreEntries(text: string, random: Random): string {
  const places = [...text.matchAll(/<</g)].map(({ index }) => index + 2);
  if (places.length === 0) return `<< ${random.pick(entries)} >>`;
  const at = random.pick(places);
  return `${text.slice(0, at)} ${random.pick(entries)} ${text.slice(at)}`;
}

/** A letter of a name as its escape. */
function escapedLetter(text: string, random: Random): string {
  const letters = [...text.matchAll(/\/\w+/g)].flatMap(({ index, 0: name }) =>
    Array.from({ length: name.length - 1 }, (_, letter) => index + 1 + letter),
  );
  if (letters.length === 0) return text;
  const at = random.pick(letters);
  return `${text.slice(0, at)}#${text.charCodeAt(at).toString(16)}${text.slice(at + 1)}`;
}

const textChanges = [otherToken, otherToken, moreEntries, moreEntries, escapedLetter] as const;

function changedPart(part: Part, random: Random): Part {
  if (typeof part === 'string') return random.pick(textChanges)(part, random);
  if (random.chance(0.3)) return { dict: `${part.dict} /Filter /FlateDecode`, data: random.pick(bombs) };
  if (random.chance(0.4))
    return {
      ...part,
      dict: random
        .pick(textChanges)(`<< ${part.dict} >>`, random)
        .replace(/^<<|>>$/g, ''),
    };
  const data = Buffer.from(part.data);
  return { ...part, data: changedBytes(data, random) };
}

function changedForm(form: FileForm, parts: Parts, random: Random): FileForm {
  const wrong = random.integer(0, 12);
  const place = random.pick<(number: number, entry: Entry) => Entry>([
    (_, entry) => entry,
    (number, [type, at, rest]) => [type, number === wrong ? at + random.pick([-9, -1, 1, 40]) : at, rest],
    (number, [type, at, rest]) => [number === wrong ? random.integer(0, 3) : type, at, rest],
    (number, [type, at, rest]) => [type, at, number === wrong ? random.integer(0, 70_000) % 65_536 : rest],
  ]);
  const streams = Object.entries(parts)
    .filter(([, part]) => typeof part === 'string')
    .map(([number]) => Number(number));
  return {
    ...form,
    ...(random.chance(0.4) ? { xref: random.pick(['table', 'stream', 'hybrid'] as const) } : {}),
    ...(random.chance(0.3) ? { packed: streams.filter(() => random.chance(0.6)) } : {}),
    ...(random.chance(0.2)
      ? { trailer: moreEntries('<< /Root 1 0 R >>', random).replace(/^<<|>>$/g, '') }
      : {}),
    ...(random.chance(0.1)
      ? { header: random.pick(['%PDF-1.4\n', '%PDF-2.0\r\n', ' %PDF-1.7\n', '%PDF-9.9\n', 'x'.repeat(1000)]) }
      : {}),
    predictor: random.chance(0.3),
    ...(random.chance(0.3) ? { place } : {}),
  };
}

/** The file put together anew from changed objects: its cross-reference is right unless that is what was changed. */
function rebuilt({ parts, form }: NonNullable<Source['plan']>, random: Random): Uint8Array {
  const changed: Record<string, Part> = { ...parts };
  const objects = Object.keys(changed);
  for (let change = random.integer(0, 2); change >= 0; change--) {
    const number = random.pick(objects);
    const part = changed[number];
    if (part !== undefined) changed[number] = changedPart(part, random);
  }
  if (random.chance(0.1)) delete changed[random.pick(objects)];
  if (random.chance(0.2)) changed[random.integer(1, 30)] = anything(random);
  const otherForm = random.chance(0.5) ? changedForm(form, changed, random) : form;
  const pdf = buildPdf(changed, otherForm);
  if (random.chance(0.8)) return pdf;
  const number = random.pick(objects);
  return updatedPdf(
    pdf,
    { [number]: changedPart(parts[Number(number)] ?? 'null', random) },
    changedForm({}, {}, random),
  );
}

const byteChanges: readonly ((bytes: Buffer, at: number, random: Random) => Buffer)[] = [
  (bytes, at, random) => {
    bytes[at] = random.chance(0.5)
      ? random.integer(0, 255)
      : random.pick([0, 0xff, 0x20, 0x0a, 0x25, 0x28, 0x3c, 0x3e, 0x5c]);
    return bytes;
  },
  (bytes, at, random) =>
    Buffer.concat([bytes.subarray(0, at), Buffer.from(anything(random), 'latin1'), bytes.subarray(at)]),
  (bytes, at, random) =>
    Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.pick([1, 2, 20, 500]))]),
  (bytes, at, random) => (random.chance(0.3) ? bytes.subarray(0, at) : bytes),
  (bytes, at, random) => {
    const from = random.integer(0, bytes.length - 1);
    return Buffer.concat([
      bytes.subarray(0, at),
      bytes.subarray(from, from + random.pick([8, 100, 2000])),
      bytes.subarray(at),
    ]);
  },
];

function changedBytes(before: Buffer, random: Random): Buffer {
  let bytes: Buffer = Buffer.from(before);
  for (let change = random.integer(0, 3); change >= 0 && bytes.length > 0; change--) {
    bytes = random.pick(byteChanges)(bytes, random.integer(0, bytes.length - 1), random);
  }
  return bytes;
}

/** A token of the whole file changed: its offsets are then wrong unless the new one is as long. */
function changedText(pdf: Buffer, random: Random): Buffer {
  const from = random.integer(0, Math.max(pdf.length - 4000, 0));
  const piece = pdf.subarray(from, from + 4000).toString('latin1');
  const changed = random.pick(textChanges)(piece, random);
  return Buffer.concat([pdf.subarray(0, from), Buffer.from(changed, 'latin1'), pdf.subarray(from + 4000)]);
}

/** A number of the file changed to another one as long, so that everything else stays in its place. */
function changedNumber(pdf: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(pdf);
  const digits = [...bytes.toString('latin1').matchAll(/\d/g)].slice(0, 20_000);
  for (let change = random.integer(0, 2); change >= 0 && digits.length > 0; change--) {
    bytes[random.pick(digits).index] = random.integer(0x30, 0x39);
  }
  return bytes;
}

/** One changed file; everything follows from the source and the random numbers. */
export function mutantOf({ pdf, plan }: Source, random: Random): Mutant {
  const bytes = Buffer.from(pdf);
  const changes: (readonly [how: string, change: () => Uint8Array])[] = [
    ['bytes', () => changedBytes(bytes, random)],
    ['text', () => changedText(bytes, random)],
    ['number', () => changedNumber(bytes, random)],
  ];
  if (plan !== undefined) {
    for (let share = 0; share < 4; share++) changes.push(['objects', () => rebuilt(plan, random)]);
  }
  const [how, change] = random.pick(changes);
  return { how, pdf: change() };
}
