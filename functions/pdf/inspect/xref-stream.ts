import { type Cursor, settle, skipSpace, takeInteger, takeWord } from './cursor.ts';
import { doubt, refuse } from './inspect-fault.ts';
import { readValue } from './lexer.ts';
import type { Budget } from './limits.ts';
import { streamData, takeStreamKeyword } from './stream-data.ts';
import { decodeStructure } from './structure-stream.ts';
import { type Dict, isDict, isInteger, isList, isRef, type Value } from './values.ts';
import { free, spendEntries, type Xref, type XrefEntry } from './xref-entry.ts';

const where = 'cross-reference';

/** Widths of the three fields of an entry. */
function widthsOf(dict: Dict): readonly [number, number, number] {
  const widths = dict.get('W');
  if (!isList(widths) || widths.length !== 3) return refuse('xref-stream', where);
  const [type, second, third] = widths;
  if (!isInteger(type, 0, 4) || !isInteger(second, 1, 6) || !isInteger(third, 0, 4)) {
    return refuse('xref-stream', where);
  }
  return [type, second, third];
}

/** First number and count of each run of entries. */
function runsOf(dict: Dict, budget: Budget): readonly (readonly [number, number])[] {
  const size = dict.get('Size');
  const index = dict.get('Index') ?? [0, size ?? null];
  if (!isList(index) || index.length % 2 !== 0) return refuse('xref-stream', where);
  const runs: [number, number][] = [];
  for (let at = 0; at < index.length; at += 2) {
    const first = index[at];
    const count = index[at + 1];
    if (!isInteger(first, 0, 2 ** 31) || !isInteger(count, 0, 2 ** 31)) return refuse('xref-stream', where);
    spendEntries(budget, count);
    runs.push([first, count]);
  }
  return runs;
}

function entryOf(type: number, second: number, third: number): XrefEntry {
  if (type === 1) return { kind: 'offset', offset: second, generation: third };
  if (type === 2) return { kind: 'in-stream', stream: second, index: third };
  // a later kind of entry would be a missing object, but some readers then read the file without any
  return type === 0 ? free : refuse('xref-stream', where);
}

/** Entries of a decoded cross-reference stream. */
export function readEntries(dict: Dict, bytes: Uint8Array, budget: Budget): ReadonlyMap<number, XrefEntry> {
  const [typeWidth, secondWidth, thirdWidth] = widthsOf(dict);
  const entries = new Map<number, XrefEntry>();
  let at = 0;
  const field = (width: number): number => {
    let value = 0;
    for (let index = 0; index < width; index++) value = value * 256 + (bytes[at++] ?? 0);
    return value;
  };
  for (const [first, count] of runsOf(dict, budget)) {
    if (at + count * (typeWidth + secondWidth + thirdWidth) > bytes.length) refuse('xref-stream', where);
    for (let index = 0; index < count; index++) {
      const type = typeWidth === 0 ? 1 : field(typeWidth);
      if (entries.has(first + index)) refuse('xref-stream', where);
      entries.set(first + index, entryOf(type, field(secondWidth), field(thirdWidth)));
    }
  }
  return entries;
}

/** The cross-reference stream at the cursor; its dictionary is the section's trailer. */
export function readXrefStream(cursor: Cursor, budget: Budget): Xref {
  const start = cursor.at;
  const number = takeInteger(cursor);
  if (number < 0 || takeInteger(cursor) !== 0 || !takeWord(cursor, 'obj')) doubt('xref', where);
  const dict = readValue(cursor);
  if (!isDict(dict) || dict.get('Type') !== 'XRef') return doubt('xref', where);
  skipSpace(cursor);
  const length = dict.get('Length');
  if (!isInteger(length, 0, cursor.bytes.length) || !takeStreamKeyword(cursor))
    return refuse('xref-stream', where);
  settle(cursor, start);
  const { data } = streamData(cursor.bytes, cursor.at, length, where);
  const direct = (value: Value | undefined): Value =>
    isRef(value) ? refuse('xref-stream', where) : (value ?? null);
  const decoded = decodeStructure(dict, data, where, budget, direct);
  return { entries: readEntries(dict, decoded, budget), trailer: dict, holder: { number, offset: start } };
}
