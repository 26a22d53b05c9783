import { join } from 'node:path';
import type { Instant } from '../../functions/shared/time.ts';
import type { AgentConfig } from './config.ts';
import { ENDS, expiredDays, type Job, stateIdOf, workFolder, workPath, workReportPath } from './folders.ts';
import type { Journal } from './journal.ts';
import type { AgentLog } from './log.ts';
import type { Disk } from './ports.ts';

/** Removes what a crash has left of files that have reached their end, and originals that were kept long enough. */
export async function sweep(ports: {
  readonly config: Pick<AgentConfig, 'folders' | 'keepSentDays' | 'keepRejectedDays'>;
  readonly disk: Disk;
  readonly journal: Journal;
  readonly now: () => Instant;
  readonly log: AgentLog;
}): Promise<void> {
  const { config, disk, journal, log } = ports;
  const keep = { sent: config.keepSentDays, rejected: config.keepRejectedDays };
  for (const folder of config.folders) {
    for (const { name } of await disk.list(workFolder(folder))) {
      const id = stateIdOf(name);
      if (id !== undefined) await tidy(disk, journal, { folder, id });
    }
    for (const end of ENDS) {
      const place = join(folder, end);
      for (const day of expiredDays(await disk.folders(place), ports.now(), keep[end])) {
        await disk.removeFolder(join(place, day));
        log('AGT-2002', { end, day });
      }
    }
  }
}

/** A state is written after its file has been taken: without the file it has outlived it. */
async function tidy(disk: Disk, journal: Journal, place: Omit<Job, 'name'>): Promise<void> {
  const state = await journal.read(place);
  if (state === undefined) return;
  if ((await disk.stat(workPath({ ...place, name: state.name }))) !== undefined) return;
  await disk.remove(workReportPath(place));
  await journal.forget(place);
}
