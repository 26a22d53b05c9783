import { createHash } from 'node:crypto';
import { RowFeed, type RowFileName } from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { fileOf, nameOf, recordOf, utf16be, utf16le } from '../../unit/linkage/sample-files.ts';
import { referenceRecords } from './reference.ts';

export type LinkMutant = { readonly name: RowFileName; readonly bytes: Buffer; readonly how: string };

/** How texts become bytes, with the mark at their beginning. */
const ENCODINGS = [
  { encode: (text: string) => Buffer.from(text), bom: false },
  { encode: (text: string) => Buffer.from(text), bom: true },
  { encode: utf16le, bom: true },
  { encode: utf16be, bom: true },
] as const;

const VALUES = [
  '室蘭　太郎',
  '葛\u{e0100}城',
  '𠮷野',
  'が',
  '\ue001',
  '\u{10ffff}',
  '1 行目\r\n2 行目, "続き"',
  '上\r下',
  '"',
  ' ',
  '',
  '0',
  '-1',
  '１２',
  '1e999',
  '999999999999999999999',
  '2026-02-30',
  '__proto__',
  'constructor',
  '=1+1',
  '\u0000',
  '\ufffd',
  '\ufeff',
  '\u2028',
  '#END',
  '#KOFU',
  'x'.repeat(2_001),
] as const;

/** Pieces that mean something to a reader of CSV. */
const PIECES = [
  '"',
  '""',
  ',',
  '\n',
  '\r\n',
  '\r',
  ' "',
  '" ',
  '#END,0,',
  '\t',
  '\u0000',
  '\u001a',
  ',,,,',
  '"\n"',
] as const;

/** A sound file with rows that are sound or not. */
function soundText(name: RowFileName, random: Random): { readonly body: string; readonly eol: string } {
  const eol = random.pick(['\n', '\r\n']);
  const properties = columnsOf(name.feed).map(({ property }) => property);
  const records = Array.from({ length: random.integer(0, 12) }, (_, index) => {
    const wish: Record<string, string> = { number: String(index + 1) };
    for (let times = random.integer(0, 3); times > 0; times--)
      wish[random.pick(properties)] = random.pick(VALUES);
    return recordOf(name.feed, wish);
  });
  const text = fileOf(name, records, { eol }).toString('utf8');
  return { body: text.slice(0, text.lastIndexOf('#END')), eol };
}

/** Around a block, and more than a record may be long. */
const LENGTHS = [
  [65_536, 4],
  [65_000, 4],
  [140_001, 4],
  [1_100_000, 1],
] as const;

type OfText = (text: string, random: Random) => string;
const at = (text: string, random: Random): number => random.integer(0, text.length);
const lines = (text: string): string[] => text.split('\n');

const ofText: Readonly<Record<string, OfText>> = {
  'pieces put in': (text, random) => {
    let changed = text;
    for (let times = random.integer(1, 4); times > 0; times--) {
      const place = at(changed, random);
      changed = changed.slice(0, place) + random.pick(PIECES) + changed.slice(place);
    }
    return changed;
  },
  'characters taken out': (text, random) => {
    const place = at(text, random);
    return text.slice(0, place) + text.slice(place + random.integer(1, 20));
  },
  'lines in another order': (text, random) => random.shuffle(lines(text)).join('\n'),
  'a line twice': (text, random) => {
    const all = lines(text);
    const place = random.integer(0, all.length - 1);
    return [...all.slice(0, place + 1), ...all.slice(place)].join('\n');
  },
  'a line gone': (text, random) => {
    const all = lines(text);
    all.splice(random.integer(0, all.length - 1), 1);
    return all.join('\n');
  },
  'other line ends': (text, random) =>
    text.replaceAll(/\r?\n/g, () => random.pick(['\n', '\r\n', '\n', '\r\n', '\r', '\n\n'])),
  'only CR': (text) => text.replaceAll(/\r?\n/g, '\r'),
  'a value of the header changed': (text, random) => {
    const [first = '', ...rest] = lines(text);
    const items = first.split(',');
    items[random.integer(0, items.length - 1)] = random.pick([
      ...VALUES,
      '2',
      '012301',
      'serial',
      'full',
      '１',
    ]);
    return [items.join(','), ...rest].join('\n');
  },
  'a long value': (text, random) => {
    const place = at(text, random);
    const long = random.pick(['x', '字', '""', ',', '"', '\r', ' ']).repeat(random.weighted(LENGTHS));
    return text.slice(0, place) + long + text.slice(place);
  },
  'many empty lines': (text, random) => {
    const place = at(text, random);
    return text.slice(0, place) + random.pick(['\n', '\r\n']).repeat(70_000) + text.slice(place);
  },
};

type OfBytes = (bytes: Buffer, random: Random) => Buffer;
const spliced = (bytes: Buffer, place: number, gone: number, put: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(Math.min(bytes.length, place + gone))]);

const ofBytes: Readonly<Record<string, OfBytes>> = {
  'bytes changed': (bytes, random) => {
    for (let times = random.integer(1, 6); times > 0 && bytes.length > 0; times--)
      bytes[random.integer(0, bytes.length - 1)] = random.pick([
        0, 0x0a, 0x0d, 0x22, 0x2c, 0x80, 0xc0, 0xed, 0xff,
      ]);
    return bytes;
  },
  'cut off': (bytes, random) => bytes.subarray(0, random.integer(0, bytes.length)),
  'bytes taken out': (bytes, random) =>
    spliced(bytes, random.integer(0, bytes.length), random.integer(1, 64), Buffer.alloc(0)),
  'zeros put in': (bytes, random) =>
    spliced(bytes, random.integer(0, bytes.length), 0, Buffer.alloc(random.integer(1, 4_096))),
  'a block of zeros': (bytes, random) => {
    const place = random.integer(0, bytes.length);
    return bytes.fill(0, place, Math.min(bytes.length, place + random.integer(1, 512)));
  },
  'twice in one': (bytes) => Buffer.concat([bytes, bytes]),
  'other bytes at the end': (bytes, random) =>
    Buffer.concat([bytes, Buffer.from(random.pick(['\n', '\r\n\r\n', ' ', '\u001a', '\u0000', 'x\n']))]),
  'a mark put in': (bytes, random) =>
    spliced(
      bytes,
      random.pick([0, 0, random.integer(0, bytes.length)]),
      0,
      Buffer.from(random.pick(['efbbbf', 'fffe', 'feff', 'fffe0000']), 'hex'),
    ),
  'the mark gone': (bytes) => bytes.subarray(Math.min(bytes.length, 2)),
  'read as Latin-1': (bytes) => Buffer.from(bytes.toString('latin1')),
  'bytes swapped': (bytes) => Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16(),
};

const TEXT_WAYS = Object.entries(ofText);
const BYTE_WAYS = Object.entries(ofBytes);

/** A file with the trailer that its text asks for, so that what is wrong with it is not just the sum. */
function sealed(body: string, eol: string, encoding: (typeof ENCODINGS)[number], random: Random): Buffer {
  const { encode, bom } = encoding;
  const bytes = encode(`${bom ? '\ufeff' : ''}${body}`);
  const rows = Math.max(0, (referenceRecords(body)?.length ?? 2) - 2);
  const sum = createHash('sha256').update(bytes).digest('hex');
  const trailer = ['#END', String(rows), random.chance(0.5) ? sum : sum.toUpperCase()];
  const line = random.chance(0.2) ? trailer.map((cell) => `"${cell}"`).join(',') : trailer.join(',');
  return Buffer.concat([bytes, encode(line + random.pick([eol, '', '\n\n\r\n']))]);
}

/** A hostile file: in its text and sealed again, in its bytes, or both. */
export function linkMutant(random: Random): LinkMutant {
  const name = nameOf({ feed: random.pick(RowFeed.options), kind: random.pick(['full', 'diff', 'urgent']) });
  const encoding = random.pick(ENCODINGS);
  const { body, eol } = soundText(name, random);
  const how: string[] = [];
  let text = body;
  const ofItsText = random.weighted([
    [0, 2],
    [1, 6],
    [2, 3],
  ]);
  for (let times = ofItsText; times > 0; times--) {
    const [way, change] = random.pick(TEXT_WAYS);
    text = change(text, random);
    how.push(way);
  }
  let bytes = sealed(text, eol, encoding, random);
  for (
    let times = random.weighted([
      [0, 6],
      [1, 3],
      [2, 1],
    ]);
    times > 0;
    times--
  ) {
    const [way, change] = random.pick(BYTE_WAYS);
    bytes = Buffer.from(change(Buffer.from(bytes), random));
    how.push(way);
  }
  return { name, bytes, how: how.join(', ') || 'as it is' };
}
