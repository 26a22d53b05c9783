import { type Cursor, cursorAt } from '../cursor.ts';
import { decodeWithin, encodingOf } from '../filters.ts';
import { refuse } from '../inspect-fault.ts';
import type { Budget } from '../limits.ts';
import { type ObjectSource, resolve, type Stream } from '../values.ts';

/** Numbers, names and strings in all contents and character maps of a document. */
const maxTokens = 300_000;
/** What else is done on the way: a code that is shown, an item of a list that is looked at, … */
const maxSteps = 150_000;

/** What is left for the text of a document. Both methods refuse when nothing is: a page then has no text. */
export type TextStreams = {
  /** Several streams as one, a line end between them. */
  open(streams: readonly Stream[]): Cursor;
  spend(steps: number): void;
};

const where = 'file';
const lineEnd = Uint8Array.of(0x0a);

export function textStreams(source: ObjectSource, budget: Budget): TextStreams {
  const reading: Budget = { ...budget, syntaxBytes: Number.POSITIVE_INFINITY, values: maxTokens };
  let steps = maxSteps;
  const decoded = ({ dict, data }: Stream): Uint8Array => {
    const encoded =
      encodingOf(dict, data, (value) => resolve(source, value, where)) ?? refuse('filter', where);
    const { bytes, cost } = decodeWithin(encoded, budget.textBytes);
    budget.textBytes -= cost;
    return typeof bytes === 'string' ? refuse('stream-data', where) : bytes;
  };
  return {
    open(streams) {
      const [only, ...others] = streams.map(decoded);
      const bytes =
        only !== undefined && others.length === 0
          ? only
          : Buffer.concat([only ?? lineEnd, ...others.flatMap((part) => [lineEnd, part])]);
      return cursorAt(bytes, 0, where, reading);
    },
    spend(taken) {
      steps -= taken;
      if (steps < 0) refuse('values', where);
    },
  };
}
