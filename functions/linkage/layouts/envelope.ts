import { z } from 'zod';
import { MunicipalityCode } from '../../shared/ids.ts';

/** What a file is about. `full` = every person of the city; `diff` = what has changed. */
export const Feed = z.enum(['resident', 'serial', 'restriction']);
export type Feed = z.infer<typeof Feed>;
export const FileKind = z.enum(['full', 'diff']);
export type FileKind = z.infer<typeof FileKind>;

/**
 * Name of a link file: `012050-resident-diff-1-000042.csv`
 * = municipality, feed, kind, epoch and the file's own sequence number within city × feed (gaps are visible).
 * Object key: `inbox/<name>`; restrictions travel in a lane of their own, `inbox-priority/<name>`.
 */
const NAME = /^(\d{6})-([a-z-]+?)-(full|diff)-(\d{1,6})-(\d{6,15})\.csv$/;

export const FileName = z.object({
  municipality: MunicipalityCode,
  feed: Feed,
  kind: FileKind,
  epoch: z.int().min(1),
  fileNumber: z.int().min(1),
});
export type FileName = z.infer<typeof FileName>;

/** The parts of a link file's name, or undefined where it is none. */
export function parseFileName(name: string): FileName | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [, municipality, feed, kind, epoch, fileNumber] = match;
  const parsed = FileName.safeParse({
    municipality,
    feed,
    kind,
    epoch: Number(epoch),
    fileNumber: Number(fileNumber),
  });
  return parsed.success ? parsed.data : undefined;
}

export function formatFileName(name: FileName): string {
  const number = String(name.fileNumber).padStart(6, '0');
  return `${name.municipality}-${name.feed}-${name.kind}-${name.epoch}-${number}.csv`;
}

/** The object key under which a file of this feed arrives. */
export function inboxKey(name: FileName): string {
  return `${name.feed === 'restriction' ? 'inbox-priority' : 'inbox'}/${formatFileName(name)}`;
}

/**
 * First record of a file: `#KOFU,<layout version>,<municipality>,<feed>,<kind>,<epoch>,<file number>,<made at>`,
 * `made at` in ISO 8601 with offset: the core system's own time. It must say the same as the file's name.
 * The second record holds the column headings in the layout's order.
 * Last record: `#END,<number of rows>,<SHA-256 of all bytes before this record, hex>`.
 * Encoding UTF-8 (a BOM is accepted), separator comma, quotes as RFC 4180, line ends LF or CRLF.
 */
export const HEADER_MARK = '#KOFU';
export const TRAILER_MARK = '#END';

/** What the first record says. */
export type FileHeader = FileName & { readonly layoutVersion: number; readonly madeAt: string };
