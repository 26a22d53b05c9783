import { describe, expect, test } from 'vitest';
import { latchText } from '../../../functions/closures/index.ts';
import { watchAll, watchFreshness } from '../../../functions/linkage/watch-freshness.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { createLog } from '../../../functions/shared/log.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { createWorld, NOW } from './ingest-world.ts';
import { fileOf, nameOf } from './sample-files.ts';

const city = MunicipalityCode.parse('012050');

type World = ReturnType<typeof createWorld>;
const send = (world: World, wish: Parameters<typeof nameOf>[0]) => {
  const name = nameOf(wish);
  return world.deliver(name, fileOf(name, []));
};
/** The closures of the resident record, by what has led to them. */
const closures = async ({ closures: store }: World) =>
  (await store.readLatches(city))
    .filter(({ type }) => type === 'resident-record')
    .map(latchText)
    .map((text) => text.replace('resident-record#freshness#', ''))
    .sort();

async function loaded(): Promise<World> {
  const world = createWorld();
  for (const feed of ['resident', 'serial', 'restriction'] as const)
    await send(world, { feed, kind: 'full', fileNumber: 1 });
  return world;
}

describe('the closures of stale feeds', () => {
  test('fall as the feeds are loaded, one by one', async () => {
    const world = createWorld();
    await watchFreshness(world.watching, city);
    expect(await closures(world)).toEqual([
      'resident:never-loaded',
      'restriction:never-loaded',
      'serial:never-loaded',
    ]);
    await send(world, { feed: 'serial', kind: 'full', fileNumber: 1 });
    expect(await closures(world)).toEqual(['resident:never-loaded', 'restriction:never-loaded']);
  });

  test('are set by a gap and a failed file as they come, and each is healed by its own mending', async () => {
    const world = await loaded();
    expect(await closures(world)).toEqual([]);
    await send(world, { feed: 'serial', fileNumber: 4 });
    const bad = nameOf({ feed: 'resident', fileNumber: 2 });
    await world.deliver(bad, fileOf(bad, [], { sum: '0'.repeat(64) }));
    expect(await closures(world)).toEqual(['resident:failed-file:regular:1-2', 'serial:gap:regular:2-3']);
    await world.deliver(bad, fileOf(bad, []));
    expect(await closures(world)).toEqual(['serial:gap:regular:2-3']);
    await send(world, { feed: 'serial', fileNumber: 2 });
    expect(await closures(world)).toEqual(['serial:gap:regular:3-3']);
    await send(world, { feed: 'serial', fileNumber: 3 });
    expect(await closures(world)).toEqual([]);
  });

  test('are set by time alone, and leave what somebody has closed by hand', async () => {
    const world = await loaded();
    await world.closures.close({
      municipality: city,
      type: 'resident-record',
      cause: 'by-hand',
      closedAt: NOW,
      evidence: 'x',
    });
    world.at.now = instantOf(NOW + 61 * 60_000);
    await watchFreshness(world.watching, city);
    expect(await closures(world)).toEqual([
      'resident-record#by-hand',
      'resident:stale:regular',
      'restriction:stale:regular',
      'serial:stale:regular',
    ]);
    world.at.now = NOW;
    await watchFreshness(world.watching, city);
    expect(await closures(world)).toEqual(['resident-record#by-hand']);
  });

  test('are counted for each city, and one city’s defect keeps no other one waiting', async () => {
    const world = await loaded();
    const lines: Record<string, unknown>[] = [];
    const log = createLog(
      (line) => lines.push(JSON.parse(line)),
      () => NOW,
    );
    const broken = MunicipalityCode.parse('012301');
    const limitsOf = async (municipality: MunicipalityCode) => {
      if (municipality === broken) throw new Error('no settings');
      return world.watching.limitsOf();
    };
    const watching = { ...world.watching, limitsOf, log };
    await expect(watchAll(watching, [broken, city])).rejects.toThrow('no settings');
    const counted = lines.find(({ code }) => code === 'LNK-4002');
    // The sample's other feeds have not been loaded; they close what is made of them.
    expect(counted).toMatchObject({ municipality: city, stale: 0, gap: 0, failedFile: 0, neverLoaded: 4 });
    expect(counted).toMatchObject({ closedFamilies: 4 });
    expect(counted?.['_aws']).toMatchObject({
      CloudWatchMetrics: [{ Namespace: 'Kofu', Dimensions: [['municipality']] }],
    });
    expect(lines.at(-1)).toMatchObject({ code: 'LNK-4005', cities: 2 });
  });
});
