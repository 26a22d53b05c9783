import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import type { CellValue } from '../../../functions/linkage/layouts/column.ts';
import { DomicileRegistrationRowV1 } from '../../../functions/linkage/layouts/domicile-registration.ts';
import { RowFeed } from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf, type LayoutColumn } from '../../../functions/linkage/layouts/feeds.ts';
import { KosekiIndexRowV1 } from '../../../functions/linkage/layouts/koseki-index.ts';
import { ResidentRowV1 } from '../../../functions/linkage/layouts/resident.ts';
import { RestrictionRowV1 } from '../../../functions/linkage/layouts/restriction.ts';
import { createRowReader } from '../../../functions/linkage/layouts/row-reader.ts';
import { SealRowV1 } from '../../../functions/linkage/layouts/seal.ts';
import { SerialRowV1 } from '../../../functions/linkage/layouts/serial.ts';
import { TaxRowV1 } from '../../../functions/linkage/layouts/tax.ts';
import { createRowParser } from '../../../functions/linkage/parse-row.ts';
import { type Random, randomFor } from '../../../simulator/sample/random.ts';
import { DEFAULT_PARAMETERS, generateWorld } from '../../../simulator/sample/world.ts';
import { rowsOf } from '../../../simulator/sample/world-files.ts';
import { cellsOf, nameOf } from './sample-files.ts';

const SCHEMAS: Readonly<Record<RowFeed, z.ZodObject>> = {
  resident: ResidentRowV1,
  seal: SealRowV1,
  tax: TaxRowV1,
  serial: SerialRowV1,
  restriction: RestrictionRowV1,
  'koseki-index': KosekiIndexRowV1,
  'domicile-registration': DomicileRegistrationRowV1,
};

const world = generateWorld({ ...DEFAULT_PARAMETERS, residents: 300 });

/** Real rows' cells in the file's order, and the layout's own examples. */
const rowsIn = (feed: RowFeed): readonly (readonly string[])[] =>
  [...world.cities.flatMap((city) => rowsOf(world, city, feed)), cellsOf(feed)].map((row) =>
    columnsOf(feed).map(({ property }) => row[property] ?? ''),
  );

/** What schema and reader might see differently: every limit, every kind of number, date, word and character. */
const WHOLE_CELLS = [
  ...['', '0', '1', '00', '01', '-1', '+1', '1.0', '1e3', ' 1', '1 ', '１', '99', '100', '999999', '1000000'],
  ...['999999999999999', '1000000000000000', '0000000000000001', '123456789012', '0x10', 'Infinity', 'NaN'],
  ...['2024-02-29', '2023-02-29', '1900-02-29', '2000-02-29', '2026-04-31', '2026-13-01', '2026-00-10'],
  ...[
    '0000-01-01',
    '0001-01-01',
    '9999-12-31',
    '10000-01-01',
    '2026-1-1',
    '2026-01-00',
    '2026-01-01 ',
    '-026-01-01',
  ],
  ...['2026/01/01', '２０２６-01-01', '2026-01-0', '2026-01-011', '20260-1-01', '2026-0a-01'],
  ...[
    '1989',
    '1990',
    '2199',
    '2200',
    '現存',
    '現存 ',
    '全て',
    '有',
    '課税',
    'constructor',
    '__proto__',
    'toString',
  ],
  ...['QUJD', 'QUJD=', 'QUJD===', 'QU=JD', 'あ'.repeat(2_000), 'あ'.repeat(2_001), '\u0000'.repeat(2_001)],
];
const PIECES = [
  ...[
    '\u0000',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\u001f',
    ' ',
    '~',
    '\u007f',
    '\u0080',
    '\u009f',
    '\u00a0',
    '\u2027',
  ],
  ...['\u2028', '\u2029', '\u202a', '\ud7ff', '\ue000', '\uf8ff', '\ufdcf', '\ufdd0', '\ufdef', '\ufdf0'],
  ...[
    '\ufefe',
    '\ufeff',
    '\uff00',
    '\ufffc',
    '\ufffd',
    '\ufffe',
    '\uffff',
    '\u{10000}',
    '\u{1fffd}',
    '\u{1fffe}',
  ],
  ...[
    '\u{1ffff}',
    '\u{20000}',
    '\u{e0100}',
    '\u{10fffd}',
    '\u{10fffe}',
    '\u{10ffff}',
    '\u{103fe}',
    '"',
    ',',
    '葛',
  ],
];

function mutated(cells: readonly string[], random: Random): readonly string[] {
  const mutants = [...cells];
  for (let left = random.integer(0, 3); left > 0; left -= 1) {
    const index = random.integer(0, cells.length - 1);
    const cell = cells[index] ?? '';
    const at = random.integer(0, cell.length);
    const to = random.integer(at, cell.length);
    mutants[index] = random.pick([
      () => random.pick(WHOLE_CELLS),
      () => random.pick(cells),
      () => cell.slice(0, at) + random.pick(PIECES) + cell.slice(at),
      () => cell.slice(0, at) + random.pick(PIECES) + cell.slice(to),
      () => cell.slice(0, at) + cell.slice(to),
    ])();
  }
  return mutants;
}

type Seen = Readonly<Record<string, CellValue>>;

/** The schema's word on a row: its values, or the first broken rule of every column. */
function bySchema(feed: RowFeed, columns: readonly LayoutColumn[], cells: readonly string[]): Seen {
  const row = Object.fromEntries(columns.map(({ property }, index) => [property, cells[index]]));
  const read = SCHEMAS[feed].safeParse(row);
  if (read.success) return read.data as Seen;
  const rules: Record<string, string> = {};
  for (const { path, message } of read.error.issues) rules[String(path[0])] ??= message;
  return rules;
}

describe('the readers of a layout say what its schema says', () => {
  test.each(RowFeed.options)('%s: of every row, good or mutated', (feed) => {
    const random = randomFor(`row-reader/${feed}`);
    const columns = columnsOf(feed);
    const rows = rowsIn(feed);
    const read = createRowReader(SCHEMAS[feed]);
    const ends = { good: 0, bad: 0 };
    for (let run = 0; run < 3_000; run += 1) {
      const cells = mutated(random.pick(rows), random);
      const row = read(cells);
      const seen = row.ok
        ? { ...row.value }
        : Object.fromEntries(row.error.map(({ property, rule }) => [property, rule]));
      expect(Object.entries(seen), JSON.stringify(cells).slice(0, 2_000)).toEqual(
        Object.entries(bySchema(feed, columns, cells)),
      );
      ends[row.ok ? 'good' : 'bad'] += 1;
    }
    expect(Math.min(ends.good, ends.bad)).toBeGreaterThan(500);
  });

  const everyColumn = RowFeed.options.flatMap((feed) =>
    columnsOf(feed).map(({ column }, index) => [feed, column, index] as const),
  );

  test.each(everyColumn)('%s %s: of every hostile cell', (feed, _, index) => {
    const columns = columnsOf(feed);
    const read = createRowReader(SCHEMAS[feed]);
    const example = columns.map(({ property }) => cellsOf(feed)[property] ?? '');
    const hostile = [...WHOLE_CELLS, ...PIECES, ...PIECES.map((piece) => `${example[index]}${piece}`)];
    for (const cell of hostile) {
      const cells = example.with(index, cell);
      const row = read(cells);
      const seen = row.ok
        ? { ...row.value }
        : Object.fromEntries(row.error.map(({ property, rule }) => [property, rule]));
      expect(seen, JSON.stringify(cell).slice(0, 80)).toEqual(bySchema(feed, columns, cells));
    }
  });

  test('of lists what is there, by the names of their rows', () => {
    const read = createRowReader(TaxRowV1);
    const row = read(columnsOf('tax').map(({ property, example }) => cellsOf('tax')[property] ?? example));
    if (!row.ok) throw new Error('rejected');
    expect(row.value.revenues).toStrictEqual({ salary: 5_200_000 });
    expect(row.value.deductions).toStrictEqual({
      socialInsurance: 780_000,
      lifeInsurance: 28_000,
      basic: 430_000,
    });
  });
});

describe('a fact', () => {
  test.each(RowFeed.options)('of %s is its own: rows that are read later leave it as it is', (feed) => {
    const rows = rowsIn(feed);
    const parse = createRowParser(nameOf({ feed }));
    const facts = rows.map((cells) => parse({ line: 1, cells }));
    const alone = rows.map((cells) => createRowParser(nameOf({ feed }))({ line: 1, cells }));
    expect(facts).toEqual(alone);
    expect(facts.every(({ ok }) => ok)).toBe(true);
  });
});
