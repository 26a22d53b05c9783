import {
  applyOperator,
  CODES,
  type ContentNames,
  NAME,
  NO_OPERANDS,
  NUMBER,
  type State,
  unexpected,
} from './content-operators.ts';
import { reject } from './read-fault.ts';
import { beginsNumber, scanNumber, scanShortWord, scanWord, skipSpaces } from './scan.ts';
import type { Shown } from './shown.ts';

const MAX_OPERANDS = 6;

/** Goes behind `<…>`; the codes are read when the operator has said what they are. */
function skipCodes({ cursor }: State): void {
  const end = cursor.bytes.indexOf(0x3e, cursor.at);
  if (end < 0) reject('malformed', cursor.where, 'a text without an end');
  cursor.at = end + 1;
}

/** Takes the operands up to the next operator in, and lets it act. */
function readOperation(state: State): void {
  const { cursor, numbers } = state;
  state.operands = NO_OPERANDS;
  for (let count = 0; skipSpaces(cursor); count++) {
    const first = cursor.bytes[cursor.at] ?? 0;
    const kind = beginsNumber(first) ? NUMBER : first === 0x2f ? NAME : first === 0x3c ? CODES : NO_OPERANDS;
    if (kind === NO_OPERANDS) {
      applyOperator(state, scanShortWord(cursor));
      return;
    }
    if (count === MAX_OPERANDS) unexpected(state, 'more operands than any operator takes');
    state.operands = (state.operands << 2) | kind;
    if (kind === NUMBER) {
      numbers[count] = scanNumber(cursor);
    } else if (kind === NAME) {
      state.name = scanWord(cursor);
    } else {
      state.codesAt = cursor.at + 1;
      skipCodes(state);
    }
  }
  if (state.operands !== NO_OPERANDS) unexpected(state, 'operands without an operator');
}

/**
 * Follows the operators of one stream and answers what it shows. Knows only those, and the orders of them, that a
 * display list leads to; whatever a stream uses it has to set itself.
 */
export function readContent(bytes: Uint8Array, where: string, names: ContentNames): Shown {
  const state: State = {
    cursor: { bytes, at: 0, where },
    names,
    runs: [],
    pictures: [],
    boxes: [],
    covers: [],
    mode: 'page',
    operands: NO_OPERANDS,
    numbers: [0, 0, 0, 0, 0, 0],
    name: '',
    codesAt: 0,
    font: undefined,
    size: 0,
    stretch: undefined,
    fill: undefined,
    ink: undefined,
    run: undefined,
  };
  while (skipSpaces(state.cursor)) readOperation(state);
  if (state.mode !== 'page') unexpected(state, 'a stream that ends inside a text, a path or a picture');
  const { runs, pictures, boxes, covers } = state;
  return { runs, pictures, boxes, covers };
}
