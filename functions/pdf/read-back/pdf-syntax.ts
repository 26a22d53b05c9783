/** Why a file is not one that this folder's drawing makes. Never holds text of the document. */
export type ReadFault = {
  readonly kind: /** Not a PDF of the one form that is written here, or damaged. */
    | 'malformed'
    | 'encrypted'
    /** Well formed, but something that is never drawn: an unknown operator, key, object, or order. */
    | 'unexpected'
    /** A code is shown that the font's ToUnicode map does not list. */
    | 'unmapped-code';
  /** `file`, `object 7`, `page 1` (pages count from 1). */
  readonly where: string;
  readonly detail: string;
};

/** Carries a fault out of the nested parsers; `readBack` turns it into a `Result`. */
export class BadPdf extends Error {
  readonly fault: ReadFault;

  constructor(fault: ReadFault) {
    super(`${fault.where}: ${fault.detail}`);
    this.fault = fault;
  }
}

export function reject(kind: ReadFault['kind'], where: string, detail: string): never {
  throw new BadPdf({ kind, where, detail });
}

export type PdfRef = { readonly object: number };
export type PdfDict = ReadonlyMap<string, PdfValue>;
/** A parsed value: names keep their '/', strings are bytes. */
export type PdfValue = number | boolean | string | Uint8Array | PdfRef | PdfDict | readonly PdfValue[];
export type PdfObject = { readonly value: PdfValue; readonly stream: Uint8Array | undefined };

/** A number, a string's bytes, or a word: a name with its '/', an operator, a bracket. */
export type Token = number | string | Uint8Array;

export type Cursor = { readonly bytes: Uint8Array; at: number; readonly where: string };

const maxDepth = 8;

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a;
const isDelimiter = (byte: number): boolean =>
  // ( ) < > [ ] { } / %
  (byte >= 0x28 && byte <= 0x29) ||
  byte === 0x3c ||
  byte === 0x3e ||
  byte === 0x5b ||
  byte === 0x5d ||
  byte === 0x7b ||
  byte === 0x7d ||
  byte === 0x2f ||
  byte === 0x25;

function hexDigit(byte: number, where: string): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  if (letter >= 0x61 && letter <= 0x66) return letter - 0x61 + 10;
  return reject('malformed', where, 'a hexadecimal string with another character');
}

function hexString(cursor: Cursor): Uint8Array {
  const { bytes, where } = cursor;
  const end = bytes.indexOf(0x3e, cursor.at);
  if (end < 0 || (end - cursor.at) % 2 !== 0)
    reject('malformed', where, 'a hexadecimal string without an end');
  const value = new Uint8Array((end - cursor.at) / 2);
  for (let index = 0; index < value.length; index++) {
    const at = cursor.at + index * 2;
    value[index] = hexDigit(bytes[at] ?? 0, where) * 16 + hexDigit(bytes[at + 1] ?? 0, where);
  }
  cursor.at = end + 1;
  return value;
}

function literalString(cursor: Cursor): Uint8Array {
  const { bytes, where } = cursor;
  const end = bytes.indexOf(0x29, cursor.at);
  if (end < 0) reject('malformed', where, 'a string without an end');
  const value = bytes.subarray(cursor.at, end);
  for (const byte of value) {
    // escapes and nested brackets are never written
    const plain = byte >= 0x20 && byte < 0x7f && byte !== 0x5c && byte !== 0x28;
    if (!plain) reject('unexpected', where, 'a string with an escape');
  }
  cursor.at = end + 1;
  return value;
}

function numberOf(word: string, where: string): number {
  if (!/^-?\d{1,10}(\.\d{1,3})?$/.test(word)) reject('malformed', where, 'a number of another form');
  return Number(word);
}

/** The next token, `undefined` at the end. Only the syntax that is written here is read: no comments, no tabs. */
export function nextToken(cursor: Cursor): Token | undefined {
  const { bytes, where } = cursor;
  while (cursor.at < bytes.length && isSpace(bytes[cursor.at] ?? 0)) cursor.at++;
  if (cursor.at >= bytes.length) return undefined;
  const first = bytes[cursor.at] ?? 0;
  if (first === 0x3c || first === 0x3e) {
    const double = bytes[cursor.at + 1] === first;
    cursor.at += double ? 2 : 1;
    if (double) return first === 0x3c ? '<<' : '>>';
    return first === 0x3c ? hexString(cursor) : reject('malformed', where, 'a lone bracket');
  }
  if (first === 0x28) {
    cursor.at++;
    return literalString(cursor);
  }
  if (first === 0x5b || first === 0x5d) {
    cursor.at++;
    return first === 0x5b ? '[' : ']';
  }
  let end = cursor.at + 1;
  if (first !== 0x2f && isDelimiter(first)) reject('unexpected', where, 'a comment or a bracket');
  while (end < bytes.length && !isSpace(bytes[end] ?? 0) && !isDelimiter(bytes[end] ?? 0)) end++;
  let word = '';
  for (let at = cursor.at; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x21 || byte > 0x7e || byte === 0x23) reject('malformed', where, 'a word of other characters');
    word += String.fromCharCode(byte);
  }
  cursor.at = end;
  const numeric = (first >= 0x30 && first <= 0x39) || first === 0x2d || first === 0x2b || first === 0x2e;
  return numeric ? numberOf(word, where) : word;
}

function readReference(cursor: Cursor, object: number): PdfRef | undefined {
  const before = cursor.at;
  if (nextToken(cursor) === 0 && nextToken(cursor) === 'R') return { object };
  cursor.at = before;
  return undefined;
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
    const before = cursor.at;
    if (nextToken(cursor) === ']') return values;
    cursor.at = before;
    values.push(readValue(cursor, depth + 1));
  }
}

function readValue(cursor: Cursor, depth: number): PdfValue {
  if (depth > maxDepth) reject('unexpected', cursor.where, 'values nest too deeply');
  const token = nextToken(cursor);
  if (token === undefined) return reject('malformed', cursor.where, 'a value is missing');
  if (typeof token === 'number') {
    if (!Number.isInteger(token) || token < 1) return token;
    // only integers can begin a reference, and looking ahead is what costs time here
    return readReference(cursor, token) ?? token;
  }
  if (typeof token !== 'string') return token;
  if (token.startsWith('/')) return token;
  if (token === '<<') return readDict(cursor, depth);
  if (token === '[') return readArray(cursor, depth);
  if (token === 'true') return true;
  if (token === 'false') return false;
  return reject('malformed', cursor.where, 'a word where a value belongs');
}

function expectText(cursor: Cursor, text: string): void {
  for (let index = 0; index < text.length; index++) {
    if (cursor.bytes[cursor.at + index] !== text.charCodeAt(index)) {
      reject('malformed', cursor.where, `${JSON.stringify(text)} is missing`);
    }
  }
  cursor.at += text.length;
}

/** Parses object `number` at the cursor, which is left behind its `endobj`. */
function readObject(cursor: Cursor, number: number): PdfObject {
  expectText(cursor, `${number} 0 obj\n`);
  const value = readValue(cursor, 0);
  const stream = value instanceof Map ? readStream(cursor, value) : undefined;
  expectText(cursor, '\nendobj\n');
  return { value, stream };
}

function readStream(cursor: Cursor, dict: PdfDict): Uint8Array | undefined {
  const length = dict.get('/Length');
  if (length === undefined) return undefined;
  if (typeof length !== 'number' || !Number.isInteger(length) || length < 0) {
    return reject('malformed', cursor.where, 'a length that is no number');
  }
  expectText(cursor, '\nstream\n');
  if (cursor.at + length > cursor.bytes.length)
    reject('malformed', cursor.where, 'a stream ends beyond the file');
  const stream = cursor.bytes.subarray(cursor.at, cursor.at + length);
  cursor.at += length;
  expectText(cursor, '\nendstream');
  return stream;
}

/** The objects of a file (index = object number, 0 unused), its trailer, and the bytes before the table. */
export type PdfFile = {
  readonly objects: readonly (PdfObject | undefined)[];
  readonly trailer: PdfDict;
  readonly body: Uint8Array;
};

const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

/**
 * Parses a whole file. The objects must fill it from the header to the table without a gap, and nothing may follow
 * the end mark, so that no part of the file is left unread.
 */
export function readPdfFile(bytes: Uint8Array): PdfFile {
  const cursor = { bytes, at: 0, where: 'file' };
  expectText(cursor, '%PDF-1.7\n%');
  for (const byte of bytes.subarray(10, 14)) {
    if (byte < 0x80) reject('malformed', 'file', 'no binary mark');
  }
  cursor.at = 14;
  expectText(cursor, '\n');
  const firstObject = cursor.at;

  const tail = /startxref\n(\d{1,10})\n%%EOF\n$/.exec(ascii(bytes.subarray(Math.max(0, bytes.length - 40))));
  if (tail === null) return reject('malformed', 'file', 'no end mark at the end');
  const table = Number(tail[1]);
  if (table <= firstObject || table >= bytes.length)
    reject('malformed', 'file', 'no table where the end mark says');
  const marks = bytes.length - tail[0].length;

  cursor.at = table;
  expectText(cursor, 'xref\n0 ');
  const count = nextToken(cursor);
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 2 || count * 20 > bytes.length) {
    return reject('malformed', 'file', 'a table of no entries');
  }
  expectText(cursor, '\n');
  expectText(cursor, '0000000000 65535 f \n');
  const offsets = [0];
  for (let number = 1; number < count; number++) {
    const entry = /^(\d{10}) 00000 n \n$/.exec(ascii(bytes.subarray(cursor.at, cursor.at + 20)));
    if (entry === null) return reject('malformed', 'file', `entry ${number} of the table`);
    offsets.push(Number(entry[1]));
    cursor.at += 20;
  }
  expectText(cursor, 'trailer\n');
  const trailer = readValue(cursor, 0);
  expectText(cursor, '\n');
  if (!(trailer instanceof Map) || cursor.at !== marks) return reject('malformed', 'file', 'the trailer');

  // the table is where objects end: no object may reach into it
  const body = bytes.subarray(0, table);
  const objects: (PdfObject | undefined)[] = [undefined];
  let at = firstObject;
  for (let number = 1; number < count; number++) {
    if (offsets[number] !== at)
      reject('malformed', `object ${number}`, 'does not follow the object before it');
    const part = { bytes: body, at, where: `object ${number}` };
    objects.push(readObject(part, number));
    at = part.at;
  }
  if (at !== table) reject('malformed', 'file', 'bytes between the objects and the table');
  return { objects, trailer, body };
}
