import { cursorAt, settle, skipSpace, takeInteger, takeWord } from './cursor.ts';
import { readHeader } from './header.ts';
import { doubt, type Place, refuse } from './inspect-fault.ts';
import { readIndirectValue } from './lexer.ts';
import type { Budget } from './limits.ts';
import { type ObjectStream, readObjectStream } from './object-stream.ts';
import { streamData, takeStreamKeyword } from './stream-data.ts';
import { decodeStructure } from './structure-stream.ts';
import { isDict, isInteger, isStream, type ObjectSource, resolve, type Value } from './values.ts';
import { readXref } from './xref.ts';
import { free, type XrefEntry } from './xref-entry.ts';

type Placed = Exclude<XrefEntry, { readonly kind: 'free' }>;

/**
 * Opens a file by its cross-reference; objects are read when they are asked for, each once. Only what is exactly in
 * its place is read. Whatever is a little off is a doubt.
 */
export function openLazily(bytes: Uint8Array, budget: Budget): ObjectSource {
  const header = readHeader(bytes);
  if (header.offset !== 0) doubt('header', 'file');
  const { entries, trailer } = readXref(bytes, budget);
  const loaded = new Map<number, Value>();
  const streams = new Map<number, ObjectStream>();
  /** Objects that are being read, each for the one before: for the length of a stream, or the stream that it is in. */
  const open = new Set<number>();

  const objectAt = (number: number, generation: number, offset: number): Value => {
    const where: Place = number;
    if (offset >= bytes.length) doubt('object-offset', where);
    const cursor = cursorAt(bytes, offset, where, budget);
    const found = takeInteger(cursor) === number && takeInteger(cursor) === generation;
    if (!found || !takeWord(cursor, 'obj')) doubt('object-offset', where);
    const value = readIndirectValue(cursor);
    skipSpace(cursor);
    settle(cursor, offset);
    if (!isDict(value) || !takeStreamKeyword(cursor)) {
      if (!takeWord(cursor, 'endobj')) doubt('endobj', where);
      return value;
    }
    const length = resolve(source, value.get('Length'), where);
    if (!isInteger(length, 0, bytes.length)) return refuse('stream', where);
    const { data, end } = streamData(bytes, cursor.at, length, where);
    if (!takeWord(cursorAt(bytes, end, where, budget), 'endobj')) doubt('endobj', where);
    return { kind: 'stream', dict: value, data };
  };

  const objectStreamOf = (number: number): ObjectStream => {
    const before = streams.get(number);
    if (before !== undefined) return before;
    const where: Place = number;
    const entry = entries.get(number);
    // an object stream within another one is never followed
    if (entry?.kind !== 'offset' || entry.generation !== 0) return refuse('object-stream', where);
    const holder = source.load({ kind: 'ref', number, generation: 0 });
    if (!isStream(holder) || holder.dict.get('Type') !== 'ObjStm') return refuse('object-stream', where);
    const { dict, data } = holder;
    const resolved = (value: Value | undefined): Value => resolve(source, value, where);
    const decoded = decodeStructure(dict, data, where, budget, resolved);
    const stream = readObjectStream(
      decoded,
      resolved(dict.get('N')),
      resolved(dict.get('First')),
      where,
      budget,
    );
    streams.set(number, stream);
    return stream;
  };

  const read = (number: number, entry: Placed): Value => {
    if (entry.kind === 'offset') return objectAt(number, entry.generation, entry.offset);
    const stream = objectStreamOf(entry.stream);
    const value = stream.values[entry.index];
    return stream.numbers[entry.index] === number && value !== undefined
      ? value
      : refuse('object-stream', number);
  };

  const source: ObjectSource = {
    version: header.version,
    trailer,
    load({ number, generation }) {
      const entry = entries.get(number) ?? free;
      if (entry.kind === 'free') return null;
      if (generation !== (entry.kind === 'offset' ? entry.generation : 0)) doubt('generation', number);
      const before = loaded.get(number);
      if (before !== undefined) return before;
      if (open.has(number)) refuse('reference-loop', number);
      if (open.size === budget.limits.nesting) refuse('nesting', number);
      open.add(number);
      const value = read(number, entry);
      open.delete(number);
      loaded.set(number, value);
      return value;
    },
  };
  return source;
}
