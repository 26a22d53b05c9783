import type { Cursor } from '../cursor.ts';
import { isList, isString, type Value } from '../values.ts';
import { readOperations } from './operations.ts';
import { type Range, rangeFinder } from './ranges.ts';
import { stringBytes } from './string-bytes.ts';

/** How many bytes a code takes: by its length, the codes from `low` to `high`, each byte within its own range. */
export type Codespace = { readonly length: number; readonly low: number; readonly high: number };

type TextRange = Range & { readonly text: string };

/** A CMap (ISO 32000-1, 9.7.5 and 9.10.3), as far as text needs it. */
export type CharMap = {
  readonly codespaces: readonly Codespace[];
  readonly isVertical: boolean;
  /** The characters of a code; `undefined` if it has none. */
  textOf(code: number): string | undefined;
};

const maxCodeLength = 4;
const maxTextLength = 64;
/** Real maps have a handful. */
const maxCodespaces = 8;

const numberOf = (bytes: Uint8Array): number => bytes.reduce((value, byte) => value * 256 + byte, 0);

function codeOf(value: Value | undefined): { readonly code: number; readonly length: number } | undefined {
  if (!isString(value)) return undefined;
  const bytes = stringBytes(value);
  return bytes.length === 0 || bytes.length > maxCodeLength
    ? undefined
    : { code: numberOf(bytes), length: bytes.length };
}

/** Characters in UTF-16, high byte first; `undefined` if they are none. */
function charactersOf(value: Value | undefined): string | undefined {
  if (!isString(value)) return undefined;
  const bytes = stringBytes(value);
  if (bytes.length < 2 || bytes.length % 2 !== 0 || bytes.length > maxTextLength) return undefined;
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    text += String.fromCharCode((bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0));
  }
  return text;
}

/** Whether a text can stand on paper: no halves of characters, no control codes, nothing that means "unknown". */
export const isReadable = (text: string): boolean =>
  text.isWellFormed() && !/[\p{Cc}\p{Noncharacter_Code_Point}\p{Bidi_Control}\ufffd]/u.test(text);

/** The text of a range's `steps`-th code: its last UTF-16 unit counts on. */
function countedOn(text: string, steps: number): string | undefined {
  const last = text.charCodeAt(text.length - 1) + steps;
  return last > 0xffff ? undefined : text.slice(0, -1) + String.fromCharCode(last);
}

/** Reads a character map; what it maps to no readable text is not mapped. */
export function readCharMap(cursor: Cursor): CharMap {
  const codespaces: Codespace[] = [];
  const single = new Map<number, string>();
  const ranges: TextRange[] = [];
  let isVertical = false;

  const readRange = (from: Value | undefined, to: Value | undefined, target: Value | undefined): void => {
    const low = codeOf(from);
    const high = codeOf(to);
    if (low === undefined || high === undefined || high.code < low.code) return;
    if (isList(target)) {
      for (const [index, item] of target.entries()) {
        const text = charactersOf(item);
        if (text !== undefined && low.code + index <= high.code) single.set(low.code + index, text);
      }
    } else {
      const text = charactersOf(target);
      if (text !== undefined) ranges.push({ low: low.code, high: high.code, text });
    }
  };

  readOperations(cursor, (word, operands) => {
    if (word === 'endcodespacerange') {
      for (let at = 0; at + 1 < operands.length; at += 2) {
        const low = codeOf(operands[at]);
        const high = codeOf(operands[at + 1]);
        if (low === undefined || high?.length !== low.length) continue;
        codespaces.push({ length: low.length, low: low.code, high: high.code });
      }
    } else if (word === 'endbfchar') {
      for (let at = 0; at + 1 < operands.length; at += 2) {
        const code = codeOf(operands[at]);
        const text = charactersOf(operands[at + 1]);
        if (code !== undefined && text !== undefined) single.set(code.code, text);
      }
    } else if (word === 'endbfrange') {
      for (let at = 0; at + 2 < operands.length; at += 3) {
        readRange(operands[at], operands[at + 1], operands[at + 2]);
      }
    } else if (word === 'def' && operands[0] === 'WMode') isVertical = operands[1] === 1;
  });

  const rangeOf = rangeFinder(ranges);
  const inRange = (code: number): string | undefined => {
    const range = rangeOf(code);
    return range === undefined ? undefined : countedOn(range.text, code - range.low);
  };
  const known = new Map<number, string | undefined>();
  const textOf = (code: number): string | undefined => {
    if (known.has(code)) return known.get(code);
    const text = single.get(code) ?? inRange(code);
    const readable = text !== undefined && isReadable(text) ? text : undefined;
    known.set(code, readable);
    return readable;
  };
  return { codespaces: codespaces.slice(0, maxCodespaces), isVertical, textOf };
}
