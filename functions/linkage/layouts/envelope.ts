import { z } from 'zod';
import { MunicipalityCode } from '../../shared/ids.ts';

/** Feeds of rows (CSV). */
export const RowFeed = z.enum([
  'resident',
  'seal',
  'tax',
  'serial',
  'restriction',
  'koseki-index',
  'domicile-registration',
]);
export type RowFeed = z.infer<typeof RowFeed>;

/** What a file is about. `gaiji` is the city's EUDC font, every other feed has rows. */
export const Feed = z.enum([...RowFeed.options, 'gaiji']);
export type Feed = z.infer<typeof Feed>;

/**
 * `full` = all that the core system holds; `diff` = what has changed; `urgent` = what has changed and takes something
 * away (erasure, suspension, revocation, death, move-out, restriction), and nothing else.
 */
export const FileKind = z.enum(['full', 'diff', 'urgent']);
export type FileKind = z.infer<typeof FileKind>;

/**
 * Name of a link file: `012050-resident-diff-1-000042.csv`
 * = municipality, feed, kind, epoch and the file's own number within city × feed × series (gaps are visible).
 * Of `gaiji` there are full files only, and they end in `.tte`.
 */
const NAME = /^(\d{6})-([a-z-]+?)-(full|diff|urgent)-(\d{1,6})-(\d{6,15})\.(csv|tte)$/;

export const FileName = z.object({
  municipality: MunicipalityCode,
  feed: Feed,
  kind: FileKind,
  epoch: z.int().min(1),
  fileNumber: z.int().min(1),
});
export type FileName = z.infer<typeof FileName>;

/** The name of a file of rows. */
export type RowFileName = FileName & { readonly feed: RowFeed };

export const isRowFile = (name: FileName): name is RowFileName => name.feed !== 'gaiji';

/** The parts of a link file's name, or undefined where it is none; one file has one name (`-01-0000042` is none). */
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
  if (!parsed.success || formatFileName(parsed.data) !== name) return undefined;
  return isRowFile(parsed.data) || parsed.data.kind === 'full' ? parsed.data : undefined;
}

export function formatFileName(name: FileName): string {
  const number = String(name.fileNumber).padStart(6, '0');
  return `${name.municipality}-${name.feed}-${name.kind}-${name.epoch}-${number}.${extensionOf(name)}`;
}

const extensionOf = (name: FileName): 'csv' | 'tte' => (isRowFile(name) ? 'csv' : 'tte');

/** What takes something away overtakes everything else, under a prefix of its own. */
export type Lane = 'priority' | 'ordinary';

export const laneOf = ({ feed, kind }: Pick<FileName, 'feed' | 'kind'>): Lane =>
  feed === 'restriction' || kind === 'urgent' ? 'priority' : 'ordinary';

/** Files are numbered by city × feed × series, so that a gap in one series never hides in the other. */
export const Series = z.enum(['regular', 'urgent']);
export type Series = z.infer<typeof Series>;

export const seriesOf = ({ kind }: Pick<FileName, 'kind'>): Series =>
  kind === 'urgent' ? 'urgent' : 'regular';

const PREFIX: Readonly<Record<Lane, string>> = { priority: 'inbox-priority', ordinary: 'inbox' };

/** The object key under which a file arrives. */
export const inboxKey = (name: FileName): string => `${PREFIX[laneOf(name)]}/${formatFileName(name)}`;

/**
 * First record of a file: `#KOFU,<layout version>,<municipality>,<feed>,<kind>,<epoch>,<file number>,<made at>`,
 * `made at` in ISO 8601 with offset: the core system's own time. It must say the same as the file's name.
 * The second record holds the column headings in the layout's order.
 * Last record: `#END,<number of rows>,<SHA-256 of all bytes before this record, hex>`.
 * Encoding UTF-8, with or without a BOM, or UTF-16 with one; separator comma, quotes as RFC 4180, line ends LF or CRLF.
 */
export const HEADER_MARK = '#KOFU';
export const TRAILER_MARK = '#END';

/** What the first record says. */
export type FileHeader = RowFileName & { readonly layoutVersion: number; readonly madeAt: string };
