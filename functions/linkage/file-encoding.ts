import { isUtf8 } from 'node:buffer';
import { err, ok, type Result } from '../shared/result.ts';
import type { FileRule } from './rules.ts';

/** A block's text; nothing is repaired or replaced. */
export type Decoded = {
  /** All of it, or the whole lines before the one that is no text. */
  readonly text: string;
  /** The bytes of that line. */
  readonly faulty?: Uint8Array;
};

/** How a file's bytes stand for characters: the Unicode encodings of the published layouts. */
export type Encoding = {
  /** Bytes of the byte order mark with which the file begins. */
  readonly mark: number;
  /** Where the last line end of a block ends; 0 where there is none. */
  readonly lastLineEnd: (bytes: Buffer) => number;
  /** How many bytes of a block are whole characters; the others begin one that the next block ends. */
  readonly wholeCharacters: (bytes: Buffer) => number;
  readonly decode: (bytes: Uint8Array) => Decoded;
  /** Bytes that a text takes. */
  readonly sizeOf: (text: string) => number;
};

/** The encoding of a file by how it begins, or the rule that it breaks. UTF-8 where nothing says otherwise. */
export function encodingOf(start: Uint8Array): Result<Encoding, FileRule> {
  const [a, b, c, d] = start;
  if (a === 0xef && b === 0xbb && c === 0xbf) return ok(utf8(3));
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? err('utf-32') : ok(utf16('le'));
  if (a === 0xfe && b === 0xff) return ok(utf16('be'));
  // A link file begins with ASCII, so that zeros beside it tell how wide a character is.
  const zeros = [a, b, c, d].map((byte) => (byte === 0 ? '0' : '1')).join('');
  if (/^(0001|1000|0011)$/.test(zeros)) return err('utf-32');
  if (/^(0101|1010)$/.test(zeros)) return err('utf-16-unmarked');
  return ok(utf8(0));
}

function utf8(mark: number): Encoding {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return {
    mark,
    lastLineEnd: (bytes) => bytes.lastIndexOf(0x0a) + 1,
    wholeCharacters: wholeUtf8,
    sizeOf: (text) => Buffer.byteLength(text),
    decode: (bytes) => {
      if (isUtf8(bytes)) return { text: decoder.decode(bytes) };
      // A line end is never part of another character, so that each line is right or wrong by itself.
      for (let start = 0; ; ) {
        const at = bytes.indexOf(0x0a, start);
        const line = bytes.subarray(start, at === -1 ? bytes.byteLength : at + 1);
        if (at === -1 || !isUtf8(line)) {
          return { text: decoder.decode(bytes.subarray(0, start)), faulty: line };
        }
        start = at + 1;
      }
    },
  };
}

function wholeUtf8(bytes: Uint8Array): number {
  const { byteLength } = bytes;
  for (let back = 1; back <= Math.min(3, byteLength); back += 1) {
    const byte = bytes[byteLength - back] ?? 0;
    if (byte >= 0xc0) return lengthBy(byte) > back ? byteLength - back : byteLength;
    if (byte < 0x80) return byteLength;
  }
  return byteLength;
}

const lengthBy = (lead: number): number => (lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2);

function utf16(order: 'le' | 'be'): Encoding {
  const low = order === 'le' ? 0 : 1;
  const high = 1 - low;
  return {
    mark: 2,
    lastLineEnd: (bytes) => {
      for (let at = bytes.byteLength - 2; at >= 0; at -= 2) {
        if (bytes[at + low] === 0x0a && bytes[at + high] === 0) return at + 2;
      }
      return 0;
    },
    wholeCharacters: (bytes) => {
      const whole = bytes.byteLength & ~1;
      const isLead = ((bytes[whole - 2 + high] ?? 0) & 0xfc) === 0xd8;
      return isLead ? whole - 2 : whole;
    },
    sizeOf: (text) => text.length * 2,
    decode: (bytes) => {
      const even = Buffer.from(bytes.subarray(0, bytes.byteLength & ~1));
      const text = (order === 'le' ? even : even.swap16()).toString('utf16le');
      if (even.byteLength === bytes.byteLength && text.isWellFormed()) return { text };
      const fault = text.search(/\p{Surrogate}/u);
      const start = text.lastIndexOf('\n', fault === -1 ? text.length : fault) + 1;
      return { text: text.slice(0, start), faulty: bytes.subarray(start * 2) };
    },
  };
}

/** The encodings of older core systems; what they share with ASCII looks sound until the first Japanese text. */
const LEGACY = ['shift_jis', 'euc-jp'] as const;

/** Whether bytes that are no UTF-8 say the expected text in an encoding that is not Unicode. */
export const isLegacy = (line: Uint8Array, expected: string): boolean =>
  LEGACY.some((label) => new TextDecoder(label).decode(line).includes(expected));
