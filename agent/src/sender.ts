import { join } from 'node:path';
import type { Lane } from '../../functions/linkage/layouts/envelope.ts';
import { defectOf } from '../../functions/shared/log.ts';
import type { Verdict } from './check-file.ts';
import type { AgentConfig } from './config.ts';
import { LeaseLost } from './fence.ts';
import { compareNames, isOffered, type Job, jobOf, laneOfName, workFolder, workPath } from './folders.ts';
import { fileFields } from './log.ts';
import type { FileStat, NewJobId, Time } from './ports.ts';
import { type JobPorts, judge, processJob } from './process-job.ts';
import { createSettling, sameStat } from './settling.ts';

type SenderPorts = Omit<JobPorts, 'config'> & {
  readonly config: Pick<
    AgentConfig,
    'folders' | 'scanSeconds' | 'stableSeconds' | 'rejectAfterSeconds' | 'rowProblems'
  >;
  readonly time: Pick<Time, 'monotonic'>;
  readonly newId: NewJobId;
  readonly onSent: (name: string) => void;
};

/** A file that lies in a drop folder, or one that has been taken already. */
type Item = { readonly path: string; readonly name: string; readonly stat: FileStat } & (
  | { readonly place: 'drop'; readonly folder: string }
  | { readonly place: 'work'; readonly job: Job }
);

/** What became of the files of a lane in one round. */
export type RoundEnd = {
  readonly sent: number;
  readonly rejected: number;
  /** Still changing, or not for long enough unchanged. */
  readonly settling: number;
  /** Unchanged, and with a fault: perhaps its writer has not finished. */
  readonly incomplete: number;
  /** The store or the disk did not do their part; they are tried again in the next round. */
  readonly failed: number;
};

type ItemEnd = keyof RoundEnd | 'gone';

export type Sender = {
  /**
   * Sends the files of the lane that are whole, one after the other: urgent ones first, each series in the order of
   * its numbers; one that comes meanwhile takes its place among them.
   * @throws LeaseLost where this instance may not go on
   */
  readonly round: () => Promise<RoundEnd>;
};

/** One lane with a memory of its own; two of them work side by side, so that no long upload holds up an urgent file. */
export function createSender(ports: SenderPorts, lane: Lane): Sender {
  const { config, disk, time } = ports;
  const settling = createSettling<Verdict>();

  const scan = async (): Promise<Item[]> => {
    const items: Item[] = [];
    for (const folder of config.folders) {
      for (const { name: file, stat } of await disk.list(workFolder(folder))) {
        const job = jobOf(folder, file);
        if (job === undefined || laneOfName(job.name) !== lane) continue;
        items.push({ place: 'work', job, path: workPath(job), name: job.name, stat });
      }
      for (const { name, stat } of await disk.list(folder)) {
        if (!isOffered(name) || laneOfName(name) !== lane) continue;
        items.push({ place: 'drop', folder, path: join(folder, name), name, stat });
      }
    }
    for (const { path, stat } of items) settling.observe(path, stat, time.monotonic());
    settling.keepOnly(new Set(items.map(({ path }) => path)));
    return items.sort(compareItems);
  };

  const handle = async (item: Item): Promise<ItemEnd> => {
    if (item.place === 'work') return processJob(ports, item.job);
    const unchanged = settling.observe(item.path, item.stat, time.monotonic());
    if (unchanged < config.stableSeconds * 1_000) return 'settling';
    let verdict = settling.verdictOf(item.path);
    if (verdict === undefined) {
      verdict = await ports.check(item.name, item.stat.size, disk.read(item.path));
      settling.judge(item.path, verdict);
      if (!verdict.ok) ports.log('AGT-3003', { ...fileFields(item.name), ...verdict.error.refusal });
    }
    // A file that is being written looks like one with a fault; it gets more time.
    if (!verdict.ok && unchanged < config.rejectAfterSeconds * 1_000) return 'incomplete';
    const job: Job = { folder: item.folder, id: ports.newId(), name: item.name };
    if ((await disk.take(item.path, workPath(job))) === 'gone') return 'gone';
    const stat = await disk.stat(workPath(job));
    // What was written into it meanwhile has not been checked.
    if (stat !== undefined && sameStat(stat, item.stat)) await judge(ports, job, stat, verdict);
    return processJob(ports, job);
  };

  const handled = async (item: Item): Promise<ItemEnd> => {
    try {
      return await handle(item);
    } catch (error) {
      if (error instanceof LeaseLost) throw error;
      ports.log('AGT-4001', { ...fileFields(item.name), defect: defectOf(error) });
      return 'failed';
    }
  };

  return {
    round: async () => {
      const end = { sent: 0, rejected: 0, settling: 0, incomplete: 0, failed: 0 };
      const seen = new Set<string>();
      let items = await scan();
      let scanned = time.monotonic();
      for (;;) {
        if (time.monotonic() - scanned >= config.scanSeconds * 1_000) {
          items = await scan();
          scanned = time.monotonic();
        }
        const item = items.shift();
        if (item === undefined) return end;
        const mark = `${item.path} ${item.stat.inode} ${item.stat.size} ${item.stat.modifiedMs}`;
        if (seen.has(mark)) continue;
        seen.add(mark);
        const became = await handled(item);
        if (became === 'sent') ports.onSent(item.name);
        if (became !== 'gone') end[became] += 1;
      }
    },
  };
}

/** Of two files of one name the one that was taken first. */
const compareItems = (a: Item, b: Item): number =>
  compareNames(a.name, b.name) || (a.place === b.place ? 0 : a.place === 'work' ? -1 : 1);
