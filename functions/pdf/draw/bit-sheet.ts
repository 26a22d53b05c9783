/** Bits as deflate writes them, first bit lowest; a byte view of the same memory for what comes in whole bytes. */
export type BitSheet = { words: Uint32Array; bytes: Uint8Array; at: number };

const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/** @param capacity in bytes */
export function bitSheet(capacity: number): BitSheet {
  // words are filled as numbers and taken out as bytes
  if (!LITTLE_ENDIAN) throw new Error('packs and bits are little-endian: this machine is not');
  const words = new Uint32Array((capacity + 3) >>> 2);
  return { words, bytes: new Uint8Array(words.buffer), at: 0 };
}

/** Room for so many bytes more, and the word that is being filled. */
export function makeBitRoom(sheet: BitSheet, bytes: number): void {
  const needed = (sheet.at >>> 3) + bytes + 16;
  if (needed <= sheet.bytes.length) return;
  const words = new Uint32Array((Math.max(sheet.bytes.length * 2, needed) + 3) >>> 2);
  words.set(sheet.words.subarray(0, (sheet.at + 31) >>> 5));
  sheet.words = words;
  sheet.bytes = new Uint8Array(words.buffer);
}

/** `count` bits from the beginning of word `from` on, in room that is there. Bits beyond them are 0. */
export function putBits(sheet: BitSheet, source: Uint32Array, from: number, count: number): void {
  const { words, at } = sheet;
  const length = (count + 31) >>> 5;
  const shift = at & 31;
  let to = at >>> 5;
  if (shift === 0) {
    for (let index = 0; index < length; index++) words[to++] = source[from + index] ?? 0;
  } else {
    let word = (words[to] ?? 0) & ((1 << shift) - 1);
    for (let index = 0; index < length; index++) {
      const next = source[from + index] ?? 0;
      words[to++] = word | (next << shift);
      word = next >>> (32 - shift);
    }
    words[to] = word;
  }
  sheet.at = at + count;
}

/** Few bits (up to 16), in room that is there. */
export function putCode(sheet: BitSheet, code: number, count: number): void {
  const { words, at } = sheet;
  const shift = at & 31;
  const to = at >>> 5;
  words[to] = shift === 0 ? code : ((words[to] ?? 0) & ((1 << shift) - 1)) | (code << shift);
  words[to + 1] = shift + count > 32 ? code >>> (32 - shift) : 0;
  sheet.at = at + count;
}

/** The next bit begins a byte; the bits between are 0, as they are wherever bits have been put. */
export function toByte(sheet: BitSheet): void {
  sheet.at = (sheet.at + 7) & ~7;
}

/** Whole bytes at the beginning of a byte, in room that is there. */
export function putWholeBytes(sheet: BitSheet, bytes: Uint8Array, from = 0, to = bytes.length): void {
  const at = sheet.at >>> 3;
  if (to - from < 32)
    for (let index = from; index < to; index++) sheet.bytes[at + index - from] = bytes[index] ?? 0;
  else sheet.bytes.set(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to), at);
  sheet.at += (to - from) * 8;
}

export function putByte(sheet: BitSheet, byte: number): void {
  sheet.bytes[sheet.at >>> 3] = byte;
  sheet.at += 8;
}
