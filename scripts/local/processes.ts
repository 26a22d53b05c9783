import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { readIfThere, writeWhole } from './files.ts';
import { companionsOf, identityOf, isAlive, MARK, StartedProcess } from './identity.ts';
import type { Place } from './places.ts';
import { codeOf, Problem } from './problem.ts';

const LARGEST_LOG = 20 * 1024 * 1024;

export type ProcessToStart = {
  readonly name: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly directory: string;
  /** The whole environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: string;
  readonly port?: number;
};

/** Starts a process that outlives us, in a group of its own: a Ctrl-C for us is not one for it. */
export async function startProcess(wanted: ProcessToStart): Promise<StartedProcess> {
  await mkdir(dirname(wanted.log), { recursive: true });
  const size = await stat(wanted.log).then(
    (found) => found.size,
    () => 0,
  );
  if (size > LARGEST_LOG) await rename(wanted.log, `${wanted.log}.1`);
  const mark = randomUUID();
  const log = await open(wanted.log, 'a');
  try {
    const child = spawn(wanted.program, wanted.arguments, {
      cwd: wanted.directory,
      env: { ...wanted.environment, [MARK]: mark },
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const { pid } = child;
    const identity = pid === undefined ? undefined : await identityOf(pid);
    if (pid === undefined || identity === undefined)
      throw new Problem(`${wanted.name} ended at once`, `read the reason in ${wanted.log}`);
    const { name, log: logPath, port } = wanted;
    const startedAt = new Date().toISOString();
    return { name, pid, identity, mark, startedAt, log: logPath, ...(port === undefined ? {} : { port }) };
  } finally {
    await log.close();
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

async function endsWithin(
  one: Pick<StartedProcess, 'pid' | 'identity'>,
  milliseconds: number,
): Promise<boolean> {
  for (const until = Date.now() + milliseconds; ; await pause(50)) {
    if (!(await isAlive(one))) return true;
    if (Date.now() >= until) return false;
  }
}

/** Its whole environment, before anything is sent, tells whether it is the one; nothing else is ever touched. */
async function endOne(
  one: Pick<StartedProcess, 'pid' | 'identity'>,
  grace: number,
): Promise<'ended' | 'killed' | 'gone'> {
  if (!(await isAlive(one))) return 'gone';
  signal(one.pid, 'SIGTERM');
  if (await endsWithin(one, grace)) return 'ended';
  signal(one.pid, 'SIGKILL');
  await endsWithin(one, 5_000);
  return 'killed';
}

/**
 * Ends exactly that process and what it has started itself.
 * @param grace milliseconds between the request to end and the use of force
 */
export async function stopProcess(
  started: StartedProcess,
  grace: number,
): Promise<'ended' | 'killed' | 'gone'> {
  const before = await companionsOf(started);
  const outcome = await endOne(started, grace);
  const after = await companionsOf(started);
  const left = [...before, ...after.filter(({ pid }) => !before.some((known) => known.pid === pid))];
  await Promise.all(left.map((one) => endOne(one, 2_000)));
  return outcome;
}

const Records = z.record(z.string(), StartedProcess);
type Records = z.infer<typeof Records>;

/** What was started at this place, by name, whether it still runs or not. */
export async function recordedProcesses(place: Place): Promise<Records> {
  const text = await readIfThere(place.processes);
  if (text === undefined) return {};
  try {
    return Records.parse(JSON.parse(text));
  } catch {
    throw new Problem(
      `${place.processes} cannot be read`,
      'look for left-over processes with `ps`, end them, remove that file, and repeat the command',
    );
  }
}

export async function recordProcess(place: Place, started: StartedProcess): Promise<void> {
  const records = { ...(await recordedProcesses(place)), [started.name]: started };
  await writeWhole(place.processes, `${JSON.stringify(records, undefined, 2)}\n`);
}

export async function forgetProcess(place: Place, name: string): Promise<void> {
  const { [name]: _gone, ...rest } = await recordedProcesses(place);
  if (Object.keys(rest).length === 0) await rm(place.processes, { force: true });
  else await writeWhole(place.processes, `${JSON.stringify(rest, undefined, 2)}\n`);
}

/** The recorded process of that name, if that very one still runs. */
export async function runningProcess(place: Place, name: string): Promise<StartedProcess | undefined> {
  const record = (await recordedProcesses(place))[name];
  return record !== undefined && (await isAlive(record)) ? record : undefined;
}
