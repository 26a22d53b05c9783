import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  Feed,
  formatFileName,
  inboxKey,
  parseFileName,
} from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import { createRowParser } from '../../../functions/linkage/parse-row.ts';
import { readLinkFile } from '../../../functions/linkage/read-link-file.ts';
import { renderLayouts } from '../../../scripts/docs/layouts.ts';
import { chunksOf, nameOf } from './sample-files.ts';

const ROOT = join(import.meta.dirname, '../../..');

describe('the published layouts (仕様書 3(2)②イ)', () => {
  test.each([...renderLayouts()])('%s is what the schemas say', async (path, text) => {
    expect(await readFile(join(ROOT, path), 'utf8')).toBe(text);
  });

  test.each(Feed.options)('%s: the worked sample passes the real parser', async (feed) => {
    const page = renderLayouts().get(`docs/layouts/${feed}.md`) ?? '';
    const [, csv = ''] = /```csv\n([\s\S]*?\n)```/.exec(page) ?? [];
    const name = nameOf({ feed });
    const parse = createRowParser(name);
    const ends: unknown[] = [];
    for await (const event of readLinkFile(name, chunksOf(Buffer.from(csv)))) {
      if (event.kind === 'records') ends.push(...event.records.map((record) => parse(record).ok));
      else ends.push(event.kind);
    }
    expect(ends.at(-1)).toBe('verified');
    expect(ends.slice(0, -1).every((end) => end === true)).toBe(true);
    expect(ends.length).toBeGreaterThan(1);
  });

  test.each(Feed.options)('%s: every column has a heading of its own, an order and a meaning', (feed) => {
    const columns = columnsOf(feed);
    expect(new Set(columns.map(({ column }) => column)).size).toBe(columns.length);
    expect(columns.slice(0, 3).map(({ column }) => column)).toEqual(['連携世代', '連携番号', '宛名番号']);
    expect(columns.every(({ meaning, format }) => meaning !== '' && format !== '')).toBe(true);
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
    '012050-tax-diff-1-000001.csv',
    '012050-resident-diff-0-000001.csv',
    '012050-resident-diff-1-000001.CSV',
  ])('%s is none', (name) => {
    expect(parseFileName(name)).toBeUndefined();
  });
});
