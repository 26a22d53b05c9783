import csvSpectrum from 'csv-spectrum';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createSplitter,
  type RawRecord,
  type SplitProblem,
} from '../../../functions/linkage/split-records.ts';

type Read = { readonly records: readonly RawRecord[]; readonly problem?: SplitProblem | undefined };

/** All records of a text that comes in these pieces. */
function split(pieces: readonly string[], longest = 1_000_000): Read {
  const splitter = createSplitter(longest);
  const records: RawRecord[] = [];
  for (const [index, piece] of pieces.entries()) {
    const found = splitter.push(piece, index === pieces.length - 1);
    records.push(...found.records);
    if (found.unended !== undefined) records.push(found.unended);
    const problem = found.problem ?? found.openQuote;
    if (problem !== undefined) return { records, problem };
  }
  return { records };
}

const cellsOf = (text: string): (readonly string[])[] => split([text]).records.map(({ cells }) => cells);

const spectrum = await new Promise<readonly { name: string; csv: Buffer; json: Buffer }[]>(
  (resolve, reject) => csvSpectrum((error, found) => (error === null ? resolve(found) : reject(error))),
);

describe('the public cases of csv-spectrum', () => {
  test('are twelve', () => expect(spectrum).toHaveLength(12));

  test.each(spectrum)('$name is split as it says', ({ name, csv, json }) => {
    const [headings = [], ...rows] = cellsOf(csv.toString('utf8'));
    const objects = rows.map((row) => Object.fromEntries(headings.map((heading, i) => [heading, row[i]])));
    const expected: unknown = JSON.parse(json.toString('utf8'));
    // This case's JSON says another person than its CSV.
    if (name === 'location_coordinates')
      expect(objects[0]?.['Location Coordinates']).toMatch(/^37.36'37\.8"N/u);
    else expect(objects).toEqual([expected].flat());
  });
});

describe('a record', () => {
  test.each([
    ['empty cells', ',,\n', ['', '', '']],
    ['an empty line', '\n', ['']],
    ['blanks around values', ' a , b\t,　c　\n', [' a ', ' b\t', '　c　']],
    ['a CR in quotes', '"a\rb","c\r"\r\n', ['a\rb', 'c\r']],
    ['LF and CRLF in quotes', '"a\nb\r\nc"\n', ['a\nb\r\nc']],
    ['a CR in the middle of a value', 'a\rb,c\n', ['a\rb', 'c']],
    ['doubled quotes', '"""a"" ""","""",""\n', ['"a" "', '"', '']],
    ['a quote further on in a value', `5",3'4"\n`, ['5"', `3'4"`]],
    ['NUL', 'a\u0000b\n', ['a\u0000b']],
  ])('with %s keeps every character', (_, text, cells) => {
    expect(cellsOf(text)).toEqual([cells]);
    expect(split([text]).problem).toBeUndefined();
  });

  test('ends with LF or CRLF, each by itself', () => {
    expect(cellsOf('a\r\nb\nc\r\n"d"\n"e"\r\n')).toEqual([['a'], ['b'], ['c'], ['d'], ['e']]);
  });

  test('may be exactly as long as allowed', () => {
    expect(split(['12,4\n', '\n'], 4).problem).toBeUndefined();
    expect(split(['x\n12,45\n'], 4).problem).toEqual({ rule: 'record-too-long', line: 2 });
    expect(split(['x\n"12', '45'], 4).problem).toEqual({ rule: 'record-too-long', line: 2 });
  });

  test('of ten million characters takes time in proportion to its length', () => {
    const piece = '""x'.repeat(20_000);
    const pieces = ['"', ...Array.from({ length: 170 }, () => piece), '"\n'];
    const { records } = split(pieces, 14_000_000);
    expect(records[0]?.cells[0]).toHaveLength(170 * 40_000);
  });
});

test('any text gives the same records and the same problem in pieces of any size', () => {
  const text = fc
    .array(
      fc.constantFrom('"', '""', ',', '\n', '\r\n', '\r', ' ', 'a', '字', '𠮷', '葛󠄀', '#END', 'x,"y\nz"'),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(
      text,
      fc.array(fc.nat({ max: 40 }), { maxLength: 8 }),
      fc.integer({ min: 5, max: 60 }),
      (whole, cuts, longest) => {
        const places = [...cuts, whole.length].sort((a, b) => a - b);
        const pieces = places.map((end, i) => whole.slice(places[i - 1] ?? 0, end));
        expect(split(pieces, longest)).toEqual(split([whole], longest));
      },
    ),
    { seed: 20261123, numRuns: 5_000 },
  );
});

test('what is written as RFC 4180 has it comes back', () => {
  const cell = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\r', '\n', ',', '""', ' "x"'));
  const quoted = (value: string): string =>
    /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
      fc.constantFrom('\n', '\r\n'),
      (rows, eol) => {
        fc.pre(rows.every(([first]) => first !== '#END'));
        const text = rows.map((cells) => cells.map(quoted).join(',') + eol).join('');
        expect(cellsOf(text)).toEqual(rows);
      },
    ),
    { seed: 20261123, numRuns: 2_000 },
  );
});
