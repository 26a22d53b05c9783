import { outlineHash } from '../witness/outline-hash.ts';
import { reject } from './read-fault.ts';

/** A glyph as a font program has it. Lengths are font units. */
export type ProgramGlyph = {
  /** `outlineHash` of its `glyf` entry. */
  readonly low: number;
  readonly high: number;
  readonly advance: number;
  /** Left side bearing. */
  readonly bearing: number;
};

export type FontProgram = {
  readonly unitsPerEm: number;
  /** By glyph number; the first is `.notdef`. */
  readonly glyphs: readonly ProgramGlyph[];
};

const TAGS = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'] as const;
type Tag = (typeof TAGS)[number];
const DIRECTORY = 12 + TAGS.length * 16;
const CHECKSUM_MAGIC = 0xb1b0afba;

type Table = { readonly at: number; readonly length: number; readonly sum: number };
type Program = {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  readonly tables: Readonly<Record<Tag, Table>>;
  readonly where: string;
};

const padded = (length: number): number => (length + 3) & ~3;

function bad(where: string, table: string, detail: string): never {
  return reject('malformed', where, `${table}: ${detail}`);
}

/** The directory: six tables by their tags, which fill the file behind it in any order, each padded with zeros. */
function readDirectory(bytes: Uint8Array, view: DataView, where: string): Program['tables'] {
  if (bytes.length < DIRECTORY) bad(where, 'file', 'too short');
  const head = [
    view.getUint32(0),
    view.getUint16(4),
    view.getUint16(6),
    view.getUint16(8),
    view.getUint16(10),
  ];
  if (head.join(' ') !== '65536 6 64 2 32') bad(where, 'file', 'another header');
  const tables = TAGS.map((tag, index): Table => {
    const entry = 12 + index * 16;
    for (let letter = 0; letter < 4; letter++) {
      if (bytes[entry + letter] !== tag.charCodeAt(letter)) bad(where, tag, 'not where it belongs');
    }
    return {
      sum: view.getUint32(entry + 4),
      at: view.getUint32(entry + 8),
      length: view.getUint32(entry + 12),
    };
  });
  let end = DIRECTORY;
  for (const { at, length } of [...tables].sort((a, b) => a.at - b.at || a.length - b.length)) {
    if (at !== end || at + padded(length) > bytes.length)
      bad(where, 'file', 'tables that leave gaps or overlap');
    end = at + padded(length);
    for (let pad = at + length; pad < end; pad++)
      if (bytes[pad] !== 0) bad(where, 'file', 'padding with content');
  }
  if (end !== bytes.length) bad(where, 'file', 'bytes behind the last table');
  const [glyf, head_, hhea, hmtx, loca, maxp] = tables as [Table, Table, Table, Table, Table, Table];
  return { glyf, head: head_, hhea, hmtx, loca, maxp };
}

/** Sums of big-endian words: of every table but the outlines', which are compared one by one. */
function checkSums({ view, tables, where }: Program): void {
  const sumOf = (from: number, to: number): number => {
    let sum = 0;
    for (let at = from; at < to; at += 4) sum = (sum + view.getUint32(at)) | 0;
    return sum;
  };
  const adjustment = view.getUint32(tables.head.at + 8);
  let total = sumOf(0, DIRECTORY) + tables.glyf.sum;
  for (const tag of TAGS) {
    if (tag === 'glyf') continue;
    const { at, length, sum } = tables[tag];
    const found = sumOf(at, at + padded(length)) - (tag === 'head' ? adjustment : 0);
    if (found >>> 0 !== sum) bad(where, tag, 'another checksum');
    total += sum;
  }
  if ((CHECKSUM_MAGIC - total) >>> 0 !== adjustment) bad(where, 'head', 'another checksum of the whole');
}

function expectLength({ tables, where }: Program, tag: Tag, length: number): void {
  if (tables[tag].length !== length) bad(where, tag, 'another length');
}

/** The hash of one outline, which has to be of contours alone: no composite, no instructions. */
function readOutline(program: Program, from: number, to: number): readonly [low: number, high: number] {
  if (from === to) return [0, 0];
  const { view, bytes, where } = program;
  const contours = to - from < 12 ? 0 : view.getInt16(from);
  if (contours < 1 || from + 12 + contours * 2 > to) return bad(where, 'glyf', 'a glyph that is no outline');
  if (view.getUint16(from + 10 + contours * 2) !== 0) return bad(where, 'glyf', 'a glyph with instructions');
  return outlineHash(bytes, from, to);
}

/**
 * Reads a TrueType program of the one form that is embedded: the six tables of outlines, `.notdef` empty, all other
 * glyphs simple, without instructions and padded to words. Whether an outline is the right one is not judged here.
 */
export function readProgram(bytes: Uint8Array, where: string): FontProgram {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tables = readDirectory(bytes, view, where);
  const program = { bytes, view, tables, where };
  const { glyf, head, hhea, hmtx, loca, maxp } = tables;

  expectLength(program, 'head', 54);
  const unitsPerEm = view.getUint16(head.at + 18);
  const longLoca = view.getInt16(head.at + 50);
  const soundHead =
    view.getUint32(head.at) === 0x00010000 &&
    view.getUint32(head.at + 12) === 0x5f0f3cf5 &&
    unitsPerEm >= 16 &&
    unitsPerEm <= 16_384 &&
    (longLoca === 0 || longLoca === 1) &&
    view.getInt16(head.at + 52) === 0;
  if (!soundHead) bad(where, 'head', 'another form');
  expectLength(program, 'maxp', 32);
  const count = view.getUint16(maxp.at + 4);
  if (view.getUint32(maxp.at) !== 0x00010000 || count < 2) bad(where, 'maxp', 'another form');
  expectLength(program, 'hhea', 36);
  if (view.getUint32(hhea.at) !== 0x00010000 || view.getUint16(hhea.at + 34) !== count)
    bad(where, 'hhea', 'another form');
  expectLength(program, 'hmtx', count * 4);
  expectLength(program, 'loca', (count + 1) * (longLoca === 1 ? 4 : 2));
  checkSums(program);

  const locate = (index: number): number =>
    longLoca === 1 ? view.getUint32(loca.at + index * 4) : view.getUint16(loca.at + index * 2) * 2;
  if (locate(0) !== 0 || locate(1) !== 0) bad(where, 'loca', 'a first glyph that draws');
  if (locate(count) !== glyf.length) bad(where, 'loca', 'outlines that no glyph has');
  const glyphs: ProgramGlyph[] = [];
  let end = 0;
  for (let index = 0; index < count; index++) {
    const start = end;
    end = locate(index + 1);
    if (end < start || end > glyf.length || end % 4 !== 0)
      bad(where, 'loca', 'glyphs that do not follow each other');
    const [low, high] = readOutline(program, glyf.at + start, glyf.at + end);
    const metric = hmtx.at + index * 4;
    glyphs.push({ low, high, advance: view.getUint16(metric), bearing: view.getInt16(metric + 2) });
  }
  return { unitsPerEm, glyphs };
}
