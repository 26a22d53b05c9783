import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ingestFile } from '../../../functions/linkage/ingest-file.ts';
import type { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import { createWorld } from './ingest-world.ts';
import { fileOf, nameOf, recordOf } from './sample-files.ts';

const city = MunicipalityCode.parse('012050');
const id = (n: number): string => String(n).padStart(15, '0');
const person = (n: number): PersonId => PersonId.parse(id(n));

type Row = { number: number; person: number; household?: number; [cell: string]: string | number };
const row = (feed: RowFeed, { number, person: p, household, ...cells }: Row): string =>
  recordOf(feed, {
    number: String(number),
    personId: id(p),
    ...(feed === 'resident' ? { householdId: id(household ?? p) } : {}),
    ...(feed === 'serial' ? { serial: `S${p}` } : {}),
    ...(cells as Record<string, string>),
  });

describe('a file that keeps its layout', () => {
  test('is applied, counted and moves the watermark', async () => {
    const world = createWorld();
    const name = nameOf({ fileNumber: 1 });
    const rows = Array.from({ length: 30 }, (_, i) =>
      row('resident', { number: i + 1, person: i + 1, household: (i % 7) + 1 }),
    );
    expect(await world.deliver(name, fileOf(name, rows))).toBe('done');
    expect(await world.state(name)).toMatchObject({
      state: 'applied',
      rows: 30,
      counts: { read: 30, applied: 30, superseded: 0, rejected: 0 },
    });
    expect(await world.linkage.readWatermark(city, 'resident')).toMatchObject({
      epoch: 1,
      fileNumber: 1,
      number: 30,
      madeAt: Date.parse('2026-11-23T09:15:00+09:00'),
      gaps: [],
    });
    expect((await world.registry.readPerson(city, person(30))).resident?.fact.fullName).toBe('室蘭 太郎');
    expect(world.codes()).toEqual(['LNK-2001']);
  });

  test('without rows moves the watermark: nothing has changed', async () => {
    const world = createWorld();
    const name = nameOf({ fileNumber: 1 });
    await world.deliver(name, fileOf(name, []));
    expect(await world.state(name)).toMatchObject({ state: 'applied', counts: { read: 0 } });
    expect(await world.linkage.readWatermark(city, 'resident')).toMatchObject({ fileNumber: 1, number: 0 });
  });

  test('that comes twice changes nothing and keeps its first counts', async () => {
    const world = createWorld();
    const name = nameOf({ fileNumber: 1 });
    const bytes = fileOf(name, [row('resident', { number: 1, person: 1 })]);
    await world.deliver(name, bytes);
    const before = structuredClone([...world.table.items].filter(([key]) => !key.startsWith('L#')));
    await world.deliver(name, bytes);
    expect([...world.table.items].filter(([key]) => !key.startsWith('L#'))).toEqual(before);
    expect(await world.state(name)).toMatchObject({ counts: { applied: 1 } });
    expect(world.codes()).toEqual(['LNK-2001', 'LNK-2003']);
  });

  test('that comes late leaves newer rows as they are and fills its gap', async () => {
    const world = createWorld();
    const [first, second] = [nameOf({ fileNumber: 1 }), nameOf({ fileNumber: 2 })];
    await world.deliver(second, fileOf(second, [row('resident', { number: 2, person: 1, sex: '女' })]));
    expect((await world.linkage.readWatermark(city, 'resident'))?.gaps).toMatchObject([{ from: 1, to: 1 }]);
    await world.deliver(first, fileOf(first, [row('resident', { number: 1, person: 1 })]));
    expect((await world.linkage.readWatermark(city, 'resident'))?.gaps).toEqual([]);
    expect(await world.state(first)).toMatchObject({ counts: { read: 1, applied: 0, superseded: 1 } });
    expect((await world.registry.readPerson(city, person(1))).resident?.fact.sex).toBe('女');
  });
});

describe('a row that is rejected', () => {
  test('is rejected alone, named by line, column and rule, and closes its person', async () => {
    const world = createWorld();
    const name = nameOf({ fileNumber: 1 });
    const bytes = fileOf(name, [
      row('resident', { number: 1, person: 1 }),
      row('resident', { number: 2, person: 2, fullName: '秘密\u0007氏名' }),
      row('resident', { number: 3, person: 3 }),
    ]);
    await world.deliver(name, bytes);
    expect(await world.state(name)).toMatchObject({
      state: 'applied',
      counts: { read: 3, applied: 2, superseded: 0, rejected: 1 },
      rejections: [{ line: 4, column: '氏名', rule: 'control-character' }],
      unmarked: 0,
    });
    const { gate } = await world.registry.readPerson(city, person(2));
    expect(gate?.rejected['resident']).toMatchObject({
      line: 4,
      fileName: '012050-resident-diff-1-000001.csv',
    });
    expect(world.codes()).toEqual(['LNK-2001', 'LNK-3004']);
    expect(JSON.stringify([world.lines, [...world.table.items]])).not.toContain('秘密');
  });

  test('and names nobody is counted as unmarked', async () => {
    const world = createWorld();
    const name = nameOf({ fileNumber: 1 });
    await world.deliver(name, fileOf(name, [recordOf('resident', { personId: 'x' }), 'a,b']));
    expect(await world.state(name)).toMatchObject({
      counts: { read: 2, applied: 0, superseded: 0, rejected: 2 },
      unmarked: 2,
    });
  });

  test('because its sequence has another content raises an alarm', async () => {
    const world = createWorld();
    const [first, second] = [nameOf({ fileNumber: 1 }), nameOf({ fileNumber: 2 })];
    await world.deliver(first, fileOf(first, [row('resident', { number: 1, person: 1 })]));
    await world.deliver(second, fileOf(second, [row('resident', { number: 1, person: 1, sex: '女' })]));
    expect(await world.state(second)).toMatchObject({
      counts: { read: 1, rejected: 1 },
      rejections: [{ line: 3, column: '（行全体）', rule: 'sequence-conflict' }],
    });
    expect(world.codes()).toContain('LNK-3005');
  });

  test('is listed up to the thousandth, and counted beyond', async () => {
    const world = createWorld();
    const name = nameOf({ fileNumber: 1 });
    await world.deliver(
      name,
      fileOf(
        name,
        Array.from({ length: 1200 }, () => 'x'),
      ),
    );
    const state = await world.state(name);
    expect(state).toMatchObject({ counts: { read: 1200, rejected: 1200 } });
    expect(state?.state === 'applied' && state.rejections).toHaveLength(1000);
  });
});

describe('a file with a fault', () => {
  const name = nameOf({ fileNumber: 1 });
  const good = fileOf(name, [row('resident', { number: 1, person: 1 })]);
  const wrongSum = fileOf(name, [row('resident', { number: 1, person: 1 })], { sum: '0'.repeat(64) });

  test('is refused before anything of it is applied, and leaves its number a gap', async () => {
    const world = createWorld();
    expect(await world.deliver(name, wrongSum)).toBe('done');
    expect(await world.state(name)).toMatchObject({
      state: 'refused',
      refusal: { rule: 'checksum', line: 4 },
    });
    expect([...world.table.items.keys()].every((key) => key.startsWith('L#'))).toBe(true);
    expect(await world.linkage.readWatermark(city, 'resident')).toBeUndefined();
    expect(world.codes()).toEqual(['LNK-3001']);
  });

  test('may come again mended under the same name', async () => {
    const world = createWorld();
    await world.deliver(name, wrongSum);
    await world.deliver(name, good);
    expect(await world.state(name)).toMatchObject({ state: 'applied', counts: { applied: 1 } });
  });

  test('does not undo what has been applied under its name', async () => {
    const world = createWorld();
    await world.deliver(name, good);
    await world.deliver(name, wrongSum);
    expect(await world.state(name)).toMatchObject({ state: 'applied', laterRefusal: { rule: 'checksum' } });
  });

  test('is one that comes with another content under an applied name (alarm)', async () => {
    const world = createWorld();
    await world.deliver(name, good);
    const other = fileOf(name, [row('resident', { number: 2, person: 1, sex: '女' })]);
    expect(await world.deliver(name, other)).toBe('done');
    expect(await world.state(name)).toMatchObject({
      state: 'applied',
      laterRefusal: { rule: 'name-reused' },
    });
    expect((await world.registry.readPerson(city, person(1))).resident?.fact.sex).toBe('男');
    expect(world.codes().at(-1)).toBe('LNK-3002');
  });

  test('is one that lies in the wrong lane', async () => {
    const world = createWorld();
    const end = await ingestFile(
      world.deps,
      world.put('inbox-priority/012050-resident-diff-1-000001.csv', good),
    );
    expect(end).toBe('done');
    expect(await world.state(name)).toMatchObject({ state: 'refused', refusal: { rule: 'lane' } });
  });

  test('is one whose name nobody knows; its name is not logged', async () => {
    const world = createWorld();
    expect(await ingestFile(world.deps, world.put('inbox/室蘭太郎.csv', good))).toBe('done');
    expect(world.lines).toMatchObject([{ code: 'LNK-3003', rule: 'file-name' }]);
    expect(JSON.stringify(world.lines)).not.toContain('室蘭太郎');
  });

  test('is one that is gone', async () => {
    const world = createWorld();
    expect(
      await ingestFile(world.deps, { key: 'inbox/012050-resident-diff-1-000001.csv', versionId: 'x' }),
    ).toBe('done');
    expect(world.codes()).toEqual(['LNK-3006']);
  });
});

describe('a file that outlasts its time', () => {
  const name = nameOf({ fileNumber: 1 });
  const rows = Array.from({ length: 1500 }, (_, i) => row('resident', { number: i + 1, person: i + 1 }));
  const bytes = fileOf(name, rows);

  test('stops between two slices, goes on with the next delivery, and its counts add up', async () => {
    const world = createWorld();
    const ends: string[] = [];
    for (let run = 0; run < 10 && ends.at(-1) !== 'done'; run += 1) {
      ends.push(await world.deliver(name, bytes, { mayContinue: () => false }));
      const state = await world.state(name);
      if (state === undefined || state.state === 'refused') throw new Error('no counts');
      const { read, applied, superseded, rejected } = state.counts;
      expect(read).toBe(applied + superseded + rejected);
    }
    expect(ends).toEqual(['again', 'again', 'again', 'done']);
    expect(await world.state(name)).toMatchObject({
      state: 'applied',
      counts: { read: 1500, applied: 1500 },
    });
    expect(await world.linkage.readWatermark(city, 'resident')).toMatchObject({ number: 1500 });
  });

  test('and is killed at any moment is applied by the next delivery, with counts that add up', async () => {
    const short = fileOf(name, rows.slice(0, 60));
    for (let calls = 0; calls < 40; calls += 1) {
      const world = createWorld();
      const pass = () => undefined;
      const killed = () => new Error('killed');
      world.table.meet(...Array.from({ length: 200 }, (_, i) => (i < calls ? pass : killed)));
      await world.deliver(name, short).catch(() => undefined);
      world.table.heal();
      await world.deliver(name, short);
      const state = await world.state(name);
      if (state?.state !== 'applied') throw new Error('not applied');
      const { read, applied, superseded, rejected } = state.counts;
      expect([read, applied + superseded, rejected]).toEqual([60, 60, 0]);
      expect((await world.linkage.readWatermark(city, 'resident'))?.fileNumber).toBe(1);
    }
  });
});

test('any order and repetition of files gives the same registry, and the counts of each add up', async () => {
  const cell = fc.record({
    number: fc.integer({ min: 1, max: 9 }),
    person: fc.integer({ min: 1, max: 4 }),
    household: fc.integer({ min: 1, max: 3 }),
    state: fc.constantFrom('現存', '転出', '死亡', '不明'),
  });
  const files = fc.array(fc.array(cell, { maxLength: 5 }), { minLength: 1, maxLength: 4 });
  const content = (world: ReturnType<typeof createWorld>) =>
    [...world.table.items]
      .filter(([key, item]) => !key.startsWith('L#') && JSON.stringify(item['members']) !== '{}')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { revision: _, rejected, members, ...item }]) => [
        key,
        item,
        Object.entries(members ?? {}).sort(),
        Object.entries(rejected ?? {}).map(([feed, mark]) => [feed, mark.sequence]),
      ]);
  const run = async (order: readonly { bytes: Buffer; fileNumber: number }[]) => {
    const world = createWorld();
    for (const { bytes, fileNumber } of order) {
      const name = nameOf({ fileNumber });
      await world.deliver(name, bytes);
      const state = await world.state(name);
      if (state?.state !== 'applied') throw new Error('not applied');
      const { read, applied, superseded, rejected } = state.counts;
      expect(read).toBe(applied + superseded + rejected);
    }
    return content(world);
  };
  await fc.assert(
    fc.asyncProperty(
      files.chain((list) => {
        const made = list.map((rows, i) => ({
          fileNumber: i + 1,
          bytes: fileOf(
            nameOf({ fileNumber: i + 1 }),
            rows.map((one) => row('resident', one)),
          ),
        }));
        const twice = [...made, ...made];
        return fc.record({
          made: fc.constant(made),
          order: fc.shuffledSubarray(twice, { minLength: twice.length }),
        });
      }),
      async ({ made, order }) => {
        expect(await run(order)).toEqual(await run(made));
      },
    ),
    { seed: 20261123, numRuns: 150 },
  );
}, 30_000);
