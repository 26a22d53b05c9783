import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { columnNotes } from '../../functions/linkage/layouts/column.ts';
import {
  type Feed,
  type FileName,
  HEADER_MARK,
  TRAILER_MARK,
} from '../../functions/linkage/layouts/envelope.ts';
import { ResidentRowV1 } from '../../functions/linkage/layouts/resident.ts';
import { RestrictionRowV1 } from '../../functions/linkage/layouts/restriction.ts';
import { SerialRowV1 } from '../../functions/linkage/layouts/serial.ts';

const LAYOUTS: Readonly<Record<Feed, z.ZodObject>> = {
  resident: ResidentRowV1,
  serial: SerialRowV1,
  restriction: RestrictionRowV1,
};
const LAYOUT_VERSION = 1;

/** The cells of one row by the layout's property names, as texts. */
export type Cells = Readonly<Record<string, string>>;

/**
 * The bytes of a link file (UTF-8, LF): header, headings, one record per row, trailer with their number and the
 * SHA-256 of all bytes before the trailer. `madeAt` is ISO 8601 with offset.
 */
export function writeLinkFile(name: FileName, madeAt: string, rows: readonly Cells[]): Uint8Array {
  const columns = Object.entries(LAYOUTS[name.feed].shape).map(([property, schema]) => {
    const note = columnNotes.get(schema);
    if (note === undefined) throw new Error(`column ${property} of ${name.feed} has no heading`);
    return { property, heading: note.column };
  });
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
    columns.map(({ heading }) => heading),
    ...rows.map((row) => columns.map(({ property }) => row[property] ?? '')),
  ];
  const body = Buffer.from(records.map(formatRecord).join(''), 'utf8');
  const sum = createHash('sha256').update(body).digest('hex');
  return Buffer.concat([body, Buffer.from(formatRecord([TRAILER_MARK, String(rows.length), sum]), 'utf8')]);
}

/** RFC 4180: a cell with comma, quote, line end or outer blanks is quoted, quotes within are doubled. */
function formatRecord(cells: readonly string[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n]|^ | $/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(',')}\n`;
}
