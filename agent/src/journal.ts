import { z } from 'zod';
import { Instant } from '../../functions/shared/time.ts';
import { type Job, statePath } from './folders.ts';
import type { Disk } from './ports.ts';
import { AgentRule } from './rules.ts';

const Content = z.strictObject({
  size: z.int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  partBytes: z.int().positive(),
  parts: z
    .array(z.string().regex(/^[A-Za-z0-9+/]{43}=$/))
    .min(1)
    .readonly(),
});

const Checked = {
  content: Content,
  /** Of the file when it was checked. */
  modifiedMs: z.number(),
  rows: z.int().nonnegative(),
  faultyRows: z.int().nonnegative(),
};

/**
 * How far a file has come. Written before the effect that it announces, or after the one that it records, and each
 * effect may be repeated: whatever is read here after a crash, going on from it is right. A file in the work folder
 * without a state has only been taken.
 */
export const JobState = z.discriminatedUnion('step', [
  z.strictObject({
    step: z.literal('checked'),
    name: z.string(),
    ...Checked,
    /** The upload in parts that is under way. */
    upload: z.string().optional(),
  }),
  z.strictObject({ step: z.literal('confirmed'), name: z.string(), ...Checked, at: Instant }),
  z.strictObject({
    step: z.literal('refused'),
    name: z.string(),
    rule: AgentRule,
    line: z.int().optional(),
    column: z.string().optional(),
    at: Instant,
  }),
]);
export type JobState = z.infer<typeof JobState>;
export type CheckedState = Extract<JobState, { step: 'checked' }>;

export type Journal = {
  /** Undefined where there is no state, or none that can be read: the file is then checked anew. */
  readonly read: (job: Omit<Job, 'name'>) => Promise<JobState | undefined>;
  readonly write: <S extends JobState>(job: Job, state: S) => Promise<S>;
  readonly forget: (job: Omit<Job, 'name'>) => Promise<void>;
};

export function createJournal(disk: Disk): Journal {
  return {
    read: async (job) => {
      const text = await disk.readText(statePath(job));
      return text === undefined ? undefined : parseState(text);
    },
    write: async (job, state) => {
      await disk.writeText(statePath(job), `${JSON.stringify(state)}\n`);
      return state;
    },
    forget: (job) => disk.remove(statePath(job)),
  };
}

function parseState(text: string): JobState | undefined {
  try {
    return JobState.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
