import { createHash } from 'node:crypto';
import { HEADER_MARK, type RowFileName, TRAILER_MARK } from '../../functions/linkage/layouts/envelope.ts';
import { columnsOf, LAYOUT_VERSION } from '../../functions/linkage/layouts/feeds.ts';

/** The cells of one row by the layout's property names, as texts. */
export type Cells = Readonly<Record<string, string>>;

/**
 * The bytes of a link file (UTF-8, LF): header, headings, one record per row, trailer with their number and the
 * SHA-256 of all bytes before the trailer. `madeAt` is ISO 8601 with offset.
 */
export function writeLinkFile(name: RowFileName, madeAt: string, rows: readonly Cells[]): Uint8Array {
  const columns = columnsOf(name.feed);
  const header = [
    HEADER_MARK,
    LAYOUT_VERSION,
    name.municipality,
    name.feed,
    name.kind,
    name.epoch,
    name.fileNumber,
    madeAt,
  ];
  const records = [
    header.map(String),
    columns.map(({ column }) => column),
    ...rows.map((row) => columns.map(({ property }) => row[property] ?? '')),
  ];
  const body = bytesOf(records);
  const sum = createHash('sha256').update(body).digest('hex');
  return Buffer.concat([body, Buffer.from(formatRecord([TRAILER_MARK, String(rows.length), sum]), 'utf8')]);
}

/** So many records at a time: the impressions of a real city are longer than one text may be. */
const RECORDS_PER_BLOCK = 1_000;

function bytesOf(records: readonly (readonly string[])[]): Buffer {
  const blocks: Buffer[] = [];
  for (let start = 0; start < records.length; start += RECORDS_PER_BLOCK) {
    const block = records.slice(start, start + RECORDS_PER_BLOCK);
    blocks.push(Buffer.from(block.map(formatRecord).join(''), 'utf8'));
  }
  return Buffer.concat(blocks);
}

/** RFC 4180: a cell with comma, quote, line end or outer blanks is quoted, quotes within are doubled. */
function formatRecord(cells: readonly string[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n]|^ | $/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(',')}\n`;
}
