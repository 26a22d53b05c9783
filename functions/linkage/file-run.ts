import type { Instant } from '../shared/time.ts';
import { type Applying, type Progress, progressOf } from './file-state.ts';
import type { InboxObject, ObjectRef } from './inbox.ts';
import type { IngestDependencies } from './ingest.ts';
import { type AbsenceJudge, createAbsenceJudge } from './judge-absence.ts';
import type { RowFileName } from './layouts/envelope.ts';
import type { StoredFile } from './store.ts';

/** One file while it is being applied: what is known of it, how far it has come, and what that is written to. */
export type FileRun = {
  readonly deps: IngestDependencies;
  readonly name: RowFileName;
  readonly state: Applying;
  readonly keyDigest: string;
  /** What every line of the log says of the file. */
  readonly fields: Readonly<Pick<RowFileName, 'municipality' | 'feed' | 'kind' | 'epoch' | 'fileNumber'>>;
  /** Judges by the feed's full files, and applies by them. */
  readonly judge: AbsenceJudge;
  readonly progress: () => Progress;
  readonly advance: (to: Progress) => void;
  /** The file's bytes from an offset on; undefined when the object is gone. */
  readonly open: (offset: number | undefined) => Promise<InboxObject | undefined>;
  /** Writes the progress down. Throws where another delivery of the file is at work. */
  readonly checkpoint: () => Promise<void>;
  /** Closes the feed as soon as a row has been met that names nobody. */
  readonly closeIfUnreadable: () => Promise<void>;
  /** Moves the watermark and writes the file down as applied. */
  readonly finish: (startedAt: Instant) => Promise<void>;
};

export function createFileRun(
  deps: IngestDependencies,
  name: RowFileName,
  claimed: StoredFile<Applying>,
  object: { readonly ref: ObjectRef; readonly keyDigest: string },
): FileRun {
  const { linkage, clock, log } = deps;
  const { municipality, feed, kind, epoch, fileNumber } = name;
  const fields = { municipality, feed, kind, epoch, fileNumber };
  const { state } = claimed;
  let revision = claimed.revision;
  let progress: Progress = progressOf(state);
  let isFeedClosed = progress.unmarked > 0;

  const write = async (next: StoredFile['state']): Promise<void> => {
    const written = await linkage.writeFile(name, next, revision);
    // One delivery wins; the other one comes again later and finds the file further or done.
    if (written === undefined) throw new Error('linkage: another delivery of this file is at work');
    revision = written.revision;
  };

  return {
    deps,
    name,
    state,
    keyDigest: object.keyDigest,
    fields,
    judge: createAbsenceJudge(deps, name),
    progress: () => progress,
    advance: (to) => {
      progress = to;
    },
    open: (offset) => deps.inbox.open(object.ref, offset),
    checkpoint: () => write({ ...state, ...progress }),
    closeIfUnreadable: async () => {
      if (isFeedClosed || progress.unmarked === 0) return;
      await linkage.recordFailure(name, { epoch, fileNumber, rule: 'unreadable-row', at: clock() });
      await deps.watch(municipality);
      isFeedClosed = true;
    },
    finish: async (startedAt) => {
      const { counts, unmarked, conflicts, highestNumber, absent, settled } = progress;
      if (counts.read !== state.rows) throw new Error('linkage: not every row of the file was counted');
      const appliedAt = clock();
      const { madeAt } = state;
      await linkage.advanceWatermark(name, {
        epoch,
        fileNumber,
        number: highestNumber,
        madeAt,
        appliedAt,
        isFull: kind === 'full',
        unreadable: unmarked,
      });
      const { position: _, ...done } = progress;
      await write({ ...state, ...done, position: undefined, state: 'applied', appliedAt, repeats: 0 });
      const ageMs = appliedAt - madeAt;
      log('LNK-2001', { ...fields, ...counts, unmarked, elapsedMs: appliedAt - startedAt, ageMs });
      if (counts.rejected > 0) log('LNK-3004', { ...fields, rejected: counts.rejected, unmarked });
      if (conflicts > 0) log('LNK-3005', { ...fields, conflicts });
      if (absent > 0 || settled > 0) log('LNK-3007', { ...fields, absent, settled });
    },
  };
}
