import { z } from 'zod';
import { Instant } from '../shared/time.ts';
import { FileKind } from './layouts/envelope.ts';
import { FileRule, RowRule } from './rules.ts';

const count = z.int().min(0);

/** read = applied + superseded + rejected, at all times. */
export const Counts = z
  .object({ read: count, applied: count, superseded: count, rejected: count })
  .refine((c) => c.read === c.applied + c.superseded + c.rejected, { error: 'counts do not add up' });
export type Counts = z.infer<typeof Counts>;

/** One broken rule of one row; the heading, never the value. */
export const Rejection = z.object({ line: z.int().min(1), column: z.string(), rule: RowRule });
export type Rejection = z.infer<typeof Rejection>;
export const REJECTIONS_KEPT = 1000;

const Refusal = z.object({
  rule: FileRule,
  line: z.int().min(1),
  column: z.string().optional(),
  at: Instant,
});

const Content = {
  kind: FileKind,
  sha256: z.string(),
  versionId: z.string().optional(),
  etag: z.string().optional(),
  /** The core system's own time. */
  madeAt: Instant,
  /** Rows of the file by its trailer. */
  rows: count,
};

/** How far a file has been applied; a later delivery goes on from here. */
export const Progress = z.object({
  counts: Counts,
  /** Rejected rows whose person or sequence could not be read: nobody is closed by them. */
  unmarked: count,
  /** Rows that contradict what is stored. */
  conflicts: count,
  /** The first ones; the counts are complete. */
  rejections: z.array(Rejection).max(REJECTIONS_KEPT),
  /** Highest row number of the file's epoch among the good rows; 0 where there is none. */
  highestNumber: count,
});
export type Progress = z.infer<typeof Progress>;

export const NO_PROGRESS: Progress = {
  counts: { read: 0, applied: 0, superseded: 0, rejected: 0 },
  unmarked: 0,
  conflicts: 0,
  rejections: [],
  highestNumber: 0,
};

const Later = {
  /** Another object came under the same file number and was refused; what is applied stays. */
  laterRefusal: Refusal.optional(),
};

/** What became of one link file. Item `L#<municipality>#<feed>` / `file#<epoch>#<number>`. */
export const FileState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('refused'), refusal: Refusal }),
  z.object({
    state: z.literal('applying'),
    ...Content,
    ...Progress.shape,
    ...Later,
    startedAt: Instant,
  }),
  z.object({
    state: z.literal('applied'),
    ...Content,
    ...Progress.shape,
    ...Later,
    startedAt: Instant,
    appliedAt: Instant,
    /** How often the same content has come again and was applied again; the counts are those of the first time. */
    repeats: count,
  }),
]);
export type FileState = z.infer<typeof FileState>;
export type Applying = Extract<FileState, { state: 'applying' }>;
