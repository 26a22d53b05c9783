import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { digestOf } from '../deploy/digest.ts';
import { isAlive, type StartedProcess } from './identity.ts';
import { localAwsVariables } from './loopback.ts';
import { NODE, NODE_FOLDER, type Place, PROJECT } from './places.ts';
import { KOSEKI_PORT, SIMULATOR_PORT } from './ports.ts';
import { Problem } from './problem.ts';
import { forgetProcess, recordedProcesses, recordProcess, startProcess, stopProcess } from './processes.ts';

/** The programs that run beside the engine, in the order of their start. */
export const BACKGROUND = ['koseki', 'simulator', 'core-system'] as const;
export type BackgroundName = (typeof BACKGROUND)[number];

/** The ports of those that answer. */
export type BackgroundPorts = { readonly koseki: number; readonly simulator: number };

const SCRIPTS: Readonly<Record<BackgroundName, string>> = {
  koseki: 'simulator/koseki.ts',
  simulator: 'simulator/server.ts',
  'core-system': 'simulator/core-system.ts',
};
/** The first start builds the simulator's page. */
const READY_WITHIN = 90_000;
const GRACE = 10_000;

/** Of everything that these programs are made of and told: where it changes they have to be started again. */
export async function backgroundDigest(place: Place, ports: BackgroundPorts): Promise<string> {
  const sources = ['simulator', 'functions', 'lib/config', 'scripts/pdf', 'package-lock.json'];
  const code = await digestOf(
    PROJECT,
    sources.map((path) => join(PROJECT, path)),
  );
  const stack = await readFile(place.stackFile);
  return createHash('sha256')
    .update(`${code} ${ports.koseki} ${ports.simulator} `)
    .update(stack)
    .digest('hex');
}

export async function startBackground(
  place: Place,
  name: BackgroundName,
  where: { readonly endpoint: string; readonly region: string; readonly ports: BackgroundPorts },
): Promise<void> {
  const { ports } = where;
  const port = name === 'core-system' ? undefined : ports[name];
  const started = await startProcess({
    name,
    program: NODE,
    arguments: [join(PROJECT, SCRIPTS[name]), place.stackFile],
    directory: PROJECT,
    environment: {
      PATH: [NODE_FOLDER, '/usr/local/bin', '/usr/bin', '/bin'].join(':'),
      HOME: process.env['HOME'] ?? place.directory,
      LANG: 'C.UTF-8',
      STAGE: 'local',
      ...localAwsVariables(where.endpoint, where.region),
      [KOSEKI_PORT.variable]: String(ports.koseki),
      [SIMULATOR_PORT.variable]: String(ports.simulator),
    },
    log: join(place.logs, `${name}.log`),
    ...(port === undefined ? {} : { port }),
  });
  await recordProcess(place, started);
  if (port === undefined) await untilSettled(place, started);
  else await untilAnswers(place, started, `http://127.0.0.1:${port}/`);
}

async function untilAnswers(place: Place, started: StartedProcess, url: string): Promise<void> {
  for (const until = Date.now() + READY_WITHIN; ; await pause(150)) {
    const answers = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.ok,
      () => false,
    );
    if (!(await isAlive(started)) || Date.now() > until) throw await failed(place, started);
    if (answers) return;
  }
}

/** It has nothing to answer with; one that cannot work ends within moments. */
async function untilSettled(place: Place, started: StartedProcess): Promise<void> {
  await pause(1_000);
  if (!(await isAlive(started))) throw await failed(place, started);
}

async function failed(place: Place, started: StartedProcess): Promise<Problem> {
  await stopBackground(place, started.name);
  const [reason] = (await readFile(started.log, 'utf8').catch(() => '')).trim().split('\n').slice(-1);
  return new Problem(
    `The program "${started.name}" did not start${reason === undefined || reason === '' ? '' : ` (${reason.slice(0, 200)})`}`,
    `read ${started.log}, then repeat the command`,
  );
}

export async function stopBackground(place: Place, name: string): Promise<boolean> {
  const record = (await recordedProcesses(place))[name];
  if (record === undefined) return false;
  const outcome = await stopProcess(record, GRACE);
  await forgetProcess(place, name);
  return outcome !== 'gone';
}
