import { describe, expect, test } from 'vitest';
import { readBack } from '../../../functions/pdf/read-back/read-back.ts';
import { BadPdf } from '../../../functions/pdf/read-back/read-fault.ts';
import { readProgram } from '../../../functions/pdf/read-back/read-program.ts';
import { outlineHash } from '../../../functions/pdf/witness/outline-hash.ts';
import {
  box,
  type ComposedGlyph,
  fileOf,
  fontParts,
  partsOf,
  programOf,
  programTables,
  type Tables,
} from './compose-file.ts';
import { GLYPHS, sound, testimonyOf } from './sample-composition.ts';

const glyphs = Object.values(GLYPHS);
const tables = (): Tables => programTables(glyphs);

const faultOf = (program: Uint8Array): string | undefined => {
  try {
    readProgram(program, 'object 1');
    return undefined;
  } catch (error) {
    if (error instanceof BadPdf) return error.fault.detail;
    throw error;
  }
};

/** The sound program with bytes of one table changed, under checksums that are right again. */
function withTable(
  tag: string,
  change: (table: Uint8Array, view: DataView) => Uint8Array | undefined,
): Uint8Array {
  const all = tables();
  const table = Uint8Array.from(all.get(tag) ?? []);
  all.set(tag, change(table, new DataView(table.buffer)) ?? table);
  return programOf(all);
}

const set16 =
  (at: number, value: number) =>
  (_: Uint8Array, view: DataView): undefined => {
    view.setUint16(at, value);
    return undefined;
  };

/** The sound program with one byte changed and nothing mended. */
function withByte(at: number, value: number): Uint8Array {
  const program = programOf(tables());
  program[at] = value;
  return program;
}

/** `.notdef` has the outline of 山, which has none then: the first glyphs are blank otherwise. */
const withFirstGlyph = (): Uint8Array =>
  withTable('loca', (_, view) => {
    view.setUint16(2, 18);
    view.setUint16(4, 18);
    return undefined;
  });

/** Two glyphs of 34 bytes, side by side. */
function withHalfWords(): Uint8Array {
  const outlines = [box(1, 2, 3, 4), box(5, 6, 7, 8)];
  const all = programTables(outlines);
  all.set('glyf', Uint8Array.from(outlines.flatMap(({ outline }) => [...outline])));
  all.set('loca', Uint8Array.of(0, 0, 0, 0, 0, 17, 0, 34));
  return programOf(all);
}

describe('an embedded font program', () => {
  test.each([
    ['with the short loca', programOf(tables())],
    ['with the long loca', programOf(programTables(glyphs, { longLoca: true }))],
    [
      'with its tables in another order',
      programOf(tables(), ['glyf', 'loca', 'maxp', 'hmtx', 'hhea', 'head']),
    ],
  ])('%s gives the outlines, advances and bearings of its glyphs', (_, program) => {
    const read = readProgram(program, 'object 1');
    expect(read.unitsPerEm).toBe(1000);
    expect(read.glyphs.slice(1)).toEqual(glyphs.map(testimonyOf));
    expect(read.glyphs[0]).toEqual({ low: 0, high: 0, advance: 1000, bearing: 0 });
  });

  test('gives bearings below 0', () => {
    const hanging: ComposedGlyph = { ...box(-100, 0, 50, 80), bearing: -100 };
    expect(readProgram(programOf(programTables([hanging])), 'object 1').glyphs[1]?.bearing).toBe(-100);
  });

  const glyf = tables().get('glyf') ?? new Uint8Array(0);
  /** Where the first drawn outline begins: before it are `.notdef` and the space, which are blank. */
  const first = 0;

  test.each([
    ['nothing', new Uint8Array(0)],
    ['half a directory', programOf(tables()).slice(0, 100)],
    ['another version', withByte(1, 0)],
    ['another number of tables', withByte(5, 7)],
    ['a directory out of order', withByte(12, 0x68)],
    [
      'a seventh table',
      programOf(new Map([...tables(), ['prep', Uint8Array.of(1, 2, 3, 4)]]), [
        'prep',
        'head',
        'hhea',
        'maxp',
        'hmtx',
        'loca',
        'glyf',
      ]),
    ],
    ['bytes behind its tables', Uint8Array.from([...programOf(tables()), 0, 0, 0, 0])],
    ['a table that lies elsewhere', withByte(12 + 16 + 11, 0xff)],
    ['a table with content in its padding', withByte(12 + 96 + 55, 7)],
    ['a table that is not what its checksum says', withByte(12 + 96 + 56 + 36 + 32, 0x11)],
    ['another checksum of a table', withByte(12 + 16 + 4, 0x11)],
    ['another checksum of the whole', withByte(12 + 96 + 9, 0x11)],
    ['another magic number', withTable('head', set16(12, 1))],
    ['units of no size', withTable('head', set16(18, 0))],
    ['another form of loca', withTable('head', set16(50, 2))],
    ['another form of glyphs', withTable('head', set16(52, 1))],
    ['a glyph more', withTable('maxp', set16(4, glyphs.length + 2))],
    ['an advance less', withTable('hhea', set16(34, glyphs.length))],
    ['too few metrics', withTable('hmtx', (table) => table.slice(0, -4))],
    ['a loca that is too short', withTable('loca', (table) => table.slice(0, -2))],
    ['a first glyph that draws', withFirstGlyph()],
    ['a first glyph that does not begin the outlines', withTable('loca', set16(0, 18))],
    ['a loca that goes back', withTable('loca', set16(6, 0xffff))],
    ['a loca that ends early', withTable('loca', set16(2 * (glyphs.length + 1), 18))],
    ['a glyph that begins between words', withHalfWords()],
    ['outlines that no glyph has', withTable('glyf', (table) => Uint8Array.from([...table, 0, 0, 0, 0]))],
    ['a composite', withTable('glyf', set16(first, 0xffff))],
    ['a glyph of no contours', withTable('glyf', set16(first, 0))],
    ['a glyph of more contours than it has room for', withTable('glyf', set16(first, 200))],
    ['instructions', withTable('glyf', set16(first + 12, 1))],
  ])('of %s is refused', (_, program) => {
    expect(faultOf(program)).toBeDefined();
  });

  test('without a glyph but .notdef is refused', () => {
    expect(faultOf(programOf(programTables([])))).toBeDefined();
  });

  test('gives another hash for every byte of an outline that is another, or is refused', () => {
    const right = readProgram(programOf(tables()), 'object 1').glyphs;
    for (let at = 0; at < glyf.length; at++) {
      const program = withTable('glyf', (table) => {
        table[at] = (table[at] ?? 0) ^ 0x10;
        return undefined;
      });
      if (faultOf(program) === undefined) expect(readProgram(program, 'object 1').glyphs).not.toEqual(right);
    }
  });
});

describe('an embedded font', () => {
  const fault = (
    texts: readonly string[],
    widths: string,
    drawnGlyphs: readonly ComposedGlyph[] = glyphs,
  ): string => {
    const font = fontParts('F1', texts, programOf(programTables(drawnGlyphs)), widths);
    const result = readBack(fileOf(partsOf({ ...sound, fonts: [font, ...sound.fonts.slice(1)] })));
    return result.ok ? 'none' : result.error.detail;
  };
  const texts = Object.keys(GLYPHS);
  const noWidth = 'a width that is not the advance of its glyph';

  test.each([
    ['as its advances are', '6 [500 500]', 'none'],
    ['in two groups side by side', '6 [500] 7 [500]', 'none'],
    ['with one that is the usual', '1 [1000] 6 [500 500]', 'none'],
    ['to a thousandth', '6 [500.0 500]', 'none'],
    ['of a code that has none', '6 [500]', noWidth],
    ['that are others', '6 [500 501]', noWidth],
    ['that are others by little', '6 [500 500.002]', noWidth],
    ['of the wrong code', '5 [500 500]', noWidth],
    ['of a code that draws nothing', '6 [500 500 1000]', 'the width of a code that draws nothing'],
    ['as a range', '6 7 500', 'widths of another form'],
    ['going back', '6 [500] 6 [500]', 'a number outside its bounds'],
  ])('has widths %s', (_, widths, expected) => {
    expect(fault(texts, widths)).toBe(expected);
  });

  test('whose widths are rounded passes', () => {
    const third = box(10, 0, 300, 500, 333);
    const font = fontParts(
      'F1',
      texts,
      programOf(programTables([...glyphs.slice(0, 5), third, third], { unitsPerEm: 1024 })),
      '1 [976.563 976.563 976.563 976.563 976.563 325.195 325.195]',
    );
    expect(readBack(fileOf(partsOf({ ...sound, fonts: [font, ...sound.fonts.slice(1)] }))).ok).toBe(true);
  });

  test('with a glyph that no text stands for is refused', () => {
    expect(fault(texts, '6 [500 500]', [...glyphs, box(1, 2, 3, 4)])).toMatch(/stands for no text/);
    expect(fault([...texts, '田'], '6 [500 500]')).toMatch(/stands for no text/);
  });

  test.each([
    ['two characters', '山川'],
    ['a selector alone', '\u{e0102}'],
    ['a control code', '\u0007'],
    ['a character and two selectors', '葛\u{e0102}\u{e0103}'],
  ])('with a code that stands for %s is refused', (_, text) => {
    expect(fault([text, ...texts.slice(1)], '6 [500 500]')).toMatch(
      /does not stand for one character|to no character/,
    );
  });
});

describe('the hash of an outline', () => {
  test('stays what it is: packs hold it', () => {
    expect(outlineHash(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7))).toMatchInlineSnapshot(`
      [
        1028412524,
        717417415,
      ]
    `);
    expect(outlineHash(new Uint8Array(0))).toEqual([0, 0]);
  });

  test('takes the part of the bytes that it is asked for', () => {
    const outline = Uint8Array.of(9, 8, 7, 6, 5, 4, 3, 2);
    const within = Uint8Array.of(1, 1, ...outline, 1);
    expect(outlineHash(within, 2, 10)).toEqual(outlineHash(outline));
  });

  test('tells zeros from fewer zeros, and places from each other', () => {
    const hashes = [4, 8, 12, 16].map((length) => outlineHash(new Uint8Array(length)).join());
    for (let at = 0; at < 16; at++) {
      const one = new Uint8Array(16);
      one[at] = 1;
      hashes.push(outlineHash(one).join());
    }
    expect(new Set(hashes).size).toBe(20);
  });
});
