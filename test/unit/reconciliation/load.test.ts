import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isClosed } from '../../../functions/closures/index.ts';
import {
  type FileName,
  formatFileName,
  RowFeed,
  type RowFileName,
} from '../../../functions/linkage/index.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { runApprove } from '../../../scripts/link/approve.ts';
import { runLoad } from '../../../scripts/link/load.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES, type SampleMunicipality } from '../../../simulator/sample/municipalities.ts';
import { fileOf, nameOf, recordOf } from '../linkage/sample-files.ts';
import { createLinkWorld, folder, terminal } from './link-world.ts';
import { personOf } from './reconcile-world.ts';

type Cells = Readonly<Record<string, string>>;
const city = nameOf().municipality;
const CITY = MUNICIPALITIES.find(({ code }) => code === city) as SampleMunicipality;
const row = (feed: RowFeed, n: number, wish: Cells = {}) =>
  recordOf(feed, {
    personId: personOf(n),
    number: String(n),
    ...(feed === 'resident' ? { householdId: personOf(n) } : {}),
    ...(feed === 'serial' || feed === 'domicile-registration' ? { serial: `S${n}` } : {}),
    ...(feed === 'koseki-index' ? { kosekiPersonKey: `K${n}` } : {}),
    ...wish,
  });
const fullName = (feed: RowFeed, wish: Partial<RowFileName> = {}) =>
  nameOf({ feed, kind: 'full', fileNumber: 1, ...wish });

/** A folder with the initial data of a city; of residents, the last has no name that can be read. */
function initialData(residents: readonly string[] = [row('resident', 1), row('resident', 2)]) {
  const place = folder();
  for (const feed of RowFeed.options) {
    const rows = feed === 'resident' ? residents : [row(feed, 1), row(feed, 2)];
    place.put(fullName(feed), fileOf(fullName(feed), rows));
  }
  return place;
}

const args = (path: string, ...more: string[]) => [path, '--municipality', city, '--out', path, ...more];
const type = { id: 'resident-record', family: 'resident-record' } as const;
const latchesOf = (world: ReturnType<typeof createLinkWorld>) => world.closures.readLatches(city);
const isLoading = async (world: ReturnType<typeof createLinkWorld>): Promise<boolean> =>
  (await latchesOf(world)).some(({ cause }) => cause === 'initial-load');

describe('仕様書 4(4): the initial load of a city', () => {
  test('closes the city before the first file, takes restrictions first and serials last, and leaves it closed', async () => {
    const world = createLinkWorld();
    const place = initialData();
    const closedAtPut: Promise<boolean>[] = [];
    world.hooks.beforePut = () => void closedAtPut.push(isLoading(world));
    const said = terminal();
    expect(await runLoad(args(place.path), said, world.open)).toBe(1);
    expect(await Promise.all(closedAtPut)).toEqual(RowFeed.options.map(() => true));
    const order = world.delivered.map((name) => name.slice(7).replace(/-full-1-000001.csv/, ''));
    expect(order).toEqual([
      'restriction',
      'resident',
      'seal',
      'tax',
      'koseki-index',
      'domicile-registration',
      'serial',
    ]);
    expect(await isLoading(world)).toBe(true);
    expect(isClosed(await latchesOf(world), type)).toBe(true);
    const report = JSON.parse(place.read('initial-load-012050.json'));
    expect(report).toMatchObject({
      municipality: '012050',
      isEqual: true,
      notLoadedTotal: 0,
      missingFeeds: ['gaiji'],
    });
    expect(report.feeds.resident).toMatchObject({ rows: 2, same: 2 });
    expect(said.text()).toContain('全件ファイルのないフィード: 外字');
  });

  test('the city’s approval of this very report opens it, on record with the report’s digest', async () => {
    const world = createLinkWorld();
    const place = initialData();
    await runLoad(args(place.path), terminal(), world.open);
    const path = `${place.path}/initial-load-012050.json`;
    const said = terminal();
    const approval = ['--municipality', city, '--report', path, '--actor', 'tanaka'];
    expect(await runApprove(approval, said, world.open)).toBe(0);
    expect(await isLoading(world)).toBe(false);
    const events = [...world.staff.items.values()].filter(({ action }) => action === 'closure.healed');
    expect(events.at(-1)).toMatchObject({
      actor: { kind: 'operator', operatorId: 'tanaka' },
      about: {
        closure: 'all#initial-load',
        evidence: sha256Hex(Buffer.from(place.read('initial-load-012050.json'))),
      },
    });
    expect(await runApprove(approval, said, world.open)).toBe(1);
  });

  test('a report of another load or another city does not open it', async () => {
    const world = createLinkWorld();
    const place = initialData();
    await runLoad(args(place.path), terminal(), world.open);
    const path = `${place.path}/initial-load-012050.json`;
    const approval = (code: string) => ['--municipality', code, '--report', path, '--actor', 'tanaka'];
    expect(await runApprove(approval('012301'), terminal(), world.open)).toBe(2);
    expect(await runApprove(approval(city), terminal(), world.open)).toBe(0);
    world.at.now = (world.at.now + 60_000) as typeof world.at.now;
    const old = folder();
    writeFileSync(`${old.path}/old.json`, place.read('initial-load-012050.json'));
    await runLoad(args(place.path), terminal(), world.open);
    const said = terminal();
    const withOld = ['--municipality', city, '--report', `${old.path}/old.json`, '--actor', 'tanaka'];
    expect(await runApprove(withOld, said, world.open)).toBe(1);
    expect(said.complaints()).toContain('今の読み込みの報告ではありません');
    expect(await isLoading(world)).toBe(true);
  });

  test('says who could not be loaded and why: id, line, column and rule, and no value', async () => {
    const world = createLinkWorld();
    const place = initialData([row('resident', 1), row('resident', 2, { sex: '男\u0007秘密' })]);
    const said = terminal();
    expect(await runLoad(args(place.path), said, world.open)).toBe(1);
    const report = JSON.parse(place.read('initial-load-012050.json'));
    expect(report.notLoaded).toEqual([
      {
        feed: 'resident',
        personId: '000000000000002',
        line: 4,
        problems: [{ column: '性別', rule: 'control-character' }],
      },
    ]);
    expect(said.text()).toContain('| 住民票 | 000000000000002 | 4 | 性別: 制御文字が入っている。 |');
    expect(said.text() + place.read('initial-load-differences-012050.csv')).not.toContain('秘密');
  });

  test('begins again where it was killed: what has been applied is not sent twice, and the end is the same', async () => {
    const names = [
      'restriction',
      'resident',
      'seal',
      'tax',
      'koseki-index',
      'domicile-registration',
      'serial',
    ];
    const straight = createLinkWorld();
    const place = initialData();
    await runLoad(args(place.path), terminal(), straight.open);
    for (const [index] of names.entries()) {
      const world = createLinkWorld();
      world.hooks.beforePut = (name) => {
        if (name.feed === names[index]) throw new Error('killed');
      };
      await expect(runLoad(args(place.path), terminal(), world.open)).rejects.toThrow('killed');
      expect(await isLoading(world)).toBe(true);
      world.hooks.beforePut = () => undefined;
      expect(await runLoad(args(place.path, '--resume'), terminal(), world.open)).toBe(1);
      expect(world.delivered).toEqual(straight.delivered);
      expect(world.table.items).toEqual(straight.table.items);
      expect(JSON.parse(place.read('initial-load-012050.json')).isEqual).toBe(true);
    }
  });

  test('is repeatable', async () => {
    const world = createLinkWorld();
    const place = initialData();
    await runLoad(args(place.path), terminal(), world.open);
    const before = structuredClone(world.table.items);
    const said = terminal();
    await runLoad(args(place.path), said, world.open);
    expect(world.delivered).toHaveLength(7);
    expect(world.table.items).toEqual(before);
    expect(said.text()).toContain('反映（前回までに）');
  });

  test('--resume closes no city whose load has not begun', async () => {
    const world = createLinkWorld();
    const place = initialData();
    const said = terminal();
    expect(await runLoad(args(place.path, '--resume'), said, world.open)).toBe(2);
    expect(await latchesOf(world)).toEqual([]);
    expect(world.delivered).toEqual([]);
  });

  test('begins nothing with a folder of which a file is not whole', async () => {
    const world = createLinkWorld();
    const place = initialData();
    place.put(fullName('tax'), fileOf(fullName('tax'), [row('tax', 1)], { sum: '0'.repeat(64) }));
    const said = terminal();
    expect(await runLoad(args(place.path), said, world.open)).toBe(2);
    expect(said.complaints()).toContain('012050-tax-full-1-000001.csv（4 行目）');
    expect(said.complaints()).toContain('[checksum]');
    expect(await latchesOf(world)).toEqual([]);
  });

  test('leaves the files of other cities alone', async () => {
    const world = createLinkWorld();
    const place = initialData();
    const other = fullName('resident', { municipality: '012301' as typeof city });
    place.put(other, fileOf(other, []));
    await runLoad(args(place.path), terminal(), world.open);
    expect(world.delivered).not.toContain(formatFileName(other));
    expect(await world.closures.readLatches('012301' as typeof city)).toEqual([]);
  });

  test('a file that nobody takes in is brought once more, and then somebody has to look', async () => {
    const world = createLinkWorld();
    world.hooks.takeIn = false;
    const place = initialData();
    const said = terminal();
    expect(await runLoad(args(place.path), said, world.open)).toBe(1);
    expect(world.delivered).toEqual(Array(2).fill('012050-restriction-full-1-000001.csv'));
    expect(said.complaints()).toContain('--resume');
    expect(await isLoading(world)).toBe(true);
  });

  test('a file that is refused under its number is reported, and the others are loaded', async () => {
    const world = createLinkWorld();
    await world.send({ feed: 'seal', kind: 'full', fileNumber: 1 }, []);
    const place = initialData();
    const said = terminal();
    expect(await runLoad(args(place.path), said, world.open)).toBe(1);
    expect(said.text()).toContain('受け付けない（name-reused）');
    expect(world.delivered).toHaveLength(6);
  });

  test('takes the font in first, and reports whose glyphs are missing', async () => {
    const world = createLinkWorld();
    const place = initialData();
    const font = eudcFont(CITY);
    const name: FileName = { municipality: city, feed: 'gaiji', kind: 'full', epoch: 1, fileNumber: 3 };
    const key = formatFileName(name);
    place.put(name, font);
    const fault = { rule: 'font', table: 'glyf', detail: 'x' } as const;
    // An earlier delivery of it was refused: that is no answer to this one.
    world.fonts.set(key, { state: 'refused', at: world.at.now, fault });
    world.hooks.beforePut = ({ feed }) => {
      if (feed !== 'gaiji') return;
      const at = (world.at.now + 1) as typeof world.at.now;
      world.fonts.set(key, { state: 'taken', at, end: 'activated', fontDigest: sha256Hex(font) });
    };
    const system = {
      ...world.system,
      coverage: async () => ({ persons: 2, uncovered: 1, keys: { 'U+E000': 1 } }),
    };
    const said = terminal();
    expect(await runLoad(args(place.path), said, async () => system)).toBe(1);
    expect(world.delivered[0]).toBe(key);
    expect(said.text()).toContain('2 人のうち、字形がなく証明書を作れない人 1 人\n- U+E000: 1 人');
    expect(JSON.parse(place.read('initial-load-012050.json'))).toMatchObject({
      missingFeeds: [],
      coverage: { uncovered: 1 },
    });
    expect(await runLoad(args(place.path), terminal(), world.open)).toBe(0);
  });

  test('killed while it compares, it compares again; without a report there is nothing to approve', async () => {
    const world = createLinkWorld();
    const place = initialData();
    const killed = { ...world.system, coverage: () => Promise.reject(new Error('killed')) };
    await expect(runLoad(args(place.path), terminal(), async () => killed)).rejects.toThrow('killed');
    const approval = [
      '--municipality',
      city,
      '--report',
      `${place.path}/initial-load-012050.json`,
      '--actor',
      'tanaka',
    ];
    expect(await runApprove(approval, terminal(), world.open)).toBe(2);
    expect(await isLoading(world)).toBe(true);
    await runLoad(args(place.path, '--resume'), terminal(), world.open);
    expect(world.delivered).toHaveLength(7);
    expect(await runApprove(approval, terminal(), world.open)).toBe(0);
  });

  test('waits through the refusal of an earlier content for the verdict on this one', async () => {
    const world = createLinkWorld();
    await world.deliver(fullName('seal'), fileOf(fullName('seal'), [], { count: 1 }));
    expect(await world.state(fullName('seal'))).toMatchObject({ state: 'refused' });
    const place = initialData();
    await runLoad(args(place.path), terminal(), world.open);
    expect(await world.state(fullName('seal'))).toMatchObject({ state: 'applied' });
    expect(JSON.parse(place.read('initial-load-012050.json')).isEqual).toBe(true);
  });
});
