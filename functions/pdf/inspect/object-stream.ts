import { cursorAt, settle, takeInteger } from './cursor.ts';
import { type Place, refuse } from './inspect-fault.ts';
import { readIndirectValue } from './lexer.ts';
import type { Budget } from './limits.ts';
import { isInteger, type Value } from './values.ts';

/** The objects of an object stream by their index. */
export type ObjectStream = { readonly numbers: readonly number[]; readonly values: readonly Value[] };

/**
 * Reads all objects of a decoded object stream, for some readers give up all of them when they cannot read one.
 * @param count `/N` and @param first `/First` of the stream's dictionary
 */
export function readObjectStream(
  bytes: Uint8Array,
  count: Value | undefined,
  first: Value | undefined,
  where: Place,
  budget: Budget,
): ObjectStream {
  // a number, an offset and a blank behind each
  if (!isInteger(first, 0, bytes.length) || !isInteger(count, 0, (first + 1) / 4)) {
    return refuse('object-stream', where);
  }
  const head = cursorAt(bytes, 0, where, budget);
  const numbers: number[] = [];
  const offsets: number[] = [];
  for (let index = 0; index < count; index++) {
    const number = takeInteger(head);
    const offset = takeInteger(head);
    if (number < 0 || offset < 0 || first + offset > bytes.length || head.at > first) {
      refuse('object-stream', where);
    }
    numbers.push(number);
    offsets.push(first + offset);
  }
  settle(head, 0);
  const values = offsets.map((offset) => {
    const cursor = cursorAt(bytes, offset, where, budget);
    const value = readIndirectValue(cursor);
    settle(cursor, offset);
    return value;
  });
  return { numbers, values };
}
