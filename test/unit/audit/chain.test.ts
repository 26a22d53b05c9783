import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Block, blockHash, GENESIS, headOf, nextBlock } from '../../../functions/audit/chain.ts';
import { sealCity } from '../../../functions/audit/seal-city.ts';
import { digestOf } from '../../../functions/shared/canonical.ts';
import { instantOf, LocalDate } from '../../../functions/shared/time.ts';
import { CITY, chainWorld, MINUTE, NOON } from './chain-world.ts';

type World = ReturnType<typeof chainWorld>;

/** Four blocks: 3, 2, 0 and 4 events; everything is sealed and anchored. */
async function sealedWorld(): Promise<World> {
  const world = chainWorld();
  for (const events of [3, 2, 0, 4]) {
    for (let event = 0; event < events; event += 1) await world.write();
    world.pass(events === 0 ? 16 : 3);
    await world.seal();
  }
  world.pass(30);
  return world;
}

const blockAt = (world: World, key: string): Block => Block.parse(world.table.items.get(key));
const isIn = (world: World, key: string) => world.table.items.get(key) ?? {};

/** Gives a block other contents and makes it and all that follow fit again, the head included; not the anchors. */
function rewriteFrom(world: World, from: number, change: (block: Block) => Block): void {
  const keys = world.keys('B');
  let previous = from === 0 ? GENESIS : blockAt(world, keys[from - 1] ?? '').hash;
  for (const [index, key] of keys.entries()) {
    if (index < from) continue;
    const old = blockAt(world, key);
    const { hash: _, ...fields } = { ...(index === from ? change(old) : old), previous };
    previous = digestOf(fields);
    world.table.items.set(key, { ...isIn(world, key), ...fields, hash: previous });
  }
  const [head = ''] = world.keys('H');
  world.table.items.set(head, { ...isIn(world, head), hash: previous });
}

describe('the sealed chain of a city', () => {
  test('holds every event once, each block bound to the one before and anchored', async () => {
    const world = await sealedWorld();
    const blocks = world.keys('B').map((key) => blockAt(world, key));
    expect(blocks.map(({ index, events }) => [index, events.length])).toEqual([
      [1, 3],
      [2, 2],
      [3, 0],
      [4, 4],
    ]);
    expect(blocks.map(({ previous }) => previous)).toEqual([GENESIS, ...blocks.slice(0, 3).map(blockHash)]);
    expect([...world.bucket.objects.keys()]).toEqual(
      blocks.map(({ index, hash }) => `${CITY}/2026-11-23/${String(index).padStart(10, '0')}-${hash}`),
    );
    expect(await world.verify()).toMatchObject({ blocks: 4, events: 9, waiting: 0, findings: [] });
  });

  test('waits for what is just being written, and takes what comes a little late with its own day', async () => {
    const world = chainWorld(Date.parse('2026-11-24T00:01:00+09:00'));
    await world.write(3);
    await world.write();
    expect(await world.seal()).toEqual({ blocks: 1, events: 1 });
    expect(await world.verify()).toMatchObject({ waiting: 1, findings: [] });
    const late = await world.write(5);
    world.pass(5);
    expect(await world.seal()).toEqual({ blocks: 1, events: 2 });
    const [, second = ''] = world.keys('B');
    expect(blockAt(world, second).events.map(({ day }) => day)).toEqual(['2026-11-23', '2026-11-24']);
    expect(late).toContain('#2026-11-23#');
    world.pass(60);
    expect(await world.verify()).toMatchObject({ events: 3, late: 1, findings: [] });
  });

  test('begins a week before its first block; what is older is not judged', async () => {
    const world = chainWorld();
    const days = 24 * 60;
    for (const ago of [7 * days + 1, 7 * days, 1]) await world.write(ago);
    world.pass(2);
    expect(await world.seal()).toEqual({ blocks: 1, events: 1 });
    world.pass(60);
    for (const from of [undefined, LocalDate.parse('2026-11-16')])
      expect(await world.verify({ from })).toMatchObject({ from: '2026-11-16', events: 3, findings: [] });
  });

  test('writes nothing where nothing is new, but for an empty block each quarter of an hour', async () => {
    const world = await sealedWorld();
    expect(await world.seal()).toEqual({ blocks: 1, events: 0 });
    world.pass(14);
    expect(await world.seal()).toEqual({ blocks: 0, events: 0 });
    world.pass(1);
    expect(await world.seal()).toEqual({ blocks: 1, events: 0 });
  });

  test('holds no event of a time that it does not cover', () => {
    const at = (minutes: number) => instantOf(NOON + minutes * MINUTE);
    const loose = (minutes: number) => ({
      day: LocalDate.parse('2026-11-23'),
      id: crypto.randomUUID(),
      digest: String(minutes),
      at: at(minutes),
    });
    const first = nextBlock(undefined, CITY, [], at(0));
    if (first === undefined) throw new Error('no first block');
    const events = [-8, -7, -2, 7, 8, 9].map(loose);
    const second = nextBlock(headOf(first), CITY, events, at(10));
    expect(second?.events.map(({ digest }) => digest)).toEqual(['-7', '-2', '7', '8']);
  });

  test('goes on in order where the clock was set back over midnight', async () => {
    const world = chainWorld(Date.parse('2026-11-24T00:20:00+09:00'));
    await world.write();
    world.pass(3);
    await world.seal();
    await world.write(4);
    world.pass(-25);
    expect(await world.seal()).toEqual({ blocks: 1, events: 1 });
    world.pass(90);
    expect((await world.verify()).findings).toEqual([]);
  });

  test('of two sealers at once only one seals', async () => {
    const world = chainWorld();
    for (let event = 0; event < 5; event += 1) await world.write();
    world.pass(3);
    const other = { ...world.parts, clock: () => instantOf(world.now() + 1) };
    const both = await Promise.all([world.seal(), sealCity(other, CITY)]);
    expect(both.map(({ events }) => events).sort()).toEqual([0, 5]);
    world.pass(60);
    expect(await world.verify()).toMatchObject({ blocks: 1, findings: [] });
  });

  test('an anchor that a crash has left out is made up for by the next run', async () => {
    const world = chainWorld();
    await world.write();
    world.pass(3);
    const anchors = { put: () => Promise.reject(new Error('gone')) };
    await expect(sealCity({ ...world.parts, anchors }, CITY)).rejects.toThrow('gone');
    world.pass(30);
    expect((await world.verify()).kinds).toEqual(['anchor-missing']);
    await world.seal();
    expect((await world.verify()).kinds).toEqual([]);
  });

  test('seals more than a block holds in several, in the order of their time', async () => {
    const world = chainWorld();
    for (let event = 0; event < 1_005; event += 1) {
      if (event % 500 === 0) world.pass(1);
      await world.write();
    }
    world.pass(3);
    expect(await world.seal()).toEqual({ blocks: 2, events: 1_005 });
    world.pass(60);
    expect((await world.verify()).findings).toEqual([]);
  });
});

/** What somebody who may write the table could do to it, and what is found of it. */
const ATTACKS: Readonly<Record<string, (world: World, pick: <T>(list: readonly T[]) => T) => void>> = {
  'event-changed': (world, pick) => {
    const key = pick(world.keys('E'));
    const item = isIn(world, key);
    const change = pick([
      { action: 'issuance.failed' },
      { about: { requestId: 'request-000000000999' } },
      { actor: { kind: 'nobody' } },
      { note: 'more' },
    ]);
    world.table.items.set(key, { ...item, ...change });
  },
  'event-deleted': (world, pick) => void world.table.items.delete(pick(world.keys('E'))),
  'event-unsealed': (world, pick) => {
    // One of the first blocks': what lies a few minutes back is taken for late.
    const key = pick(world.keys('E').filter((one) => isIn(world, one)['at'] === NOON));
    const id = key.split('\n')[1] ?? '';
    const other = `${id.slice(0, -12)}ffffffffff${id.slice(-2)}`;
    const [pk = ''] = key.split('\n');
    world.table.items.set(`${pk}\n${other}`, { ...isIn(world, key), sk: other, eventId: other });
  },
  'event-strange': (world, pick) => {
    const [first, second] = [pick(world.keys('E')), pick(world.keys('E'))];
    if (first === second)
      return world.table.items.set(first, { pk: first.split('\n')[0], sk: first.split('\n')[1] });
    const [a, b] = [isIn(world, first), isIn(world, second)];
    const { pk, sk, ...rest } = b;
    // The contents of the two change places.
    world.table.items.set(first, { ...rest, pk: a['pk'], sk: a['sk'] });
    const { pk: _, sk: __, ...own } = a;
    return world.table.items.set(second, { ...own, pk, sk });
  },
  'block-changed': (world, pick) => {
    const key = pick(world.keys('B'));
    const block = blockAt(world, key);
    const change = pick([
      { sealedAt: instantOf(block.sealedAt + 1) },
      { through: instantOf(block.through - 1) },
      {
        events: [
          ...block.events,
          { day: LocalDate.parse('2026-11-23'), id: crypto.randomUUID(), digest: 'x' },
        ],
      },
    ]);
    world.table.items.set(key, { ...isIn(world, key), ...change });
  },
  'block-missing': (world, pick) => void world.table.items.delete(pick(world.keys('B'))),
  'chain-broken': (world, pick) => {
    const key = pick(world.keys('B'));
    const { hash: _, ...fields } = { ...blockAt(world, key), previous: 'f'.repeat(64) };
    world.table.items.set(key, { ...isIn(world, key), ...fields, hash: digestOf(fields) });
  },
};

describe('somebody who may write the table', () => {
  test.each(Object.entries(ATTACKS))('is found out by %s', async (kind, attack) => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(1_000)), async (numbers) => {
        const world = await sealedWorld();
        attack(world, (list) => {
          const chosen = list[(numbers.next().value ?? 0) % list.length];
          if (chosen === undefined) throw new Error('nothing to choose from');
          return chosen;
        });
        await world.seal();
        expect((await world.verify()).kinds).toContain(kind);
      }),
      { numRuns: 8 },
    );
  });

  test('cannot rewrite a block and all that follow: the anchors differ', async () => {
    const world = await sealedWorld();
    const [gone = ''] = world.keys('E');
    const id = gone.split('\n')[1];
    world.table.items.delete(gone);
    rewriteFrom(world, 0, (block) => ({ ...block, events: block.events.filter((one) => one.id !== id) }));
    expect((await world.verify()).findings).toEqual(
      [1, 2, 3, 4].map((block) => ({ kind: 'anchor-differs', day: '2026-11-23', block })),
    );
  });

  test('cannot cut the end off: the anchors are left over', async () => {
    const world = await sealedWorld();
    const [, , , last = ''] = world.keys('B');
    for (const { id } of blockAt(world, last).events)
      for (const key of world.keys('E')) if (key.endsWith(id)) world.table.items.delete(key);
    world.table.items.delete(last);
    const third = blockAt(world, world.keys('B')[2] ?? '');
    const [head = ''] = world.keys('H');
    world.table.items.set(head, { ...isIn(world, head), index: 3, hash: third.hash });
    expect((await world.verify()).findings).toEqual([{ kind: 'block-missing', day: '2026-11-23', block: 4 }]);
    // What is sealed from there on has another hash than what was.
    world.pass(60);
    await world.seal();
    expect((await world.verify()).kinds).toEqual(['anchor-differs']);
  });

  test('cannot write into the past: what turns up late is sealed by nobody', async () => {
    const world = await sealedWorld();
    world.pass(60);
    await world.seal();
    const key = await world.write(100);
    await world.seal();
    expect((await world.verify()).findings).toEqual([
      { kind: 'event-unsealed', day: '2026-11-23', event: key.split('\n')[1] },
    ]);
  });
});

describe('a range of days', () => {
  test('is verified alone, whatever lies around it', async () => {
    const world = chainWorld(NOON);
    for (let hour = 0; hour < 96; hour += 1) {
      await world.write();
      world.pass(60);
      await world.seal();
    }
    const day = (text: string) => LocalDate.parse(`2026-11-${text}`);
    expect(await world.verify()).toMatchObject({
      from: '2026-11-16',
      to: '2026-11-27',
      events: 96,
      findings: [],
    });
    const [first = ''] = world.keys('E').filter((key) => key.includes('#2026-11-23#'));
    world.table.items.delete(first);
    expect(await world.verify({ from: day('24'), to: day('25') })).toMatchObject({
      events: 48,
      findings: [],
    });
    expect(await world.verify({ to: day('25') })).toMatchObject({
      findings: [{ kind: 'event-deleted', day: '2026-11-23' }],
    });
  });
});
