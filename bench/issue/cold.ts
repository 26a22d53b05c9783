import { spawn } from 'node:child_process';
import { link, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { engineApi } from '../../scripts/deploy/engine-api.ts';
import { BUNDLES, PROJECT } from '../../scripts/deploy/project.ts';
import { localAwsVariables } from '../../scripts/local/loopback.ts';
import { NODE } from '../../scripts/local/places.ts';
import type { BenchReport } from '../benchmark.ts';
import { median } from '../statistics.ts';
import type { OnEngine } from './on-engine.ts';
import { signedEvent } from './signed-event.ts';

const PROCESSES = 20;
const GOAL_MS = 150;
const GOAL_BYTES = 3_000_000;
const NAME = 'kiosk-issue';
const FOLDER = join(PROJECT, '.build/bench/cold');

/** Runs in a fresh process: what is measured begins after Node's own start and ends with the answer. */
const CHILD = `
const { readFileSync } = require('node:fs');
const event = JSON.parse(readFileSync(0, 'utf8'));
const began = process.hrtime.bigint();
const { handler } = require(process.argv[1]);
const loaded = process.hrtime.bigint();
handler(event, {}).then(({ statusCode }) => {
  const done = process.hrtime.bigint();
  process.stderr.write(JSON.stringify({ statusCode, load: Number(loaded - began) / 1e6, all: Number(done - began) / 1e6 }));
  process.exit(0);
});
`;

const Told = z.object({ statusCode: z.number(), load: z.number(), all: z.number() });
const Configuration = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }) });

/** The issuing function's bundle in fresh processes: load, start, and the first certificate, at the local engine. */
export async function measureCold({ stack, key, wishes }: OnEngine): Promise<BenchReport> {
  const api = engineApi(stack.endpoint, stack.region);
  const name = `kofu-${stack.stage}-${NAME}`;
  const configured = await api.lambda(`/2015-03-31/functions/${name}/configuration`);
  const environment = {
    ...Configuration.parse(configured).Environment.Variables,
    ...localAwsVariables(stack.endpoint, stack.region),
  };
  const bundle = await bundleApart();
  const runs: z.infer<typeof Told>[] = [];
  for (let number = 0; number < PROCESSES; number += 1) {
    const event = JSON.stringify(signedEvent(wishes.next().request, key));
    const told = await firstCertificate(bundle, environment, event);
    if (told.statusCode !== 200) throw new Error(`status ${told.statusCode} instead of a certificate`);
    runs.push(told);
  }
  const { size } = await stat(bundle);
  return {
    targets: [
      {
        name: `cold start to the first certificate, over Node's own start, median of ${PROCESSES}`,
        value: median(runs.map(({ all }) => all)),
        unit: 'ms',
        goal: { is: 'at most', value: GOAL_MS },
      },
      {
        name: 'bundle of the issuing function without fonts',
        value: size / 1e6,
        unit: 'MB',
        goal: { is: 'at most', value: GOAL_BYTES / 1e6 },
      },
    ],
    notes: [`cold start: of it ${median(runs.map(({ load }) => load)).toFixed(1)} ms for loading the bundle`],
  };
}

/** Where no package says that files are ES modules, as on Lambda. */
async function bundleApart(): Promise<string> {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  for (const file of await readdir(join(BUNDLES, NAME)))
    await link(join(BUNDLES, NAME, file), join(FOLDER, file));
  await writeFile(join(FOLDER, 'package.json'), '{"type":"commonjs"}');
  return join(FOLDER, 'index.js');
}

function firstCertificate(
  bundle: string,
  environment: Readonly<Record<string, string>>,
  event: string,
): Promise<z.infer<typeof Told>> {
  return new Promise((resolve, reject) => {
    const child = spawn(NODE, ['-e', CHILD, bundle], {
      env: environment,
      stdio: ['pipe', 'ignore', 'pipe'],
    });
    let text = '';
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    child.once('error', reject);
    child.once('close', () => {
      try {
        resolve(Told.parse(JSON.parse(text)));
      } catch {
        reject(new Error(`the process told nothing: ${text.slice(0, 200)}`));
      }
    });
    child.stdin.end(event);
  });
}
