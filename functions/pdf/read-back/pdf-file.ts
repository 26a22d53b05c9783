import { type PdfDict, type PdfValue, readValue } from './pdf-values.ts';
import { reject } from './read-fault.ts';
import { type Cursor, expectText, scanNumber } from './scan.ts';

export type PdfObject = { readonly value: PdfValue; readonly stream: Uint8Array | undefined };

/** The objects of a file (index = object number, 0 unused) and its trailer. */
export type PdfFile = { readonly objects: readonly (PdfObject | undefined)[]; readonly trailer: PdfDict };

const header = '%PDF-1.7\n%';
const endMark = '\n%%EOF\n';
const firstEntry = '0000000000 65535 f \n';

/** Parses object `number` at the cursor, which is left behind its `endobj`. */
function readObject(cursor: Cursor, number: number): PdfObject {
  expectText(cursor, `${number} 0 obj\n`);
  const value = readValue(cursor);
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

function wholeNumber(cursor: Cursor): number {
  const number = scanNumber(cursor);
  return Number.isInteger(number) && number >= 0
    ? number
    : reject('malformed', cursor.where, 'a place that is no whole number');
}

/** Where the table begins, by the file's last line but one, and where that line begins. */
function findTable(bytes: Uint8Array): { readonly table: number; readonly marks: number } {
  const digitsEnd = bytes.length - endMark.length;
  let digits = digitsEnd;
  while (digits > 0 && bytes[digits - 1] !== 0x0a) digits--;
  const marks = digits - 'startxref\n'.length;
  if (marks < 0) return reject('malformed', 'file', 'no end mark at the end');
  const cursor = { bytes, at: marks, where: 'file' };
  expectText(cursor, 'startxref\n');
  const table = wholeNumber(cursor);
  expectText(cursor, endMark);
  if (cursor.at !== bytes.length) reject('malformed', 'file', 'no end mark at the end');
  return { table, marks };
}

/** The ten digits of a table's entry, which the cursor is left behind. */
function scanEntry(cursor: Cursor, number: number): number {
  const { bytes, at } = cursor;
  let offset = 0;
  for (let index = 0; index < 10; index++) {
    const digit = (bytes[at + index] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) reject('malformed', 'file', `entry ${number} of the table`);
    offset = offset * 10 + digit;
  }
  cursor.at = at + 10;
  expectText(cursor, ' 00000 n \n');
  return offset;
}

/**
 * Parses a whole file. The objects must fill it from the header to the table without a gap, and nothing may follow
 * the end mark, so that no part of the file is left unread.
 */
export function readPdfFile(bytes: Uint8Array): PdfFile {
  const cursor = { bytes, at: 0, where: 'file' };
  expectText(cursor, header);
  for (let mark = 0; mark < 4; mark++) {
    if ((bytes[cursor.at++] ?? 0) < 0x80) reject('malformed', 'file', 'no binary mark');
  }
  expectText(cursor, '\n');
  const firstObject = cursor.at;
  const { table, marks } = findTable(bytes);
  if (table <= firstObject || table >= marks) reject('malformed', 'file', 'no table where the end mark says');

  cursor.at = table;
  expectText(cursor, 'xref\n0 ');
  const count = wholeNumber(cursor);
  if (count < 2 || count * 20 > bytes.length) reject('malformed', 'file', 'a table of no entries');
  expectText(cursor, `\n${firstEntry}`);
  const offsets = [0];
  for (let number = 1; number < count; number++) offsets.push(scanEntry(cursor, number));
  expectText(cursor, 'trailer\n');
  const trailer = readValue(cursor);
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
  return { objects, trailer };
}
