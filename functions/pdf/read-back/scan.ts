import { reject } from './read-fault.ts';

/** Bytes that are read from front to back. Only the syntax that is written here is known: no comments, no tabs. */
export type Cursor = { readonly bytes: Uint8Array; at: number; readonly where: string };

/** What a byte is to the scanner. */
const INVALID = 0;
const SPACE = 1;
const DELIMITER = 2;
const REGULAR = 3;

const CLASS_OF = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x20 || byte === 0x0a) return SPACE;
  if (byte < 0x21 || byte > 0x7e || byte === 0x23) return INVALID;
  return '()<>[]{}/%'.includes(String.fromCharCode(byte)) ? DELIMITER : REGULAR;
});

const NO_DIGIT = 0xff;
const DIGIT_OF = Uint8Array.from({ length: 256 }, (_, byte) => {
  const digit = '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase());
  return digit < 0 ? NO_DIGIT : digit;
});

/** Nothing of a number, name or operator follows: a space, a bracket, or the end. */
function endsWord({ bytes, at, where }: Cursor): boolean {
  if (at >= bytes.length) return true;
  const kind = CLASS_OF[bytes[at] ?? 0];
  return kind === INVALID ? reject('malformed', where, 'a word of other characters') : kind !== REGULAR;
}

/** Skips spaces; false at the end. */
export function skipSpaces(cursor: Cursor): boolean {
  const { bytes } = cursor;
  while (cursor.at < bytes.length && CLASS_OF[bytes[cursor.at] ?? 0] === SPACE) cursor.at++;
  return cursor.at < bytes.length;
}

/** How a number begins. One that begins with `+` or `.` is refused when it is read. */
export const beginsNumber = (byte: number): boolean => byte >= 0x2b && byte <= 0x39 && byte !== 0x2f;

const badNumber = (where: string): never => reject('malformed', where, 'a number of another form');

/** An optional `-`, 1–10 digits, and at most 3 decimals. */
export function scanNumber(cursor: Cursor): number {
  const { bytes, where } = cursor;
  const negative = bytes[cursor.at] === 0x2d;
  let at = negative ? cursor.at + 1 : cursor.at;
  const first = at;
  let digits = 0;
  for (; at < bytes.length; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) break;
    digits = digits * 10 + digit;
  }
  if (at === first || at - first > 10) badNumber(where);
  let scale = 1;
  if (bytes[at] === 0x2e) {
    for (at++; scale <= 1000; at++) {
      const digit = (bytes[at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      digits = digits * 10 + digit;
      scale *= 10;
    }
    if (scale === 1 || scale > 1000) badNumber(where);
  }
  cursor.at = at;
  if (!endsWord(cursor)) badNumber(where);
  // a quotient of two integers is the double nearest to the decimal number
  const value = digits / scale;
  return negative ? -value : value;
}

/** A name with its '/', or an operator. */
export function scanWord(cursor: Cursor): string {
  const { bytes } = cursor;
  let word = String.fromCharCode(bytes[cursor.at++] ?? 0);
  while (!endsWord(cursor)) word += String.fromCharCode(bytes[cursor.at++] ?? 0);
  return word;
}

/** A word of one or two letters as `packWord` has it. */
export function scanShortWord(cursor: Cursor): number {
  const { bytes, where } = cursor;
  let word = bytes[cursor.at++] ?? 0;
  if (endsWord(cursor)) return word;
  word |= (bytes[cursor.at++] ?? 0) << 8;
  return endsWord(cursor) ? word : reject('unexpected', where, 'an operator that is never drawn');
}

/** The first letter, and the second above it. */
export const packWord = (word: string): number => word.charCodeAt(0) | ((word.charCodeAt(1) || 0) << 8);

/** The 16-bit number of four hexadecimal digits. */
export function scanHex16(cursor: Cursor): number {
  const { bytes, at, where } = cursor;
  const a = DIGIT_OF[bytes[at] ?? 0] ?? NO_DIGIT;
  const b = DIGIT_OF[bytes[at + 1] ?? 0] ?? NO_DIGIT;
  const c = DIGIT_OF[bytes[at + 2] ?? 0] ?? NO_DIGIT;
  const d = DIGIT_OF[bytes[at + 3] ?? 0] ?? NO_DIGIT;
  if ((a | b | c | d) === NO_DIGIT) reject('malformed', where, 'a hexadecimal string of another form');
  cursor.at = at + 4;
  return (a << 12) | (b << 8) | (c << 4) | d;
}

/** The bytes of `<…>`; the cursor stands on its `<`. */
export function scanHexString(cursor: Cursor): Uint8Array {
  const { bytes, where } = cursor;
  const from = cursor.at + 1;
  const end = bytes.indexOf(0x3e, from);
  if (end < 0 || (end - from) % 2 !== 0) reject('malformed', where, 'a hexadecimal string without an end');
  const value = new Uint8Array((end - from) / 2);
  for (let index = 0; index < value.length; index++) {
    const high = DIGIT_OF[bytes[from + index * 2] ?? 0] ?? NO_DIGIT;
    const low = DIGIT_OF[bytes[from + index * 2 + 1] ?? 0] ?? NO_DIGIT;
    if ((high | low) === NO_DIGIT) reject('malformed', where, 'a hexadecimal string of another form');
    value[index] = (high << 4) | low;
  }
  cursor.at = end + 1;
  return value;
}

/** The bytes of `(…)`; the cursor stands on its `(`. */
export function scanLiteralString(cursor: Cursor): Uint8Array {
  const { bytes, where } = cursor;
  const end = bytes.indexOf(0x29, cursor.at);
  if (end < 0) reject('malformed', where, 'a string without an end');
  const value = bytes.subarray(cursor.at + 1, end);
  for (const byte of value) {
    // escapes and nested brackets are never written
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x5c && byte !== 0x28;
    if (!plain) reject('unexpected', where, 'a string with an escape');
  }
  cursor.at = end + 1;
  return value;
}

/** Goes past `text`, which has to stand here. */
export function expectText(cursor: Cursor, text: string): void {
  const { bytes, at, where } = cursor;
  for (let index = 0; index < text.length; index++) {
    if (bytes[at + index] !== text.charCodeAt(index))
      reject('malformed', where, `${JSON.stringify(text)} is missing`);
  }
  cursor.at = at + text.length;
}
