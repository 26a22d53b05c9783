import { canonicalCodes } from '../pack/huffman.ts';
import { ADLER_MODULUS, ADLER_STRETCH, type Adler } from './adler.ts';
import { type BitSheet, makeBitRoom, putBits, putByte, putCode, toByte } from './bit-sheet.ts';

/** A fixed code for one kind of ASCII text: streams of it are coded byte by byte, without looking for repetitions. */
export type TextCoder = {
  readonly head: Uint32Array;
  readonly headBits: number;
  /** By byte: its code, and from bit 16 on the code's length. */
  readonly codes: Uint32Array;
};

const END_OF_BLOCK = 256;
const LENGTH_AT = 16;
const CODE = 0xffff;

/**
 * Lengths and head are given and not worked out, which would take milliseconds whenever a process starts.
 * @param characters by the number of bits of their codes
 * @param rest bits of every other printable character, of the line feed and of the end of a block; all codes
 *   together have to be complete
 * @param head what `blockHead` says of these lengths and no distances: its bits, and BASE64 of its words
 */
export function textCoder(
  characters: Readonly<Record<number, string>>,
  rest: number,
  head: { readonly bits: number; readonly words: string },
): TextCoder {
  const given = new Uint8Array(END_OF_BLOCK + 1);
  given.fill(rest, 0x20, 0x7f);
  given[0x0a] = rest;
  given[END_OF_BLOCK] = rest;
  for (const [bits, texts] of Object.entries(characters))
    for (const text of texts) given[text.charCodeAt(0)] = Number(bits);
  const { codes, lengths } = canonicalCodes(given);
  const both = Uint32Array.from(codes, (code, byte) => code | ((lengths[byte] ?? 0) << LENGTH_AT));
  const words = new Uint32Array(Uint8Array.from(Buffer.from(head.words, 'base64')).buffer);
  return { head: words, headBits: head.bits, codes: both };
}

/** The last block of a zlib stream over `text`, then the Adler-32 of the whole, of which `adler` knows the rest. */
export function putLastText(
  sheet: BitSheet,
  coder: TextCoder,
  text: Uint8Array,
  from: number,
  to: number,
  adler: Adler,
): void {
  makeBitRoom(sheet, (to - from) * 2 + coder.head.length * 4 + 16);
  putBits(sheet, coder.head, 0, coder.headBits);
  const { codes } = coder;
  const { words } = sheet;
  let { a, b } = adler;
  let word = sheet.at >>> 5;
  let shift = sheet.at & 31;
  let pending = shift === 0 ? 0 : (words[word] ?? 0) & ((1 << shift) - 1);
  for (let start = from; start < to; start += ADLER_STRETCH) {
    const end = Math.min(start + ADLER_STRETCH, to);
    // two at a time: each step waits for the last one's bits
    for (let at = start; at < end; at += 2) {
      const byte = text[at] ?? 0;
      const entry = codes[byte] ?? 0;
      a += byte;
      b += a;
      let code = entry & CODE;
      let length = entry >>> LENGTH_AT;
      if (at + 1 < end) {
        const other = text[at + 1] ?? 0;
        const next = codes[other] ?? 0;
        a += other;
        b += a;
        code |= (next & CODE) << length;
        length += next >>> LENGTH_AT;
      }
      // without a branch on whether the word is full, which nothing can predict
      words[word] = pending |= code << shift;
      shift += length;
      const isFull = shift >>> 5;
      word += isFull;
      shift &= 31;
      // nothing is left of a code that ends with its word: it has fewer bits than it is shifted by
      pending = (pending & (isFull - 1)) | ((code >>> (length - shift)) & -isFull);
    }
    a %= ADLER_MODULUS;
    b %= ADLER_MODULUS;
  }
  words[word] = pending;
  sheet.at = word * 32 + shift;
  const end = codes[END_OF_BLOCK] ?? 0;
  putCode(sheet, end & CODE, end >>> LENGTH_AT);
  toByte(sheet);
  putAdler(sheet, { a, b });
}

export function putAdler(sheet: BitSheet, { a, b }: Adler): void {
  putByte(sheet, b >>> 8);
  putByte(sheet, b & 0xff);
  putByte(sheet, a >>> 8);
  putByte(sheet, a & 0xff);
}

/** The two bytes with which a zlib stream begins. */
export function putZlibHead(sheet: BitSheet): void {
  putByte(sheet, 0x78);
  putByte(sheet, 0xda);
}
