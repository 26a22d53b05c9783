import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DUMMY_CREDENTIALS } from '../deploy/loopback.ts';
import { ENGINE_PYTHON } from './engine-install.ts';
import { readIfThere } from './files.ts';
import { isAlive, type StartedProcess } from './identity.ts';
import { NODE_FOLDER, type Place } from './places.ts';
import { Problem } from './problem.ts';
import {
  forgetProcess,
  recordedProcesses,
  recordProcess,
  runningProcess,
  startProcess,
  stopProcess,
} from './processes.ts';

/** How many functions may run at once; each warm worker takes about 70 MB. */
const CONCURRENCY = 40;
const READY_WITHIN = 60_000;
/** The engine saves its state when it is asked to end; force would lose what was written since the start. */
const SAVED_WITHIN = 120_000;

export type Engine = { readonly endpoint: string; readonly port: number; readonly pid: number };

/** The file that exists from the engine's start until its orderly, saved end. */
const unsavedMark = (place: Place): string => join(place.engine, 'unsaved');
const memory = (place: Place): string => join(place.engine, 'state');

/** The engine's whole environment. Functions inherit it, so it is small, and nothing of the caller's is in it. */
export function engineEnvironment(place: Place, port: number): Readonly<Record<string, string>> {
  return {
    // The first Node on this path runs the functions.
    PATH: [NODE_FOLDER, '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
    HOME: join(place.engine, 'home'),
    TMPDIR: join(place.engine, 'tmp'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    // The engine's own wrapper around the functions parses addresses in a way that Node warns about at each start.
    NODE_OPTIONS: '--disable-warning=DEP0169',
    // Its default is every interface of the machine.
    BIND_HOST: '127.0.0.1',
    MINISTACK_HOST: '127.0.0.1',
    GATEWAY_PORT: String(port),
    MINISTACK_REGION: 'ap-northeast-1',
    SFTP_ENABLED: '0',
    IOT_MTLS_ENABLED: '0',
    LAMBDA_EXECUTOR: 'local',
    LAMBDA_ACCOUNT_CONCURRENCY: String(CONCURRENCY),
    PERSIST_STATE: '1',
    STATE_DIR: memory(place),
    S3_PERSIST: '1',
    S3_DATA_DIR: join(place.engine, 's3'),
    AWS_ACCESS_KEY_ID: DUMMY_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: DUMMY_CREDENTIALS.secretAccessKey,
    AWS_DEFAULT_REGION: 'ap-northeast-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}

export const endpointOf = (port: number): string => `http://127.0.0.1:${port}`;

/** Whether an engine answers there within a second. */
export async function isHealthy(endpoint: string): Promise<boolean> {
  return fetch(`${endpoint}/_ministack/health`, { signal: AbortSignal.timeout(1_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
}

/** The engine of this place, where it runs and answers. */
export async function runningEngine(place: Place): Promise<Engine | undefined> {
  const record = await runningProcess(place, 'engine');
  if (record?.port === undefined) return undefined;
  const endpoint = endpointOf(record.port);
  return (await isHealthy(endpoint)) ? { endpoint, port: record.port, pid: record.pid } : undefined;
}

/**
 * Whether the engine was ended here before it could save. What it had stored since its start is lost then, in part:
 * its objects are on disk, its tables are not.
 */
export async function wasEndedUnsaved(place: Place): Promise<boolean> {
  if ((await runningProcess(place, 'engine')) !== undefined) return false;
  return (await readIfThere(unsavedMark(place))) !== undefined;
}

/** All that the engine of this place has stored. It must not run. */
export async function wipeEngine(place: Place): Promise<void> {
  await rm(place.engine, { recursive: true, force: true });
}

/** Starts the installed engine on that (free) port and waits until it answers. */
export async function startEngine(place: Place, port: number): Promise<Engine> {
  const environment = engineEnvironment(place, port);
  // Unpacked functions of the last run, each with its font.
  await rm(join(place.engine, 'tmp'), { recursive: true, force: true });
  for (const name of ['HOME', 'TMPDIR', 'STATE_DIR', 'S3_DATA_DIR'] as const) {
    const folder = environment[name];
    if (folder !== undefined) await mkdir(folder, { recursive: true });
  }
  // Functions are unpacked there. Without this they would take the project's own `"type": "module"` for theirs, and a
  // CommonJS bundle would end before its first line.
  await writeFile(join(place.engine, 'tmp/package.json'), '{ "type": "commonjs" }\n');
  await writeFile(unsavedMark(place), '');
  const started = await startProcess({
    name: 'engine',
    program: ENGINE_PYTHON,
    arguments: ['-I', '-m', 'ministack'],
    directory: place.engine,
    environment,
    log: join(place.logs, 'engine.log'),
    port,
  });
  await recordProcess(place, started);
  await untilReady(place, started, endpointOf(port));
  return { endpoint: endpointOf(port), port, pid: started.pid };
}

async function untilReady(place: Place, started: StartedProcess, endpoint: string): Promise<void> {
  for (const until = Date.now() + READY_WITHIN; !(await isHealthy(endpoint)); await pause(100)) {
    const alive = await isAlive(started);
    if (alive && Date.now() < until) continue;
    if (alive) await stopEngine(place);
    else await forgetProcess(place, 'engine');
    throw new Problem(
      alive
        ? `The local AWS engine did not answer within ${READY_WITHIN / 1000} s`
        : 'The local AWS engine ended at once',
      `read the reason in ${started.log}, then repeat the command`,
    );
  }
}

/** Asks the engine of this place to save and end, and waits for it. */
export async function stopEngine(place: Place): Promise<'saved' | 'unsaved' | 'gone'> {
  const record = (await recordedProcesses(place))['engine'];
  if (record === undefined) return 'gone';
  const asked = Date.now();
  const outcome = await stopProcess(record, SAVED_WITHIN);
  const saved = outcome === 'ended' && (await savedSince(memory(place), asked));
  if (saved) await rm(unsavedMark(place), { force: true });
  await forgetProcess(place, 'engine');
  if (outcome === 'gone') return 'gone';
  return saved ? 'saved' : 'unsaved';
}

async function savedSince(folder: string, moment: number): Promise<boolean> {
  // Some file systems keep whole seconds only.
  for (const name of await readdir(folder).catch(() => []))
    if ((await stat(join(folder, name))).mtimeMs >= moment - 1_000) return true;
  return false;
}
