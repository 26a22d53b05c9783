import {
  type Cursor,
  endOfInput,
  endsWord,
  hexDigit,
  isDigit,
  isRegular,
  isSpace,
  skipSpace,
  takeInteger,
  takeWord,
} from './cursor.ts';
import { refuse } from './inspect-fault.ts';
import type { Dict, List, PdfString, Value } from './values.ts';

const maxNameLength = 255;
/** More digits than any number of a document has. */
const maxDigits = 24;
/** Below this length adding up characters is faster than a call into the buffer. */
const shortName = 24;

function readNumber(cursor: Cursor): number {
  const { bytes, end, where } = cursor;
  const start = cursor.at;
  let at = start;
  const sign = bytes[at] ?? 0;
  if (sign === 0x2b || sign === 0x2d) at++;
  let value = 0;
  let digits = 0;
  let scale = 0;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (isDigit(byte)) {
      value = value * 10 + (byte - 0x30);
      digits++;
      scale *= 10;
    } else if (byte === 0x2e && scale === 0) {
      scale = 1;
    } else break;
  }
  if (digits === 0 || digits > maxDigits || !endsWord(bytes[at])) refuse('syntax', where);
  cursor.at = at;
  const size = scale > 1 ? value / scale : value;
  return sign === 0x2d ? -size : size;
}

/** A name without its slash; `#4A` is its byte, a lone `#` itself. */
function readName(cursor: Cursor): string {
  const { bytes, end, where } = cursor;
  const start = cursor.at + 1;
  let at = start;
  let escaped = false;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (!isRegular(byte)) break;
    if (byte === 0x23) escaped = true;
  }
  cursor.at = at;
  if (at - start > maxNameLength) refuse('name-length', where);
  if (!escaped) {
    if (at - start > shortName)
      return Buffer.from(bytes.buffer, bytes.byteOffset + start, at - start).toString('latin1');
    let name = '';
    for (let index = start; index < at; index++) name += String.fromCharCode(bytes[index] ?? 0);
    return name;
  }
  let name = '';
  for (let index = start; index < at; index++) {
    const high = bytes[index] === 0x23 ? hexDigit(bytes[index + 1]) : -1;
    const low = high < 0 || index + 2 >= at ? -1 : hexDigit(bytes[index + 2]);
    name += String.fromCharCode(low < 0 ? (bytes[index] ?? 0) : high * 16 + low);
    if (low >= 0) index += 2;
  }
  return name;
}

function readLiteralString(cursor: Cursor): PdfString {
  const { bytes, end } = cursor;
  const start = cursor.at + 1;
  let open = 1;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === 0x5c) at++;
    else if (byte === 0x28) open++;
    else if (byte === 0x29 && --open === 0) {
      cursor.at = at + 1;
      return { kind: 'string', source: bytes, start, end: at, hex: false };
    }
  }
  return endOfInput(cursor);
}

function readHexString(cursor: Cursor): PdfString {
  const { bytes, end, where } = cursor;
  const start = cursor.at + 1;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x3e) {
      cursor.at = at + 1;
      return { kind: 'string', source: bytes, start, end: at, hex: true };
    }
    if (hexDigit(byte) < 0 && !isSpace(byte)) refuse('syntax', where);
  }
  return endOfInput(cursor);
}

function readList(cursor: Cursor, depth: number): List {
  const list: Value[] = [];
  cursor.at++;
  for (;;) {
    const byte = skipSpace(cursor);
    if (byte === 0x5d) {
      cursor.at++;
      return list;
    }
    if (byte === 0x52 && endsWord(cursor.bytes[cursor.at + 1])) {
      const generation = list.pop();
      const number = list.pop();
      list.push(reference(cursor, number, generation));
      cursor.at++;
    } else list.push(readValue(cursor, depth));
  }
}

function reference(cursor: Cursor, number: Value | undefined, generation: Value | undefined): Value {
  const whole = Number.isInteger(number) && Number.isInteger(generation);
  if (!whole || Number(number) < 0 || Number(generation) < 0) refuse('syntax', cursor.where);
  return { kind: 'ref', number: Number(number), generation: Number(generation) };
}

/** A number, or the reference that it opens. */
function readNumberOrRef(cursor: Cursor): Value {
  if (--cursor.budget.values < 0) refuse('values', cursor.where);
  const number = readNumber(cursor);
  const after = cursor.at;
  if (!isDigit(skipSpace(cursor))) {
    cursor.at = after;
    return number;
  }
  const generation = takeInteger(cursor);
  if (generation >= 0 && takeWord(cursor, 'R')) return reference(cursor, number, generation);
  cursor.at = after;
  return number;
}

function readDict(cursor: Cursor, depth: number): Dict {
  const dict = new Map<string, Value>();
  cursor.budget.values -= 3;
  cursor.at += 2;
  for (;;) {
    const byte = skipSpace(cursor);
    if (byte === 0x3e && cursor.bytes[cursor.at + 1] === 0x3e) {
      cursor.at += 2;
      return dict;
    }
    if (byte !== 0x2f) return byte < 0 ? endOfInput(cursor) : refuse('syntax', cursor.where);
    const key = readName(cursor);
    if (dict.has(key)) refuse('duplicate-key', cursor.where);
    cursor.budget.values--;
    const first = skipSpace(cursor);
    dict.set(key, isDigit(first) ? readNumberOrRef(cursor) : readValue(cursor, depth));
  }
}

/**
 * The value at the cursor, which stands behind it afterwards. A number is a number even if a reference begins with
 * it: within arrays and dictionaries references are put together, an indirect object that is one is read by
 * `readIndirectValue`.
 */
export function readValue(cursor: Cursor, depth = 0): Value {
  const byte = skipSpace(cursor);
  if (byte < 0) endOfInput(cursor);
  if (depth > cursor.budget.limits.nesting) refuse('nesting', cursor.where);
  if (--cursor.budget.values < 0) refuse('values', cursor.where);
  switch (byte) {
    case 0x2f:
      return readName(cursor);
    case 0x28:
      return readLiteralString(cursor);
    case 0x5b:
      return readList(cursor, depth + 1);
    case 0x3c:
      return cursor.bytes[cursor.at + 1] === 0x3c ? readDict(cursor, depth + 1) : readHexString(cursor);
    case 0x74:
      return takeWord(cursor, 'true') ? true : refuse('syntax', cursor.where);
    case 0x66:
      return takeWord(cursor, 'false') ? false : refuse('syntax', cursor.where);
    case 0x6e:
      return takeWord(cursor, 'null') ? null : refuse('syntax', cursor.where);
    default:
      return readNumber(cursor);
  }
}

/** The value of an indirect object. */
export function readIndirectValue(cursor: Cursor): Value {
  return isDigit(skipSpace(cursor)) ? readNumberOrRef(cursor) : readValue(cursor);
}
