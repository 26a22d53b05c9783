import { join, relative } from 'node:path';
import { instantOf, jstDateOf } from '../../functions/shared/time.ts';
import { type StackFile, stackFileOf, writeStackFile } from '../deploy/stack-file.ts';
import {
  BACKGROUND,
  type BackgroundName,
  type BackgroundPorts,
  backgroundDigest,
  startBackground,
  stopBackground,
} from './background.ts';
import { type Engine, runningEngine, startEngine, stopEngine, wasEndedUnsaved } from './engine.ts';
import { ensureEngine } from './engine-install.ts';
import { alone } from './lock.ts';
import { enterLocalAws } from './loopback.ts';
import { ensurePacks } from './packs.ts';
import { BUILD_LOCK, type Place, PROJECT } from './places.ts';
import { ENGINE_PORT, KOSEKI_PORT, requireFreePort, SIMULATOR_PORT } from './ports.ts';
import { Problem } from './problem.ts';
import { recordedProcesses, runningProcess } from './processes.ts';
import { changeState, readState, type SampleOperator, wipe } from './state.ts';
import type { Progress, Steps } from './steps.ts';

const WORLD = { residents: 3_000, seed: 'kofu' } as const;
const REGION = 'ap-northeast-1';

/** What is wanted: the ports are those that the variables name. */
export type StartWish = {
  readonly place: Place;
  readonly enginePort: number;
  readonly ports: BackgroundPorts;
};

export type Started = {
  readonly stack: StackFile;
  readonly operators: readonly SampleOperator[];
  /** What this very start has brought up; what ran before is not in it. */
  readonly here: readonly string[];
};

/**
 * Everything from the engine to the simulator. Whatever an earlier start has finished is kept as it is, whatever it has
 * left half-done is done again.
 * @param onStarted is told of each process at once, so that a break in the middle can end it
 */
export async function startAll(
  wish: StartWish,
  steps: Steps,
  onStarted: (name: string) => void = () => undefined,
): Promise<Started> {
  const { place } = wish;
  const here: string[] = [];
  const started = (name: string): void => {
    here.push(name);
    onStarted(name);
  };
  let engine: Engine | undefined;
  await steps.step('engine', async (progress) => {
    const outcome = await engineStep(wish, progress, started);
    engine = outcome.engine;
    return outcome.note;
  });
  if (engine === undefined) throw new Error('no engine after its step');
  const { endpoint } = engine;
  enterLocalAws(endpoint, REGION);
  await steps.step('font', async (progress) => {
    const sources = await ensurePacks(progress);
    return sources.every((source) => source === 'unchanged') ? 'unchanged' : `from ${sources.join(', ')}`;
  });
  await steps.step('bundles', async (progress) => {
    const { buildBundles } = await import('../deploy/build.ts');
    const { digest } = await alone(BUILD_LOCK, waiting(progress), buildBundles);
    return `digest ${digest.slice(0, 12)}`;
  });
  const stack = await deployStep(wish, endpoint, steps);
  await steps.step('cities and operators', () => citiesStep(place, stack));
  await steps.step('sample world', (progress) => worldStep(place, stack, progress));
  await steps.step('simulator, koseki and core systems', () => backgroundStep(wish, stack, started));
  return { stack, operators: (await readState(place)).operators ?? [], here };
}

const waiting = (progress: Progress) => (pid: number) => progress(`waiting for the build of process ${pid}`);

async function engineStep(
  wish: StartWish,
  progress: Progress,
  started: (name: string) => void,
): Promise<{ readonly engine: Engine; readonly note: string }> {
  const { place, enginePort } = wish;
  const running = await runningEngine(place);
  if (running !== undefined) {
    if (running.port !== enginePort && process.env[ENGINE_PORT.variable] !== undefined)
      throw new Problem(
        `The system already runs, on port ${running.port}`,
        `end it with \`npm stop\` before you start it on port ${enginePort}`,
      );
    return { engine: running, note: `runs on port ${running.port}` };
  }
  // It runs but does not answer, or its own end went by unseen.
  await stopEngine(place);
  await requireFreePorts(wish);
  const installed = await ensureEngine(progress);
  const unsaved = await wasEndedUnsaved(place);
  if (unsaved) await wipe(place);
  progress('starting');
  started('engine');
  const engine = await startEngine(place, enginePort);
  const notes = [installed ? 'installed, started' : 'started', `port ${enginePort}`];
  if (unsaved) notes.push('it was once ended by force, so everything is made anew');
  return { engine, note: notes.join(', ') };
}

const PORT_NAMES = { koseki: KOSEKI_PORT, simulator: SIMULATOR_PORT } as const;

/** Looked at before the first long step. */
async function requireFreePorts({ place, enginePort, ports }: StartWish): Promise<void> {
  await requireFreePort(enginePort, ENGINE_PORT);
  for (const name of ['koseki', 'simulator'] as const)
    if ((await runningProcess(place, name)) === undefined)
      await requireFreePort(ports[name], PORT_NAMES[name]);
}

async function deployStep({ place, ports }: StartWish, endpoint: string, steps: Steps): Promise<StackFile> {
  let stack: StackFile | undefined;
  await steps.step('deployment', async (progress) => {
    const { deploy } = await import('../deploy/deploy.ts');
    const { outputs, region, changed, notHonoured } = await alone(BUILD_LOCK, waiting(progress), () =>
      deploy({
        endpoint,
        stage: 'local',
        cloud: 'local',
        stateDirectory: place.deployment,
        kosekiPort: ports.koseki,
        onProgress: progress,
      }),
    );
    const simulatorUrl = `http://127.0.0.1:${ports.simulator}`;
    const kosekiUrl = `http://127.0.0.1:${ports.koseki}`;
    const fresh = stackFileOf(atEndpoint(outputs, endpoint), {
      endpoint,
      region,
      stage: 'local',
      simulatorUrl,
      kosekiUrl,
    });
    const state = await readState(place);
    if (state.registryTable !== fresh.registryTable)
      await changeState(place, {
        registryTable: fresh.registryTable,
        world: undefined,
        operators: undefined,
      });
    const world = await worldParameters(place);
    await writeStackFile(place.stackFile, Object.assign({}, fresh, { world }));
    stack = fresh;
    const gaps =
      notHonoured.length === 0 ? '' : `, ${notHonoured.length} settings that the engine has not got`;
    return `${changed ? 'deployed' : 'unchanged'}${gaps}`;
  });
  if (stack === undefined) throw new Error('no stack after its step');
  return stack;
}

/** URLs among the outputs begin with the port of the engine's first start; the engine may have another one now. */
export function atEndpoint<T extends Readonly<Record<string, string>>>(outputs: T, endpoint: string): T {
  const moved = Object.entries(outputs).map(([name, value]) => [
    name,
    value.replace(/^http:\/\/(127\.0\.0\.1|localhost):\d+(?=\/|$)/, endpoint),
  ]);
  return Object.fromEntries(moved);
}

/** The world that was loaded once stays the same world, whatever day it is. */
async function worldParameters(place: Place) {
  const { world } = await readState(place);
  if (world !== undefined) return { residents: world.residents, seed: world.seed, today: world.today };
  const { readWorldFile, writeWorldFile } = await import('../../simulator/sample/world-file.ts');
  const file = join(place.directory, 'world.json');
  // A load that broke off has to go on with the very same world.
  const known = await readWorldFile(file);
  if (known !== undefined) return known;
  const fresh = { ...WORLD, today: jstDateOf(instantOf(Date.now())) };
  await writeWorldFile(file, fresh);
  return fresh;
}

async function citiesStep(place: Place, stack: StackFile): Promise<string> {
  const { setUpCities } = await import('../../simulator/sample/setup.ts');
  const { openCityFonts } = await import('../pdf/city-fonts.ts');
  const { set: fonts } = await openCityFonts({}, () => undefined);
  const written = await setUpCities({ stack, now: instantOf(Date.now()), fonts, openAllDay: true });
  const { setUpOperators } = await import('../../simulator/sample/operators.ts');
  await changeState(place, { operators: [...(await setUpOperators(stack))] });
  return written === 0 ? 'unchanged' : `${written} settings written`;
}

async function worldStep(place: Place, stack: StackFile, progress: Progress): Promise<string> {
  if ((await readState(place)).world !== undefined) return 'unchanged';
  const parameters = await worldParameters(place);
  const { loadSampleWorld } = await import('../../simulator/sample/load.ts');
  progress(`${parameters.residents} residents through the link`);
  const loaded = await loadSampleWorld({
    stack,
    ...parameters,
    onProgress: ({ file, done, total }) => progress(`${done}/${total} files, ${file}`),
  });
  if (!loaded.ok) throw new Problem(loaded.error);
  await changeState(place, { world: { ...parameters, loadedAt: new Date().toISOString() } });
  return `${parameters.residents} residents, ${loaded.value.files} files, ${loaded.value.rows} rows`;
}

async function backgroundStep(
  { place, ports }: StartWish,
  stack: StackFile,
  started: (name: string) => void,
): Promise<string> {
  const digest = await backgroundDigest(place, ports);
  const changed = (await readState(place)).background !== digest;
  const brought: BackgroundName[] = [];
  for (const name of BACKGROUND) {
    if (!changed && (await runningProcess(place, name)) !== undefined) continue;
    await stopBackground(place, name);
    if (name !== 'core-system') await requireFreePort(ports[name], PORT_NAMES[name]);
    started(name);
    await startBackground(place, name, {
      endpoint: stack.endpoint,
      region: stack.region,
      ports,
    });
    brought.push(name);
  }
  await changeState(place, { background: digest });
  return brought.length === 0 ? 'run' : `started: ${brought.join(', ')}`;
}

/** Names of what has ended by itself, with the path of its log. */
export async function endedByThemselves(place: Place): Promise<readonly string[]> {
  const records = Object.values(await recordedProcesses(place));
  const ended: string[] = [];
  for (const { name, log } of records)
    if ((await runningProcess(place, name)) === undefined)
      ended.push(`${name} (log: ${relative(PROJECT, log)})`);
  return ended;
}
