import { describe, expect, test } from 'vitest';
import { ingestFile } from '../../../functions/linkage/ingest-file.ts';
import type { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { isNegative, type RegistryChange } from '../../../functions/registry/index.ts';
import { referenceOf } from '../../../functions/seal-images/index.ts';
import { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import { createWorld } from './ingest-world.ts';
import { fileOf, keyOf, nameOf, recordOf, utf16be, type Wish } from './sample-files.ts';

const city = MunicipalityCode.parse('012050');
const id = (n: number): string => String(n).padStart(15, '0');
const person = (n: number): PersonId => PersonId.parse(id(n));
const resident = (number: number, p: number, cells: Readonly<Record<string, string>> = {}): string =>
  recordOf('resident', { number: String(number), personId: id(p), householdId: id(p), ...cells });

type World = ReturnType<typeof createWorld>;
const gateOf = async (world: World, n: number) => (await world.registry.readPerson(city, person(n))).gate;
const marksOf = async (world: World, n: number) =>
  Object.entries((await gateOf(world, n))?.rejected ?? {}).map(([key, { rule }]) =>
    rule === 'absent-from-full' ? key : `${key} ${rule}`,
  );
const failedIn = async (world: World, feed: RowFeed = 'resident') =>
  (await world.linkage.readSeries(city)).filter((one) => one.feed === feed).flatMap(({ failed }) => failed);
const applied = async (world: World, name: ReturnType<typeof nameOf>) => {
  const state = await world.state(name);
  if (state?.state !== 'applied') throw new Error('not applied');
  return state;
};

describe('a full file', () => {
  const name = nameOf({ kind: 'full', fileNumber: 1 });
  const oneIn = (n: number) =>
    fileOf(
      name,
      Array.from({ length: 1600 }, (_, i) =>
        resident(i + 1, i + 1, i % n === n - 1 ? { state: '死亡' } : {}),
      ),
    );

  test('applies what takes something away before everything else, wherever it stands', async () => {
    const world = createWorld();
    const order: boolean[] = [];
    const apply: typeof world.deps.registry.apply = (municipality, changes) => {
      order.push(...changes.map((change: RegistryChange) => isNegative(change)));
      return world.registry.apply(municipality, changes);
    };
    await world.deliver(name, oneIn(100), { registry: { ...world.registry, apply } });
    expect(order.indexOf(false)).toBe(16);
    expect(order.lastIndexOf(true)).toBe(15);
    expect(await applied(world, name)).toMatchObject({
      counts: { read: 1600, applied: 1600, superseded: 0, rejected: 0 },
    });
  });

  test('takes every registration of a seal in one sweep, be its picture good or bad', async () => {
    const world = createWorld();
    const seals = nameOf({ kind: 'full', fileNumber: 1, feed: 'seal' });
    const row = (number: number, cells: Readonly<Record<string, string>> = {}): string =>
      recordOf('seal', { number: String(number), personId: id(number), ...cells });
    const put = async (_: unknown, impression: Parameters<typeof referenceOf>[0]) =>
      referenceOf(impression).sha256;
    const rows = [
      row(1),
      row(2, { impression: 'AAAA' }),
      row(3, { state: '停止' }),
      row(4, { state: '抹消' }),
    ];
    await world.deliver(seals, fileOf(seals, rows), { enclosures: { impressions: { put } } });
    expect(await applied(world, seals)).toMatchObject({ counts: { read: 4, applied: 3, rejected: 1 } });
    expect(await marksOf(world, 2)).toEqual(['seal bmp']);
    const stored = await world.registry.readPerson(city, person(1), { seal: true });
    expect(stored.seal?.fact.impression?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('goes on in the sweep, and from the byte, where it has stopped', async () => {
    const world = createWorld();
    const ends: string[] = [];
    const seen: string[] = [];
    const bytes = oneIn(2);
    for (let run = 0; run < 30 && ends.at(-1) !== 'done'; run += 1) {
      const mayContinue = () => seen.includes('absent');
      ends.push(await world.deliver(name, bytes, { mayContinue }));
      const state = await world.state(name);
      if (state === undefined || state.state === 'refused') throw new Error('no counts');
      const { read, applied: done, superseded, rejected } = state.counts;
      expect(read).toBe(done + superseded + rejected);
      if (!seen.includes(state.sweep)) seen.push(state.sweep);
    }
    expect(ends.at(-1)).toBe('done');
    expect(seen).toEqual(['negative', 'other', 'absent']);
    expect(await applied(world, name)).toMatchObject({ counts: { read: 1600, applied: 1600 }, absent: 0 });
    // Verified once; then each delivery began where the one before had stopped.
    expect(world.opened.filter((offset) => offset > 0)).toHaveLength(2);
  });

  test('begins its next sweep at its beginning, though it was stopped within the one before and killed then', async () => {
    const world = createWorld();
    const bytes = oneIn(2);
    expect(await world.deliver(name, bytes, { mayContinue: () => false })).toBe('again');
    const killed: typeof world.deps.inbox = {
      open: async (ref, offset) => {
        const state = await world.state(name);
        if (state?.state === 'applying' && state.sweep === 'other') throw new Error('killed');
        return world.deps.inbox.open(ref, offset);
      },
    };
    await expect(world.deliver(name, bytes, { inbox: killed })).rejects.toThrow('killed');
    expect(await world.deliver(name, bytes)).toBe('done');
    expect(await applied(world, name)).toMatchObject({ counts: { read: 1600, applied: 1600 } });
  });
});

describe('a file that goes on in another delivery', () => {
  const name = nameOf({ fileNumber: 1 });
  const remarks = 'いち\nに,"さん"\r\nし';
  const rows = Array.from({ length: 2000 }, (_, i) => resident(i + 1, i + 1, i % 3 === 0 ? { remarks } : {}));

  test.each<[string, Wish]>([
    ['UTF-8', {}],
    ['UTF-8 with its mark, and CRLF', { bom: true, eol: '\r\n' }],
    ['UTF-16 big-endian', { bom: true, encode: utf16be }],
  ])('is read from the byte where it stopped: %s', async (_, wish) => {
    const [whole, parts] = [createWorld(), createWorld()];
    const bytes = fileOf(name, [...rows.slice(0, -1), recordOf('resident', { personId: 'x' })], wish);
    await whole.deliver(name, bytes);
    let end = 'again';
    for (let run = 0; run < 20 && end === 'again'; run += 1)
      end = await parts.deliver(name, bytes, { mayContinue: () => false });
    const residents = ({ table }: World) => [...table.items].filter(([key]) => key.startsWith('P#')).sort();
    expect(residents(parts)).toEqual(residents(whole));
    expect(residents(parts).length).toBeGreaterThan(3000);
    // Line numbers too are those of the whole file.
    expect((await applied(parts, name)).rejections).toEqual((await applied(whole, name)).rejections);
    expect(Math.max(...parts.opened)).toBeGreaterThan(bytes.length / 2);
  });

  test('takes few rows of many blocks, and looks at the time all the same', async () => {
    const world = createWorld();
    const full = nameOf({ kind: 'full', fileNumber: 1 });
    const long = 'あ'.repeat(1900);
    const many = Array.from({ length: 2500 }, (_, i) => resident(i + 1, 1, { remarks: long }));
    let looked = 0;
    const mayContinue = () => {
      looked += 1;
      return true;
    };
    await world.deliver(full, fileOf(full, many), { mayContinue });
    expect(looked).toBeGreaterThan(1);
    expect(await applied(world, full)).toMatchObject({ counts: { read: 2500 } });
  });
});

describe('a row that names nobody', () => {
  const name = nameOf({ fileNumber: 2 });
  const blind = fileOf(name, [resident(5, 1), recordOf('resident', { personId: 'x' })]);
  const closures = async (world: World) => [
    ...new Set((await world.closures.readLatches(city)).map(({ part }) => part)),
  ];
  const part = 'resident:failed-file:regular:1-2';

  async function loaded(): Promise<World> {
    const world = createWorld();
    const first = nameOf({ kind: 'full', fileNumber: 1 });
    await world.deliver(first, fileOf(first, [resident(1, 1)]));
    return world;
  }

  test('closes its feed as soon as it is met, long before the file’s end', async () => {
    const world = await loaded();
    const long = fileOf(name, [
      recordOf('resident', { personId: 'x' }),
      ...Array.from({ length: 1500 }, (_, i) => resident(i + 10, i + 10)),
    ]);
    expect(await world.deliver(name, long, { mayContinue: () => false })).toBe('again');
    expect(await failedIn(world)).toMatchObject([{ fileNumber: 2, rule: 'unreadable-row' }]);
    expect(await closures(world)).toContain(part);
  });

  test('keeps it closed, whatever comes after, until the file comes mended under its own number', async () => {
    const world = await loaded();
    await world.deliver(name, blind);
    const next = nameOf({ fileNumber: 3 });
    await world.deliver(next, fileOf(next, [resident(6, 2)]));
    expect(await closures(world)).toContain(part);
    const mended = fileOf(name, [resident(5, 1), resident(5, 3)]);
    await world.deliver(name, mended);
    expect(await applied(world, name)).toMatchObject({ unmarked: 0, counts: { read: 2, applied: 1 } });
    expect((await applied(world, name)).mends).toMatch(/^[0-9a-f]{64}$/);
    expect(await failedIn(world)).toEqual([]);
    expect(await closures(world)).not.toContain(part);
  });

  test('is settled by a later full file', async () => {
    const world = await loaded();
    await world.deliver(name, blind);
    const full = nameOf({ kind: 'full', fileNumber: 3 });
    await world.deliver(full, fileOf(full, [resident(5, 1)]));
    expect(await failedIn(world)).toEqual([]);
  });
});

describe('a number that comes with another content', () => {
  test('closes its feed until a full file has said everything again', async () => {
    const world = createWorld();
    const name = nameOf({ kind: 'full', fileNumber: 1 });
    await world.deliver(name, fileOf(name, [resident(1, 1)]));
    await world.deliver(name, fileOf(name, [resident(2, 1, { sex: '女' })]));
    expect(await failedIn(world)).toMatchObject([{ fileNumber: 1, rule: 'name-reused' }]);
    const full = nameOf({ kind: 'full', fileNumber: 2 });
    await world.deliver(full, fileOf(full, [resident(3, 1)]));
    expect(await failedIn(world)).toEqual([]);
  });

  test('closes nothing where it is a damaged copy of what has been applied', async () => {
    const world = createWorld();
    const name = nameOf({ fileNumber: 1 });
    await world.deliver(name, fileOf(name, [resident(1, 1)]));
    await world.deliver(name, fileOf(name, [resident(1, 1)], { sum: '0'.repeat(64) }));
    expect(await failedIn(world)).toEqual([]);
  });
});

describe('an urgent file', () => {
  test('may only take away: another row is rejected and closes its person', async () => {
    const world = createWorld();
    const name = nameOf({ kind: 'urgent', fileNumber: 1 });
    await world.deliver(name, fileOf(name, [resident(1, 1, { state: '死亡' }), resident(2, 2)]));
    expect(await applied(world, name)).toMatchObject({
      counts: { read: 2, applied: 1, rejected: 1 },
      rejections: [{ line: 4, rule: 'not-negative' }],
      unmarked: 0,
    });
    expect(await marksOf(world, 2)).toEqual(['resident not-negative']);
  });

  test('has numbers of its own, so that a gap never hides among the others', async () => {
    const world = createWorld();
    const regular = nameOf({ fileNumber: 1 });
    const urgent = nameOf({ kind: 'urgent', fileNumber: 2 });
    await world.deliver(regular, fileOf(regular, []));
    await world.deliver(urgent, fileOf(urgent, []));
    expect((await world.linkage.readWatermark(city, 'resident'))?.gaps).toEqual([]);
    expect((await world.linkage.readWatermark(city, 'resident', 'urgent'))?.gaps).toMatchObject([
      { from: 1, to: 1 },
    ]);
  });
});

describe('somebody whom a full file does not name', () => {
  const full = (fileNumber: number, rows: readonly string[], feed: RowFeed = 'resident') => {
    const name = nameOf({ kind: 'full', fileNumber, feed });
    return [name, fileOf(name, rows)] as const;
  };
  const people = [resident(1, 1), resident(2, 2), resident(3, 3, { state: '転出' })];

  test('is closed and not deleted, and the file’s state says how many there are', async () => {
    const world = createWorld();
    await world.deliver(...full(1, people));
    const [second, bytes] = full(2, [resident(1, 1)]);
    await world.deliver(second, bytes);
    expect(await applied(world, second)).toMatchObject({ absent: 1, settled: 0 });
    expect(await marksOf(world, 1)).toEqual([]);
    expect(await marksOf(world, 2)).toEqual(['resident#absent-from-full']);
    expect((await world.registry.readPerson(city, person(2))).resident?.fact.fullName).toBe('室蘭 太郎');
    // Whoever has left the city may be left out.
    expect(await marksOf(world, 3)).toEqual([]);
    expect(world.lines.at(-1)).toMatchObject({ code: 'LNK-3007', absent: 1 });
  });

  test('is opened again by a newer row, or by a later full file with the same one', async () => {
    const world = createWorld();
    await world.deliver(...full(1, people));
    await world.deliver(...full(2, [resident(9, 9)]));
    expect(await marksOf(world, 1)).toEqual(['resident#absent-from-full']);
    const later = nameOf({ fileNumber: 3 });
    await world.deliver(later, fileOf(later, [resident(10, 1)]));
    expect(await marksOf(world, 1)).toEqual([]);
    const [fourth, bytes] = full(4, [resident(9, 9), resident(10, 1), resident(2, 2)]);
    await world.deliver(fourth, bytes);
    expect(await marksOf(world, 2)).toEqual([]);
    expect(await applied(world, fourth)).toMatchObject({ absent: 0, settled: 1 });
  });

  test('is somebody else than who has arrived after the file was made', async () => {
    const world = createWorld();
    await world.deliver(...full(1, people));
    const later = nameOf({ fileNumber: 3 });
    await world.deliver(later, fileOf(later, [resident(50, 5)]));
    const [late, bytes] = full(2, [resident(1, 1), resident(2, 2)]);
    await world.deliver(late, bytes);
    expect(await marksOf(world, 5)).toEqual([]);
    expect(await applied(world, late)).toMatchObject({ absent: 0 });
  });

  test('is somebody of whom the newest row spoke that was known before the file', async () => {
    const world = createWorld();
    await world.deliver(...full(1, people));
    const diff = nameOf({ fileNumber: 2 });
    await world.deliver(diff, fileOf(diff, [resident(50, 5)]));
    await world.deliver(...full(3, [resident(1, 1), resident(2, 2)]));
    expect(await marksOf(world, 5)).toEqual(['resident#absent-from-full']);
  });

  test('is nobody where a later full file has been applied before', async () => {
    const world = createWorld();
    await world.deliver(...full(3, people));
    await world.deliver(...full(2, [resident(1, 1)]));
    expect(await marksOf(world, 2)).toEqual([]);
  });

  test('is judged thing by thing where a person may have several: restrictions', async () => {
    const world = createWorld();
    const row = (number: number, certificateType: string) =>
      recordOf('restriction', { number: String(number), personId: id(1), kind: 'その他', certificateType });
    const [one, two] = ['住民票の写し', '印鑑登録証明書'] as const;
    await world.deliver(...full(1, [row(1, one), row(2, two)], 'restriction'));
    await world.deliver(...full(2, [row(1, one)], 'restriction'));
    expect(await marksOf(world, 1)).toEqual(['restriction#other#seal-registration#absent-from-full']);
    expect((await gateOf(world, 1))?.restrictions['other#seal-registration']?.state).toBe('restricted');
  });
});

describe('a file that comes after the full file that was made later', () => {
  const file = (
    kind: 'full' | 'diff' | 'urgent',
    fileNumber: number,
    rows: readonly string[],
    feed: RowFeed = 'resident',
  ) => {
    const name = nameOf({ kind, fileNumber, feed });
    return [name, fileOf(name, rows)] as const;
  };

  test('closes somebody whom it alone names, in the same transaction', async () => {
    const world = createWorld();
    await world.deliver(...file('full', 3, [resident(1, 1)]));
    const seen: string[][] = [];
    const apply: typeof world.deps.registry.apply = (municipality, changes) => {
      seen.push(changes.map(({ kind }) => kind));
      return world.registry.apply(municipality, changes);
    };
    await world.deliver(...file('diff', 2, [resident(50, 2)]), { registry: { ...world.registry, apply } });
    expect(seen).toEqual([['resident', 'absence']]);
    expect(await marksOf(world, 2)).toEqual(['resident#absent-from-full']);
    expect(await marksOf(world, 1)).toEqual([]);
  });

  test('opens nobody by its newer row, for the place of the file counts', async () => {
    const world = createWorld();
    await world.deliver(...file('diff', 1, [resident(10, 2)]));
    await world.deliver(...file('full', 3, [resident(5, 1)]));
    await world.deliver(...file('diff', 2, [resident(60, 2)]));
    expect(await marksOf(world, 2)).toEqual(['resident#absent-from-full']);
    await world.deliver(...file('diff', 4, [resident(61, 2)]));
    expect(await marksOf(world, 2)).toEqual([]);
  });

  test('closes nobody whose newer row is news to the full file', async () => {
    const world = createWorld();
    await world.deliver(...file('full', 3, [resident(5, 1)]));
    await world.deliver(...file('diff', 4, [resident(61, 2)]));
    await world.deliver(...file('diff', 2, [resident(60, 2)]));
    expect(await marksOf(world, 2)).toEqual([]);
  });

  test('closes somebody whose newest row it brings a second time', async () => {
    const world = createWorld();
    await world.deliver(...file('full', 3, [resident(5, 1)]));
    await world.deliver(...file('diff', 4, [resident(60, 2)]));
    expect(await marksOf(world, 2)).toEqual([]);
    await world.deliver(...file('diff', 2, [resident(60, 2)]));
    expect(await marksOf(world, 2)).toEqual(['resident#absent-from-full']);
  });

  test('closes nobody by a row that only says that somebody has gone', async () => {
    const world = createWorld();
    await world.deliver(...file('full', 3, [resident(5, 1)]));
    await world.deliver(...file('diff', 2, [resident(60, 2, { state: '転出' })]));
    await world.deliver(...file('urgent', 1, [resident(70, 3, { transferPending: '1' })]));
    expect(await marksOf(world, 2)).toEqual([]);
    expect(await marksOf(world, 3)).toEqual([]);
  });

  test('is judged by the full file of the later epoch', async () => {
    const world = createWorld();
    const name = nameOf({ kind: 'full', epoch: 2, fileNumber: 1 });
    await world.deliver(name, fileOf(name, [resident(1, 1, { epoch: '2' })]));
    await world.deliver(...file('diff', 9, [resident(90, 2)]));
    expect(await marksOf(world, 2)).toEqual(['resident#absent-from-full']);
  });

  test('with a year of taxes is judged by the newest full file that still speaks of that year', async () => {
    const world = createWorld();
    const year = (number: number, p: number, taxYear: string): string =>
      recordOf('tax', { number: String(number), personId: id(p), taxYear });
    await world.deliver(...file('full', 2, [year(1, 1, '2024'), year(2, 1, '2026')], 'tax'));
    await world.deliver(...file('full', 4, [year(2, 1, '2026')], 'tax'));
    await world.deliver(...file('diff', 1, [year(3, 2, '2024'), year(4, 1, '2025')], 'tax'));
    expect(await marksOf(world, 2)).toEqual(['tax#2024#absent-from-full']);
    expect(await marksOf(world, 1)).toEqual(['tax#2025#absent-from-full']);
  });

  test('closes whom it names, though the full file came while it was being applied', async () => {
    const world = createWorld();
    const rows = Array.from({ length: 1200 }, (_, i) => resident(i + 100, i + 2));
    let slices = 0;
    const apply: typeof world.deps.registry.apply = async (municipality, changes) => {
      const done = await world.registry.apply(municipality, changes);
      slices += 1;
      if (slices === 1) await world.deliver(...file('full', 3, [resident(1, 1)]));
      return done;
    };
    await world.deliver(...file('diff', 2, rows), { registry: { ...world.registry, apply } });
    const marks = await Promise.all([2, 600, 1201].map((n) => marksOf(world, n)));
    expect(marks.flat()).toEqual(Array.from({ length: 3 }, () => 'resident#absent-from-full'));
  });
});

describe('a full file of a feed that has had no other', () => {
  test('looks through no bucket, for it names all that is known', async () => {
    const world = createWorld();
    const read: string[] = [];
    const scan: typeof world.deps.scan = {
      ...world.deps.scan,
      readGates: (bucket) => {
        read.push(bucket);
        return world.deps.scan.readGates(bucket);
      },
    };
    const name = nameOf({ kind: 'full', fileNumber: 1 });
    await world.deliver(name, fileOf(name, [resident(1, 1)]), { scan });
    expect(read).toEqual([]);
    const next = nameOf({ kind: 'full', fileNumber: 2 });
    await world.deliver(next, fileOf(next, [resident(1, 1)]), { scan });
    expect(read).toHaveLength(256);
  });
});

describe('two deliveries of one file', () => {
  test('at the same time: one wins, the other one comes again and finds it done', async () => {
    const world = createWorld();
    const name = nameOf({ kind: 'full', fileNumber: 1 });
    const bytes = fileOf(
      name,
      Array.from({ length: 700 }, (_, i) => resident(i + 1, i + 1)),
    );
    const ref = world.put(keyOf(name), bytes);
    const ends = await Promise.allSettled([ingestFile(world.deps, ref), ingestFile(world.deps, ref)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await ingestFile(world.deps, ref)).toBe('done');
    expect(await applied(world, name)).toMatchObject({ counts: { read: 700, rejected: 0 }, repeats: 0 });
    expect(world.codes().at(-1)).toBe('LNK-2003');
  });
});
