import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { describeKey, type GlyphKey, keyOf, sourceFromBytes } from '../../../functions/pdf/index.ts';
import { buildPack } from '../../../functions/pdf/pack/build-pack.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { type BuiltGlyph, buildFont, type FontPlan, fontFile, fontTables } from './font-builder.ts';
import { readPack } from './pack-reader.ts';
import { outlinePoints, readOf, readSfnt } from './sfnt.ts';

const boxes: readonly BuiltGlyph[] = [
  { kind: 'empty', advance: 1000 },
  { kind: 'box', advance: 1000, box: [100, 0, 900, 800] },
  { kind: 'box', advance: 1000, box: [50, -100, 450, 700] },
  { kind: 'box', advance: 1000, box: [10, 10, 20, 20] },
];
const plan: FontPlan = {
  glyphs: boxes,
  map: new Map([
    [0xe000, 1],
    [0xe001, 2],
    [0xe002, 3],
  ]),
  formats: [4],
};

const build = (font: Uint8Array) =>
  buildPack(sourceFromBytes(font), { sha256: createHash('sha256').update(font).digest('hex') });
const packOf = (font: Uint8Array) => readPack(unwrap(build(font)));
const faultOf = (font: Uint8Array) => {
  const built = build(font);
  return built.ok ? undefined : built.error;
};
const namesOf = (font: Uint8Array): string[] => packOf(font).keys.map((key) => describeKey(key as GlyphKey));
const all = ['U+E000', 'U+E001', 'U+E002'];

type Tables = Map<string, Uint8Array>;
/** The planned font after a change of its tables. */
function changed(change: (tables: Tables) => void, from: FontPlan = plan): Uint8Array {
  const tables = fontTables(from);
  change(tables);
  return fontFile(tables);
}
const table = (tables: Tables, tag: string): Buffer => Buffer.from(tables.get(tag) ?? []);
function edit(
  tag: string,
  change: (bytes: Buffer) => Uint8Array | undefined,
  from: FontPlan = plan,
): Uint8Array {
  return changed((tables) => {
    const bytes = table(tables, tag);
    tables.set(tag, change(bytes) ?? bytes);
  }, from);
}

const u16 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value & 0xffff, index * 2);
  return bytes;
};

/** A `cmap` of subtables that are handed in. */
function cmapOf(...subtables: readonly { platform: number; encoding: number; bytes: Buffer }[]): Buffer {
  let at = 4 + subtables.length * 8;
  const records = subtables.map(({ platform, encoding, bytes }) => {
    const record = u16(platform, encoding, at >>> 16, at);
    at += bytes.length;
    return record;
  });
  return Buffer.concat([u16(0, subtables.length), ...records, ...subtables.map(({ bytes }) => bytes)]);
}

/** Format 4 with one segment that lists its glyphs, as Windows' editor of characters writes it. */
const listed = (start: number, glyphs: readonly number[], length?: number): Buffer => {
  const end = start + glyphs.length - 1;
  const body = u16(4, 4, 1, 0, end, 0xffff, 0, start, 0xffff, 0, 1, 4, 0xffff, ...glyphs);
  return Buffer.concat([u16(4, length ?? body.length + 6, 0), body]);
};
const format0 = Buffer.concat([u16(0, 262, 0), Buffer.alloc(256)]);

describe('a font as Windows writes it is taken as it comes', () => {
  test.each<[string, Uint8Array]>([
    [
      'three subtables of format 4 and 0, of which the Unicode one counts',
      edit('cmap', () =>
        cmapOf(
          { platform: 1, encoding: 0, bytes: format0 },
          { platform: 3, encoding: 0, bytes: listed(0xf000, [3, 3, 3]) },
          { platform: 3, encoding: 1, bytes: listed(0xe000, [1, 2, 3]) },
        ),
      ),
    ],
    [
      'a map of symbols alone, by the private-use codes that it names',
      edit('cmap', () =>
        cmapOf(
          { platform: 1, encoding: 0, bytes: format0 },
          { platform: 3, encoding: 0, bytes: listed(0xdffe, [1, 2, 1, 2, 3]) },
        ),
      ),
    ],
    [
      'a length in its map that wraps or is 0',
      edit('cmap', () => cmapOf({ platform: 3, encoding: 1, bytes: listed(0xe000, [1, 2, 3], 0) })),
    ],
    [
      'bitmap tables, a broken OS/2 and tables that nobody knows',
      changed((tables) => {
        for (const tag of ['EBDT', 'EBLC', 'EBSC', 'OS/2', 'bdat', 'hdmx', 'xxxx'])
          tables.set(tag, Buffer.from('x'));
      }),
    ],
    ['a broken table of names', edit('name', () => Buffer.alloc(3))],
    [
      'a bitmap table that ends beyond the file',
      (() => {
        const font = Buffer.from(changed((tables) => void tables.set('EBDT', Buffer.alloc(8))));
        font.writeUInt32BE(0x7fffffff, 12 + (font.readUInt16BE(4) - 1) * 16 + 12);
        return font;
      })(),
    ],
    ['bytes after the last table', Buffer.concat([buildFont(plan), Buffer.from('trailing garbage')])],
    [
      'places that count the padding of the last glyph',
      edit(
        'loca',
        (loca) => {
          loca.writeUInt32BE(loca.readUInt32BE(loca.length - 4) + 3, loca.length - 4);
          return loca;
        },
        { ...plan, longLoca: true },
      ),
    ],
    [
      'odd lengths of glyphs, by the long places',
      buildFont({
        ...plan,
        glyphs: boxes.map((box) => (box.kind === 'box' ? { ...box, instructions: 3 } : box)),
        longLoca: true,
      }),
    ],
    [
      'more advances than glyphs',
      edit('hhea', (hhea) => {
        hhea.writeUInt16BE(9, 34);
        return hhea;
      }),
    ],
    [
      'metrics that end before the glyphs that no character has',
      edit('hmtx', (hmtx) => hmtx.subarray(0, 16), { ...plan, glyphs: [...boxes, ...boxes] }),
    ],
    [
      'places that end before the glyphs that no character has',
      edit('loca', (loca) => loca.subarray(0, 10), { ...plan, glyphs: [...boxes, ...boxes] }),
    ],
    [
      'glyphs without contours that take bytes',
      buildFont({ ...plan, glyphs: [...boxes, { kind: 'raw', advance: 1000, bytes: Buffer.alloc(14) }] }),
    ],
    [
      'a composite that says -2 contours',
      buildFont({
        ...plan,
        glyphs: [
          ...boxes.slice(0, 3),
          { kind: 'raw', advance: 1000, bytes: u16(-2, 0, 0, 9, 9, 0x0003, 1, 5, 5) },
        ],
      }),
    ],
    [
      'a broken glyph that no character has',
      edit('glyf', (glyf) => glyf, {
        ...plan,
        glyphs: [...boxes, { kind: 'raw', advance: 1000, bytes: u16(1, 0, 0, 9, 9, 900, 0) }],
      }),
    ],
  ])('%s', (_, font) => {
    expect(namesOf(font)).toEqual(all);
    const source = readSfnt(readOf(buildFont(plan)));
    const points = (key: number) => {
      const entry = packOf(font).glyphOf(key)?.entry ?? Buffer.alloc(0);
      return outlinePoints({ ...source, glyph: () => entry }, 0);
    };
    expect(points(keyOf(0xe000))).toEqual(outlinePoints(source, 1));
    expect(points(keyOf(0xe001))).toEqual(outlinePoints(source, 2));
  });

  test('short metrics: later glyphs have the last advance and bearings of their own', () => {
    const font = changed((tables) => {
      const hhea = table(tables, 'hhea');
      hhea.writeUInt16BE(1, 34);
      tables.set('hhea', hhea);
      tables.set('hmtx', u16(777, 0, 100, 50, -10));
    });
    const pack = packOf(font);
    expect(pack.keys.map((key) => [pack.glyphOf(key)?.advance, pack.glyphOf(key)?.bearing])).toEqual([
      [777, 100],
      [777, 50],
      [777, -10],
    ]);
  });

  test('planes 15 and 16, by format 12', () => {
    const map = new Map([
      [0xf0000, 1],
      [0xffffd, 2],
      [0x100000, 3],
      [0x10fffd, 1],
    ]);
    expect(namesOf(buildFont({ ...plan, map, formats: [4, 12] }))).toEqual([
      'U+F0000',
      'U+FFFFD',
      'U+100000',
      'U+10FFFD',
    ]);
  });
});

describe('where another program might draw something else, the font is refused', () => {
  test.each<[string, object, Uint8Array]>([
    [
      'a glyph without metrics',
      { table: 'hmtx', kind: 'truncated', detail: /glyph 3 \(U\+E002\)/ },
      edit('hmtx', (hmtx) => hmtx.subarray(0, 14)),
    ],
    [
      'a glyph without a place',
      { table: 'loca', kind: 'truncated', detail: /glyph 3 \(U\+E002\)/ },
      edit('loca', (loca) => loca.subarray(0, 8)),
    ],
    [
      'a glyph that ends before it starts',
      { table: 'loca', kind: 'inconsistent', detail: /glyph 2 \(U\+E001\)/ },
      edit('loca', (loca) => {
        loca.writeUInt16BE(0, 6);
        return loca;
      }),
    ],
    [
      'a glyph that ends beyond the table by more than padding',
      { table: 'glyf', kind: 'truncated', detail: /glyph 3/ },
      edit('loca', (loca) => {
        loca.writeUInt16BE(loca.readUInt16BE(8) + 2, 8);
        return loca;
      }),
    ],
    [
      'glyphs that overlap',
      { table: 'loca', kind: 'inconsistent', detail: /overlap/ },
      edit(
        'loca',
        (loca) => {
          const end = loca.readUInt16BE(8);
          return u16(0, end, 0, end, 0, end);
        },
        {
          ...plan,
          glyphs: [...boxes, ...boxes.slice(1, 2)],
          map: new Map([
            [0xe000, 0],
            [0xe001, 2],
            [0xe002, 4],
          ]),
        },
      ),
    ],
    [
      'two tables of one name',
      { table: 'file', kind: 'inconsistent', detail: /"glyf"/ },
      (() => {
        const font = Buffer.from(buildFont(plan));
        font.write('glyf', 12, 'latin1');
        return font;
      })(),
    ],
    [
      'a map whose segments overlap',
      { table: 'cmap', kind: 'inconsistent' },
      edit('cmap', () =>
        cmapOf({
          platform: 3,
          encoding: 1,
          bytes: Buffer.concat([
            u16(4, 40, 0),
            u16(6, 4, 1, 2, 0xe001, 0xe002, 0xffff, 0, 0xe000, 0xe001, 0xffff, 0x2001, 0x2001, 1, 0, 0, 0),
          ]),
        }),
      ),
    ],
    [
      'a map to a glyph that is not there',
      { table: 'cmap', kind: 'out-of-range' },
      edit('cmap', () => cmapOf({ platform: 3, encoding: 1, bytes: listed(0xe000, [1, 2, 44]) })),
    ],
    [
      'no map of characters',
      { table: 'cmap', kind: 'unsupported' },
      edit('cmap', () => cmapOf({ platform: 1, encoding: 0, bytes: format0 })),
    ],
    [
      'contours that do not ascend',
      { table: 'glyf', kind: 'inconsistent', detail: /glyph 1 \(U\+E000\)/ },
      buildFont({
        ...plan,
        glyphs: [
          ...boxes.slice(0, 1),
          { kind: 'raw', advance: 1000, bytes: u16(2, 0, 0, 9, 9, 3, 3, 0, 0, 0, 0, 0) },
          ...boxes.slice(2),
        ],
      }),
    ],
    [
      'more code points than a pack holds',
      { table: 'cmap', kind: 'too-large' },
      edit('cmap', () => {
        const bytes = Buffer.concat([u16(12, 0, 0, 0, 0, 0, 0, 0), Buffer.alloc(40_000 * 12)]);
        for (let group = 0; group < 40_000; group++)
          for (const [index, value] of [group * 2, group * 2 + 1, 1].entries())
            bytes.writeUInt32BE(value, 16 + group * 12 + index * 4);
        bytes.writeUInt32BE(bytes.length, 4);
        bytes.writeUInt32BE(40_000, 12);
        return cmapOf({ platform: 3, encoding: 10, bytes });
      }),
    ],
  ])('%s', (_, fault, font) => {
    const { detail, ...rest } = { detail: /./, ...fault };
    expect(faultOf(font)).toMatchObject({ ...rest, detail: expect.stringMatching(detail) });
  });

  test('all broken glyphs are named, up to 20 of them', () => {
    const broken = u16(1, 0, 0, 9, 9, 900, 0);
    const many = (count: number) =>
      faultOf(
        buildFont({
          glyphs: [
            ...boxes,
            ...Array.from({ length: count }, () => ({ kind: 'raw' as const, advance: 1000, bytes: broken })),
          ],
          map: new Map(Array.from({ length: count + 3 }, (_, index) => [0xe000 + index, index + 1])),
          formats: [4],
        }),
      );
    expect(many(2)).toMatchObject({
      table: 'glyf',
      kind: 'truncated',
      detail: expect.stringMatching(/^glyph 4 \(U\+E003\), glyf: .*; glyph 5 \(U\+E004\), glyf: [^;]*$/),
    });
    expect(many(50)?.detail.split('; ')).toHaveLength(20);
    expect(many(50)?.detail).toMatch(/ and 30 more$/);
  });
});
