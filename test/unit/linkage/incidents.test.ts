import { beforeEach, describe, expect, test } from 'vitest';
import { settingsAt } from '../../../functions/changes/index.ts';
import { closedAt, closedReasons, readSwitches } from '../../../functions/issuance/switches.ts';
import { ingestMessage } from '../../../functions/linkage/ingest-message.ts';
import { RowFeed, type RowFileName } from '../../../functions/linkage/layouts/envelope.ts';
import { referenceOf } from '../../../functions/seal-images/index.ts';
import { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { createWorld } from './ingest-world.ts';
import { fileOf, keyOf, MADE_AT, nameOf, recordOf, type Wish } from './sample-files.ts';

// In 2023 three cities handed out seal certificates of registrations that had been erased: the erasures had never come.
// Whatever keeps them from coming refuses by its own reason, whoever else says that all is well.

const minute = 60_000;
const BUCKET = 'inbox';
const city = MunicipalityCode.parse('012050');
const person = PersonId.parse('000000000000001');
const SEAL = { id: 'seal-registration', family: 'seal-registration' } as const;
const TAX = { id: 'tax-and-income', family: 'tax-and-income' } as const;

const row = (number: number, state: '登録中' | '抹消'): string =>
  recordOf('seal', { number: String(number), personId: person, state });
const seal = (fileNumber: number, kind: RowFileName['kind'] = 'diff'): RowFileName =>
  nameOf({ feed: 'seal', kind, fileNumber });
const madeAt = (minutesLater: number): Wish => ({
  header: { 7: new Date(Date.parse(MADE_AT) + minutesLater * minute).toISOString() },
});

/** A city of which every feed has been loaded, in which somebody has a registered seal. */
async function loadedCity() {
  const world = createWorld();
  const put = async (_: unknown, impression: Parameters<typeof referenceOf>[0]) =>
    referenceOf(impression).sha256;
  const deps = { ...world.deps, enclosures: { impressions: { put } } };
  const deliver = (name: RowFileName, bytes: Uint8Array) => world.deliver(name, bytes, deps);
  /** As it comes by the queue: the bytes under any key, and the message that names them. */
  const notify = async (key: string, bytes: Uint8Array) => {
    const { versionId } = world.put(key, bytes);
    const s3 = { bucket: { name: BUCKET }, object: { key, versionId } };
    return ingestMessage(deps, BUCKET, JSON.stringify({ Records: [{ eventName: 'ObjectCreated:Put', s3 }] }));
  };
  world.at.now = instantOf(Date.parse(MADE_AT) + minute);
  for (const feed of RowFeed.options) {
    const name = nameOf({ feed, kind: 'full', fileNumber: 1 });
    await deliver(name, fileOf(name, feed === 'seal' ? [row(1, '登録中')] : []));
  }
  return {
    ...world,
    deliver,
    notify,
    /** What speaks against issuing now, by the file numbers, times and latches that issuing reads itself. */
    against: async (type: typeof SEAL | typeof TAX) => {
      const switches = await readSwitches({ closures: world.closures, linkage: world.linkage }, city);
      const now = world.at.now;
      return closedReasons(closedAt(switches, settingsAt([], now), type, now)).map(
        ({ code, detail }) => `${code} ${detail}`,
      );
    },
    registration: async () =>
      (await world.registry.readPerson(city, person, { seal: true })).gate?.seal?.state,
  };
}

let world: Awaited<ReturnType<typeof loadedCity>>;
beforeEach(async () => {
  world = await loadedCity();
});

describe('an erasure that does not come', () => {
  test('nothing speaks against a registration whose feeds are whole and fresh', async () => {
    expect(await world.against(SEAL)).toEqual([]);
    expect(await world.registration()).toBe('active');
  });

  test('is lost with its file: the next file shows the gap, by its number', async () => {
    await world.deliver(seal(3), fileOf(seal(3), []));
    expect(await world.registration()).toBe('active');
    expect(await world.against(SEAL)).toEqual(['ISS-1005 seal:gap:regular:2-2']);
    expect(await world.against(TAX)).toEqual([]);

    await world.deliver(seal(2), fileOf(seal(2), [row(2, '抹消')]));
    expect(await world.registration()).toBe('erased');
    expect(await world.against(SEAL)).toEqual([]);
  });

  test('is lost among the urgent files: their numbers are a series of their own', async () => {
    for (const fileNumber of [1, 3]) {
      const name = seal(fileNumber, 'urgent');
      // The regular files are complete, which hides nothing.
      await world.deliver(name, fileOf(name, [], madeAt(1)));
      await world.deliver(seal(fileNumber + 1), fileOf(seal(fileNumber + 1), []));
    }
    await world.deliver(seal(3), fileOf(seal(3), []));
    expect(await world.against(SEAL)).toEqual(['ISS-1005 seal:gap:urgent:2-2']);
  });

  test('stays in a dead export behind a live agent: only what the core system makes keeps a feed fresh', async () => {
    for (let beat = 1; beat <= 31; beat += 1) {
      world.at.now = instantOf(world.at.now + minute);
      await world.notify(
        'heartbeat/012050/agent-1.json',
        Buffer.from(JSON.stringify({ at: world.at.now, state: 'active' })),
      );
    }
    const stale = (feed: string) => `ISS-1005 ${feed}:stale:regular`;
    const FEEDS = ['resident', 'seal', 'serial', 'restriction'];
    expect(await world.against(SEAL)).toEqual(FEEDS.map(stale));

    // The other exports go on; an empty file is enough to say that nothing has changed.
    for (const feed of FEEDS.filter((one) => one !== 'seal') as RowFeed[]) {
      const name = nameOf({ feed, fileNumber: 2 });
      await world.deliver(name, fileOf(name, [], madeAt(31)));
    }
    expect(await world.against(SEAL)).toEqual([stale('seal')]);
    await world.deliver(seal(2), fileOf(seal(2), [], madeAt(31)));
    expect(await world.against(SEAL)).toEqual([]);
  });

  test('stays in a file of the day before that is sent once more under a new number', async () => {
    world.at.now = instantOf(world.at.now + 31 * minute);
    await world.deliver(seal(2), fileOf(seal(2), []));
    expect(await world.against(SEAL)).toContain('ISS-1005 seal:stale:regular');
  });

  test.each([
    ['cut off in the middle of a row', (bytes: Buffer) => bytes.subarray(0, bytes.length - 120)],
    ['cut off between two rows', (bytes: Buffer) => bytes.subarray(0, bytes.lastIndexOf('#END'))],
    ['cut off within its sum', (bytes: Buffer) => bytes.subarray(0, bytes.length - 20)],
  ])('is lost with half a file, %s: nothing of it is applied, and the file is named', async (_, half) => {
    const name = seal(2);
    const whole = fileOf(name, [row(2, '登録中'), row(3, '抹消')]);
    await world.deliver(name, half(whole));
    expect(await world.state(name)).toMatchObject({ state: 'refused', refusal: { rule: 'trailer' } });
    expect((await world.registry.readPerson(city, person)).gate?.seal?.sequence.number).toBe(1);
    expect(await world.against(SEAL)).toEqual(['ISS-1005 seal:failed-file:regular:1-2']);
    // Later files do not make it whole.
    await world.deliver(seal(3), fileOf(seal(3), []));
    expect(await world.against(SEAL)).toContain('ISS-1005 seal:failed-file:regular:1-2');

    await world.deliver(name, whole);
    expect(await world.registration()).toBe('erased');
    expect(await world.against(SEAL)).toEqual([]);
  });

  test('is lost with rows that a core system forgets to count', async () => {
    const name = seal(2);
    await world.deliver(name, fileOf(name, [row(2, '登録中')], { count: 2 }));
    expect(await world.state(name)).toMatchObject({ refusal: { rule: 'row-count' } });
    expect(await world.against(SEAL)).toEqual(['ISS-1005 seal:failed-file:regular:1-2']);
  });
});

describe('an erasure that comes', () => {
  test('by an urgent file works at once, whatever else is under way', async () => {
    const name = seal(1, 'urgent');
    expect(keyOf(name)).toMatch(/^inbox-priority\//);
    await world.notify(keyOf(name), fileOf(name, [row(2, '抹消')], madeAt(1)));
    expect(await world.registration()).toBe('erased');
    const { seal: stored } = await world.registry.readPerson(city, person, { seal: true });
    expect(stored?.fact).not.toHaveProperty('impression');
    expect(await world.against(SEAL)).toEqual([]);
  });

  test('is not undone by the registration that it has overtaken', async () => {
    const urgent = seal(1, 'urgent');
    await world.deliver(urgent, fileOf(urgent, [row(9, '抹消')], madeAt(1)));
    for (const kind of ['diff', 'full'] as const) {
      const late = seal(kind === 'diff' ? 2 : 3, kind);
      await world.deliver(late, fileOf(late, [row(8, '登録中')]));
      expect(await world.registration()).toBe('erased');
    }
  });

  test('and gives way to a registration of the same day that is newer', async () => {
    const urgent = seal(1, 'urgent');
    await world.deliver(urgent, fileOf(urgent, [row(2, '抹消')], madeAt(1)));
    await world.deliver(seal(2), fileOf(seal(2), [row(3, '登録中')]));
    expect(await world.registration()).toBe('active');
  });
});
