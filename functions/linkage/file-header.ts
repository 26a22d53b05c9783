import { z } from 'zod';
import { type Instant, instantOf } from '../shared/time.ts';
import { type FileHeader, HEADER_MARK, type RowFileName } from './layouts/envelope.ts';
import type { Layout } from './layouts/feeds.ts';
import type { FileRule } from './rules.ts';

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

/** Why a file is refused as a whole: line (from 1), column heading where there is one, rule. Never a value. */
export type FileProblem = { readonly rule: FileRule; readonly line: number; readonly column?: string };

export type ReadHeader = {
  /** Undefined where something is wrong with it. */
  readonly header: FileHeader | undefined;
  /** The version by which the rest can be read, whatever else is wrong. */
  readonly layoutVersion: number | undefined;
  readonly problems: readonly Omit<FileProblem, 'line'>[];
};

const MadeAt = z.iso.datetime({ offset: true });

/**
 * The first record, which must say the same as the file's name.
 * @param layouts the versions of the feed's layout
 */
export function headerOf(
  cells: readonly string[],
  name: RowFileName,
  layouts: Readonly<Record<number, Layout>>,
): ReadHeader {
  const illegible = (problem: Omit<FileProblem, 'line'>): ReadHeader => ({
    header: undefined,
    layoutVersion: undefined,
    problems: [problem],
  });
  const [mark, version, municipality, feed, kind, epoch, fileNumber, madeAt] = cells;
  if (mark !== HEADER_MARK || cells.length !== HEADER_ITEMS.length) return illegible({ rule: 'header' });
  const layoutVersion = integerOf(version);
  if (layoutVersion === undefined || layouts[layoutVersion] === undefined) {
    return illegible({ rule: 'layout-version', column: HEADER_ITEMS[1] });
  }
  const said = [municipality, feed, kind, integerOf(epoch), integerOf(fileNumber)];
  const named = [name.municipality, name.feed, name.kind, name.epoch, name.fileNumber];
  const problems: Omit<FileProblem, 'line'>[] = [];
  for (const [index, value] of said.entries()) {
    const column = HEADER_ITEMS[index + 2] ?? HEADER_ITEMS[0];
    if (value !== named[index]) problems.push({ rule: 'header-mismatch', column });
  }
  const made = MadeAt.safeParse(madeAt);
  if (!made.success) problems.push({ rule: 'header', column: HEADER_ITEMS[7] });
  const isSound = made.success && problems.length === 0;
  return {
    header: isSound ? { ...name, layoutVersion, madeAt: made.data } : undefined,
    layoutVersion,
    problems,
  };
}

const integerOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** The core system's own time of a file. */
export const madeAtOf = (header: FileHeader): Instant => instantOf(Date.parse(header.madeAt));
