import { z } from 'zod';
import { Instant, instantOf } from '../shared/time.ts';
import { Feed, Series } from './layouts/envelope.ts';
import { FileRule } from './rules.ts';

/** Missing file numbers, both ends included. */
export const Gap = z.object({
  from: z.int().min(1),
  to: z.int().min(1),
  /** When the core system made the file right after them: they were made before. */
  before: Instant,
});
export type Gap = z.infer<typeof Gap>;

/** How far a series of files has been applied. Moved only by what the core system made, and only forward. */
export const Watermark = z.object({
  epoch: z.int().min(1),
  /** Highest file number of that epoch that has been applied. */
  fileNumber: z.int().min(1),
  /** Highest row number of that epoch; 0 as long as no file of it held a row. */
  number: z.int().min(0),
  /** The newest time at which the core system made an applied file; an empty file counts. */
  madeAt: Instant,
  /** When the file of that time was applied. */
  appliedAt: Instant,
  /** File numbers below `fileNumber` that are still wanted, ascending. File numbers begin at 1 in each epoch. */
  gaps: z.array(Gap),
  /** The newest full file of that epoch all of whose rows could be read. */
  full: z.object({ fileNumber: z.int().min(1), madeAt: Instant }).optional(),
});
export type Watermark = z.infer<typeof Watermark>;

/** A file of which something is unknown to us: it was refused, or a row of it names nobody. */
export const FailedFile = z.object({
  epoch: z.int().min(1),
  fileNumber: z.int().min(1),
  rule: z.union([FileRule, z.literal('unreadable-row')]),
  at: Instant,
});
export type FailedFile = z.infer<typeof FailedFile>;
const FAILED_KEPT = 100;

/** One series of one feed of a city: all that decides whether the feed is to be believed. */
export const FeedSeries = z.object({
  feed: Feed,
  series: Series,
  watermark: Watermark.optional(),
  failed: z.array(FailedFile).max(FAILED_KEPT),
  /** When a file failed that did not fit into the list any more; only a full file settles that. */
  failedBeyond: Instant.optional(),
});
export type FeedSeries = z.infer<typeof FeedSeries>;

export type AppliedFile = {
  readonly epoch: number;
  readonly fileNumber: number;
  readonly number: number;
  readonly madeAt: Instant;
  readonly appliedAt: Instant;
  readonly isFull: boolean;
  /** Rows of it whose person or sequence could not be read. */
  readonly unreadable: number;
};

/** The series after one more applied file (docs/adr/0062). */
export function withApplied(before: FeedSeries, file: AppliedFile): FeedSeries {
  const watermark = advanced(before.watermark, file);
  const mended = before.failed.filter(
    (failed) => failed.epoch !== file.epoch || failed.fileNumber !== file.fileNumber,
  );
  const { epoch, fileNumber, appliedAt: at } = file;
  const failed =
    file.unreadable > 0
      ? kept(mended, { epoch, fileNumber, rule: 'unreadable-row', at })
      : { failed: mended };
  return settled({ ...before, ...failed, watermark });
}

/** The series after a file that failed. The first reason stays. */
export function withFailed(before: FeedSeries, file: FailedFile): FeedSeries {
  const known = before.failed.some(
    ({ epoch, fileNumber }) => epoch === file.epoch && fileNumber === file.fileNumber,
  );
  return settled(known ? before : { ...before, ...kept(before.failed, file) });
}

function kept(
  before: readonly FailedFile[],
  file: FailedFile,
): Pick<FeedSeries, 'failed'> & Partial<FeedSeries> {
  if (before.length >= FAILED_KEPT) return { failed: [...before], failedBeyond: file.at };
  return {
    failed: [...before, file].sort((a, b) => a.epoch - b.epoch || a.fileNumber - b.fileNumber),
  };
}

/**
 * What is older than a full file is said again by it: it settles whatever failed or is missing before. In a new epoch
 * nothing is believed before its own first full file, so that what failed in earlier ones is of no account any more;
 * what urgent files would have said may hold for longer than the epoch of their own series.
 */
function settled(series: FeedSeries): FeedSeries {
  const { watermark } = series;
  if (watermark === undefined) return series;
  const { epoch, full } = watermark;
  const failed = series.failed.filter((file) => {
    if (series.series === 'regular' && file.epoch < epoch) return false;
    if (full === undefined) return true;
    const isBefore = file.epoch < epoch || (file.epoch === epoch && file.fileNumber < full.fileNumber);
    return !isBefore && file.at >= full.madeAt;
  });
  const { failedBeyond, ...rest } = series;
  const isOpen = failedBeyond !== undefined && (full === undefined || failedBeyond >= full.madeAt);
  return { ...rest, failed, ...(isOpen ? { failedBeyond } : {}) };
}

/** The watermark after one more file. Whatever the order and repetition of files, the same files give the same one. */
export function advanced(before: Watermark | undefined, file: AppliedFile): Watermark {
  if (before !== undefined && file.epoch < before.epoch) return before;
  const { epoch, fileNumber, number, appliedAt } = file;
  // A clock that runs ahead must not make a feed look fresh for ever.
  const madeAt = instantOf(Math.min(file.madeAt, appliedAt));
  const full = file.isFull && file.unreadable === 0 ? { fileNumber, madeAt } : undefined;
  if (before === undefined || epoch > before.epoch) {
    const gaps = full === undefined ? gapBetween(0, fileNumber, madeAt) : [];
    return { epoch, fileNumber, number, madeAt, appliedAt, gaps, ...(full === undefined ? {} : { full }) };
  }
  const newestFull = (before.full?.fileNumber ?? 0) >= (full?.fileNumber ?? 0) ? before.full : full;
  const ahead = fileNumber > before.fileNumber;
  const gaps = ahead
    ? [...before.gaps, ...gapBetween(before.fileNumber, fileNumber, madeAt)]
    : before.gaps.flatMap((gap) => without(gap, fileNumber, madeAt));
  return {
    epoch,
    fileNumber: Math.max(before.fileNumber, fileNumber),
    number: Math.max(before.number, number),
    ...newest(before, { madeAt, appliedAt }),
    gaps: gaps.filter((gap) => newestFull === undefined || gap.to > newestFull.fileNumber),
    ...(newestFull === undefined ? {} : { full: newestFull }),
  };
}

type Times = Pick<Watermark, 'madeAt' | 'appliedAt'>;

function newest(before: Times, after: Times): Times {
  if (before.madeAt !== after.madeAt) {
    const { madeAt, appliedAt } = before.madeAt > after.madeAt ? before : after;
    return { madeAt, appliedAt };
  }
  return {
    madeAt: before.madeAt,
    appliedAt: instantOf(Math.min(before.appliedAt, after.appliedAt)),
  };
}

const gapBetween = (last: number, next: number, before: Instant): Gap[] =>
  next > last + 1 ? [{ from: last + 1, to: next - 1, before }] : [];

function without(gap: Gap, number: number, madeAt: Instant): Gap[] {
  const { from, to, before } = gap;
  if (number < from || number > to) return [gap];
  return [
    { from, to: number - 1, before: madeAt },
    { from: number + 1, to, before },
  ].filter((part) => part.from <= part.to);
}
