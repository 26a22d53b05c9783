import { type Cursor, endsWord, isSpace, skipSpace } from '../cursor.ts';
import { readValue } from '../lexer.ts';
import type { Value } from '../values.ts';

/** More operands than any operator takes; a character map's longest section of pairs. */
const maxOperands = 20_000;
const maxWordLength = 32;

/** The end of an inline image: `EI` between white space, and then nothing but printable characters for a while. */
function behindImage({ bytes, at, end }: Cursor): number {
  for (let from = at; from + 2 < end; from++) {
    if (bytes[from + 1] !== 0x45 || bytes[from + 2] !== 0x49 || !isSpace(bytes[from] ?? 0)) continue;
    if (!endsWord(bytes[from + 3])) continue;
    const ahead = bytes.subarray(from + 3, from + 13);
    if (ahead.every((byte) => isSpace(byte) || (byte >= 0x20 && byte < 0x7f))) return from + 3;
  }
  return end;
}

/**
 * Goes through a content stream or a character map.
 * @param onOperator is given each word that is no value, and the values before it
 */
export function readOperations(cursor: Cursor, onOperator: (word: string, operands: Value[]) => void): void {
  const { bytes } = cursor;
  let operands: Value[] = [];
  for (let byte = skipSpace(cursor); byte >= 0; byte = skipSpace(cursor)) {
    const isWord =
      (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte === 0x22 || byte === 0x27;
    if (!isWord) {
      operands.push(readValue(cursor));
      if (operands.length > maxOperands) operands = [];
      continue;
    }
    let word = '';
    for (; !endsWord(bytes[cursor.at]) && word.length < maxWordLength; cursor.at++) {
      word += String.fromCharCode(bytes[cursor.at] ?? 0);
    }
    if (word === 'true' || word === 'false') operands.push(word === 'true');
    else if (word === 'null') operands.push(null);
    else {
      onOperator(word, operands);
      operands = [];
      if (word === 'ID') cursor.at = behindImage(cursor);
    }
  }
}
