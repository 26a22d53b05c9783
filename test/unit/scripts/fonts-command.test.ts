import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { main } from '../../../scripts/fonts/main.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES } from '../../../simulator/sample/municipalities.ts';
import { buildFont, samplePlan } from '../pdf/font-builder.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fonts-command-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function run(...args: string[]) {
  let [out, complaints] = ['', ''];
  const code = await main(args, {
    write: (text) => {
      out += text;
    },
    complain: (text) => {
      complaints += text;
    },
  });
  return { code, out, complaints };
}

async function putFont(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
}

const [city] = MUNICIPALITIES;
const eudc = city === undefined ? new Uint8Array(0) : eudcFont(city);

describe('npm run fonts -- pack', () => {
  test('writes the pack under the font’s name and says what is in it', async () => {
    const font = await putFont('EUDC.tte', eudc);
    const { code, out } = await run('pack', font, '--out', join(folder, 'packs'));
    expect(code).toBe(0);
    const bytes = await readFile(join(folder, 'packs/eudc.pack'));
    expect(out).toContain(createHash('sha256').update(bytes).digest('hex'));
    expect(out).toMatch(
      /eudc\.pack · EUDC-\d+ .*compared with the font\n +\d+ code points, 0 sequences, [\d,]+ bytes/,
    );
  });

  test('says as data what was left out and why', async () => {
    const map = new Map([...samplePlan.map, [0xfdd0, 2]]);
    const font = await putFont('test.ttf', buildFont({ ...samplePlan, map }));
    const { code, out } = await run('pack', font, '--out', folder, '--name', 'other', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      {
        pack: { path: join(folder, 'other.pack'), codePoints: 8, sequences: 3 },
        dropped: { drawsNothing: ['U+E005'], noCharacter: ['U+FDD0'] },
      },
    ]);
  });

  test('writes nothing for a broken font, and names table and fault', async () => {
    const font = await putFont('broken.ttf', buildFont(samplePlan).subarray(0, 400));
    const { code, out, complaints } = await run('pack', font, '--out', join(folder, 'packs'));
    expect([code, out]).toEqual([1, '']);
    expect(complaints).toMatch(/broken\.ttf cannot be used \(truncated, table \w+\)/);
    await expect(readFile(join(folder, 'packs/broken.pack'))).rejects.toThrow();
    await expect(run('pack', join(folder, 'nothing.ttf'), '--out', folder)).rejects.toThrow(/ENOENT/);
  });
});

describe('npm run fonts -- check', () => {
  test('verifies every pack, against its font where that lies beside it', async () => {
    const font = await putFont('EUDC.tte', eudc);
    await run('pack', font, '--out', folder, '--name', 'first');
    await run('pack', await putFont('test.ttf', buildFont(samplePlan)), '--out', folder, '--name', 'second');
    await rm(join(folder, 'test.ttf'));
    const { code, out } = await run('check', folder);
    expect(code).toBe(0);
    expect(out).toMatch(/✓ \S+first\.pack · .* glyphs decoded, equal to \S+EUDC\.tte/);
    expect(out).toMatch(/✓ \S+second\.pack · 8 code points, 3 sequences, .* its font is not here/);
  });

  test('finds one changed byte wherever it is, and ends with 1', async () => {
    const font = await putFont('EUDC.tte', eudc);
    await run('pack', font, '--out', folder, '--name', 'good');
    const bytes = await readFile(join(folder, 'good.pack'));
    await copyFile(join(folder, 'good.pack'), join(folder, 'bad.pack'));
    for (const at of [3, 20, 700, bytes.length - 1]) {
      const changed = Uint8Array.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      await writeFile(join(folder, 'bad.pack'), changed);
      const { code, complaints } = await run('check', folder);
      expect([at, code, complaints]).toEqual([at, 1, expect.stringMatching(/✗ \S+bad\.pack · \w+: /)]);
      expect(complaints).toMatch(/✓ \S+good\.pack/);
    }
  });

  test('does not take a folder without packs for a sound one', async () => {
    await expect(run('check', folder)).rejects.toThrow(/no \*\.pack/);
    await expect(run('check', join(folder, 'nothing'))).rejects.toThrow(/ENOENT/);
  });
});

describe('npm run fonts', () => {
  test.each([
    [[]],
    [['pack', 'a.ttf']],
    [['pack', '--out', 'x']],
    [['pack', 'a.ttf', 'b.ttf', '--out', 'x']],
    [['pack', '字.ttf', '--out', 'x', '--name', '字']],
    [['check']],
    [['check', 'x', '--out', 'y']],
    [['get', 'x']],
    [['nothing']],
    [['get', '--fast']],
  ])('ends %j with 2 and one sentence', async (args) => {
    const { code, out, complaints } = await run(...args);
    expect([code, out]).toEqual([2, '']);
    expect(complaints).toMatch(/^✗ .*\.\n/);
  });

  test('explains itself', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('Exit codes') });
  });
});
