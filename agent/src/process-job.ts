import { join } from 'node:path';
import { inboxKey, parseFileName } from '../../functions/linkage/layouts/envelope.ts';
import { unreachable } from '../../functions/shared/result.ts';
import type { Instant } from '../../functions/shared/time.ts';
import type { CheckFile, Examined, Verdict } from './check-file.ts';
import type { AgentConfig } from './config.ts';
import { deliver } from './deliver.ts';
import { type End, endFolder, type Job, workPath, workReportPath } from './folders.ts';
import type { CheckedState, JobState, Journal } from './journal.ts';
import { type AgentLog, fileFields } from './log.ts';
import type { Disk, FileStat, Store, Time } from './ports.ts';
import { refusalReport, rowsReport } from './report.ts';
import type { Refusal } from './rules.ts';

export type JobPorts = {
  readonly config: Pick<AgentConfig, 'rowProblems'>;
  readonly disk: Disk;
  readonly store: Store;
  readonly journal: Journal;
  readonly check: CheckFile;
  readonly time: Pick<Time, 'monotonic'>;
  /** The store's present time. */
  readonly now: () => Instant;
  readonly log: AgentLog;
};

export type JobEnd = 'sent' | 'rejected' | 'gone';

/** A file that changes while it is being sent is begun anew so many times. */
const MOST_BEGINNINGS = 5;

/**
 * Takes a file of the work folder from wherever it stands to `sent` or `rejected`. A repetition after a crash at any
 * point comes to the same end.
 */
export async function processJob(ports: JobPorts, job: Job): Promise<JobEnd> {
  const { journal } = ports;
  const began = ports.time.monotonic();
  let state = await journal.read(job);
  for (let beginnings = 0; ; ) {
    if (state === undefined) {
      beginnings += 1;
      if (beginnings > MOST_BEGINNINGS) throw new Error('agent: the file changes all the time');
      state = await begin(ports, job);
      if (state === undefined) return 'gone';
    }
    switch (state.step) {
      case 'checked':
        state = await send(ports, job, state);
        break;
      case 'confirmed': {
        const { content, rows, faultyRows, at } = state;
        const stat = await ports.disk.stat(workPath(job));
        if (stat !== undefined && !isStill(stat, state)) {
          state = await refuse(ports, job, { rule: 'changed' });
          break;
        }
        await finish(ports, job, 'sent', at);
        const elapsedMs = Math.round(ports.time.monotonic() - began);
        ports.log('AGT-2001', { ...fileFields(job.name), bytes: content.size, rows, elapsedMs });
        if (faultyRows > 0) ports.log('AGT-3002', { ...fileFields(job.name), rows, faultyRows });
        return 'sent';
      }
      case 'refused': {
        const { rule, line, column, at } = state;
        await finish(ports, job, 'rejected', at);
        ports.log('AGT-3001', { ...fileFields(job.name), rule, line, column });
        return 'rejected';
      }
      default:
        unreachable(state);
    }
  }
}

/** Checks a file that has been taken, and writes down what it is; undefined where it is no longer there. */
async function begin(ports: JobPorts, job: Job): Promise<JobState | undefined> {
  const path = workPath(job);
  const stat = await ports.disk.stat(path);
  if (stat === undefined) return undefined;
  return judge(ports, job, stat, await ports.check(job.name, stat.size, ports.disk.read(path)));
}

/** Writes down what the check of a file (as it looked) has found. */
export async function judge(ports: JobPorts, job: Job, stat: FileStat, verdict: Verdict): Promise<JobState> {
  if (!verdict.ok) return refuse(ports, job, verdict.error.refusal, verdict.error.examined);
  const { content, rows, faultyRows } = verdict.value;
  if (faultyRows > 0) {
    if (ports.config.rowProblems === 'reject') return refuse(ports, job, { rule: 'rows' }, verdict.value);
    const report = rowsReport(job.name, verdict.value, ports.now());
    await ports.disk.writeText(workReportPath(job), report);
  }
  const { name } = job;
  const { modifiedMs } = stat;
  return ports.journal.write(job, { step: 'checked', name, content, modifiedMs, rows, faultyRows });
}

async function send(ports: JobPorts, job: Job, state: CheckedState): Promise<JobState | undefined> {
  const name = parseFileName(job.name);
  if (name === undefined) return refuse(ports, job, { rule: 'file-name' });
  const { step: _, upload, ...checked } = state;
  const delivery = await deliver(ports, {
    path: workPath(job),
    key: inboxKey(name),
    content: state.content,
    upload,
    remember: async (begun) => {
      await ports.journal.write(job, { ...state, upload: begun });
    },
  });
  switch (delivery) {
    case 'delivered':
      return ports.journal.write(job, { ...checked, step: 'confirmed', at: ports.now() });
    case 'name-reused':
      return refuse(ports, job, { rule: 'name-reused' });
    case 'changed':
      // Its report, if there is one, was about another content.
      await ports.disk.remove(workReportPath(job));
      await ports.journal.forget(job);
      return undefined;
    default:
      return unreachable(delivery);
  }
}

async function refuse(ports: JobPorts, job: Job, refusal: Refusal, examined?: Examined): Promise<JobState> {
  const at = ports.now();
  await ports.disk.writeText(workReportPath(job), refusalReport(job.name, refusal, at, examined));
  const { rule, line, column } = refusal;
  return ports.journal.write(job, { step: 'refused', name: job.name, rule, line, column, at });
}

/** The report first, the file after it, its traces in the work folder last: no file lies there without its report. */
async function finish({ disk, journal }: JobPorts, job: Job, end: End, at: Instant): Promise<void> {
  const folder = endFolder(job.folder, end, at);
  const from = workPath(job);
  const source = await disk.stat(from);
  const report = await disk.readText(workReportPath(job));
  for (const name of [job.name, `${job.id}.${job.name}`]) {
    const there = await disk.stat(join(folder, name));
    // The same file under both names: a crash came between giving the one and taking the other away.
    if (there !== undefined && there.inode !== source?.inode) continue;
    if (report !== undefined) await disk.writeText(join(folder, `${name}.report.txt`), report);
    if ((await disk.move(from, join(folder, name))) !== 'taken') break;
  }
  await disk.remove(workReportPath(job));
  await journal.forget(job);
}

const isStill = (stat: FileStat, state: Extract<JobState, { step: 'confirmed' }>): boolean =>
  stat.size === state.content.size && stat.modifiedMs === state.modifiedMs;
