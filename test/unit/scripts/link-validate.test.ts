import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatFileName, RowFeed } from '../../../functions/linkage/index.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import { main } from '../../../scripts/link/main.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { MUNICIPALITIES } from '../../../simulator/sample/municipalities.ts';
import { fileOf, nameOf, recordOf, type Wish } from '../linkage/sample-files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kofu-link-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function put(
  name: ReturnType<typeof nameOf>,
  rows: readonly string[],
  wish: Wish = {},
): Promise<string> {
  const path = join(folder, formatFileName(name));
  await writeFile(path, fileOf(name, rows, wish));
  return path;
}

async function link(...args: string[]) {
  const [written, complained]: [string[], string[]] = [[], []];
  const code = await main(args, {
    write: (text) => void written.push(text),
    complain: (text) => void complained.push(text),
  });
  const [text, complaint] = [written.join(''), complained.join('')];
  const lines = (): Record<string, unknown>[] =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  return { code, text, complaint, lines };
}

const faulty = [
  recordOf('resident'),
  recordOf('resident', { personId: '秘密123', dateOfBirth: '1978/04/05', sex: '' }),
  'a,b',
];

describe('a file that keeps its layout', () => {
  test.each(RowFeed.options)('passes: %s', async (feed) => {
    const path = await put(nameOf({ feed, fileNumber: 1 }), []);
    const { code, text } = await link('validate', path);
    expect(text).toContain('✓ 指摘なし（0 行）');
    expect(code).toBe(0);
  });

  test('passes with rows', async () => {
    const path = await put(nameOf({ fileNumber: 2 }), [recordOf('resident'), recordOf('resident')]);
    expect(await link('validate', path)).toMatchObject({ code: 0, text: expect.stringContaining('2 行') });
  });

  test('passes as a font', async () => {
    const path = join(folder, '012050-gaiji-full-1-000001.tte');
    const [city] = MUNICIPALITIES;
    if (city === undefined) throw new Error('no city');
    await writeFile(path, eudcFont(city));
    expect((await link('validate', path)).code).toBe(0);
    await writeFile(path, 'no font');
    expect(await link('validate', path)).toMatchObject({ code: 1, text: expect.stringContaining('[font]') });
  });
});

describe('what is wrong', () => {
  test('is listed with line, column, rule and kind of value, all of it, without the value', async () => {
    const path = await put(nameOf({ fileNumber: 3 }), faulty, { count: 4 });
    const { code, text } = await link('validate', path);
    expect(code).toBe(1);
    expect(text).toMatch(
      / 4 行 {2}宛名番号 +桁数または使える文字が違う［全角・半角まじり 5 字 → 数字 15 桁］ \[pattern\]/,
    );
    expect(text).toMatch(
      / 4 行 {2}生年月日 .*［半角 10 字（形 9999\/99\/99） → 日付 YYYY-MM-DD（空可）］ \[date\]/,
    );
    expect(text).toMatch(/ 4 行 {2}性別 .*［空 → 文字］ \[required\]/);
    expect(text).toMatch(/ 5 行 {2}（行全体）.*［2 列 → \d+ 列］ \[column-count\]/);
    expect(text).toMatch(/ 6 行 .*\[row-count\]/);
    expect(text).toContain(
      '✗ 5 件: ファイル全体が受け付けられません。直しても、3 行のうち 2 行が受け付けられません。',
    );
    expect(text).toMatch(/規則ごと.*1 件 {2}date .*列ごと.*1 件 {2}resident 宛名番号/s);
    expect(text).not.toContain('秘密');
  });

  test('may be a number with two contents, which stands in the second row', async () => {
    const same = { number: '7' };
    const rows = [
      recordOf('tax', { ...same, taxYear: '2025' }),
      recordOf('tax', { ...same, taxYear: '2026' }),
      recordOf('tax', { ...same, taxYear: '2026' }),
      recordOf('tax', { ...same, taxYear: '2026', address: '別の町1番' }),
      ...Array.from({ length: 3_000 }, (_, i) => recordOf('tax', { number: String(i + 8) })),
      recordOf('tax', { number: '3000', fullName: '別の名' }),
    ];
    const path = await put(nameOf({ feed: 'tax', fileNumber: 9 }), rows);
    const found = (await link('validate', path, '--json')).lines();
    expect(found.filter(({ rule }) => rule === 'sequence-conflict')).toMatchObject([
      { line: 6, column: '連携番号' },
      { line: 3_007, column: '連携番号' },
    ]);
  });

  test('shows its value where that is asked for', async () => {
    const path = await put(nameOf({ fileNumber: 3 }), faulty);
    expect((await link('validate', path, '--show-values')).text).toContain('"秘密123"');
    const findings = (await link('validate', path, '--show-values', '--json')).lines();
    expect(findings).toContainEqual(expect.objectContaining({ rule: 'pattern', value: '秘密123' }));
  });

  test('never shows a 個人番号, whatever is asked for', async () => {
    const wrong = ['123456789012', '12345678901', '１２３４５６７８９０１８'];
    const rows = wrong.map((individualNumber) => recordOf('resident', { individualNumber }));
    const path = await put(nameOf({ fileNumber: 5 }), rows);
    const found = [
      await link('validate', path, '--show-values'),
      await link('validate', path, '--show-values', '--json'),
    ];
    for (const { code, text } of found) {
      expect(code).toBe(1);
      expect(text).toMatch(/数字 12 桁.*数字 11 桁.*全角数字 12 桁/s);
      for (const value of wrong) expect(text).not.toContain(value);
    }
  });

  test('is listed up to a limit and counted beyond', async () => {
    const path = await put(nameOf({ fileNumber: 3 }), faulty);
    const { code, text } = await link('validate', path, '--max', '1');
    expect(code).toBe(1);
    expect(text.match(/ 行 {2}/g)).toHaveLength(1);
    expect(text).toContain('以降は数えるだけ');
    expect(text).toContain('4 件');
    const lines = (await link('validate', path, '--max', '0', '--json')).lines();
    expect(lines.filter(({ type }) => type === 'finding')).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ type: 'summary', findings: 4, listed: 0, rows: 3, faultyRows: 2 });
  });

  test('of the first record is listed whole, and the rows all the same', async () => {
    const path = await put(nameOf({ fileNumber: 4 }), faulty, {
      header: { 2: '012301', 5: '2', 7: 'today' },
      sum: 'a'.repeat(64),
    });
    const found = (await link('validate', path, '--json')).lines().filter(({ type }) => type === 'finding');
    expect(found.map(({ line, column, rule }) => [line, column, rule])).toEqual([
      [1, '団体コード', 'header-mismatch'],
      [1, '世代', 'header-mismatch'],
      [1, '作成日時', 'header'],
      [4, '宛名番号', 'pattern'],
      [4, '生年月日', 'date'],
      [4, '性別', 'required'],
      [5, '（行全体）', 'column-count'],
      [6, undefined, 'checksum'],
    ]);
  });

  test('with the headings leaves the rows unjudged', async () => {
    const path = await put(nameOf({ fileNumber: 4 }), faulty, { headings: ['a'] });
    const found = (await link('validate', path, '--json')).lines().filter(({ type }) => type === 'finding');
    expect(found.map(({ line, rule }) => [line, rule])).toEqual([[2, 'columns']]);
  });

  test('with the name is said', async () => {
    const path = join(folder, '住民.csv');
    await writeFile(path, 'x');
    expect(await link('validate', path)).toMatchObject({
      code: 1,
      text: expect.stringContaining('[file-name]'),
    });
    await rm(path);
  });

  test.each(RowFeed.options.flatMap((feed) => columnsOf(feed).map(({ column }) => [feed, column] as const)))(
    'with a control character in any column is found: %s %s',
    async (feed, column) => {
      const cells = columnsOf(feed).map((each) => (each.column === column ? '\u0007' : each.example));
      const path = await put(nameOf({ feed, fileNumber: 5 }), [cells.map((cell) => `"${cell}"`).join()]);
      const found = (await link('validate', path, '--json')).lines();
      expect(found).toContainEqual(expect.objectContaining({ type: 'finding', line: 3, column }));
    },
  );
});

describe('several files', () => {
  test('of a folder are examined in order, and what is missing between them is a notice only', async () => {
    const inside = join(folder, 'out');
    await mkdir(inside);
    for (const [kind, fileNumber] of [
      ['full', 1],
      ['diff', 2],
      ['diff', 5],
      ['diff', 9],
      ['full', 9],
      ['urgent', 1],
    ] as const) {
      const name = nameOf({ kind, fileNumber });
      await writeFile(join(inside, formatFileName(name)), fileOf(name, []));
    }
    await writeFile(join(inside, 'readme.txt'), 'x');
    const { code, text } = await link('validate', inside);
    expect(code).toBe(0);
    expect(text).toContain('✓ 6 ファイル、0 行: 指摘なし');
    expect(text).toContain('012050 resident（世代 1）: ファイル番号 3〜4 が');
    expect(text).toContain('ファイル番号 6〜8 が');
    expect(text).toContain('同じ番号 9 のファイルが複数あります');
    expect(text).toContain('.csv・.tte でないファイルが 1 あります');
    const notices = (await link('validate', inside, '--json'))
      .lines()
      .filter(({ type }) => type === 'series');
    expect(notices).toHaveLength(3);
  });
});

describe('the command line', () => {
  test.each([
    [['validate'], '検査するファイルかフォルダーを指定してください。'],
    [['validate', '/no/such'], '/no/such が見つかりません。'],
    [['validate', 'x', '--max', '-1'], '--max'],
    [['validate', '--nope'], '--nope'],
    [['validate', '--layouts', 'x'], '--layouts'],
    [['nope'], '「nope」というコマンドはありません。'],
    [['constructor'], '「constructor」というコマンドはありません。'],
    [[], 'コマンドを指定してください。'],
  ])('%j is wrong usage', async (args, sentence) => {
    const { code, complaint } = await link(...args);
    expect(code).toBe(2);
    expect(complaint).toContain(sentence);
  });

  test('has a help, and a list of all layouts', async () => {
    expect(await link('--help')).toMatchObject({ code: 0, text: expect.stringContaining('validate') });
    expect(await link('validate', '--help')).toMatchObject({
      code: 0,
      text: expect.stringContaining('--max'),
    });
    const { text, code } = await link('validate', '--layouts');
    expect(code).toBe(0);
    for (const feed of RowFeed.options)
      for (const { column } of columnsOf(feed)) expect(text).toContain(column);
    const [data] = (await link('validate', '--layouts', '--json')).lines();
    expect(data?.['rows']).toHaveLength(RowFeed.options.length);
  });
});
