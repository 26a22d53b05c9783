import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { unwrap } from '../../functions/shared/result.ts';
import { instantOf, jstDateOf } from '../../functions/shared/time.ts';
import { buildBundles } from '../../scripts/deploy/build.ts';
import { deploy } from '../../scripts/deploy/deploy.ts';
import { stackFileOf, writeStackFile } from '../../scripts/deploy/stack-file.ts';
import { startBackground, stopBackground } from '../../scripts/local/background.ts';
import { startEngine, stopEngine } from '../../scripts/local/engine.ts';
import { ensureEngine } from '../../scripts/local/engine-install.ts';
import { ensureFonts } from '../../scripts/local/fonts.ts';
import { alone } from '../../scripts/local/lock.ts';
import { enterLocalAws } from '../../scripts/local/loopback.ts';
import { BUILD_LOCK, type Place, TEST_PLACE } from '../../scripts/local/places.ts';
import { anyFreePort, freePortNear } from '../../scripts/local/ports.ts';
import { withPlace } from '../../scripts/local/stop.ts';
import { openCityFonts } from '../../scripts/pdf/city-fonts.ts';
import { loadSampleWorld } from '../../simulator/sample/load.ts';
import { setUpOperators } from '../../simulator/sample/operators.ts';
import { setUpCities } from '../../simulator/sample/setup.ts';
import { writeWorldFile } from '../../simulator/sample/world-file.ts';

/** Enough people for every trait in every city and for 200 different applicants at once. */
const RESIDENTS = 900;
const SEED = 'end-to-end';
/** Beside what `npm start` runs; the same each time, so that what was synthesized for it serves again. */
const KOSEKI_PORT = 4622;

/** One running system for all files of a run, unless `KOFU_TEST_STACK` names one that runs already. */
export async function setup(): Promise<() => Promise<void>> {
  if (process.env['KOFU_TEST_STACK'] !== undefined) return async () => undefined;
  await startTestSystem(TEST_PLACE);
  return () => stopTestSystem(TEST_PLACE);
}

/** Ends what `startTestSystem` has started. */
export async function stopTestSystem(place: Place): Promise<void> {
  await stopBackground(place, 'koseki');
  await stopEngine(place);
}

/**
 * A whole system of the tests' own: engine on a free port, real deployment, a sample world by the real link. Gives the
 * path of its stack file. Two set-ups at one place at a time are refused: each would take the other's engine away.
 */
export async function startTestSystem(
  place: Place,
  said: (step: string) => void = (step) => console.log(`  end-to-end set-up: ${step}`),
): Promise<string> {
  await ensureEngine(said);
  await ensureFonts(said);
  await alone(BUILD_LOCK, waiting(said), buildBundles);
  return withPlace(place, async () => {
    await stopTestSystem(place);
    for (const path of [place.engine, place.logs, place.stackFile, place.stateFile])
      await rm(path, { recursive: true, force: true });
    const engine = await startEngine(place, await anyFreePort());
    try {
      await populate(place, engine.endpoint, said);
      return place.stackFile;
    } catch (error) {
      await stopTestSystem(place);
      throw error;
    }
  });
}

/** `npm start` builds into the same folders. */
const waiting =
  (said: (step: string) => void) =>
  (pid: number): void =>
    said(`process ${pid} is building, waiting for it`);

async function populate(place: Place, endpoint: string, said: (step: string) => void): Promise<void> {
  enterLocalAws(endpoint, 'ap-northeast-1');
  const koseki = await freePortNear(KOSEKI_PORT);
  const { outputs, region } = await alone(BUILD_LOCK, waiting(said), () =>
    deploy({
      endpoint,
      stage: 'local',
      stateDirectory: place.deployment,
      kosekiPort: koseki,
      onProgress: said,
    }),
  );
  const kosekiUrl = `http://127.0.0.1:${koseki}`;
  const stack = stackFileOf(outputs, { endpoint, region, stage: 'local', kosekiUrl });
  const now = instantOf(Date.now());
  const world = { residents: RESIDENTS, seed: SEED, today: jstDateOf(now) };
  const { set: fonts } = await openCityFonts({}, said);
  await setUpCities({ stack, now, fonts, openAllDay: true });
  await setUpOperators(stack);
  said(`sample world of ${RESIDENTS}`);
  unwrap(await loadSampleWorld({ stack, ...world }));
  await writeStackFile(place.stackFile, { ...stack, world });
  await writeWorldFile(join(place.directory, 'world.json'), world);
  const ports = { koseki, simulator: 0 };
  await startBackground(place, 'koseki', { endpoint, region, ports });
  said('ready');
}
