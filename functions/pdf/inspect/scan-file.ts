import {
  type Cursor,
  cursorAt,
  isDigit,
  settle,
  skipSpace,
  standsAt,
  takeInteger,
  takeWord,
} from './cursor.ts';
import { readHeader } from './header.ts';
import { hidesStructure } from './hidden-structure.ts';
import { type Place, refuse } from './inspect-fault.ts';
import { readIndirectValue, readValue } from './lexer.ts';
import type { Budget } from './limits.ts';
import { takeStreamKeyword } from './stream-data.ts';
import { type Dict, isDict, isInteger, isList, isRef, type Ref, type Value } from './values.ts';

/** What is in a file, from its first byte to its last. */
export type FileScan = {
  readonly version: string;
  readonly numbers: ReadonlySet<number>;
  readonly root: Ref;
};

const maxObjects = 5000;
const maxObjectNumber = 10_000;
/** The strict reader keeps every name that it ever met for the life of the process. */
const maxNames = 512;
const maxNameLength = 64;
/** Bytes of streams of which the end has to be searched. */
const maxSearched = 256 * 1024;

/** Refuses values that the strict reader would take for others, log, or keep too many of. */
function valueChecker(): (value: Value, where: Place) => void {
  const names = new Set<string>();
  const checkName = (name: string, where: Place): void => {
    // that reader takes what follows a decoded '#' for an escape once more
    if (name.length > maxNameLength || !/^[!-~]*$/.test(name) || name.includes('#')) {
      refuse('second-reader', where);
    }
    names.add(name);
    if (names.size > maxNames) refuse('second-reader-size', where);
  };
  const check = (value: Value, where: Place): void => {
    if (typeof value === 'string') checkName(value, where);
    else if (typeof value === 'number') {
      if (Math.abs(value) > Number.MAX_SAFE_INTEGER) refuse('second-reader', where);
    } else if (isList(value)) {
      for (const item of value) check(item, where);
    } else if (isRef(value)) {
      if (value.number > maxObjectNumber || value.generation !== 0) refuse('second-reader', where);
    } else if (isDict(value)) {
      for (const [key, item] of value) {
        checkName(key, where);
        check(item, where);
      }
    }
  };
  return check;
}

/**
 * Reads a doubtful file from front to back, without its cross-reference, and makes sure that the strict reader can
 * neither hang on it nor read it in two ways: objects, tables and trailers and nothing between or within them that looks
 * like one; each object once;
 * no object streams and no cross-reference streams, which that reader would inflate without a bound.
 */
export function scanFile(bytes: Uint8Array, budget: Budget): FileScan {
  const { version, offset } = readHeader(bytes);
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numbers = new Set<number>();
  const check = valueChecker();
  let root: Ref | undefined;
  let searched = 0;
  const words = { objects: new Set<number>(), xrefs: 0, trailers: 0 };

  /** Behind the word `trailer`. */
  const takeTrailer = (cursor: Cursor): void => {
    words.trailers++;
    const trailer = readValue(cursor);
    if (!isDict(trailer)) refuse('trailer', 'trailer');
    check(trailer, 'trailer');
    if (trailer.has('Encrypt')) refuse('encryption', 'trailer');
    const own = trailer.get('Root');
    if (own === undefined) return;
    if (!isRef(own) || (root !== undefined && root.number !== own.number)) refuse('trailer', 'trailer');
    root = own;
  };

  const takeTable = (cursor: Cursor): void => {
    let numbersRead = 0;
    while (isDigit(skipSpace(cursor))) {
      if (takeInteger(cursor) < 0 || takeInteger(cursor) < 0) refuse('xref-entry', 'cross-reference');
      if (++numbersRead > maxObjects) refuse('second-reader-size', 'cross-reference');
      if (!takeWord(cursor, 'n')) takeWord(cursor, 'f');
    }
    if (!takeWord(cursor, 'trailer')) refuse('trailer', 'trailer');
    takeTrailer(cursor);
  };

  /** Where the data and its `endstream` end, found the way that the strict reader finds it. */
  const behindStream = (start: number, dict: Dict, where: Place): number => {
    const type = dict.get('Type') ?? null;
    if (isRef(type) || type === 'ObjStm' || type === 'XRef') refuse('second-reader', where);
    const length = dict.get('Length');
    if (isInteger(length, 0, bytes.length)) {
      const cursor = cursorAt(bytes, start + length, where, budget);
      skipSpace(cursor);
      settle(cursor, start + length);
      if (standsAt(bytes, cursor.at, 'endstream')) return cursor.at + 9;
    } else if (!isRef(length)) refuse('stream', where);
    const end = file.indexOf('stream', start) - 3;
    if (end < start || !standsAt(bytes, end, 'endstream')) refuse('stream', where);
    searched += end - start;
    if (searched > maxSearched) refuse('second-reader-size', where);
    return end + 9;
  };

  const behindObject = (header: Cursor): number => {
    const number = takeInteger(header);
    const isHeader = number >= 0 && takeInteger(header) === 0 && takeWord(header, 'obj');
    if (!isHeader) refuse('stray-bytes', 'file');
    const where: Place = number;
    if (number === 0 || number > maxObjectNumber) refuse('second-reader', where);
    if (numbers.has(number)) refuse('two-definitions', where);
    numbers.add(number);
    words.objects.add(header.at - 'obj'.length);
    if (numbers.size > maxObjects) refuse('second-reader-size', where);
    const cursor = cursorAt(bytes, header.at, where, budget);
    const value = readIndirectValue(cursor);
    skipSpace(cursor);
    settle(cursor, header.at);
    check(value, where);
    const isStream = isDict(value) && takeStreamKeyword(cursor);
    const after = cursorAt(
      bytes,
      isStream ? behindStream(cursor.at, value, where) : cursor.at,
      where,
      budget,
    );
    takeWord(after, 'endobj');
    return after.at;
  };

  let at = offset;
  while (at < bytes.length) {
    const cursor = cursorAt(bytes, at, 'file', budget);
    const byte = skipSpace(cursor);
    if (byte < 0 && cursor.end < bytes.length) refuse('syntax-bytes', 'file');
    if (byte < 0) break;
    const isObject = isDigit(byte);
    if (takeWord(cursor, 'xref')) {
      words.xrefs++;
      takeTable(cursor);
    } else if (takeWord(cursor, 'startxref')) {
      words.xrefs++;
      if (takeInteger(cursor) < 0) refuse('startxref', 'file');
    } else if (takeWord(cursor, 'trailer')) takeTrailer(cursor);
    else if (!isObject) refuse('stray-bytes', 'file');
    settle(cursor, at);
    at = isObject ? behindObject(cursor) : cursor.at;
  }
  if (hidesStructure(file, words)) refuse('hidden-structure', 'file');
  return root === undefined ? refuse('trailer', 'trailer') : { version, numbers, root };
}
