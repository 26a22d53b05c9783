import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ColorSpace, Document, Matrix } from 'mupdf';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PrintedFacts } from '../../../functions/gaiji/coverage.ts';
import { PersonId } from '../../../functions/shared/ids.ts';
import { runGaiji } from '../../../scripts/link/gaiji.ts';
import { fontWith } from './fonts.ts';
import { gaijiWorld, municipality } from './gaiji-world.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gaiji-'));
  await writeFile(join(folder, 'first.tte'), fontWith({ E000: 'A', E001: 'B' }));
  await writeFile(join(folder, 'second.tte'), fontWith({ E000: 'A', E001: 'X', E002: 'C' }));
  await writeFile(join(folder, 'broken.tte'), fontWith({ E000: 'A' }).slice(0, 200));
  await writeFile(join(folder, '012301-gaiji-full-1-000001.tte'), fontWith({ E000: 'A' }));
});
afterAll(() => rm(folder, { recursive: true }));

/** A system in memory, and a command line to it. */
function commandWorld(people: readonly PrintedFacts[] = []) {
  const world = gaijiWorld();
  world.setNow(Date.now());
  const coverage = {
    async *persons() {
      yield* people;
    },
  };
  const run = async (...args: readonly string[]) => {
    const said = { out: '', complaint: '' };
    const code = await runGaiji(
      args.map((argument) => (argument.endsWith('.tte') ? join(folder, argument) : argument)),
      {
        write: (text) => {
          said.out += text;
        },
        complain: (text) => {
          said.complaint += text;
        },
      },
      async () => ({ deps: world.deps, coverage }),
    );
    world.setNow(world.deps.clock() + 1_000);
    return { code, ...said, json: said.out.startsWith('{') ? JSON.parse(said.out) : undefined };
  };
  return { ...world, run };
}
const CITY = ['--municipality', municipality, '--json'];

describe('npm run -s link -- gaiji', () => {
  test('takes a font in, shows what waits, records the confirmation and goes back', async () => {
    const { run } = commandWorld();
    expect(await run('import', 'first.tte', ...CITY)).toMatchObject({ code: 0, json: { end: 'activated' } });
    expect(await run('diff', 'second.tte', ...CITY)).toMatchObject({
      code: 1,
      json: { added: ['U+E002'], changed: ['U+E001'], removed: [], same: 1, pictures: [] },
    });
    expect(await run('import', 'second.tte', ...CITY)).toMatchObject({
      code: 1,
      json: { end: 'activated', changed: ['U+E001'] },
    });
    const waiting = await run('status', ...CITY);
    expect(waiting).toMatchObject({ code: 1, json: { cities: [{ active: { unconfirmed: ['U+E001'] } }] } });
    const confirm = ['confirm', ...CITY, '--actor', 'tanaka', '--keys'];
    expect(await run(...confirm, 'U+E001,U+E002')).toMatchObject({
      code: 1,
      complaint: expect.stringContaining('U+E002'),
    });
    expect(await run(...confirm, 'U+E001')).toMatchObject({ code: 0, json: { confirmed: 1, left: 0 } });
    expect((await run('status', ...CITY)).code).toBe(0);
    expect((await run('revert', ...CITY)).code).toBe(0);
    expect(await run('revert', ...CITY)).toMatchObject({ code: 1, complaint: '戻る先の版がありません。\n' });
  });

  test('plans a version in Japan’s time, and cancels the plan', async () => {
    const { run } = commandWorld();
    await run('import', 'first.tte', ...CITY);
    expect(await run('import', 'second.tte', ...CITY, '--at', '2099-01-01')).toMatchObject({
      json: { end: 'planned', validFrom: '2099-01-01T00:00:00.000+09:00' },
    });
    expect((await run('revert', ...CITY)).json).toMatchObject({ plan: true });
    expect((await run('status', ...CITY)).json).toMatchObject({ cities: [{ planned: null }] });
  });

  test('draws the old and the new glyph of each key side by side', async () => {
    const { run } = commandWorld();
    await run('import', 'first.tte', ...CITY);
    const out = join(folder, 'pictures');
    const { json } = await run('diff', 'second.tte', ...CITY, '--out', out);
    expect(json.pictures).toEqual([join(out, `gaiji-${municipality}-001.png`)]);
    expect(await readdir(out)).toHaveLength(1);
    const picture = Document.openDocument(await readFile(json.pictures[0]), 'image/png').loadPage(0);
    const [, , width, height] = picture.getBounds();
    expect(height / width).toBeCloseTo(841.89 / 595.28, 1);
    const image = picture.toPixmap(Matrix.identity, ColorSpace.DeviceRGB, false);
    const [columns, pixels] = [image.getWidth(), image.getPixels()];
    // ink in the left half of the first cell is the old glyph's, in the right half the new one's, and they differ
    const inkOf = (from: number, to: number): number => {
      let ink = 0;
      for (let row = Math.floor(columns * 0.15); row < columns * 0.24; row++)
        for (let column = Math.floor(columns * from); column < columns * to; column++)
          if ((pixels[(row * columns + column) * 3] ?? 255) < 128) ink += 1;
      return ink;
    };
    const [left, right] = [inkOf(0.08, 0.17), inkOf(0.185, 0.275)];
    expect(Math.min(left, right)).toBeGreaterThan(20);
    expect(left).not.toBe(right);
  });

  test('lists who could not be printed by id, field and key', async () => {
    const personId = PersonId.parse('000000000000007');
    const resident = { state: 'active', fullName: '見本\ue001\ue005' };
    const { run } = commandWorld([
      { personId, facts: { resident } },
      {
        personId: PersonId.parse('000000000000008'),
        facts: { resident: { state: 'active', fullName: '見本' } },
      },
    ]);
    await run('import', 'first.tte', ...CITY);
    await run('import', 'second.tte', ...CITY);
    expect(await run('coverage', ...CITY)).toMatchObject({
      code: 1,
      json: {
        read: 2,
        uncovered: 1,
        persons: [
          {
            personId,
            missing: [
              { field: 'fullName', key: 'U+E001', why: 'unconfirmed' },
              { field: 'fullName', key: 'U+E005', why: 'no-glyph' },
            ],
          },
        ],
        keys: { 'U+E001': 1, 'U+E005': 1 },
      },
    });
    const { out } = await run('coverage', '--municipality', municipality);
    expect(out).toContain(`${personId}\tfullName\tU+E005\t字形なし\n`);
    expect(out).not.toContain('見本');
  });

  test.each([
    [
      'a broken font, by its table and fault',
      ['import', 'broken.tte', ...CITY],
      /broken\.tte: フォントとして.*表 head、truncated/,
    ],
    [
      'a file of another city',
      ['import', '012301-gaiji-full-1-000001.tte', ...CITY],
      /012301 のファイルです/,
    ],
    ['a file that is not there', ['diff', 'nowhere.tte', ...CITY], /見つかりません/],
    ['no city', ['coverage'], /--municipality が必要です/],
    ['a city that is no code', ['status', '--municipality', 'x'], /数字 6 桁/],
    ['a confirmation by nobody', ['confirm', ...CITY, '--keys', 'all'], /--actor が必要です/],
    ['a key that is none', ['confirm', ...CITY, '--keys', 'E000', '--actor', 'a'], /--keys の 1 番目/],
    ['a time that has passed', ['import', 'first.tte', ...CITY, '--at', '2020-01-01'], /過ぎています/],
    ['a time that is none', ['import', 'first.tte', ...CITY, '--at', '2099-02-30T'], /--at は/],
    ['an option that is none', ['status', '--what'], /--what/],
    ['a command that is none', ['what'], /gaiji what/],
  ])('refuses %s', async (_, args, complaint) => {
    const { code, complaint: said } = await commandWorld().run(...args);
    expect(code).toBe(2);
    expect(said).toMatch(complaint);
  });

  test('explains itself', async () => {
    const { code, out } = await commandWorld().run('--help');
    expect(code).toBe(0);
    for (const name of ['diff', 'import', 'confirm', 'revert', 'status', 'coverage'])
      expect(out).toContain(`gaiji ${name}`);
  });
});
