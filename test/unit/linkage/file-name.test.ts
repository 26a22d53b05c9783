import { describe, expect, test } from 'vitest';
import {
  FileKind,
  formatFileName,
  parseFileName,
  RowFeed,
} from '../../../functions/linkage/layouts/envelope.ts';
import { nameOf } from './sample-files.ts';

describe('a file name', () => {
  test('says what is in the file, and is made of it again', () => {
    for (const feed of RowFeed.options)
      for (const kind of FileKind.options)
        for (const fileNumber of [1, 999_999, 1_000_000, 999_999_999_999_999]) {
          const name = nameOf({ feed, kind, fileNumber, epoch: 999_999 });
          expect(parseFileName(formatFileName(name))).toEqual(name);
        }
  });

  test.each([
    '012050-resident-diff-1-0000042.csv',
    '012050-resident-diff-01-000042.csv',
    '012050-resident-diff-1-00042.csv',
    '012050-resident-diff-1-000000.csv',
    '012050-resident-diff-0-000042.csv',
    '012050-resident-diff-1-000042.tte',
    '012050-resident-diff-1-000042.CSV',
    '012050-resident-diff-1-000042.csv\n',
    '012050-resident-diff-1-９９９９９９.csv',
    ' 012050-resident-diff-1-000042.csv',
    '012050-constructor-diff-1-000042.csv',
    '012050-gaiji-diff-1-000042.tte',
    '012050-gaiji-full-1-000042.csv',
    `012050-resident-diff-1-${'9'.repeat(16)}.csv`,
  ])('is none: %s', (name) => {
    expect(parseFileName(name)).toBeUndefined();
  });
});
