import { createHash } from 'node:crypto';
import { blocksOf, type FileBlock } from './file-bytes.ts';
import { isLegacy } from './file-encoding.ts';
import { type FileProblem, headerOf } from './file-header.ts';
import { type FileHeader, type RowFileName, TRAILER_MARK } from './layouts/envelope.ts';
import { columnsOf, LAYOUTS, type LayoutTable } from './layouts/feeds.ts';
import { createSplitter, type RawRecord, type Split, type SplitProblem } from './split-records.ts';

export { type FileProblem, madeAtOf } from './file-header.ts';
export type { RawRecord } from './split-records.ts';

/** What a file turned out to be when it was read to its end. */
export type VerifiedFile = { readonly header: FileHeader; readonly rows: number; readonly sha256: string };

/** Rows, and the version of the layout that they have. */
type Records = {
  readonly kind: 'records';
  readonly layoutVersion: number;
  readonly records: readonly RawRecord[];
};
type Verified = { readonly kind: 'verified'; readonly file: VerifiedFile };

export type LinkFileEvent =
  | Records
  /** Always the last event but for `verified`. What came before it must not be kept. */
  | { readonly kind: 'refused'; readonly problem: FileProblem }
  | Verified;

export type InspectionEvent =
  | Records
  | { readonly kind: 'problem'; readonly problem: FileProblem }
  | Verified;

/**
 * Reads a link file as a stream and checks everything about the file itself: encoding, quotes, first record against
 * the file's name, headings, number of rows and SHA-256. The records' cells are not judged here. The same bytes give
 * the same events, in whatever chunks they come.
 */
export async function* readLinkFile(
  name: RowFileName,
  chunks: AsyncIterable<Uint8Array>,
  layouts: LayoutTable = LAYOUTS,
): AsyncGenerator<LinkFileEvent> {
  for await (const event of inspectLinkFile(name, chunks, layouts)) {
    if (event.kind !== 'problem') yield event;
    else {
      yield { kind: 'refused', problem: event.problem };
      return;
    }
  }
}

/**
 * The same for whoever has to mend the file: reads on after a problem as far as the rest can be read, so that all
 * problems are named. Ends with `verified` where there was none.
 */
export async function* inspectLinkFile(
  name: RowFileName,
  chunks: AsyncIterable<Uint8Array>,
  layouts: LayoutTable = LAYOUTS,
): AsyncGenerator<InspectionEvent> {
  const check = createFileCheck(name, layouts);
  for await (const block of blocksOf(chunks)) {
    if (!block.ok) {
      yield { kind: 'problem', problem: { rule: block.error, line: 1 } };
      return;
    }
    yield* check.take(block.value);
    if (check.isOver()) return;
  }
}

/** A record's longest length in UTF-16 units, beside what columns of long values may hold; bounds an open quote. */
const LONGEST_RECORD = 1_048_576;

/** Takes a file's blocks one after another. */
function createFileCheck(name: RowFileName, layouts: LayoutTable) {
  const splitter = createSplitter(longestRecord(name, layouts));
  const hash = createHash('sha256');
  /** What the next record is. */
  let next: 'header' | 'headings' | 'row' = 'header';
  let layoutVersion = 0;
  let headings: readonly string[] = [];
  let header: FileHeader | undefined;
  let areHeadingsRight = false;
  let rows = 0;
  let trailer: RawRecord | undefined;
  let events: InspectionEvent[] = [];
  let isOver = false;

  const report = (problem: FileProblem): void => void events.push({ kind: 'problem', problem });
  /** For what makes the rest of the file illegible. */
  const reportLast = (problem: FileProblem): void => {
    report(problem);
    isOver = true;
  };
  const ofSplit = ({ rule, line, cell = -1 }: SplitProblem): FileProblem =>
    problemOf(rule, line, headings[cell]);

  const takeHeader = ({ line, cells }: RawRecord): void => {
    const read = headerOf(cells, name, layouts[name.feed]);
    for (const { rule, column } of read.problems) report(problemOf(rule, line, column));
    header = read.header;
    next = 'headings';
    if (read.layoutVersion === undefined) isOver = true;
    else {
      layoutVersion = read.layoutVersion;
      headings = columnsOf(name.feed, layoutVersion, layouts).map(({ column }) => column);
    }
  };

  const takeHeadings = ({ line, cells }: RawRecord): void => {
    const length = Math.max(headings.length, cells.length);
    const wrong = Array.from({ length }, (_, i) => i).find((i) => headings[i] !== cells[i]);
    if (wrong !== undefined) report(problemOf('columns', line, headings[wrong]));
    areHeadingsRight = wrong === undefined;
    next = 'row';
  };

  const takeRecords = (records: readonly RawRecord[]): void => {
    let taken = 0;
    for (; taken < records.length && next !== 'row' && !isOver; taken += 1) {
      const record = records[taken];
      if (record === undefined) continue;
      if (next === 'header') takeHeader(record);
      else takeHeadings(record);
    }
    const data = taken === 0 ? records : records.slice(taken);
    rows += data.length;
    // Under other headings every row would seem wrong.
    if (data.length > 0 && areHeadingsRight && !isOver) {
      events.push({ kind: 'records', layoutVersion, records: data });
    }
  };

  const takeEnd = ({ openQuote, unended }: Split, tail: string): void => {
    if (trailer === undefined) {
      const isQuoteLeftOpen = openQuote !== undefined && TRAILER_LINE.test(tail);
      const line = (openQuote ?? unended)?.line ?? splitter.nextLine();
      report(isQuoteLeftOpen ? ofSplit(openQuote) : { rule: 'trailer', line });
      return;
    }
    const { line } = trailer;
    const end = endOf(trailer.cells);
    const sha256 = hash.digest('hex');
    if (end === undefined) report({ rule: 'trailer', line });
    else if (next === 'header') report({ rule: 'header', line });
    else if (next === 'headings') report({ rule: 'columns', line });
    else {
      const isCounted = end.rows === rows;
      const isSummed = end.sha256 === sha256;
      if (!isCounted) report({ rule: 'row-count', line });
      if (!isSummed) report({ rule: 'checksum', line });
      if (isCounted && isSummed && areHeadingsRight && header !== undefined) {
        events.push({ kind: 'verified', file: { header, rows, sha256 } });
      }
    }
  };

  const take = (block: FileBlock): void => {
    const { bytes, encoding, isFirst, isLast } = block;
    const mark = isFirst ? encoding.mark : 0;
    const { text, faulty } = encoding.decode(bytes.subarray(mark));
    if (isFirst && faulty === undefined && text.includes('\r') && !text.includes('\n')) {
      reportLast({ rule: 'line-ends', line: 1 });
      return;
    }
    const split = splitter.push(text, isLast && faulty === undefined);
    takeRecords(split.records);
    if (isOver) return;
    if (trailer === undefined) {
      const at = split.trailer?.at;
      hash.update(at === undefined ? bytes : bytes.subarray(0, mark + encoding.sizeOf(text.slice(0, at))));
    }
    trailer ??= split.trailer;
    if (split.problem !== undefined) reportLast(ofSplit(split.problem));
    else if (faulty !== undefined) {
      const isOld = next === 'headings' && isLegacy(faulty, headings[0] ?? '');
      reportLast({ rule: isOld ? 'not-unicode' : 'encoding', line: splitter.openLine() });
    } else if (isLast) takeEnd(split, text);
  };

  return {
    isOver: (): boolean => isOver,
    take: (block: FileBlock): readonly InspectionEvent[] => {
      events = [];
      take(block);
      return events;
    },
  };
}

function longestRecord({ feed }: RowFileName, layouts: LayoutTable): number {
  const rooms = Object.values(layouts[feed]).map(({ columns }) =>
    columns.reduce((sum, { maximumLength = 0 }) => sum + maximumLength, 0),
  );
  return LONGEST_RECORD + Math.max(0, ...rooms);
}

const problemOf = (rule: FileProblem['rule'], line: number, column: string | undefined): FileProblem => ({
  rule,
  line,
  ...(column === undefined ? {} : { column }),
});

/** How a text ends with a trailer that an open quote has swallowed. */
const TRAILER_LINE = new RegExp(`(^|\\n)"?${TRAILER_MARK}"?,[^\\n]*[\\r\\n]*$`);

function endOf([, rows = '', sha256 = '', ...more]: readonly string[]) {
  const isSound = /^\d{1,15}$/.test(rows) && /^[0-9a-fA-F]{64}$/.test(sha256) && more.length === 0;
  return isSound ? { rows: Number(rows), sha256: sha256.toLowerCase() } : undefined;
}
