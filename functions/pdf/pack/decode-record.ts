import { inflateRawSync } from 'node:zlib';
import { type PackHeader, RECORD_WORDS } from './pack-format.ts';

/** What records are decoded with. */
export type RecordCode = Pick<PackHeader, 'blockHeadBits' | 'endOfBlock'> & {
  readonly blockHead: Uint32Array;
};

export type DecodedRecord = {
  /** The padded `glyf` entry. */
  readonly entry: Uint8Array;
  readonly adler: number;
  readonly sum: number;
  readonly advance: number;
  readonly bearing: number;
  /** Words of the record. */
  readonly words: number;
};

/** A whole deflate stream: the shared head, the record's bits, the end of the block. */
function streamOf(words: Uint32Array, from: number, bits: number, code: RecordCode): Uint8Array {
  const { blockHead, blockHeadBits, endOfBlock } = code;
  const total = blockHeadBits + bits + endOfBlock.bits;
  const out = new Uint32Array((total >>> 5) + 2);
  out.set(blockHead);
  const append = (word: number, count: number, at: number): void => {
    const index = at >>> 5;
    const shift = at & 31;
    out[index] = (out[index] ?? 0) | (word << shift);
    if (shift > 0 && shift + count > 32) out[index + 1] = word >>> (32 - shift);
  };
  for (let done = 0; done < bits; done += 32)
    append(words[from + (done >>> 5)] ?? 0, Math.min(32, bits - done), blockHeadBits + done);
  append(endOfBlock.code, endOfBlock.bits, blockHeadBits + bits);
  return new Uint8Array(out.buffer, 0, (total + 7) >>> 3);
}

/**
 * Decodes the record at `place` with zlib, which knows nothing of how packs are made.
 * @param words the section `glyphs`
 * @returns what is wrong, as a text, where it cannot be decoded
 */
export function decodeRecord(words: Uint32Array, place: number, code: RecordCode): DecodedRecord | string {
  if (place + RECORD_WORDS > words.length) return 'begins beyond the section';
  const [length = 0, bits = 0, adler = 0, sum = 0, metrics = 0] = words.subarray(place, place + RECORD_WORDS);
  const size = RECORD_WORDS + Math.ceil(bits / 32);
  if (place + size > words.length) return `${bits} bits reach beyond the section`;
  // no glyph has more than 65,535 points of 5 bytes and 32,767 contours of 2
  if (length % 4 !== 0 || length > 0x80000) return `an entry of ${length} bytes`;
  if (bits % 32 !== 0 && (words[place + size - 1] ?? 0) >>> (bits % 32) !== 0) return 'bits after the last';
  let entry = new Uint8Array(0);
  if (length > 0 || bits > 0) {
    try {
      const stream = streamOf(words, place + RECORD_WORDS, bits, code);
      entry = inflateRawSync(stream, { maxOutputLength: length + 1, chunkSize: Math.max(64, length + 8) });
    } catch (error) {
      return error instanceof Error ? error.message : 'no deflate stream';
    }
  }
  if (entry.length !== length) return `${entry.length} bytes and not ${length}`;
  return { entry, adler, sum, advance: metrics & 0xffff, bearing: metrics >> 16, words: size };
}
