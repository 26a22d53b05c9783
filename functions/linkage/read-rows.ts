import { z } from 'zod';
import { blocksOf } from './file-bytes.ts';
import { createSplitter, type RawRecord } from './split-records.ts';

const ByteOrderMark = z.enum(['efbbbf', 'fffe', 'feff']);

/** A place between two records of a file. */
export const Position = z.object({
  /** Bytes before it. */
  offset: z.int().min(1),
  /** The line on which the next record begins. */
  line: z.int().min(1),
  /** The file's byte order mark in hexadecimal, which tells its encoding; of UTF-8 whether it has one or not. */
  mark: ByteOrderMark,
});
export type Position = z.infer<typeof Position>;

export type RowBlock = {
  readonly records: readonly RawRecord[];
  /** Where reading may begin again after these records; undefined where the block ends within a record. */
  readonly end: Position | undefined;
};

/** Records before the first row: what the file is, and the headings. */
const RECORDS_BEFORE = 2;

/**
 * The rows of a file that has been verified, block by block, from its beginning or from a position on.
 * @param chunks the bytes from `from.offset` on
 * @throws Error where the file is not as it was verified
 */
export async function* readRows(
  chunks: AsyncIterable<Uint8Array>,
  from?: Position | undefined,
): AsyncGenerator<RowBlock> {
  const splitter = createSplitter(Number.POSITIVE_INFINITY);
  const linesBefore = from === undefined ? 0 : from.line - 1;
  // A part has no mark of its own: given the file's, it reads like a file.
  const source = from === undefined ? chunks : after(Buffer.from(from.mark, 'hex'), chunks);
  let offset = from === undefined ? 0 : from.offset - from.mark.length / 2;
  let mark = from?.mark;
  let toSkip = from === undefined ? RECORDS_BEFORE : 0;
  for await (const block of blocksOf(source)) {
    if (!block.ok) throw new Error('linkage: a verified file reads differently now');
    const { bytes, encoding, isFirst, isLast } = block.value;
    const start = isFirst ? encoding.mark : 0;
    mark ??= markOf(bytes.subarray(0, start));
    offset += bytes.byteLength;
    const { text, faulty } = encoding.decode(bytes.subarray(start));
    const { records, trailer, problem } = splitter.push(text, isLast);
    if (faulty !== undefined || problem !== undefined)
      throw new Error('linkage: a verified file reads differently now');
    const rows = records.slice(toSkip).map(({ line, cells }) => ({ line: line + linesBefore, cells }));
    toSkip = Math.max(0, toSkip - records.length);
    const isBetween = text.endsWith('\n') && splitter.openLine() === splitter.nextLine();
    const line = splitter.nextLine() + linesBefore;
    const end = isBetween && toSkip === 0 ? { offset, line, mark } : undefined;
    yield { records: rows, end: trailer === undefined ? end : undefined };
    if (trailer !== undefined) return;
  }
  throw new Error('linkage: a verified file reads differently now');
}

const markOf = (bytes: Uint8Array): Position['mark'] =>
  ByteOrderMark.safeParse(Buffer.from(bytes).toString('hex')).data ?? 'efbbbf';

async function* after(start: Uint8Array, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield start;
  yield* chunks;
}
