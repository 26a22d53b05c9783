import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RowFileName } from '../../../functions/linkage/layouts/envelope.ts';
import { columnsOf } from '../../../functions/linkage/layouts/feeds.ts';
import { type FileProblem, type RawRecord, readLinkFile } from '../../../functions/linkage/read-link-file.ts';
import { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { chunksOf, fileOf, nameOf, recordOf } from './sample-files.ts';

async function read(bytes: Uint8Array, name: RowFileName = nameOf(), chunk?: number) {
  const records: RawRecord[] = [];
  let end: FileProblem | { rows: number } | undefined;
  for await (const event of readLinkFile(name, chunksOf(bytes, chunk))) {
    expect(end).toBeUndefined();
    if (event.kind === 'records') records.push(...event.records);
    else end = event.kind === 'refused' ? event.problem : { rows: event.file.rows };
  }
  return { records, end };
}

const row = recordOf('resident');
const remarks = columnsOf('resident').findIndex(({ property }) => property === 'remarks');
const multiline = recordOf('resident', { remarks: '1 行目\r\n2 行目, "続き"\n3 行目' });

describe('a good link file', () => {
  test.each([
    ['LF', { eol: '\n' }],
    ['CRLF', { eol: '\r\n' }],
    ['a BOM', { bom: true }],
    ['a BOM and CRLF', { bom: true, eol: '\r\n' }],
    ['empty lines after the trailer', { after: '\r\n\n' }],
  ])('passes with %s, each record with the line on which it begins', async (_, wish) => {
    const { records, end } = await read(fileOf(nameOf(), [row, multiline, row], wish));
    expect(end).toEqual({ rows: 3 });
    expect(records.map(({ line }) => line)).toEqual([3, 4, 7]);
    expect(records[1]?.cells[remarks]).toBe('1 行目\r\n2 行目, "続き"\n3 行目');
    expect(records[0]?.cells[remarks]).toBe('');
  });

  test('without rows says "nothing changed"', async () => {
    expect(await read(fileOf(nameOf(), []))).toEqual({ records: [], end: { rows: 0 } });
  });

  test('reads the same in chunks of any size', async () => {
    const names = ['葛󠄀城', '𠮷野', 'が', '\u{e000}', 'a"b', '行,列'];
    const records = Array.from({ length: 40 }, (_, i) =>
      recordOf('resident', {
        fullName: names[i % names.length] ?? '',
        remarks: i % 3 === 0 ? '上\r\n下' : '',
      }),
    );
    for (const eol of ['\n', '\r\n']) {
      const bytes = fileOf(nameOf(), records, { eol, bom: true });
      const whole = await read(bytes);
      expect(whole.end).toEqual({ rows: 40 });
      for (const size of [1, 2, 3, 7, 1000, 65_536]) expect(await read(bytes, nameOf(), size)).toEqual(whole);
    }
  });

  test.each(['\n', '\r\n'])('reads the same wherever a block ends (line end %j)', async (eol) => {
    for (let shift = 0; shift < 700; shift += 7) {
      const records = Array.from({ length: 330 }, (_, i) =>
        recordOf('resident', {
          fullName: `葛󠄀"${'字'.repeat(i === 0 ? shift : i % 5)}`,
          remarks: '上 ""\r\n下',
        }),
      );
      const { records: found, end } = await read(fileOf(nameOf(), records, { eol }), nameOf(), 5000);
      expect(end).toEqual({ rows: 330 });
      expect(found.every(({ cells }) => cells[remarks] === '上 ""\r\n下')).toBe(true);
      expect(found.at(-1)?.line).toBe(3 + 329 * 2);
    }
  });
});

describe('a file with a fault is refused as a whole', () => {
  const good = fileOf(nameOf(), [row, row]);
  const problem = async (bytes: Uint8Array, name = nameOf()) => (await read(bytes, name)).end;

  test('when it is cut off, wherever', async () => {
    for (let length = 0; length < good.byteLength - 1; length += 1) {
      const end = await problem(good.subarray(0, length));
      expect(end).toHaveProperty('rule');
    }
    expect(await problem(good.subarray(0, good.byteLength - 20))).toEqual({ rule: 'trailer', line: 5 });
  });

  test.each([
    ['the sum is wrong', fileOf(nameOf(), [row], { sum: 'a'.repeat(64) }), { rule: 'checksum', line: 4 }],
    ['the count is wrong', fileOf(nameOf(), [row], { count: 2 }), { rule: 'row-count', line: 4 }],
    ['there is an empty line', fileOf(nameOf(), [row, ''], { count: 1 }), { rule: 'row-count', line: 5 }],
    ['nothing is in it', Buffer.from(''), { rule: 'trailer', line: 1 }],
    [
      'a quote stays open',
      fileOf(nameOf(), [row, `"${row}`]),
      { rule: 'quotes', line: 4, column: '連携世代' },
    ],
    [
      'text follows a closing quote',
      fileOf(nameOf(), [row, `"1"x,${row.slice(2)}`]),
      { rule: 'quotes', line: 4, column: '連携世代' },
    ],
    [
      'a quote within a quoted cell is not doubled',
      fileOf(nameOf(), [row, `"1"x",${row.slice(2)}`, row]),
      { rule: 'quotes', line: 4, column: '連携世代' },
    ],
    [
      'blanks stand before a quote',
      fileOf(nameOf(), [row, `1, "2",${row.slice(4)}`]),
      { rule: 'quotes', line: 4, column: '連携番号' },
    ],
    [
      'blanks stand after a quote',
      fileOf(nameOf(), [row, `1,"2" ,${row.slice(4)}`]),
      { rule: 'quotes', line: 4, column: '連携番号' },
    ],
    ['its line ends are CR', fileOf(nameOf(), [row, row], { eol: '\r' }), { rule: 'line-ends', line: 1 }],
    [
      'text follows the trailer',
      fileOf(nameOf(), [row], { after: '\n\r\n \n' }),
      { rule: 'after-trailer', line: 7 },
    ],
    ['another file follows the trailer', Buffer.concat([good, good]), { rule: 'after-trailer', line: 6 }],
    [
      'an end-of-file mark of DOS follows the trailer',
      fileOf(nameOf(), [row], { after: '\u001a' }),
      { rule: 'after-trailer', line: 5 },
    ],
    [
      'the trailer is more than count and sum',
      fileOf(nameOf(), [row], { sum: `${'a'.repeat(64)},x` }),
      { rule: 'trailer', line: 4 },
    ],
    ['the trailer is missing', good.subarray(0, good.indexOf('#END')), { rule: 'trailer', line: 5 }],
    ['it ends within quotes', good.subarray(0, good.indexOf('#END') - 1), { rule: 'trailer', line: 4 }],
    [
      'the last quote stays open',
      fileOf(nameOf(), [row, recordOf('resident', { remarks: '上\n下' }).replace(/"([^"]*)$/, '$1')]),
      { rule: 'quotes', line: 4, column: '備考' },
    ],
    [
      'the header is missing',
      fileOf(nameOf(), [row], { header: { 0: '#OTHER' } }),
      { rule: 'header', line: 1 },
    ],
    [
      'the layout version is unknown',
      fileOf(nameOf(), [row], { header: { 1: '2' } }),
      { rule: 'layout-version', line: 1, column: 'レイアウト版' },
    ],
    [
      'the header names another city',
      fileOf(nameOf(), [row], { header: { 2: '012301' } }),
      { rule: 'header-mismatch', line: 1, column: '団体コード' },
    ],
    [
      'the header names another feed',
      fileOf(nameOf(), [row], { header: { 3: 'serial' } }),
      { rule: 'header-mismatch', line: 1, column: 'フィード' },
    ],
    [
      'the header names another number',
      fileOf(nameOf(), [row], { header: { 6: '43' } }),
      { rule: 'header-mismatch', line: 1, column: 'ファイル番号' },
    ],
    [
      'the time has no offset',
      fileOf(nameOf(), [row], { header: { 7: '2026-11-23T09:15:00' } }),
      { rule: 'header', line: 1, column: '作成日時' },
    ],
    [
      'a heading is missing',
      fileOf(nameOf(), [row], { headings: ['連携世代', '宛名番号'] }),
      { rule: 'columns', line: 2, column: '連携番号' },
    ],
  ])('when %s', async (_, bytes, expected) => {
    expect(await problem(bytes)).toEqual(expected);
    expect((await read(bytes, nameOf(), 1)).end).toEqual(expected);
  });

  test('when its content belongs to another file name', async () => {
    const elsewhere = nameOf({ municipality: MunicipalityCode.parse('012301') });
    expect(await problem(good, elsewhere)).toMatchObject({ rule: 'header-mismatch', column: '団体コード' });
  });

  test.each([1, 3, 65_536])('when a byte is no UTF-8, with its line (chunks of %i)', async (chunk) => {
    const name = nameOf();
    const text = fileOf(name, [row, multiline, row]).toString('latin1');
    const at = text.lastIndexOf('\n1,') + 30;
    const bytes = Buffer.from(`${text.slice(0, at)}\u00ff${text.slice(at)}`, 'latin1');
    expect((await read(bytes, name, chunk)).end).toEqual({ rule: 'encoding', line: 7 });
  });

  test('when one record is longer than a record can be', async () => {
    const bytes = fileOf(nameOf(), [row, `1,2,"${'x'.repeat(1_200_000)}`]);
    expect(await problem(bytes)).toEqual({ rule: 'record-too-long', line: 4 });
  });

  test('a value as long as its column may hold passes, a longer record does not', async () => {
    const name = nameOf({ feed: 'seal' });
    const impression = columnsOf('seal').find(({ property }) => property === 'impression');
    const longest = impression?.maximumLength ?? 0;
    expect(longest).toBeGreaterThan(10 * 1024 * 1024);
    const rows = (length: number) => [recordOf('seal', { impression: 'A'.repeat(length) }), recordOf('seal')];
    const { records, end } = await read(fileOf(name, rows(longest)), name);
    expect(end).toEqual({ rows: 2 });
    expect(records[0]?.cells.at(-1)).toHaveLength(longest);
    const tooLong = await read(fileOf(name, rows(longest + 1_048_576)), name);
    expect(tooLong.end).toEqual({ rule: 'record-too-long', line: 3 });
  });

  test('when one record has more cells than any layout', async () => {
    const bytes = fileOf(nameOf(), [row, ','.repeat(1_000), row]);
    expect(await problem(bytes)).toEqual({ rule: 'record-too-long', line: 4 });
    expect(await problem(fileOf(nameOf(), [row, ','.repeat(999), row]))).toEqual({ rows: 3 });
  });

  test('whatever single byte is changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: good.byteLength - 2 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, xor) => {
          const bytes = Buffer.from(good);
          bytes[at] = (bytes[at] ?? 0) ^ xor;
          const end = await problem(bytes);
          // Only the letter case of the sum's own digits may differ.
          if (bytes.toString('latin1').toLowerCase() !== good.toString('latin1').toLowerCase()) {
            expect(end).toHaveProperty('rule');
          }
        },
      ),
      { seed: 20261123, numRuns: 400 },
    );
  });
});

test('memory does not grow with the file', async () => {
  const line = Buffer.from(`${row}\n`);
  const rows = 60_000;
  const head = fileOf(nameOf(), []).toString().split('\n').slice(0, 2).join('\n');
  const hash = createHash('sha256').update(`${head}\n`);
  for (let i = 0; i < rows; i += 1) hash.update(line);
  const trailer = `#END,${rows},${hash.digest('hex')}\n`;
  async function* generate() {
    yield Buffer.from(`${head}\n`);
    const block = Buffer.concat(Array.from({ length: 100 }, () => line));
    for (let i = 0; i < rows; i += 100) yield block;
    yield Buffer.from(trailer);
  }
  let largest = 0;
  let total = 0;
  for await (const event of readLinkFile(nameOf(), generate())) {
    if (event.kind === 'refused') throw new Error(event.problem.rule);
    if (event.kind !== 'records') continue;
    largest = Math.max(largest, event.records.length);
    total += event.records.length;
  }
  expect(total).toBe(rows);
  expect(largest).toBeLessThan(1000);
});
