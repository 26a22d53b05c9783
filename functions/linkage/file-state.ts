import { z } from 'zod';
import { Instant } from '../shared/time.ts';
import { FileKind } from './layouts/envelope.ts';
import { Position } from './read-rows.ts';
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
  layoutVersion: z.int().min(1),
  /** Highest row number that had been applied of the feed's epoch when the file came, if all its files are newer. */
  numberBefore: count,
};

/**
 * The parts of applying a file, in their order. Of a full file the rows that take something away are applied first,
 * then all others, and in the end whoever is not in it is closed. Every other file is applied in one sweep.
 */
export const Sweep = z.enum(['negative', 'other', 'absent']);
export type Sweep = z.infer<typeof Sweep>;

/** How far a file has been applied; a later delivery goes on from here. */
export const Progress = z.object({
  sweep: Sweep,
  /** In the sweep's reading of the file; absent at its beginning. */
  position: Position.optional(),
  /** Buckets of the registry that have been looked through for people who are not in the file. */
  buckets: count,
  counts: Counts,
  /** Rejected rows whose person or sequence could not be read: they close the feed. */
  unmarked: count,
  /** Rows that contradict what is stored. */
  conflicts: count,
  /** The first ones; the counts are complete. */
  rejections: z.array(Rejection).max(REJECTIONS_KEPT),
  /** Highest row number of the file's epoch among the good rows; 0 where there is none. */
  highestNumber: count,
  /** People and their things that the registry holds and this full file does not name: closed until settled. */
  absent: count,
  /** Those who had been missing from an earlier full file and are in this one. */
  settled: count,
});
export type Progress = z.infer<typeof Progress>;

export const progressFrom = (sweep: Sweep): Progress => ({
  sweep,
  buckets: 0,
  counts: { read: 0, applied: 0, superseded: 0, rejected: 0 },
  unmarked: 0,
  conflicts: 0,
  rejections: [],
  highestNumber: 0,
  absent: 0,
  settled: 0,
});

/** The progress alone, of whatever holds it. */
export const progressOf = (state: Progress): Progress => ({
  sweep: state.sweep,
  position: state.position,
  buckets: state.buckets,
  counts: state.counts,
  unmarked: state.unmarked,
  conflicts: state.conflicts,
  rejections: state.rejections,
  highestNumber: state.highestNumber,
  absent: state.absent,
  settled: state.settled,
});

const Later = {
  /** SHA-256 of the content before, where this one has mended a file with unreadable rows. */
  mends: z.string().optional(),
  /** Another object came under the same file number and was refused; what is applied stays. */
  laterRefusal: Refusal.optional(),
};

/** What became of one link file. Item `L#<municipality>#<feed>#<series>` / `<epoch>#<number>`. */
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
    /** How often the same content has come again. */
    repeats: count,
  }),
]);
export type FileState = z.infer<typeof FileState>;
export type Applying = Extract<FileState, { state: 'applying' }>;
export type Applied = Extract<FileState, { state: 'applied' }>;
