import { inflateRawSync } from 'node:zlib';
import type { GlyphPack, RecordPlace } from '../pack/open-pack.ts';
import { RECORD_WORDS } from '../pack/pack-format.ts';
import { type Adler, addBytes, addSums } from './adler.ts';
import {
  type BitSheet,
  bitSheet,
  makeBitRoom,
  putBits,
  putByte,
  putCode,
  putWholeBytes,
  toByte,
} from './bit-sheet.ts';
import { type ByteSheet, makeRoom } from './byte-sheet.ts';
import type { Codes } from './codes.ts';
import { putAdler, putZlibHead } from './text-coder.ts';

/** The glyphs of a form's keys, coded beforehand; `.notdef` is not among them. */
export type FixedGlyphs = {
  /** Deflate blocks, none of them the last, ending at a byte. */
  readonly coded: Uint8Array;
  /** Padded length of each glyph's entry. */
  readonly lengths: readonly number[];
  /** Advance and bearing of each, as a record has them. */
  readonly metrics: readonly number[];
  /** Adler-32 and sum of big-endian words over all entries, and their length. */
  readonly a: number;
  readonly b: number;
  readonly sum: number;
  readonly bytes: number;
};

export const NO_GLYPHS: FixedGlyphs = {
  coded: new Uint8Array(0),
  lengths: [],
  metrics: [],
  a: 1,
  b: 0,
  sum: 0,
  bytes: 0,
};

const TABLES = ['glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp'] as const;
const DIRECTORY = 12 + TABLES.length * 16;
const HEAD_AT = DIRECTORY;
const HHEA_AT = HEAD_AT + 56;
const MAXP_AT = HHEA_AT + 36;
const HMTX_AT = MAXP_AT + 32;
/** From here on the 16-bit `loca`, which counts 2-byte words, cannot reach the end of `glyf`. */
const SHORT_LOCA_END = 0x20000;
/** A stored deflate block holds at most so many bytes. */
const STORED_BLOCK = 0xffff;
const CHECKSUM_MAGIC = 0xb1b0afba;

function locate(pack: GlyphPack, ordinal: number, place: RecordPlace): void {
  const record = pack.records[ordinal] ?? 0;
  if (record < pack.hot.length) {
    place.words = pack.hot;
    place.at = record;
  } else pack.cold(record, place);
}

/** The `glyf` entry of an ordinal, padded, out of its coded bits. */
export function outlineBytes(pack: GlyphPack, ordinal: number): Uint8Array {
  const place: RecordPlace = { words: pack.hot, at: 0 };
  locate(pack, ordinal, place);
  const bits = place.words[place.at + 1] ?? 0;
  const sheet = bitSheet(pack.blockHead.length * 4 + bits / 8 + 32);
  putBits(sheet, pack.blockHead, 0, pack.header.blockHeadBits);
  putBits(sheet, place.words, place.at + RECORD_WORDS, bits);
  putCode(sheet, pack.header.endOfBlock.code, pack.header.endOfBlock.bits);
  toByte(sheet);
  return inflateRawSync(sheet.bytes.subarray(0, sheet.at >>> 3));
}

/** The record's length, metrics, sums: what a form keeps of a glyph besides its outline. */
export function recordOf(pack: GlyphPack, ordinal: number): { length: number; metrics: number; sum: number } {
  const place: RecordPlace = { words: pack.hot, at: 0 };
  locate(pack, ordinal, place);
  const { words, at } = place;
  return { length: words[at] ?? 0, sum: words[at + 3] ?? 0, metrics: words[at + 4] ?? 0 };
}

const clamp16 = (value: number): number => Math.max(-0x8000, Math.min(0x7fff, value));

function putTables(view: DataView, { header }: GlyphPack, count: number, longLoca: boolean): void {
  const { bbox, unitsPerEm, maxAdvance } = header;
  view.setUint32(HEAD_AT, 0x00010000);
  view.setUint32(HEAD_AT + 4, 0x00010000);
  view.setUint32(HEAD_AT + 12, 0x5f0f3cf5);
  // bit 0: baseline at y = 0; bit 1: left side bearings are the outlines' own xMin
  view.setUint16(HEAD_AT + 16, header.bearingsFit ? 3 : 1);
  view.setUint16(HEAD_AT + 18, unitsPerEm);
  // created and modified stay 0: the subset has no history
  for (let edge = 0; edge < 4; edge++) view.setInt16(HEAD_AT + 36 + edge * 2, bbox[edge] ?? 0);
  view.setUint16(HEAD_AT + 46, 8);
  view.setInt16(HEAD_AT + 48, 2);
  view.setInt16(HEAD_AT + 50, longLoca ? 1 : 0);

  // bounds of the whole font: those of the subset lie within
  view.setUint32(HHEA_AT, 0x00010000);
  view.setInt16(HHEA_AT + 4, header.ascent);
  view.setInt16(HHEA_AT + 6, header.descent);
  view.setUint16(HHEA_AT + 10, Math.max(maxAdvance, unitsPerEm));
  view.setInt16(HHEA_AT + 12, clamp16(bbox[0]));
  view.setInt16(HHEA_AT + 14, clamp16(maxAdvance - bbox[2]));
  view.setInt16(HHEA_AT + 16, clamp16(bbox[2]));
  view.setInt16(HHEA_AT + 18, 1);
  view.setUint16(HHEA_AT + 34, count);

  view.setUint32(MAXP_AT, 0x00010000);
  view.setUint16(MAXP_AT + 4, count);
  view.setUint16(MAXP_AT + 6, header.maxPoints);
  view.setUint16(MAXP_AT + 8, header.maxContours);
  // no instructions: one zone, and every limit of the interpreter stays 0
  view.setUint16(MAXP_AT + 14, 1);
}

function sumOf(view: DataView, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 4) sum = (sum + view.getUint32(at)) | 0;
  return sum;
}

function putStored(sheet: BitSheet, bytes: Uint8Array, length: number): void {
  for (let from = 0; from < length; from += STORED_BLOCK) {
    const size = Math.min(STORED_BLOCK, length - from);
    putByte(sheet, 0);
    putByte(sheet, size & 0xff);
    putByte(sheet, size >>> 8);
    putByte(sheet, ~size & 0xff);
    putByte(sheet, (~size >>> 8) & 0xff);
    putWholeBytes(sheet, bytes, from, from + size);
  }
}

/**
 * Appends the zlib stream of a TrueType font to `coded`: glyph 0 is an empty `.notdef`, glyph `i` the key of code `i`.
 * Its tables are stored as they are, the glyphs are copied as they lie in the pack; nothing is compressed here. The
 * tables come before `glyf`, which ends the file.
 * @returns the length of the font program in bytes
 */
export function putFontProgram(coded: BitSheet, head: ByteSheet, codes: Codes, fixed: FixedGlyphs): number {
  const { pack, ordinals } = codes;
  const count = ordinals.length + 1;
  const first = codes.fixed;
  const words: Uint32Array[] = [];
  const places: number[] = [];
  const place: RecordPlace = { words: pack.hot, at: 0 };
  let glyf = fixed.bytes;
  let bits = 0;
  let sum = fixed.sum;
  for (let index = first; index < ordinals.length; index++) {
    locate(pack, ordinals[index] ?? 0, place);
    words.push(place.words);
    places.push(place.at);
    glyf += place.words[place.at] ?? 0;
    bits += place.words[place.at + 1] ?? 0;
    sum = (sum + (place.words[place.at + 3] ?? 0)) | 0;
  }
  const longLoca = glyf >= SHORT_LOCA_END;
  const locaAt = HMTX_AT + count * 4;
  const locaBytes = (count + 1) * (longLoca ? 4 : 2);
  const glyfAt = locaAt + ((locaBytes + 3) & ~3);

  head.at = 0;
  makeRoom(head, glyfAt);
  head.bytes.fill(0, 0, glyfAt);
  head.at = glyfAt;
  const view = new DataView(head.bytes.buffer, 0, glyfAt);
  putTables(view, pack, count, longLoca);
  view.setUint16(HMTX_AT, pack.header.unitsPerEm);
  let metricSum = pack.header.unitsPerEm << 16;
  let end = 0;
  let at = locaAt + (longLoca ? 8 : 4);
  let metricAt = HMTX_AT + 4;
  for (let index = 0; index < ordinals.length; index++) {
    const own = index - first;
    const record = own < 0 ? 0 : (places[own] ?? 0);
    const from = own < 0 ? undefined : words[own];
    end += (from === undefined ? fixed.lengths[index] : from[record]) ?? 0;
    const metrics = (from === undefined ? fixed.metrics[index] : from[record + 4]) ?? 0;
    const metric = (metrics << 16) | (metrics >>> 16);
    view.setInt32(metricAt, metric);
    metricSum = (metricSum + metric) | 0;
    metricAt += 4;
    if (longLoca) view.setUint32(at, end);
    else view.setUint16(at, end >>> 1);
    at += longLoca ? 4 : 2;
  }
  putDirectory(view, [
    [glyfAt, glyf, sum],
    [HEAD_AT, 54, sumOf(view, HEAD_AT, HHEA_AT)],
    [HHEA_AT, 36, sumOf(view, HHEA_AT, MAXP_AT)],
    [HMTX_AT, count * 4, metricSum],
    [locaAt, locaBytes, sumOf(view, locaAt, glyfAt)],
    [MAXP_AT, 32, sumOf(view, MAXP_AT, HMTX_AT)],
  ]);

  makeBitRoom(
    coded,
    glyfAt +
      (glyfAt / STORED_BLOCK + 1) * 5 +
      fixed.coded.length +
      (bits >>> 3) +
      pack.blockHead.length * 4 +
      64,
  );
  putZlibHead(coded);
  putStored(coded, head.bytes, glyfAt);
  const adler: Adler = { a: 1, b: 0 };
  addBytes(adler, head.bytes, 0, glyfAt);
  putWholeBytes(coded, fixed.coded);
  if (fixed.bytes > 0) addSums(adler, fixed.a, fixed.b, fixed.bytes);
  putBits(coded, pack.blockHead, 0, pack.header.blockHeadBits);
  for (let index = 0; index < words.length; index++) {
    const record = places[index] ?? 0;
    const from = words[index];
    if (from === undefined) continue;
    putBits(coded, from, record + RECORD_WORDS, from[record + 1] ?? 0);
    const sums = from[record + 2] ?? 1;
    addSums(adler, sums & 0xffff, sums >>> 16, from[record] ?? 0);
  }
  putCode(coded, pack.header.endOfBlock.code, pack.header.endOfBlock.bits);
  toByte(coded);
  putAdler(coded, adler);
  return glyfAt + glyf;
}

function putDirectory(
  view: DataView,
  tables: readonly (readonly [at: number, bytes: number, sum: number])[],
): void {
  view.setUint32(0, 0x00010000);
  view.setUint16(4, TABLES.length);
  view.setUint16(6, 64);
  view.setUint16(8, 2);
  view.setUint16(10, TABLES.length * 16 - 64);
  let total = 0;
  for (const [index, [at, bytes, sum]] of tables.entries()) {
    const entry = 12 + index * 16;
    const tag = TABLES[index] ?? '';
    for (let letter = 0; letter < 4; letter++) view.setUint8(entry + letter, tag.charCodeAt(letter));
    view.setUint32(entry + 4, sum >>> 0);
    view.setUint32(entry + 8, at);
    view.setUint32(entry + 12, bytes);
    total = (total + sum) | 0;
  }
  total = (total + sumOf(view, 0, DIRECTORY)) | 0;
  view.setUint32(HEAD_AT + 8, (CHECKSUM_MAGIC - total) >>> 0);
}
