import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { textColumn } from '../../../functions/linkage/layouts/column.ts';
import {
  Feed,
  type FileName,
  formatFileName,
  inboxKey,
  isRowFile,
  laneOf,
  parseFileName,
  RowFeed,
  seriesOf,
} from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf, LAYOUTS, type LayoutTable, layoutOf } from '../../../functions/linkage/layouts/feeds.ts';
import { KosekiIndexRowV1 } from '../../../functions/linkage/layouts/koseki-index.ts';
import { createRowParser } from '../../../functions/linkage/parse-row.ts';
import { readLinkFile } from '../../../functions/linkage/read-link-file.ts';
import { kosekiIndexOf } from '../../../functions/linkage/row-to-fact.ts';
import { digestOf } from '../../../functions/shared/canonical.ts';
import { renderLayouts } from '../../../scripts/docs/layouts.ts';
import { cellsOf, chunksOf, fileOf, nameOf } from './sample-files.ts';

const ROOT = join(import.meta.dirname, '../../..');

describe('the published layouts (仕様書 3(2)②イ)', () => {
  test.each([...renderLayouts()])('%s is what the schemas say', async (path, text) => {
    expect(await readFile(join(ROOT, path), 'utf8')).toBe(text);
  });

  test('are all there is in their folder', async () => {
    const found = await readdir(join(ROOT, 'docs/layouts'), { recursive: true, withFileTypes: true });
    const paths = found
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name));
    expect(paths.sort()).toEqual([...renderLayouts().keys()].map((path) => join(ROOT, path)).sort());
  });

  const samples = [...renderLayouts()].filter(([path]) => path.endsWith('.csv'));

  test('have a worked sample of every feed, of differences and of what is urgent', () => {
    const names = samples.map(([path]) => parseFileName(path.slice(path.lastIndexOf('/') + 1)));
    expect(names.map((name) => `${name?.feed} ${name?.kind}`).sort()).toEqual(
      RowFeed.options.flatMap((feed) => [`${feed} diff`, `${feed} urgent`]).sort(),
    );
  });

  test.each(samples)('%s passes the real reader and parser whole', async (path, csv) => {
    const name = parseFileName(path.slice(path.lastIndexOf('/') + 1));
    if (name === undefined || !isRowFile(name)) throw new Error('no name of a file of rows');
    expect(await endsOf(name, csv)).toEqual(expect.arrayContaining(['good', 'verified']));
    expect(new Set(await endsOf(name, csv)).size).toBe(2);
  });

  test('tell which encodings may come, and what a full file names beyond what is in force', () => {
    for (const feed of RowFeed.options) {
      const described = JSON.parse(renderLayouts().get(`docs/layouts/${feed}.json`) ?? '');
      expect(described.encodings).toEqual([
        { encoding: 'UTF-8', byteOrderMark: 'optional' },
        { encoding: 'UTF-16', byteOrderMark: 'required' },
      ]);
      const page = renderLayouts().get(`docs/layouts/${feed}.md`) ?? '';
      const namesEnded = feed === 'serial' || feed === 'domicile-registration';
      expect(/失効した(証明書|登録)も/.test(described.fullFileNames ?? '')).toBe(namesEnded);
      expect(/だから全件ファイルには、.*失効した(証明書|登録)も/.test(page)).toBe(namesEnded);
    }
  });

  test.each(RowFeed.options)('%s: the example in the page is the worked sample', (feed) => {
    const page = renderLayouts().get(`docs/layouts/${feed}.md`) ?? '';
    const [, csv = ''] = /```csv\n([\s\S]*?\n)```/.exec(page) ?? [];
    expect(csv).toBe(renderLayouts().get(`docs/layouts/samples/${formatFileName(nameOf({ feed }))}`));
  });

  test.each(RowFeed.options)('%s: every column has a heading of its own, an order and a meaning', (feed) => {
    const columns = columnsOf(feed);
    expect(new Set(columns.map(({ column }) => column)).size).toBe(columns.length);
    expect(columns.slice(0, 3).map(({ column }) => column)).toEqual(['連携世代', '連携番号', '宛名番号']);
    expect(columns.every(({ meaning, format }) => meaning !== '' && format !== '')).toBe(true);
  });
});

async function endsOf(name: ReturnType<typeof nameOf>, csv: string, layouts: LayoutTable = LAYOUTS) {
  const ends: string[] = [];
  for await (const event of readLinkFile(name, chunksOf(Buffer.from(csv)), layouts)) {
    if (event.kind !== 'records') ends.push(event.kind);
    else
      ends.push(...event.records.map((record) => (createRowParser(name)(record).ok ? 'good' : 'rejected')));
  }
  return ends;
}

describe('layout versions live side by side', () => {
  const feed = 'koseki-index';
  /** A version that a core system might move to: one column more, and another order. */
  const { epoch, number, personId, ...others } = KosekiIndexRowV1.shape;
  const next = layoutOf(
    z.object({
      epoch,
      number,
      personId,
      reason: textColumn({ column: '異動事由', example: '記載', meaning: '試験だけの列。' }),
      ...others,
    }),
    ({ reason: _, ...row }) => kosekiIndexOf(row),
  );
  const layouts: LayoutTable = { ...LAYOUTS, [feed]: { ...LAYOUTS[feed], 2: next } };
  const name = nameOf({ feed });
  const cells: Readonly<Record<string, string>> = { ...cellsOf(feed), reason: '記載' };
  const fileIn = (version: number) =>
    fileOf(
      name,
      [
        columnsOf(feed, version, layouts)
          .map(({ property }) => cells[property])
          .join(','),
      ],
      {
        header: { 1: String(version) },
        headings: columnsOf(feed, version, layouts).map(({ column }) => column),
      },
    );

  test.each([1, 2])('a file in version %i is read by its own headings', async (version) => {
    const kinds: string[] = [];
    for await (const event of readLinkFile(name, chunksOf(fileIn(version)), layouts)) kinds.push(event.kind);
    expect(kinds).toEqual(['records', 'verified']);
  });

  test('a row in either version is the same fact', async () => {
    const digests: string[] = [];
    for (const layoutVersion of [1, 2]) {
      const parse = createRowParser(name, { layoutVersion, layouts });
      for await (const event of readLinkFile(name, chunksOf(fileIn(layoutVersion)), layouts)) {
        if (event.kind !== 'records') continue;
        for (const row of event.records.map(parse)) if (row.ok) digests.push(digestOf(row.change.fact));
      }
    }
    expect(digests).toHaveLength(2);
    expect(new Set(digests).size).toBe(1);
  });

  test('a version that nobody knows refuses the file and parses no row', async () => {
    const events: unknown[] = [];
    for await (const event of readLinkFile(name, chunksOf(fileIn(2)))) events.push(event);
    expect(events).toMatchObject([{ kind: 'refused', problem: { rule: 'layout-version' } }]);
    expect(() => createRowParser(name, { layoutVersion: 2 })).toThrow('no version 2');
  });
});

describe('a file name', () => {
  test('is read back as it was written', () => {
    const name = nameOf({ feed: 'restriction', kind: 'full', epoch: 3, fileNumber: 1_234_567 });
    expect(formatFileName(name)).toBe('012050-restriction-full-3-1234567.csv');
    expect(parseFileName(formatFileName(name))).toEqual(name);
    expect(inboxKey(name)).toMatch(/^inbox-priority\//);
  });

  test.each([
    '',
    'x.csv',
    '01205-resident-diff-1-000001.csv',
    '012050-taxes-diff-1-000001.csv',
    '012050-tax-late-1-000001.csv',
    '012050-tax-diff-1-000001.tte',
    '012050-gaiji-full-1-000001.csv',
    '012050-gaiji-diff-1-000001.tte',
    '012050-resident-diff-0-000001.csv',
    '012050-resident-diff-1-000001.CSV',
  ])('%s is none', (name) => {
    expect(parseFileName(name)).toBeUndefined();
  });
});

describe('lanes and series', () => {
  const of = (feed: Feed, kind: FileName['kind']): FileName => ({ ...nameOf({ kind }), feed });

  test.each(Feed.options)(
    '%s: what is urgent has the lane of the restrictions, and numbers of its own',
    (feed) => {
      expect(laneOf(of(feed, 'urgent'))).toBe('priority');
      expect(laneOf(of(feed, 'diff'))).toBe(feed === 'restriction' ? 'priority' : 'ordinary');
      expect(inboxKey(of(feed, 'urgent'))).toMatch(/^inbox-priority\//);
      expect([seriesOf(of(feed, 'full')), seriesOf(of(feed, 'diff')), seriesOf(of(feed, 'urgent'))]).toEqual([
        'regular',
        'regular',
        'urgent',
      ]);
    },
  );

  test('a font arrives as a full file and is no file of rows', () => {
    const name = of('gaiji', 'full');
    expect(inboxKey(name)).toBe('inbox/012050-gaiji-full-1-000042.tte');
    expect(parseFileName(formatFileName(name))).toEqual(name);
    expect(isRowFile(name)).toBe(false);
  });
});
