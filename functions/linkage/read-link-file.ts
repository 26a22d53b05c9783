import Papa from 'papaparse';
import { z } from 'zod';
import { type Instant, instantOf } from '../shared/time.ts';
import { bodyOf } from './file-bytes.ts';
import { type FileHeader, type FileName, HEADER_MARK } from './layouts/envelope.ts';
import { columnsOf, LAYOUT_VERSION } from './layouts/feeds.ts';
import type { FileRule } from './rules.ts';
import { createUtf8Reader } from './utf8.ts';

/** Why a file is refused as a whole: line (from 1), column heading where there is one, rule. Never a value. */
export type FileProblem = { readonly rule: FileRule; readonly line: number; readonly column?: string };

/** One data record with the number of the line on which it begins. */
export type RawRecord = { readonly line: number; readonly cells: readonly string[] };

/** What a file turned out to be when it was read to its end. */
export type VerifiedFile = { readonly header: FileHeader; readonly rows: number; readonly sha256: string };

export type LinkFileEvent =
  | { readonly kind: 'records'; readonly records: readonly RawRecord[] }
  /** Always the last event but for `verified`. What came before it must not be kept. */
  | { readonly kind: 'refused'; readonly problem: FileProblem }
  | { readonly kind: 'verified'; readonly file: VerifiedFile };

/** The longest record in UTF-16 units; bounds the memory that an unclosed quote can take. */
const MAXIMUM_RECORD = 1_048_576;

/** Names of the first record's items, in Japanese like the published layout. */
export const HEADER_ITEMS = [
  '識別子',
  'レイアウト版',
  '団体コード',
  'フィード',
  '種別',
  '世代',
  'ファイル番号',
  '作成日時',
] as const;

/**
 * Reads a link file as a stream and checks everything about the file itself: encoding, quotes, first record against
 * the file's name, headings, number of rows and SHA-256. The records' cells are not judged here.
 */
export async function* readLinkFile(
  name: FileName,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<LinkFileEvent> {
  const utf8 = createUtf8Reader();
  const splitter = createSplitter();
  const headings = columnsOf(name.feed).map(({ column }) => column);
  let header: FileHeader | undefined;
  let headingsSeen = false;
  let rows = 0;
  const refused = (rule: FileRule, line: number, column?: string): LinkFileEvent => ({
    kind: 'refused',
    problem: { rule, line, ...(column === undefined ? {} : { column }) },
  });

  for await (const event of bodyOf(chunks)) {
    if (event.kind === 'end') {
      const line = splitter.nextLine();
      if (utf8.isOpen()) yield refused('encoding', line);
      // Whatever is open now ends in the middle of a record: an open quote, or a file that was cut off.
      else if (event.trailer === undefined) yield refused('trailer', line);
      else if (splitter.isOpen()) yield refused('quotes', line);
      else if (header === undefined) yield refused('header', line);
      else if (!headingsSeen) yield refused('columns', line);
      else if (event.trailer.rows !== rows) yield refused('row-count', line);
      else if (event.trailer.sha256 !== event.sha256) yield refused('checksum', line);
      else yield { kind: 'verified', file: { header, rows, sha256: event.sha256 } };
      return;
    }
    const text = utf8.read(event.bytes);
    if (!text.ok) {
      yield refused('encoding', splitter.nextLine() + splitter.openLineEnds() + text.error.lineEnds);
      return;
    }
    const split = splitter.push(text.value);
    let records: readonly RawRecord[] = split.records;
    const [first] = records;
    if (header === undefined && first !== undefined) {
      const read = headerOf(first.cells, name);
      if ('rule' in read) {
        yield refused(read.rule, first.line, read.column);
        return;
      }
      header = read;
      records = records.slice(1);
    }
    const [second] = records;
    if (header !== undefined && !headingsSeen && second !== undefined) {
      const length = Math.max(headings.length, second.cells.length);
      const wrong = Array.from({ length }, (_, i) => i).find((i) => headings[i] !== second.cells[i]);
      if (wrong !== undefined) {
        yield refused('columns', second.line, headings[wrong]);
        return;
      }
      headingsSeen = true;
      records = records.slice(1);
    }
    rows += records.length;
    if (records.length > 0) yield { kind: 'records', records };
    if (split.problem !== undefined) {
      yield refused(split.problem.rule, split.problem.line);
      return;
    }
  }
}

/**
 * papaparse over a growing text: whole records leave, an unfinished one waits for the next block. Line ends are LF
 * with or without CR before it; what a quoted cell contains stays as it is.
 */
function createSplitter() {
  const parser = new Papa.Parser({ delimiter: ',', newline: '\n', quoteChar: '"' });
  let open = '';
  let line = 1;
  let crlf: boolean | undefined;
  return {
    nextLine: (): number => line,
    isOpen: (): boolean => open !== '',
    openLineEnds: (): number => lineEndsIn(open),
    push: (text: string): { records: readonly RawRecord[]; problem?: FileProblem } => {
      const input = open + text;
      const result = Parsed.parse(parser.parse(input, 0, true));
      open = input.slice(result.meta.cursor);
      // An error in a record that has not ended yet may be none: it is parsed again with the next block.
      const fault = result.errors.find((error) => error.row < result.data.length);
      const records: RawRecord[] = [];
      for (const cells of fault === undefined ? result.data : result.data.slice(0, fault.row)) {
        const last = cells.length - 1;
        crlf ??= cells[last]?.endsWith('\r') ?? false;
        const end = line + 1 + cells.reduce((sum, cell) => sum + lineEndsIn(cell), 0);
        if (crlf && cells[last]?.endsWith('\r')) cells[last] = cells[last].slice(0, -1);
        records.push({ line, cells });
        line = end;
      }
      if (fault !== undefined) return { records, problem: { rule: 'quotes', line } };
      if (open.length > MAXIMUM_RECORD) return { records, problem: { rule: 'record-too-long', line } };
      return { records };
    },
  };
}

/** papaparse types the answer of its incremental parser as `any`. A cheap check: the rows are its own arrays. */
const Parsed = z.object({
  data: z.custom<string[][]>((value) => Array.isArray(value)),
  errors: z.array(z.object({ row: z.number() })),
  meta: z.object({ cursor: z.number() }),
});

function lineEndsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

const MadeAt = z.iso.datetime({ offset: true });

function headerOf(
  cells: readonly string[],
  name: FileName,
): FileHeader | { readonly rule: FileRule; readonly column?: string } {
  const [mark, version, municipality, feed, kind, epoch, fileNumber, madeAt] = cells;
  if (mark !== HEADER_MARK || cells.length !== HEADER_ITEMS.length) return { rule: 'header' };
  if (version !== String(LAYOUT_VERSION)) return { rule: 'layout-version', column: HEADER_ITEMS[1] };
  const said = [municipality, feed, kind, integerOf(epoch), integerOf(fileNumber)];
  const named = [name.municipality, name.feed, name.kind, name.epoch, name.fileNumber];
  const wrong = said.findIndex((value, index) => value !== named[index]);
  const wrongItem = HEADER_ITEMS[wrong + 2];
  if (wrong !== -1 && wrongItem !== undefined) return { rule: 'header-mismatch', column: wrongItem };
  const made = MadeAt.safeParse(madeAt);
  if (!made.success) return { rule: 'header', column: HEADER_ITEMS[7] };
  return { ...name, layoutVersion: LAYOUT_VERSION, madeAt: made.data };
}

const integerOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** The core system's own time of a file. */
export const madeAtOf = (header: FileHeader): Instant => instantOf(Date.parse(header.madeAt));
