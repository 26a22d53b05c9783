import { z } from 'zod';
import { Instant, instantOf } from '../shared/time.ts';

/** Missing file numbers, both ends included. */
export const Gap = z.object({ from: z.int().min(1), to: z.int().min(1) });
export type Gap = z.infer<typeof Gap>;

/** How far a city's feed has been applied. Moved only by what the core system made, and only forward. */
export const Watermark = z.object({
  epoch: z.int().min(1),
  /** Highest file number of that epoch that has been applied. */
  fileNumber: z.int().min(1),
  /** Highest row number of that epoch; 0 as long as no file of it held a row. */
  number: z.int().min(0),
  /** The newest time at which the core system made an applied file; an empty file counts. */
  madeAt: Instant,
  appliedAt: Instant,
  /** File numbers below `fileNumber` that have not been applied, ascending. File numbers begin at 1 in each epoch. */
  gaps: z.array(Gap),
});
export type Watermark = z.infer<typeof Watermark>;

export type AppliedFile = {
  readonly epoch: number;
  readonly fileNumber: number;
  readonly number: number;
  readonly madeAt: Instant;
  readonly appliedAt: Instant;
};

/** The watermark after one more file. Whatever the order and repetition of files, the same files give the same one. */
export function advanced(before: Watermark | undefined, file: AppliedFile): Watermark {
  if (before !== undefined && file.epoch < before.epoch) return before;
  // A clock that runs ahead must not make a feed look fresh for ever.
  const madeAt = instantOf(Math.min(file.madeAt, file.appliedAt));
  if (before === undefined || file.epoch > before.epoch) {
    return { ...file, madeAt, gaps: gapBetween(0, file.fileNumber) };
  }
  const ahead = file.fileNumber > before.fileNumber;
  return {
    epoch: before.epoch,
    fileNumber: Math.max(before.fileNumber, file.fileNumber),
    number: Math.max(before.number, file.number),
    madeAt: instantOf(Math.max(madeAt, before.madeAt)),
    appliedAt: instantOf(Math.max(file.appliedAt, before.appliedAt)),
    gaps: ahead
      ? [...before.gaps, ...gapBetween(before.fileNumber, file.fileNumber)]
      : before.gaps.flatMap((gap) => without(gap, file.fileNumber)),
  };
}

const gapBetween = (last: number, next: number): Gap[] =>
  next > last + 1 ? [{ from: last + 1, to: next - 1 }] : [];

function without({ from, to }: Gap, number: number): Gap[] {
  if (number < from || number > to) return [{ from, to }];
  return [
    { from, to: number - 1 },
    { from: number + 1, to },
  ].filter((gap) => gap.from <= gap.to);
}
