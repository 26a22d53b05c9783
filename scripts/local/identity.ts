import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { z } from 'zod';

const run = promisify(execFile);

/** The variable that marks a process of ours; what it starts inherits it. */
export const MARK = 'KOFU_PROCESS';

/**
 * One process, not merely its number: numbers are given anew. `identity` is the moment of its start (Linux: ticks since
 * that boot, with the boot's id), which no other process with the same number can have.
 */
export const StartedProcess = z.object({
  name: z.string(),
  pid: z.int().positive(),
  identity: z.string(),
  mark: z.string(),
  startedAt: z.iso.datetime(),
  log: z.string(),
  port: z.int().optional(),
});
export type StartedProcess = z.infer<typeof StartedProcess>;

type Stat = {
  readonly pid: number;
  readonly state: string;
  readonly group: number;
  readonly started: string;
};

/** A line of /proc/PID/stat. The name in brackets may itself hold brackets and spaces: the last `)` ends it. */
export function parseStat(text: string): Stat | undefined {
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  const [state, , group] = fields;
  const started = fields[19];
  if (end < 0 || state === undefined || group === undefined || started === undefined) return undefined;
  return { pid: Number.parseInt(text, 10), state, group: Number(group), started };
}

async function statOf(pid: number): Promise<Stat | undefined> {
  return readFile(`/proc/${pid}/stat`, 'utf8').then(parseStat, () => undefined);
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

/** The identity of the process that has this number now; undefined where none has, or only its remains. */
export async function identityOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await statOf(pid);
    return stat === undefined || stat.state === 'Z' ? undefined : `${await bootId()}/${stat.started}`;
  }
  const { stdout } = await run('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim() === '' ? undefined : stdout.trim();
}

export async function isAlive(process: Pick<StartedProcess, 'pid' | 'identity'>): Promise<boolean> {
  return (await identityOf(process.pid)) === process.identity;
}

/**
 * What a process of ours has started and what still runs, itself not included: members of its group that carry its
 * mark. (Linux only: elsewhere the list is empty.)
 */
export async function companionsOf(
  started: StartedProcess,
): Promise<readonly Pick<StartedProcess, 'pid' | 'identity'>[]> {
  if (process.platform !== 'linux') return [];
  const found: Pick<StartedProcess, 'pid' | 'identity'>[] = [];
  const boot = await bootId();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === started.pid) continue;
    const stat = await statOf(Number(name));
    if (stat === undefined || stat.state === 'Z' || stat.group !== started.pid) continue;
    const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(`${MARK}=${started.mark}`))
      found.push({ pid: stat.pid, identity: `${boot}/${stat.started}` });
  }
  return found;
}
