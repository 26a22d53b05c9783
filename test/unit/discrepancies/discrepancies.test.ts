import { describe, expect, test } from 'vitest';
import { decode } from '../../../functions/discrepancies/decode.ts';
import { DEFAULT_LAYOUT } from '../../../functions/discrepancies/default-layout.ts';
import { readList } from '../../../functions/discrepancies/read-list.ts';
import { detailsView, rowView } from '../../../functions/history/views.ts';
import { sha256Hex } from '../../../functions/shared/canonical.ts';
import { RequestId } from '../../../functions/shared/ids.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import { CITY, caseWorld, HOUR, REQUEST, RESPONDED, SHA } from '../cases/case-world.ts';

const OTHER = RequestId.parse('request-000000000002');
const HEAD = Object.values(DEFAULT_LAYOUT.columns);
const UTF8 = { ...DEFAULT_LAYOUT, encoding: 'utf-8' as const };

type Cells = Partial<Record<keyof typeof DEFAULT_LAYOUT.columns, string>>;
const row = (cells: Cells = {}): string => {
  const all: Record<string, string> = {
    municipality: '012050',
    requestId: REQUEST,
    type: '住民票の写し',
    outcome: '交付済',
    receivedAt: '2026/11/23 09:15:00',
    copies: '1',
    feeJpy: '300',
    storeCode: 'STORE-001',
    storeName: '見本ストア',
    terminal: 'T-01',
    ...cells,
  };
  return Object.keys(DEFAULT_LAYOUT.columns)
    .map((name) => all[name])
    .join(',');
};
const textOf = (...rows: readonly string[]): string => [HEAD.join(','), ...rows, ''].join('\r\n');
const file = (...rows: readonly string[]): Uint8Array => Buffer.from(textOf(...rows));

/** A city that has set UTF-8, since nothing in Node writes CP932. */
function world() {
  const made = caseWorld();
  made.rows.push({
    kind: 'discrepancy-layout',
    scope: 'city',
    value: UTF8,
    id: 'row-1',
    municipality: CITY,
    validFrom: instantOf(0),
  });
  const send = (who: string, step: string, bytes: Uint8Array) =>
    made.as(who)('POST', `/api/discrepancies/${step}`, bytes);
  return {
    ...made,
    send,
    apply: async (bytes: Uint8Array) => {
      await send('one', 'propose', bytes);
      return send('two', 'commit', bytes);
    },
  };
}

const SEEN = { now: instantOf(RESPONDED), resultWaitMs: HOUR, names: new Map() };

describe('不整合リストの取り込み (仕様書 3(3)キ; domain scenario 24)', () => {
  test('修正: the record keeps its own word, the correction stands beside it, and everything goes by it', async () => {
    const city = world();
    city.put({ state: 'cancelled', finishedAt: RESPONDED + 60_000 });
    city.later(HOUR);
    const before = await city.record();
    const bytes = file(row({ copies: '2' }));
    const check = await city.send('one', 'check', bytes);
    expect(check.body).toMatchObject({
      layout: 'city',
      counts: { add: 0, correct: 1, same: 0, unknown: 0 },
      rows: [{ line: 2, class: 'correct', recorded: 'cancelled' }],
      proposal: null,
    });
    expect(await city.record()).toEqual(before);
    expect((await city.apply(bytes)).status).toBe(200);
    const { corrections, ...own } = (await city.record()) ?? {};
    expect(own).toEqual(before);
    expect(corrections).toMatchObject([
      { outcome: 'printed', copies: 2, proposedBy: 'one', committedBy: 'two' },
    ]);
    const record = await city.record();
    if (record === undefined) throw new Error('no record');
    expect(rowView(record, SEEN)).toMatchObject({
      state: 'printed',
      copies: 2,
      feeJpy: 300,
      isCorrected: true,
    });
    expect(detailsView(record, SEEN, false)).toMatchObject({
      state: 'printed',
      original: { state: 'cancelled', copies: 1 },
      corrections: [{ outcome: 'printed', line: 2, fileSha256: sha256Hex(bytes) }],
      timeline: [{ state: 'requested' }, { state: 'responded' }, { state: 'cancelled' }],
    });
  });

  test('a file that comes again changes nothing', async () => {
    const city = world();
    city.put({ state: 'cancelled' });
    city.later(HOUR);
    const bytes = file(row(), row({ requestId: OTHER }));
    await city.apply(bytes);
    const [before, events] = [structuredClone([...city.table.items]), city.actions().length];
    const again = await city.send('two', 'commit', bytes);
    expect(again.body.counts).toEqual({ add: 0, correct: 0, same: 2, unknown: 0 });
    const changed = [...city.table.items].filter(([key]) => !key.startsWith('E#'));
    expect(changed).toEqual(before.filter(([key]) => !key.startsWith('E#')));
    expect(city.actions().length).toBe(events + 1);
  });

  test('追加: a request that nobody here knows gets a record without bytes, and a case', async () => {
    const city = world();
    city.later(HOUR);
    await city.apply(file(row({ requestId: OTHER })));
    const record = await city.record(OTHER);
    expect(record).toMatchObject({ origin: 'bos', state: 'printed', copies: 1, feeJpy: 300, subjects: [] });
    expect(record?.drawing).toBeUndefined();
    expect(record?.applicant).toBeUndefined();
    expect(await city.list()).toEqual([expect.stringMatching(`^${OTHER}\\.discrepancy\\.`)]);
    if (record === undefined) throw new Error('no record');
    expect(rowView(record, SEEN)).toMatchObject({ origin: 'bos', state: 'printed', applicant: null });
  });

  test('一致 and 不明: what agrees is left alone, what cannot be judged is a case and changes nothing', async () => {
    const city = world();
    city.put({ state: 'printed' });
    city.later(HOUR);
    const rows = [
      row(),
      row(),
      row({ requestId: OTHER, storeCode: '' }),
      row({ requestId: 'request-000000000003', outcome: '取消' }),
      row({ requestId: 'request-000000000003' }),
    ];
    const { body } = await city.apply(file(...rows));
    expect(body.rows.map((one: { reason: string }) => one.reason)).toEqual([
      'says-the-same',
      'repeats-a-row',
      'not-enough-to-add',
      'rows-contradict',
      'rows-contradict',
    ]);
    expect((await city.record())?.corrections).toBeUndefined();
    expect(await city.record(OTHER)).toBeUndefined();
    expect(await city.list()).toHaveLength(2);
    city.put({ state: 'printed', type: 'tax-and-income' });
    const other = await city.send('one', 'check', file(row()));
    expect(other.body.rows).toMatchObject([{ class: 'unknown', reason: 'another-type' }]);
  });

  test('an unknown end is closed by the row, with the row as its evidence', async () => {
    const city = world();
    city.put();
    city.later(HOUR + 1);
    expect(await city.list()).toEqual([`${REQUEST}.unknown-end`]);
    const bytes = file(row());
    await city.apply(bytes);
    expect(await city.list()).toEqual([]);
    const { body } = await city.as('one')('GET', `/api/cases/${REQUEST}.unknown-end`);
    const evidence = { reason: 'bos-row', pdfSha256: SHA, fileSha256: sha256Hex(bytes), closedBy: 'two' };
    expect(body.closing).toMatchObject(evidence);
    // The kiosk's own word may follow a correction, and may not speak against it.
    expect(await city.result('cancelled')).toMatchObject({ ok: false });
    expect(await city.list()).toEqual([`${REQUEST}.contradiction.cancelled`]);
    expect(await city.result('printed')).toMatchObject({ ok: true, value: { state: 'printed' } });
  });

  test('that a refused request was printed is corrected, and a case: those are no bytes of ours', async () => {
    const city = world();
    city.put({ state: 'refused', drawing: undefined, respondedAt: undefined });
    city.later(HOUR);
    await city.apply(file(row()));
    expect((await city.record())?.corrections).toMatchObject([{ outcome: 'printed' }]);
    expect(await city.list()).toEqual([expect.stringMatching(/\.discrepancy\./)]);
  });

  test('needs two people, who have the same bytes in hand', async () => {
    const city = world();
    city.put({ state: 'cancelled' });
    city.later(HOUR);
    const bytes = file(row());
    expect((await city.send('two', 'commit', bytes)).body.code).toBe('STF-1412');
    await city.send('one', 'propose', bytes);
    expect((await city.send('one', 'commit', bytes)).body.code).toBe('STF-1413');
    expect((await city.send('two', 'commit', file(row({ feeJpy: '200' })))).body.code).toBe('STF-1412');
    city.rows[0] = { ...city.rows[0], value: { ...UTF8, municipalityDigits: 5 } } as never;
    expect((await city.send('two', 'commit', bytes)).body.problems).toMatchObject([{ rule: 'other-city' }]);
    expect((await city.record())?.corrections).toBeUndefined();
  });
});

describe('a file that is not taken, and of which no row is', () => {
  const problems = (bytes: Uint8Array, layout = UTF8 as typeof DEFAULT_LAYOUT) => {
    const read = readList(bytes, layout, CITY);
    return read.ok ? [] : read.error;
  };
  const columns = DEFAULT_LAYOUT.columns;

  test.each<[string, Uint8Array, object]>([
    [
      'of another city',
      file(row(), row({ municipality: '012301' })),
      { line: 3, column: columns.municipality, rule: 'other-city' },
    ],
    ['cut off within a row', file(row()).subarray(0, -4), { line: 2, rule: 'cut-off' }],
    ['cut off within a character', Buffer.from(textOf(row())).subarray(0, 4), { line: 1, rule: 'encoding' }],
    ['with too few cells', file('012050,x'), { line: 2, rule: 'cells' }],
    ['with an open quote', file(row(), '"012050'), { line: 3, rule: 'quotes' }],
    [
      'without a column',
      Buffer.from(textOf(row()).replace('部数', '数')),
      { line: 1, column: '部数', rule: 'column-missing' },
    ],
    [
      'with a column twice',
      Buffer.from(`${[...HEAD, '部数'].join(',')}\r\n`),
      { line: 1, column: '部数', rule: 'column-twice' },
    ],
    [
      'with an unknown word',
      file(row({ outcome: '不明' })),
      { line: 2, column: columns.outcome, rule: 'word-unknown' },
    ],
    [
      'with a day that is none',
      file(row({ receivedAt: '2026/02/30 09:00:00' })),
      { line: 2, column: columns.receivedAt, rule: 'value' },
    ],
    [
      'with an id that is none',
      file(row({ requestId: 'x y' })),
      { line: 2, column: columns.requestId, rule: 'value' },
    ],
    ['without a heading', new Uint8Array(), { line: 1, rule: 'empty' }],
    [
      'in another encoding than set',
      Buffer.concat([Buffer.from([0xff, 0xfe]), file(row())]),
      { line: 1, rule: 'other-encoding-mark' },
    ],
    [
      'with bytes that are no text',
      Buffer.concat([file(row()), Buffer.from([0x83, 0x41, 0x0a])]),
      { line: 3, rule: 'encoding' },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(problems(bytes)[0]).toMatchObject(expected);
  });

  test('reads UTF-8 and UTF-16 with their marks, and CP932 with its own characters', () => {
    const text = textOf(row({ storeName: '髙島②' }));
    expect(decode(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(text)]), 'utf-8')).toEqual({
      ok: true,
      value: text,
    });
    const wide = Buffer.from(text, 'utf16le');
    expect(decode(Buffer.concat([Buffer.from([0xff, 0xfe]), wide]), 'utf-16le')).toEqual({
      ok: true,
      value: text,
    });
    expect(decode(Buffer.from(wide).swap16(), 'utf-16be')).toEqual({ ok: true, value: text });
    // 髙 and ② are in CP932 and not in Shift_JIS as JIS has it.
    expect(decode(Buffer.from([0xfb, 0xfc, 0x87, 0x41]), 'cp932')).toEqual({ ok: true, value: '髙②' });
    expect(decode(Buffer.from([0x41, 0x0a, 0x81]), 'cp932')).toEqual({
      ok: false,
      error: { rule: 'encoding', line: 2 },
    });
  });

  test('a list that ends with its number of rows is held to it', () => {
    const counted = { ...UTF8, trailerMark: 'END' };
    const end = (count: number) => `END,${count}`;
    expect(problems(file(row(), end(1)), counted)).toEqual([]);
    expect(problems(file(row(), end(2)), counted)).toEqual([{ line: 3, rule: 'trailer' }]);
    expect(problems(file(row()), counted)).toEqual([{ line: 2, rule: 'trailer' }]);
  });

  test('a quoted cell may hold the separator and a line end; lines are counted as they stand in the file', () => {
    const [first, bad] = [row({ storeName: '"見本,\r\n一号店"' }), row({ requestId: OTHER, copies: '0' })];
    expect(problems(file(first, bad))).toEqual([{ line: 4, column: columns.copies, rule: 'value' }]);
  });
});
