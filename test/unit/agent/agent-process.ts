import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AgentConfig } from '../../../agent/src/config.ts';
import { CITY } from './instances.ts';

const ROOT = join(import.meta.dirname, '../../..');

export type Site = { readonly root: string; readonly drop: string; readonly config: string };

/** Folders, credentials and a configuration of a city's server, in a temporary place. */
export async function makeSite(
  endpoint: string,
  wish: Partial<Record<keyof AgentConfig, unknown>> = {},
): Promise<Site> {
  const root = await mkdtemp(join(tmpdir(), 'kofu-agent-'));
  const drop = join(root, 'drop');
  await mkdir(drop);
  const credentials = join(root, 'credentials.json');
  await writeFile(credentials, JSON.stringify({ Version: 1, AccessKeyId: 'test', SecretAccessKey: 'test' }));
  const config = join(root, 'config.json');
  const given = {
    municipality: CITY,
    agent: 'muroran-a',
    stage: 'local',
    bucket: 'kofu-inbox',
    region: 'ap-northeast-1',
    endpoint,
    credentials: { file: credentials },
    folders: [drop],
    stateFolder: join(root, 'state'),
    scanSeconds: 0.05,
    stableSeconds: 0.1,
    rejectAfterSeconds: 0.4,
    heartbeatSeconds: 1,
    leaseSeconds: 2,
    ...wish,
  };
  await writeFile(config, JSON.stringify(given));
  return { root, drop, config };
}

export type Running = {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
  readonly output: () => string;
};

/** The program itself, as the operator starts it; the environment holds nothing of ours. */
export function runProgram(
  args: readonly string[],
  environment: Record<string, string> = {},
  program = join(ROOT, 'agent/src/main.ts'),
): Running {
  const watcher = pathToFileURL(join(import.meta.dirname, 'record-connections.ts')).href;
  const watched = environment['KOFU_CONNECTIONS'] === undefined ? [] : ['--import', watcher];
  const child = spawn(process.execPath, [...watched, program, ...args], {
    env: { PATH: process.env['PATH'] ?? '', NODE_NO_WARNINGS: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (data: Buffer) => {
      output += data.toString();
    });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return { child, ended, output: () => output };
}

/** As a good writer does: under another name first. */
export async function dropFile(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  await writeFile(join(folder, `${name}.tmp`), bytes);
  await rename(join(folder, `${name}.tmp`), join(folder, name));
}

/** Every file below a folder, by its path from there. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

export const dayless = (path: string): string =>
  join(dirname(path).split('/')[0] ?? '', path.split('/').at(-1) ?? '');
