import { TRAILER_MARK } from './layouts/envelope.ts';
import type { FileRule } from './rules.ts';

/** One record with the number of the line on which it begins. */
export type RawRecord = { readonly line: number; readonly cells: readonly string[] };

/** Where a text is no CSV: the line on which the record begins, and the number of the cell (from 0). */
export type SplitProblem = {
  readonly rule: Extract<FileRule, 'quotes' | 'record-too-long' | 'after-trailer'>;
  readonly line: number;
  readonly cell?: number;
};

export type Split = {
  readonly records: RawRecord[];
  /** The record that begins with the trailer's mark, and where it begins in this text (negative: in an earlier one). */
  trailer?: RawRecord & { readonly at: number };
  /** The last record, where no line end follows it. */
  unended?: RawRecord;
  /** A quote is open where the last text ends. */
  openQuote?: SplitProblem;
  problem?: SplitProblem;
};

/** More than any layout has; bounds what a line of commas can take. */
const MAXIMUM_CELLS = 1_000;

const [LF, CR, QUOTE, COMMA] = [0x0a, 0x0d, 0x22, 0x2c];

const BLANK = /^[ \t]*$/;

/** A cell that is as long is searched for its end, and no more read character by character. */
const LONG_CELL = 64;

/**
 * Splits CSV as RFC 4180 has it, text by text: separator comma, line ends LF or CRLF, quotes around a whole cell and
 * doubled within; a quote further on in a cell without quotes is itself. What a cell contains stays as it is. After
 * the trailer there may be line ends only.
 * @param longest a record's longest length in UTF-16 units
 */
export function createSplitter(longest: number) {
  let cells: string[] = [];
  /** The open cell, as far as it came in earlier texts or stands within quotes. */
  let part = '';
  /** What the next character is read as: part of a cell, text within quotes, or what may follow a closing quote. */
  let state: 'plain' | 'quoted' | 'closed' | 'closed-cr' = 'plain';
  let ended = false;
  /** The line on which the open record begins, and the line ends within its quotes. */
  let line = 1;
  let lineEnds = 0;
  /** Where the open record begins in the text at hand. */
  let start = 0;

  const isTooLong = (end: number): boolean => end - start > longest || cells.length > MAXIMUM_CELLS;

  /** Takes over the record that ends before `end`. */
  const endRecord = (split: Split, end: number): void => {
    if (isTooLong(end)) {
      split.problem = { rule: 'record-too-long', line };
      return;
    }
    if (cells[0] === TRAILER_MARK) {
      ended = true;
      split.trailer = { line, cells, at: start };
    } else split.records.push({ line, cells });
    line += 1 + lineEnds;
    lineEnds = 0;
    cells = [];
    start = end + 1;
  };

  const quoteProblem = (split: Split, at: number): number => {
    const rule = isTooLong(at) || cells.length === MAXIMUM_CELLS ? 'record-too-long' : 'quotes';
    split.problem = rule === 'quotes' ? { rule, line, cell: cells.length } : { rule, line };
    return at;
  };

  /** Reads on without quotes, to the end of the record. */
  const readPlain = (text: string, from: number, split: Split): number => {
    let begin = from;
    let lineEnd = -1;
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code > COMMA) {
        if (at - begin !== LONG_CELL) continue;
        // A quote further on is part of the cell, which is more than blanks by now.
        if (lineEnd < at) lineEnd = placeOf('\n', text, at);
        at = Math.min(lineEnd, placeOf(',', text, at)) - 1;
        continue;
      }
      if (code === QUOTE) {
        if (at === begin && part === '') {
          state = 'quoted';
          return at + 1;
        }
        // Blanks before a quote: whoever wrote that meant a quoted cell.
        if (BLANK.test(part) && BLANK.test(text.slice(begin, at))) return quoteProblem(split, at);
      }
      if (code !== COMMA && code !== LF) continue;
      // Most cells of a wide record are empty.
      let cell = begin === at ? '' : text.slice(begin, at);
      if (part !== '') {
        cell = part + cell;
        part = '';
      }
      if (code === LF) {
        cells.push(cell.endsWith('\r') ? cell.slice(0, -1) : cell);
        endRecord(split, at);
        return at + 1;
      }
      cells.push(cell);
      begin = at + 1;
    }
    part += text.slice(begin);
    return text.length;
  };

  /** Reads on within quotes, up to the closing one. */
  const readQuoted = (text: string, from: number): number => {
    let quote = text.indexOf('"', from);
    let isDoubled = false;
    while (quote !== -1 && text.charCodeAt(quote + 1) === QUOTE) {
      isDoubled = true;
      quote = text.indexOf('"', quote + 2);
    }
    const piece = text.slice(from, quote === -1 ? text.length : quote);
    lineEnds += lineEndsIn(piece);
    part += isDoubled ? piece.replaceAll('""', '"') : piece;
    if (quote === -1) return text.length;
    state = 'closed';
    return quote + 1;
  };

  /** Reads the character after a closing quote. */
  const readClosed = (text: string, at: number, split: Split): number => {
    const code = text.charCodeAt(at);
    if (code === LF) {
      closeCell();
      endRecord(split, at);
    } else if (state === 'closed-cr') return quoteProblem(split, at);
    else if (code === COMMA) closeCell();
    else if (code === CR) state = 'closed-cr';
    else if (code === QUOTE) {
      // A doubled quote, between whose halves the text before ended.
      part += '"';
      state = 'quoted';
    } else return quoteProblem(split, at);
    return at + 1;
  };

  const closeCell = (): void => {
    cells.push(part);
    part = '';
    state = 'plain';
  };

  /** What is open when the last text has been read. */
  const readEnd = (text: string, split: Split): void => {
    if (state === 'quoted') {
      split.openQuote = { rule: 'quotes', line, cell: cells.length };
      return;
    }
    if (state === 'plain' && part.endsWith('\r')) part = part.slice(0, -1);
    closeCell();
    endRecord(split, text.length);
    if (split.problem !== undefined || ended) return;
    const unended = split.records.pop();
    if (unended !== undefined) split.unended = unended;
  };

  /** After the trailer. */
  const readRest = (text: string, from: number, split: Split): void => {
    for (let at = from; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === LF) line += 1;
      else if (code !== CR) {
        split.problem = { rule: 'after-trailer', line };
        return;
      }
    }
  };

  return {
    /** The line on which the next record begins. */
    nextLine: (): number => line,
    /** The line on which the text has ended so far. */
    openLine: (): number => line + lineEnds,
    push: (text: string, isLast: boolean): Split => {
      const split: Split = { records: [] };
      let at = 0;
      while (at < text.length && !ended && split.problem === undefined) {
        if (state === 'plain') at = readPlain(text, at, split);
        else if (state === 'quoted') at = readQuoted(text, at);
        else at = readClosed(text, at, split);
      }
      if (split.problem !== undefined) return split;
      const isOpen = !ended && start < text.length;
      if (isOpen && (isTooLong(text.length) || cells.length === MAXIMUM_CELLS)) {
        split.problem = { rule: 'record-too-long', line };
        return split;
      }
      if (isOpen && isLast) readEnd(text, split);
      else if (ended) readRest(text, at, split);
      start -= text.length;
      return split;
    },
  };
}

/** The text's end where there is none. */
function placeOf(character: string, text: string, from: number): number {
  const at = text.indexOf(character, from);
  return at === -1 ? text.length : at;
}

function lineEndsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}
