import { isDeepStrictEqual } from 'node:util';
import {
  type Cursor,
  cursorAt,
  isDigit,
  isSpace,
  settle,
  skipSpace,
  standsAt,
  takeInteger,
  takeWord,
} from './cursor.ts';
import { doubt, refuse } from './inspect-fault.ts';
import { readValue } from './lexer.ts';
import type { Budget } from './limits.ts';
import { type Dict, isDict, isInteger } from './values.ts';
import { free, spendEntries, type Xref, type XrefEntry } from './xref-entry.ts';
import { readXrefStream } from './xref-stream.ts';

const where = 'cross-reference';
const entryLength = 20;

/** `startxref` is looked for among the last bytes of the file. */
const tailLength = 1024;

/** The offset that `startxref` names, at the end of the file. */
export function startOfXref(bytes: Uint8Array, budget: Budget): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = file.lastIndexOf('startxref');
  if (found < Math.max(0, bytes.length - tailLength)) doubt('startxref', 'file');
  const cursor = cursorAt(bytes, found + 9, 'file', budget);
  const offset = takeInteger(cursor);
  while (isSpace(bytes[cursor.at] ?? 0x25)) cursor.at++;
  if (offset < 0 || !standsAt(bytes, cursor.at, '%%EOF')) doubt('startxref', 'file');
  for (let at = cursor.at + 5; at < bytes.length; at++) {
    if (!isSpace(bytes[at] ?? 0)) doubt('startxref', 'file');
  }
  return offset;
}

/** One entry of twenty bytes, `0000000015 00000 n` and two for the end of the line; undefined if it has another form. */
function tableEntry(bytes: Uint8Array, at: number): XrefEntry | undefined {
  let offset = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[at + index] ?? 0;
    if (!isDigit(byte)) return undefined;
    offset = offset * 10 + (byte - 0x30);
  }
  let generation = 0;
  for (let index = 11; index < 16; index++) {
    const byte = bytes[at + index] ?? 0;
    if (!isDigit(byte)) return undefined;
    generation = generation * 10 + (byte - 0x30);
  }
  const wellSpaced = bytes[at + 10] === 0x20 && bytes[at + 16] === 0x20;
  if (!wellSpaced || !isSpace(bytes[at + 18] ?? 0) || !isSpace(bytes[at + 19] ?? 0)) return undefined;
  if (bytes[at + 17] === 0x66) return free;
  return bytes[at + 17] === 0x6e ? { kind: 'offset', offset, generation } : undefined;
}

/** A cross-reference table and its trailer; the cursor stands behind the word `xref`. */
export function readTable(cursor: Cursor, budget: Budget): Xref {
  const entries = new Map<number, XrefEntry>();
  const { bytes } = cursor;
  while (isDigit(skipSpace(cursor))) {
    const first = takeInteger(cursor);
    const count = takeInteger(cursor);
    if (first < 0 || count < 0) doubt('xref-entry', where);
    if (count > budget.limits.objects || first > budget.limits.objects * 1000) refuse('objects', where);
    spendEntries(budget, count);
    if (count > 0) skipSpace(cursor);
    if (cursor.at + count * entryLength > bytes.length) doubt('xref-entry', where);
    for (let index = 0; index < count; index++) {
      const entry = tableEntry(bytes, cursor.at);
      // some readers take the free entry for that of object 0, wherever the table says that it begins
      if (entry === undefined || (entry.kind === 'free' && first === 1 && index === 0)) {
        return doubt('xref-entry', where);
      }
      if (entries.has(first + index)) refuse('xref-entry', where);
      entries.set(first + index, entry);
      cursor.at += entryLength;
    }
  }
  if (!takeWord(cursor, 'trailer')) doubt('trailer', where);
  const trailer = readValue(cursor);
  return isDict(trailer) ? { entries, trailer } : refuse('trailer', 'trailer');
}

function sectionAt(bytes: Uint8Array, offset: number, budget: Budget): Xref {
  const cursor = cursorAt(bytes, offset, where, budget);
  if (!standsAt(bytes, offset, 'xref')) return readXrefStream(cursor, budget);
  cursor.at += 4;
  const section = readTable(cursor, budget);
  settle(cursor, offset);
  return section;
}

function offsetIn(trailer: Dict, key: 'Prev' | 'XRefStm', size: number): number | undefined {
  const value = trailer.get(key);
  if (value === undefined) return undefined;
  return isInteger(value, 0, size - 1) ? value : refuse('xref', 'trailer');
}

/**
 * Both halves of a hybrid section. Where both speak of an object, readers differ on which of them counts: even on one
 * that the table calls free.
 */
function joined(table: Xref, stream: Xref): Xref['entries'] {
  if (stream.trailer.has('Prev')) refuse('hybrid', where);
  const entries = new Map(table.entries);
  for (const [number, entry] of stream.entries) {
    const other = table.entries.get(number) ?? entry;
    if (!isDeepStrictEqual(entry, other)) refuse('hybrid', where);
    entries.set(number, entry);
  }
  return entries;
}

/**
 * Reads the sections from the newest to the oldest. A hybrid section is a table and a
 * stream, which may hold objects that old readers are not to see.
 */
export function readXref(bytes: Uint8Array, budget: Budget): Xref {
  const merged = new Map<number, XrefEntry>();
  const seen = new Set<number>();
  const visit = (offset: number): Xref => {
    if (seen.has(offset)) refuse('xref-loop', where);
    seen.add(offset);
    if (seen.size > budget.limits.revisions) refuse('revisions', where);
    return sectionAt(bytes, offset, budget);
  };
  /**
   * By number, where the streams of this and newer sections are: some readers take them for the objects that their
   * headers say, whatever the entries say.
   */
  const holders = new Map<number, number>();
  let newest: Dict | undefined;
  let offset: number | undefined = startOfXref(bytes, budget);
  if (offset >= bytes.length) doubt('xref', where);
  while (offset !== undefined) {
    const section = visit(offset);
    const { entries, trailer } = section;
    const hybridAt = offsetIn(trailer, 'XRefStm', bytes.length);
    const hybrid = hybridAt === undefined ? undefined : visit(hybridAt);
    for (const dict of hybrid === undefined ? [trailer] : [trailer, hybrid.trailer]) {
      if (dict.has('Encrypt')) refuse('encryption', 'trailer');
    }
    for (const { holder } of hybrid === undefined ? [section] : [section, hybrid]) {
      if (holder !== undefined && !merged.has(holder.number)) holders.set(holder.number, holder.offset);
    }
    for (const [number, entry] of hybrid === undefined ? entries : joined(section, hybrid)) {
      if (merged.has(number)) continue;
      const holder = entry.kind === 'free' ? undefined : holders.get(number);
      if (holder !== undefined && (entry.kind !== 'offset' || entry.offset !== holder))
        refuse('xref-stream', where);
      merged.set(number, entry);
    }
    newest ??= trailer;
    offset = offsetIn(trailer, 'Prev', bytes.length);
  }
  if (newest === undefined) return refuse('xref', where);
  if ((merged.get(0) ?? free).kind !== 'free') doubt('xref-entry', where);
  checkSize(newest, merged);
  return { entries: merged, trailer: newest };
}

/** By the newest trailer; an object beyond `/Size` counts as missing for some readers. */
function checkSize(trailer: Dict, entries: ReadonlyMap<number, XrefEntry>): void {
  const size = trailer.get('Size');
  if (!isInteger(size, 1, Number.MAX_SAFE_INTEGER)) doubt('size', 'trailer');
  for (const [number, entry] of entries) {
    if (number >= size && entry.kind !== 'free') doubt('size', 'trailer');
  }
}
