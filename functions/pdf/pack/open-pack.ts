import { err, ok, type Result } from '../../shared/result.ts';
import type { FontSource } from '../font/font-source.ts';
import { codePointOf, type GlyphKey, selectorOf } from '../keys.ts';
import {
  FORMAT_VERSION,
  MAGIC,
  type PackHeader,
  RECORD_WORDS,
  SECTIONS,
  type SectionName,
} from './pack-format.ts';
import { sectionBytes } from './section-bytes.ts';

/** Why a file is no glyph pack; `part` is a section, 'header' or 'file'. */
export type PackFault = { readonly part: string; readonly detail: string };

/** One font, ready to be drawn from. What drawing reads at every character lies in memory; the rest is read as needed. */
export type GlyphPack = {
  /** SHA-256 of the pack's file, hex, worked out by the caller: what an issuance record names. */
  readonly id: string;
  readonly header: PackHeader;
  readonly pages: Uint16Array;
  readonly blocks: Uint16Array;
  readonly sequences: Uint32Array;
  readonly records: Uint32Array;
  readonly advances: Uint16Array;
  readonly blockHead: Uint32Array;
  /** The records of the hot set, by their places in `records`; those from its length on are cold. */
  readonly hot: Uint32Array;
  /** Finds a cold record by its place. The words are shared: nobody may change them. */
  readonly cold: (place: number, found: RecordPlace) => void;
};

/** Where a record lies: its first word is `words[at]`. */
export type RecordPlace = { words: Uint32Array; at: number };

/**
 * Cold records are read by chunks of so many words, and kept: at most the whole pack. No person's: which characters
 * were drawn is not kept by whom.
 */
const CHUNK_WORDS = 4096;
/** Read beyond a chunk, for the record that begins in it and ends behind it. */
const CHUNK_OVERLAP = 1024;
const HEADER_AT = 16;
const MAX_HEADER_BYTES = 64 * 1024;

function readAligned(source: FontSource, offset: number, length: number): Uint8Array | undefined {
  const bytes = source.read(offset, length);
  if (bytes.length !== length) return undefined;
  return bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
}

function headerOf(source: FontSource): PackHeader | PackFault {
  const start = source.read(0, HEADER_AT);
  if (start.length < HEADER_AT || MAGIC !== String.fromCharCode(...start.subarray(0, 8)))
    return { part: 'file', detail: 'no glyph pack' };
  const view = new DataView(start.buffer, start.byteOffset, start.length);
  const version = view.getUint32(8, true);
  if (version !== FORMAT_VERSION) return { part: 'file', detail: `format ${version}` };
  const length = view.getUint32(12, true);
  if (length > MAX_HEADER_BYTES || HEADER_AT + length > source.size)
    return { part: 'header', detail: `${length} bytes` };
  try {
    return JSON.parse(Buffer.from(source.read(HEADER_AT, length)).toString('utf8')) as PackHeader;
  } catch {
    return { part: 'header', detail: 'no JSON' };
  }
}

/**
 * Opens a pack. Reads it up to the end of its hot set, in one go. Its bytes are trusted as far as their hash is: who
 * opens a pack has verified it once, when the bundle was built or when it was loaded.
 */
export function openPack(source: FontSource, { id }: { readonly id: string }): Result<GlyphPack, PackFault> {
  const header = headerOf(source);
  if ('detail' in header) return err(header);
  const { sections } = header;
  const wanted = sectionBytes(header);
  for (const name of SECTIONS) {
    const [offset = -1, bytes = -1] = sections[name] ?? [];
    if (offset < HEADER_AT || bytes < 0 || offset % 8 !== 0 || offset + bytes > source.size)
      return err({ part: name, detail: 'outside the file' });
    if (bytes !== (wanted[name] ?? bytes)) return err({ part: name, detail: `not ${wanted[name]} bytes` });
  }
  const [glyphsAt, glyphBytes] = sections.glyphs;
  const { hotBytes } = header;
  if (hotBytes > glyphBytes || hotBytes % 4 !== 0) return err({ part: 'glyphs', detail: 'the hot set' });

  const region = readAligned(source, 0, glyphsAt + hotBytes);
  if (region === undefined) return err({ part: 'file', detail: 'cannot be read to its end' });
  const { buffer, byteOffset } = region;
  const at = (name: SectionName): number => byteOffset + sections[name][0];
  const u16 = (name: SectionName) => new Uint16Array(buffer, at(name), sections[name][1] >>> 1);
  const u32 = (name: SectionName) => new Uint32Array(buffer, at(name), sections[name][1] >>> 2);

  const chunks: (Uint32Array | undefined)[] = Array.from({
    length: Math.ceil(glyphBytes / (CHUNK_WORDS * 4)),
  });
  const readWords = (first: number, count: number): Uint32Array => {
    const from = glyphsAt + first * 4;
    const part = readAligned(source, from, Math.min(count * 4, glyphsAt + glyphBytes - from));
    if (part === undefined) throw new Error('a glyph pack has been cut off since it was opened');
    return new Uint32Array(part.buffer, part.byteOffset, part.length >>> 2);
  };

  return ok({
    id,
    header,
    pages: u16('pages'),
    blocks: u16('blocks'),
    sequences: u32('sequences'),
    records: u32('records'),
    advances: u16('advances'),
    blockHead: u32('blockHead'),
    hot: new Uint32Array(buffer, at('glyphs'), hotBytes >>> 2),
    cold(place, found) {
      const index = Math.floor(place / CHUNK_WORDS);
      const words = chunks[index] ?? readWords(index * CHUNK_WORDS, CHUNK_WORDS + CHUNK_OVERLAP);
      chunks[index] = words;
      const at = place - index * CHUNK_WORDS;
      const length = RECORD_WORDS + (((words[at + 1] ?? 0) + 31) >>> 5);
      const isWhole = at + length <= words.length;
      found.words = isWhole ? words : readWords(place, length);
      found.at = isWhole ? at : 0;
    },
  });
}

/** Ordinal of a bare code point in the pack, 0 = none. */
export function bareOrdinal(pack: GlyphPack, codePoint: number): number {
  const block = pack.pages[codePoint >>> 8] ?? 0;
  return block === 0 ? 0 : (pack.blocks[((block - 1) << 8) | (codePoint & 0xff)] ?? 0);
}

/** Ordinal of a sequence, 0 = the font does not list it. */
export function sequenceOrdinal({ sequences, header }: GlyphPack, key: number): number {
  let low = 0;
  let high = sequences.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sequences[middle] ?? 0;
    if (found === key) return header.bareKeys + 1 + middle;
    if (found < key) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}

export const ordinalOf = (pack: GlyphPack, key: GlyphKey): number =>
  selectorOf(key) === undefined ? bareOrdinal(pack, codePointOf(key)) : sequenceOrdinal(pack, key);
