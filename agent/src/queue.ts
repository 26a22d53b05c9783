import { isOffered, jobOf, laneOfName, workFolder } from './folders.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { Disk } from './ports.ts';

/** How many files wait in each lane, taken or not. */
export async function queueOf(disk: Disk, folders: readonly string[]): Promise<Heartbeat['queue']> {
  const queue = { priority: 0, ordinary: 0 };
  for (const folder of folders) {
    for (const { name } of await disk.list(folder)) if (isOffered(name)) queue[laneOfName(name)] += 1;
    for (const { name } of await disk.list(workFolder(folder))) {
      const job = jobOf(folder, name);
      if (job !== undefined) queue[laneOfName(job.name)] += 1;
    }
  }
  return queue;
}
