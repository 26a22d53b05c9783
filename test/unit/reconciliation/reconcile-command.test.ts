import { readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RowFileName } from '../../../functions/linkage/index.ts';
import { barLine, progressBar } from '../../../scripts/link/progress-bar.ts';
import { runReconcile } from '../../../scripts/link/reconcile.ts';
import { createSpillFiles } from '../../../scripts/link/spill-file.ts';
import { fileOf, nameOf, recordOf } from '../linkage/sample-files.ts';
import { createLinkWorld, folder, terminal } from './link-world.ts';
import { personOf } from './reconcile-world.ts';

type Cells = Readonly<Record<string, string>>;
const row = (n: number, wish: Cells = {}) =>
  recordOf('resident', { personId: personOf(n), householdId: personOf(n), number: String(n), ...wish });
const full = (wish: Partial<RowFileName> = {}) => nameOf({ kind: 'full', fileNumber: 5, ...wish });

/** A registry that lacks one person, has another one's old record, and one too many. */
async function drifted() {
  const world = createLinkWorld();
  await world.send({ kind: 'full', fileNumber: 1 }, [row(1), row(2), row(4)]);
  const place = folder();
  const rows = [row(1), row(2, { number: '12', address: '北海道室蘭市"新しい町",1番' }), row(13)];
  const file = place.put(full(), fileOf(full(), rows));
  return { world, place, file };
}

describe('link reconcile', () => {
  test('names who differs, in which fields, and what heals it, and never a value', async () => {
    const { world, place, file } = await drifted();
    const said = terminal();
    expect(await runReconcile([file, '--out', place.path], said, world.open)).toBe(1);
    expect(said.text()).toContain(
      '住民票　000000000000002　4 行　相違（抽出のほうが新しい）　項目: 住所　→ 抽出の行を取り込む（--heal）',
    );
    expect(said.text()).toContain('住民票　000000000000013　5 行　不足（抽出にあり、登録にない）');
    expect(said.text()).toContain('住民票　000000000000004　余分（登録にあり、抽出にない）');
    expect(said.text()).toContain('✗ 違いがあります。');
    const [csv, json] = [place.read('reconcile-012050.csv'), place.read('reconcile-012050.json')];
    expect(csv.split('\r\n')).toHaveLength(5);
    expect(JSON.parse(json)).toMatchObject({
      municipality: '012050',
      isEqual: false,
      feeds: { resident: { rows: 3, same: 1, healable: 2, kinds: { missing: 1, different: 1, surplus: 1 } } },
    });
    expect(JSON.parse(json).differences).toContainEqual({
      feed: 'resident',
      kind: 'different',
      personId: '000000000000002',
      line: 4,
      fields: ['住所'],
      remedy: 'row',
    });
    expect(said.text() + csv + json).not.toContain('新しい町');
    expect(statSync(join(place.path, 'reconcile-012050.csv')).mode & 0o777).toBe(0o600);
  });

  test('shows values only to who asks for them', async () => {
    const { world, file } = await drifted();
    const said = terminal();
    await runReconcile([file, '--show-values'], said, world.open);
    expect(said.text()).toContain('新しい町');
  });

  test('ends with 0 where nothing differs', async () => {
    const world = createLinkWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1)]);
    const place = folder();
    place.put(full(), fileOf(full(), [row(1)]));
    const said = terminal();
    expect(await runReconcile([place.path, '--json'], said, world.open)).toBe(0);
    expect(JSON.parse(said.text())).toMatchObject({ type: 'summary', isEqual: true });
  });

  test('with --heal exactly the rows that heal go through the inbox, under the extract’s own number', async () => {
    const { world, file } = await drifted();
    const said = terminal();
    expect(await runReconcile([file, '--heal'], said, world.open)).toBe(1);
    expect(world.delivered).toEqual(['012050-resident-diff-1-000005.csv']);
    expect(await world.state(nameOf({ fileNumber: 5 }))).toMatchObject({
      state: 'applied',
      counts: { read: 2, applied: 2, superseded: 0, rejected: 0 },
    });
    const after = terminal();
    expect(await runReconcile([file, '--json'], after, world.open)).toBe(1);
    const [left, summary] = after
      .text()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(left).toMatchObject({ kind: 'surplus', personId: '000000000000004', remedy: 'full-file' });
    expect(summary.feeds.resident).toMatchObject({ same: 3, healable: 0 });
    // What nobody sent cannot be healed by a row; a full file that is taken in closes the person.
    await world.send({ kind: 'full', fileNumber: 6 }, [row(1), row(2, { number: '12' }), row(13)]);
    expect(
      (await world.registry.readPerson(full().municipality, personOf(4) as never)).gate?.rejected,
    ).toHaveProperty('resident#absent-from-full');
  });

  test('a heal under a number that is taken gets the one after the newest, and says so', async () => {
    const { world, file } = await drifted();
    await world.send({ fileNumber: 5 }, []);
    await world.send({ fileNumber: 6 }, []);
    const said = terminal();
    await runReconcile([file, '--heal'], said, world.open);
    expect(world.delivered).toEqual(['012050-resident-diff-1-000007.csv']);
    expect(said.text()).toContain('基幹システムの次のファイルは 8 からにしてください');
  });

  test('a row that is older than what is stored heals nothing, and is not sent', async () => {
    const world = createLinkWorld();
    await world.send({ kind: 'full', fileNumber: 1 }, [row(1, { number: '8' }), row(9)]);
    const place = folder();
    const file = place.put(full(), fileOf(full(), [row(1, { number: '7', sex: '女' }), row(9)]));
    const said = terminal();
    expect(await runReconcile([file, '--heal'], said, world.open)).toBe(1);
    expect(said.text()).toContain('相違（登録のほうが新しい）');
    expect(world.delivered).toEqual([]);
  });

  test.each([
    ['nothing', [] as string[], '比べる全件ファイル'],
    ['a file that is not there', ['/nowhere/012050-resident-full-1-000001.csv'], '見つかりません'],
    ['an unknown option', ['--often'], '--often'],
  ])('ends with 2 for %s', async (_, args, words) => {
    const said = terminal();
    expect(await runReconcile(args, said, async () => Promise.reject(new Error('opened')))).toBe(2);
    expect(said.complaints()).toContain(words);
  });

  test('ends with 2 for two extracts of one feed, and for one that is not whole', async () => {
    const { world, place, file } = await drifted();
    const said = terminal();
    expect(await runReconcile([file], said, world.open)).toBe(1);
    place.put(full({ fileNumber: 6 }), fileOf(full({ fileNumber: 6 }), []));
    expect(await runReconcile([place.path], said, world.open)).toBe(2);
    const broken = folder();
    const half = broken.put(full(), fileOf(full(), [row(1)], { count: 2 }));
    expect(await runReconcile([half], said, world.open)).toBe(2);
    expect(said.complaints()).toContain('row-count');
  });
});

describe('what is set aside on the disk', () => {
  test('comes back whole, bucket by bucket, and has no name while it is there', () => {
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('kofu-')).length;
    const spills = createSpillFiles();
    const spill = spills.create();
    const texts = Array.from({ length: 5_000 }, (_, i) =>
      JSON.stringify({ i, text: `字\u{e0100}\n${'x'.repeat(i % 50)}` }),
    );
    for (const [index, text] of texts.entries()) spill.add(index % 7, text);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('kofu-')).length).toBe(before);
    expect(spill.read(3)).toEqual(texts.filter((_, index) => index % 7 === 3));
    spill.add(3, 'more');
    expect(spill.read(3).at(-1)).toBe('more');
    expect(spill.read(9)).toEqual([]);
    spills.close();
  });
});

describe('the progress bar', () => {
  test('shows the part that is done and how long the rest will take, on a terminal only', () => {
    expect(barLine('x', 1, 4, 30_000)).toMatch(/^█{8}░{22} {2}25% {2}x {2}残り約 2 分$/);
    const said: string[] = [];
    progressBar((text) => said.push(text), false).at('x', 1, 4);
    expect(said).toEqual([]);
    let now = 0;
    const bar = progressBar(
      (text) => said.push(text),
      true,
      () => now,
    );
    for (; now < 1_000; now += 10) bar.at('x', now, 1_000);
    expect(said).toHaveLength(10);
  });
});
