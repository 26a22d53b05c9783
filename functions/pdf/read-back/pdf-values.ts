import { reject } from './read-fault.ts';
import {
  beginsNumber,
  type Cursor,
  scanHexString,
  scanLiteralString,
  scanNumber,
  scanWord,
  skipSpaces,
} from './scan.ts';

export type PdfRef = { readonly object: number };
export type PdfDict = ReadonlyMap<string, PdfValue>;
/** A parsed value: names keep their '/', strings are bytes. */
export type PdfValue = number | boolean | string | Uint8Array | PdfRef | PdfDict | readonly PdfValue[];

/** A number, a string's bytes, or a word: a name with its '/', an operator, a bracket. */
export type Token = number | string | Uint8Array;

const maxDepth = 8;

/** The next token, `undefined` at the end. */
export function nextToken(cursor: Cursor): Token | undefined {
  if (!skipSpaces(cursor)) return undefined;
  const { bytes, at, where } = cursor;
  const first = bytes[at] ?? 0;
  if (beginsNumber(first)) return scanNumber(cursor);
  switch (first) {
    case 0x3c:
      if (bytes[at + 1] !== 0x3c) return scanHexString(cursor);
      cursor.at += 2;
      return '<<';
    case 0x3e:
      if (bytes[at + 1] !== 0x3e) reject('malformed', where, 'a lone bracket');
      cursor.at += 2;
      return '>>';
    case 0x28:
      return scanLiteralString(cursor);
    case 0x5b:
      cursor.at++;
      return '[';
    case 0x5d:
      cursor.at++;
      return ']';
    case 0x25:
    case 0x29:
    case 0x7b:
    case 0x7d:
      return reject('unexpected', where, 'a comment or a bracket');
    default:
      return scanWord(cursor);
  }
}

function readReference(cursor: Cursor, object: number): PdfRef | undefined {
  const { bytes, at } = cursor;
  // ` 0 R`, and nothing that would make another word of it
  const found =
    bytes[at] === 0x20 && bytes[at + 1] === 0x30 && bytes[at + 2] === 0x20 && bytes[at + 3] === 0x52;
  if (!found) return undefined;
  cursor.at = at + 3;
  return scanWord(cursor) === 'R'
    ? { object }
    : reject('malformed', cursor.where, 'a word where a value belongs');
}

function readDict(cursor: Cursor, depth: number): PdfDict {
  const dict = new Map<string, PdfValue>();
  for (;;) {
    const key = nextToken(cursor);
    if (key === '>>') return dict;
    if (typeof key !== 'string' || !key.startsWith('/'))
      return reject('malformed', cursor.where, 'a key is no name');
    if (dict.has(key)) reject('malformed', cursor.where, 'a key comes twice');
    dict.set(key, readValue(cursor, depth + 1));
  }
}

function readArray(cursor: Cursor, depth: number): readonly PdfValue[] {
  const values: PdfValue[] = [];
  for (;;) {
    if (skipSpaces(cursor) && cursor.bytes[cursor.at] === 0x5d) {
      cursor.at++;
      return values;
    }
    values.push(readValue(cursor, depth + 1));
  }
}

/** One value, however deep it goes within bounds. */
export function readValue(cursor: Cursor, depth = 0): PdfValue {
  if (depth > maxDepth) reject('unexpected', cursor.where, 'values nest too deeply');
  const token = nextToken(cursor);
  if (token === undefined) return reject('malformed', cursor.where, 'a value is missing');
  if (typeof token === 'number') return readReference(cursor, token) ?? token;
  if (typeof token !== 'string') return token;
  if (token.startsWith('/')) return token;
  if (token === '<<') return readDict(cursor, depth);
  if (token === '[') return readArray(cursor, depth);
  if (token === 'true') return true;
  if (token === 'false') return false;
  return reject('malformed', cursor.where, 'a word where a value belongs');
}
