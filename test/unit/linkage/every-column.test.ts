import { describe, expect, test } from 'vitest';
import { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import { createRowParser } from '../../../functions/linkage/parse-row.ts';
import { ROW_RULE_TEXTS, RowRule } from '../../../functions/linkage/rules.ts';
import { cellsOf, nameOf } from './sample-files.ts';

/** Values that no column of that kind may have, by what the published layout says of it. */
const WRONG: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^整数/, ['x', '-1', '1.5', '01', '１', '1234567890123456', '1,000']],
  [/^日付/, ['x', '2026-02-29', '2026/01/01', '0000-01-01', '20260101', '２０２６-01-01']],
  [/^0 または 1/, ['', '2', 'true', '１']],
  [/^数字/, ['x', '1', '１２３', '99887766554433']],
  [/^英数字/, ['あ', 'ＡＢ', 'a b', 'x'.repeat(41)]],
  [/^BMP/, ['あ', 'QUJD QUJD', 'QUJD\nQUJD', '=QUJD']],
  [/^文字（空可・改行可）/, ['a\u0000b', 'あ'.repeat(2_001), '\ufffd', '\u{1fffe}', 'a\rb']],
  [/^文字/, ['a\u0000b', 'a\tb', 'a\nb', 'あ'.repeat(2_001), '\ufffd', '\u{1fffe}']],
];

/** One of a few words: whatever is none of them. */
const NO_WORD = ['x', '　', '現存 '];

const columns = RowFeed.options.flatMap((feed) =>
  columnsOf(feed).map((column) => [feed, column.column, column] as const),
);

describe('every column of every layout', () => {
  const parse = (feed: RowFeed, wish: Readonly<Record<string, string>>) =>
    createRowParser(nameOf({ feed }))({ line: 1, cells: Object.values(cellsOf(feed, wish)) });

  test.each(RowFeed.options)('%s: the examples make a good row', (feed) => {
    expect(parse(feed, {})).toMatchObject({ ok: true });
  });

  test.each(columns)(
    '%s %s refuses what it cannot be, by its name and without the value',
    (feed, heading, column) => {
      const kind = WRONG.find(([format]) => format.test(column.format));
      const wrong = [...(kind?.[1] ?? NO_WORD), ...(column.required ? [''] : [])];
      for (const value of wrong) {
        const row = parse(feed, { [column.property]: value });
        const columnsNamed = row.ok ? [] : row.problems.map((problem) => problem.column);
        expect(columnsNamed, `${heading} = ${JSON.stringify(value.slice(0, 20))}`).toEqual([heading]);
        if (value.length > 2) expect(JSON.stringify(row)).not.toContain(JSON.stringify(value).slice(1, -1));
      }
    },
  );

  test.each(columns.filter(([, , { required }]) => !required))(
    '%s %s may be empty',
    (feed, heading, column) => {
      const row = parse(feed, { [column.property]: '' });
      const named = row.ok ? [] : row.problems.map(({ column: c, rule }) => `${c} ${rule}`);
      // What other columns of the row demand of it is a rule across columns.
      expect(
        named.filter((text) => !/ (impression|amount|expiry)-required$/.test(text)),
        heading,
      ).toEqual([]);
    },
  );
});

test('every rule has its words for whoever has to mend a row', () => {
  expect(Object.keys(ROW_RULE_TEXTS).sort()).toEqual([...RowRule.options].sort());
});
