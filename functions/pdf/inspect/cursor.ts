import { type Place, refuse } from './inspect-fault.ts';
import type { Budget } from './limits.ts';

/** A place in bytes that are read as PDF syntax. */
export type Cursor = {
  readonly bytes: Uint8Array;
  /** Nothing is read from here on. */
  readonly end: number;
  at: number;
  readonly where: Place;
  readonly budget: Budget;
};

const regular = 0;
const space = 1;
const delimiter = 2;

const classes = Uint8Array.from({ length: 256 }, (_, byte) => {
  if ([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20].includes(byte)) return space;
  return '()<>[]{}/%'.includes(String.fromCharCode(byte)) ? delimiter : regular;
});

export const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
export const isSpace = (byte: number): boolean => classes[byte] === space;
/** Whether a byte is neither white space nor one of the brackets, `/` and `%`. */
export const isRegular = (byte: number): boolean => classes[byte] === regular;
/** Whether a word ends before this byte; past the end it does. */
export const endsWord = (byte: number | undefined): boolean =>
  byte === undefined || classes[byte] !== regular;

/** Enough for the words around an object, so that they are never taken for missing when the budget ends. */
const leastBytes = 64;

/** A cursor that reads no further than the budget allows. */
export function cursorAt(bytes: Uint8Array, at: number, where: Place, budget: Budget): Cursor {
  if (budget.syntaxBytes < leastBytes) refuse('syntax-bytes', where);
  return { bytes, at, end: Math.min(bytes.length, at + budget.syntaxBytes), where, budget };
}

/** Takes what a cursor has read from the budget. */
export function settle(cursor: Cursor, start: number): void {
  cursor.budget.syntaxBytes -= cursor.at - start;
}

/** Refuses because there should be more. */
export function endOfInput({ bytes, end, where }: Cursor): never {
  return refuse(end < bytes.length ? 'syntax-bytes' : 'syntax', where);
}

/** Moves to the next byte that is neither white space nor comment; -1 at the end. */
export function skipSpace(cursor: Cursor): number {
  const { bytes, end } = cursor;
  let at = cursor.at;
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x25) {
      do at++;
      while (at < end && bytes[at] !== 0x0a && bytes[at] !== 0x0d);
    } else if (classes[byte] !== space) {
      cursor.at = at;
      return byte;
    }
  }
  cursor.at = Math.min(at, end);
  return -1;
}

/** Whether these bytes stand at a place. */
export function standsAt(bytes: Uint8Array, at: number, word: string): boolean {
  for (let index = 0; index < word.length; index++) {
    if (bytes[at + index] !== word.charCodeAt(index)) return false;
  }
  return true;
}

/** Takes a word that ends where another token could begin; says whether it was there. */
export function takeWord(cursor: Cursor, word: string): boolean {
  skipSpace(cursor);
  if (!standsAt(cursor.bytes, cursor.at, word) || !endsWord(cursor.bytes[cursor.at + word.length]))
    return false;
  cursor.at += word.length;
  return true;
}

/** Takes digits; -1 if there are none, or more than fit. */
export function takeInteger(cursor: Cursor): number {
  const { bytes, end } = cursor;
  skipSpace(cursor);
  const start = cursor.at;
  let value = 0;
  let at = start;
  for (; at < end && isDigit(bytes[at] ?? 0); at++) value = value * 10 + ((bytes[at] ?? 0) - 0x30);
  if (at === start || value > Number.MAX_SAFE_INTEGER || !endsWord(bytes[at])) return -1;
  cursor.at = at;
  return value;
}

/** -1 if it is none. */
export const hexDigit = (byte: number | undefined): number => {
  if (byte === undefined) return -1;
  if (isDigit(byte)) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
};
