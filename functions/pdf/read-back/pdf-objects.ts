import { inflateSync } from 'node:zlib';
import type { PdfFile } from './pdf-file.ts';
import type { PdfDict, PdfRef, PdfValue } from './pdf-values.ts';
import { reject } from './read-fault.ts';

/** What all streams of a file may come to together, inflated. No certificate comes near it. */
const MAX_INFLATED = 64 * 1024 * 1024;
/** Room for a stream whose length nothing tells: more than most have, and zlib goes on beyond it. */
const USUAL_ROOM = 32 * 1024;

/** A file's objects, which of them were looked at (one that nothing leads to is a fault), and room to inflate. */
export type Reader = { readonly file: PdfFile; readonly seen: Set<number>; room: number };

export type Found = {
  readonly dict: PdfDict;
  readonly stream: Uint8Array | undefined;
  readonly where: string;
};

export const readerOf = (file: PdfFile): Reader => ({ file, seen: new Set(), room: MAX_INFLATED });

export const isRef = (value: PdfValue | undefined): value is PdfRef =>
  typeof value === 'object' && 'object' in value && !(value instanceof Map);

export const isArray = (value: PdfValue | undefined): value is readonly PdfValue[] => Array.isArray(value);

/** The dictionary that a reference leads to, and its stream. */
export function follow(reader: Reader, value: PdfValue | undefined, where: string): Found {
  if (!isRef(value)) return reject('unexpected', where, 'no reference where one belongs');
  const found = reader.file.objects[value.object];
  if (!(found?.value instanceof Map)) return reject('malformed', where, 'a reference to no dictionary');
  reader.seen.add(value.object);
  return { dict: found.value, stream: found.stream, where: `object ${value.object}` };
}

/** The keys that a dictionary has, no more and no fewer, and the values that never change. */
export type Shape = Readonly<Record<`/${string}`, string | number | true | typeof ANY>>;

/** Stands for a value that is read elsewhere. */
export const ANY = Symbol('any value');

export function expectShape(dict: PdfDict, where: string, shape: Shape): void {
  let keys = 0;
  for (const key in shape) {
    const expected = shape[key as keyof Shape];
    const found = dict.get(key);
    if (found === undefined) reject('unexpected', where, `no ${key}`);
    if (expected !== ANY && found !== expected) reject('unexpected', where, `another ${key}`);
    keys++;
  }
  if (dict.size !== keys) reject('unexpected', where, 'a key that is never written');
}

export function wholeNumber(
  value: PdfValue | undefined,
  where: string,
  bounds: { readonly from: number; readonly to: number },
): number {
  const fits =
    typeof value === 'number' && Number.isInteger(value) && value >= bounds.from && value <= bounds.to;
  return fits ? value : reject('unexpected', where, 'a number outside its bounds');
}

/**
 * A stream's content; the whole of its bytes has to be one zlib stream.
 * @param length what the content must come to in bytes, if the file says so
 */
export function inflated(reader: Reader, { dict, stream, where }: Found, length?: number): Uint8Array {
  if (stream === undefined) return reject('unexpected', where, 'no stream');
  if (dict.get('/Filter') !== '/FlateDecode') return reject('unexpected', where, 'another filter');
  const limit = length ?? reader.room;
  if (limit < 1 || limit > reader.room) return reject('unexpected', where, 'more than any certificate holds');
  // one byte more than the content needs saves zlib from asking for another buffer
  const chunkSize = length === undefined ? USUAL_ROOM : Math.max(64, length + 1);
  const { buffer, engine } = unpack(stream, { chunkSize, maxOutputLength: limit }, where);
  if (engine.bytesWritten !== stream.length) reject('malformed', where, 'bytes behind the end of a stream');
  if (length !== undefined && buffer.length !== length)
    reject('malformed', where, 'a stream of another length');
  reader.room -= buffer.length;
  return buffer;
}

type Unpacked = { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };

function unpack(
  stream: Uint8Array,
  options: { readonly chunkSize: number; readonly maxOutputLength: number },
  where: string,
): Unpacked {
  try {
    // with `info` it answers an object, which its types leave out
    return inflateSync(stream, { ...options, info: true }) as unknown as Unpacked;
  } catch {
    return reject('malformed', where, 'a stream that cannot be inflated');
  }
}
