import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type InspectionEvent, inspectLinkFile } from '../../../functions/linkage/read-link-file.ts';
import { chunksOf, fileOf, nameOf, recordOf, utf16be, utf16le } from './sample-files.ts';

const NAMES = ['葛󠄀城', '𠮷野', 'が', '\u{e000}', '\u{10ffff}', 'a"b', '行,列', 'é', ''];

async function inspect(bytes: Uint8Array, chunk?: number): Promise<InspectionEvent[]> {
  const events: InspectionEvent[] = [];
  for await (const event of inspectLinkFile(nameOf(), chunksOf(bytes, chunk))) events.push(event);
  return events;
}
const cellsOf = (events: readonly InspectionEvent[]) =>
  events.flatMap((event) => (event.kind === 'records' ? event.records : []));
const problems = (events: readonly InspectionEvent[]) =>
  events.flatMap((event) => (event.kind === 'problem' ? [event.problem] : []));

const rows = Array.from({ length: 400 }, (_, i) =>
  recordOf('resident', { fullName: NAMES[i % NAMES.length] ?? '', remarks: i % 3 === 0 ? '上\r\n下' : '' }),
);
const ENCODINGS = [
  ['UTF-8', {}],
  ['UTF-8 with a BOM', { bom: true }],
  ['UTF-16 little-endian with a BOM', { bom: true, encode: utf16le }],
  ['UTF-16 big-endian with a BOM', { bom: true, encode: utf16be }],
] as const;

describe.each(ENCODINGS)('a file in %s', (_, wish) => {
  test.each(['\n', '\r\n'])('gives the same records as in any other (line end %j)', async (eol) => {
    const expected = cellsOf(await inspect(fileOf(nameOf(), rows, { eol })));
    const events = await inspect(fileOf(nameOf(), rows, { ...wish, eol }));
    expect(events.at(-1)).toMatchObject({ kind: 'verified', file: { rows: 400 } });
    expect(cellsOf(events)).toEqual(expected);
    expect(expected).toHaveLength(400);
  });

  test('gives the same events in chunks of any size', async () => {
    const bytes = fileOf(nameOf(), rows, wish);
    const whole = await inspect(bytes);
    for (const chunk of [1, 2, 3, 1_000, 65_535, 65_536, 65_537])
      expect(await inspect(bytes, chunk)).toEqual(whole);
  });

  test('that is damaged anywhere is never verified, and its problem does not depend on the chunks', async () => {
    const good = fileOf(nameOf(), rows.slice(0, 12), wish);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: good.byteLength - 1 }),
        fc.uint8Array({ maxLength: 3 }),
        fc.nat({ max: 3 }),
        fc.integer({ min: 1, max: 5_000 }),
        async (at, put, gone, chunk) => {
          const bytes = Buffer.concat([good.subarray(0, at), put, good.subarray(at + gone)]);
          const events = await inspect(bytes);
          expect(await inspect(bytes, chunk)).toEqual(events);
          const isVerified = events.at(-1)?.kind === 'verified';
          expect(isVerified).toBe(problems(events).length === 0);
          if (isVerified) expect(sameButTrailer(bytes, good)).toBe(true);
        },
      ),
      { seed: 20261123, numRuns: 300 },
    );
  });

  test('that ends within a character is refused with the line', async () => {
    const text = fileOf(nameOf(), [rows[0] ?? '', '字'], wish);
    const cut = text.subarray(
      0,
      text.lastIndexOf((wish as { encode?: typeof utf16le }).encode?.('字') ?? '字') + 1,
    );
    expect(problems(await inspect(cut))).toEqual([{ rule: 'encoding', line: 5 }]);
  });
});

/** Of the trailer, the case of the sum's digits and the line ends after it may differ. */
function sameButTrailer(bytes: Buffer, good: Buffer): boolean {
  const plain = (some: Buffer): string =>
    some
      .toString('latin1')
      .toLowerCase()
      .replace(/[\r\n\0]+$/, '');
  return plain(bytes) === plain(good);
}

describe('bytes that are no text', () => {
  const good = fileOf(nameOf(), rows.slice(0, 3)).toString('latin1');
  // The third row begins on line 6: the first one has a line end in it.
  const at = good.lastIndexOf('\n1,') + 30;

  test.each([
    ['a stray continuation byte', [0x80]],
    ['a byte that no character has', [0xff]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an overlong NUL', [0xc0, 0x80]],
    ['an overlong character of three bytes', [0xe0, 0x80, 0xaf]],
    ['an overlong character of four bytes', [0xf0, 0x80, 0x80, 0xaf]],
    ['a surrogate as UTF-8', [0xed, 0xa0, 0x80]],
    ['a pair of surrogates as UTF-8', [0xed, 0xa0, 0x81, 0xed, 0xb0, 0x80]],
    ['a code beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['half a character', [0xe5, 0xad]],
  ])('refuse a UTF-8 file with their line: %s', async (_, bytes) => {
    const put = Buffer.from(bytes).toString('latin1');
    const file = Buffer.from(`${good.slice(0, at)}${put}${good.slice(at)}`, 'latin1');
    for (const chunk of [1, 7, file.byteLength])
      expect(problems(await inspect(file, chunk))).toEqual([{ rule: 'encoding', line: 6 }]);
  });

  test.each([
    ['a high surrogate alone', '\ud842x'],
    ['a low surrogate alone', '\udfb7'],
    ['a pair the wrong way round', '\udfb7\ud842'],
    ['a high surrogate before a line end', '\ud842'],
  ])('refuse a UTF-16 file with their line: %s', async (_, text) => {
    for (const encode of [utf16le, utf16be]) {
      const record = `${rows[1]}${text}`;
      const file = fileOf(nameOf(), [rows[0] ?? '', record, rows[1] ?? ''], { bom: true, encode });
      for (const chunk of [1, 7, file.byteLength])
        expect(problems(await inspect(file, chunk))).toEqual([{ rule: 'encoding', line: 5 }]);
    }
  });

  test('are found within a line of many blocks, too', async () => {
    const long = `1,"${'字'.repeat(60_000)}`;
    for (const [encode, bad] of [
      [(text: string) => Buffer.from(text), Buffer.from([0xff])],
      [utf16le, utf16le('\ud842')],
    ] as const) {
      const whole = fileOf(nameOf(), [rows[1] ?? '', `${long}\n字"`], { bom: true, encode });
      const place = whole.lastIndexOf(encode('字"'));
      const file = Buffer.concat([whole.subarray(0, place), bad, whole.subarray(place)]);
      expect(problems(await inspect(file))).toEqual([{ rule: 'encoding', line: 5 }]);
    }
  });
});

test.each(ENCODINGS)(
  'a character may lie across the end of a block, in any encoding: %s',
  async (_, wish) => {
    for (const shift of [0, 1, 2, 3]) {
      const name = '𠮷'.repeat(40_000);
      const bytes = fileOf(
        nameOf(),
        [recordOf('resident', { fullName: `${'x'.repeat(shift)}${name}` })],
        wish,
      );
      const [record] = cellsOf(await inspect(bytes));
      expect(record?.cells.join(',')).toContain(name);
    }
  },
);

describe('a file in another encoding is refused by the name of what it is', () => {
  const utf32 = (order: 'le' | 'be') => (text: string) => {
    const bytes = Buffer.alloc([...text].length * 4);
    for (const [i, character] of [...text].entries()) {
      const code = character.codePointAt(0) ?? 0;
      if (order === 'le') bytes.writeUInt32LE(code, i * 4);
      else bytes.writeUInt32BE(code, i * 4);
    }
    return bytes;
  };

  test.each([
    ['UTF-16 little-endian without a BOM', { encode: utf16le }, 'utf-16-unmarked'],
    ['UTF-16 big-endian without a BOM', { encode: utf16be }, 'utf-16-unmarked'],
    ['UTF-32 little-endian', { encode: utf32('le') }, 'utf-32'],
    ['UTF-32 little-endian with a BOM', { bom: true, encode: utf32('le') }, 'utf-32'],
    ['UTF-32 big-endian', { encode: utf32('be') }, 'utf-32'],
    ['UTF-32 big-endian with a BOM', { bom: true, encode: utf32('be') }, 'utf-32'],
  ] as const)('%s', async (_, wish, rule) => {
    expect(problems(await inspect(fileOf(nameOf(), rows, wish), 3))).toEqual([{ rule, line: 1 }]);
  });

  test.each([
    ['Shift_JIS', [0x98, 0x41, 0x8c, 0x67, 0x90, 0xa2, 0x91, 0xe3]],
    ['EUC-JP', [0xcf, 0xa2, 0xb7, 0xc8, 0xc0, 0xa4, 0xc2, 0xe5]],
  ])('%s', async (_, heading) => {
    const [header = ''] = fileOf(nameOf(), []).toString().split('\n');
    const file = Buffer.concat([Buffer.from(`${header}\r\n`), Buffer.from(heading), Buffer.from(',')]);
    expect(problems(await inspect(file))).toEqual([{ rule: 'not-unicode', line: 2 }]);
  });
});
