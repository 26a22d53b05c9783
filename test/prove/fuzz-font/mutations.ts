import type { Random } from '../../../simulator/sample/random.ts';
import type { Source } from './sources.ts';
import { cmapOf, fontOf, format12, placesOf, setPlaces, type Tables, tablesOf, u16, u32 } from './tables.ts';

export type Mutant = { readonly font: Uint8Array; readonly how: string };

type OfBytes = (font: Buffer, random: Random) => Buffer;
type OfTables = (tables: Tables, random: Random) => void;

const EXTREMES = [0, 1, 0x7f, 0x80, 0xff] as const;
const WIDE = [0, 1, 2, 0x7fff, 0x8000, 0xfffe, 0xffff] as const;

const poke = (bytes: Buffer, random: Random): void => {
  if (bytes.length > 0)
    bytes[random.integer(0, bytes.length - 1)] = random.chance(0.5)
      ? random.pick(EXTREMES)
      : random.integer(0, 255);
};

const someTable = (tables: Tables, random: Random): readonly [string, Buffer] =>
  random.pick([...tables.entries()]);

/** Changes of the file as bytes. */
const ofBytes: Readonly<Record<string, OfBytes>> = {
  'bytes changed': (font, random) => {
    for (let times = random.integer(1, 16); times > 0; times--) poke(font, random);
    return font;
  },
  'cut off': (font, random) => font.subarray(0, random.integer(0, font.length)),
  'a piece taken out': (font, random) => {
    const at = random.integer(0, font.length);
    return Buffer.concat([
      font.subarray(0, at),
      font.subarray(Math.min(font.length, at + random.integer(1, 64))),
    ]);
  },
  'a piece put in': (font, random) => {
    const at = random.integer(0, font.length);
    const piece = Buffer.alloc(random.integer(1, 64), random.pick(EXTREMES));
    return Buffer.concat([font.subarray(0, at), piece, font.subarray(at)]);
  },
  'a directory of chance': (font, random) => {
    const tables = Math.min(font.readUInt16BE(4), Math.floor((font.length - 12) / 16));
    for (let times = random.integer(1, 3); times > 0; times--) {
      const field = 12 + random.integer(0, Math.max(0, tables - 1)) * 16 + random.pick([8, 12]);
      font.writeUInt32BE(random.chance(0.5) ? random.integer(0, font.length) : 0xffffffff, field);
    }
    return font;
  },
  'a wrong number of tables': (font, random) => {
    font.writeUInt16BE(random.chance(0.5) ? random.integer(0, 40) : random.pick(WIDE), 4);
    return font;
  },
  'a table twice, another gone': (font, random) => {
    const tables = Math.min(font.readUInt16BE(4), Math.floor((font.length - 12) / 16));
    const [one, other] = [
      random.integer(0, Math.max(0, tables - 1)),
      random.integer(0, Math.max(0, tables - 1)),
    ];
    font.copy(font, 12 + one * 16, 12 + other * 16, 12 + other * 16 + random.pick([4, 16]));
    return font;
  },
};

/** Writes an extreme number at one of these places of a table. */
const numberAt =
  (tag: string, ...places: readonly number[]): OfTables =>
  (tables, random) => {
    const bytes = tables.get(tag);
    const at = random.pick(places);
    if (bytes !== undefined && at + 2 <= bytes.length)
      bytes.writeUInt16BE(random.chance(0.7) ? random.pick(WIDE) : random.integer(0, 0xffff), at);
  };

/** Replaces a glyph that a character has. */
const withGlyph =
  (glyph: (random: Random, gid: number, count: number) => Buffer): OfTables =>
  (tables, random) => {
    const places = placesOf(tables);
    const gid = random.integer(1, places.length - 2);
    const [start = 0, end = 0] = [places[gid], places[gid + 1]];
    const glyf = tables.get('glyf') ?? Buffer.alloc(0);
    // an earlier change may have left no such place
    if (start > end || end > glyf.length) return;
    const fresh = glyph(random, gid, places.length - 1);
    const moved = fresh.length - (end - start);
    tables.set('glyf', Buffer.concat([glyf.subarray(0, start), fresh, glyf.subarray(end)]));
    setPlaces(
      tables,
      places.map((place, index) => (index > gid ? place + moved : place)),
    );
  };

const component = (gid: number, more: boolean, flags = 0x0003): number[] => [
  flags | (more ? 0x20 : 0),
  gid,
  1,
  1,
];

/** Changes of which tables there are. */
const ofDirectory: Readonly<Record<string, OfTables>> = {
  'a table cut off': (tables, random) => {
    const [tag, bytes] = someTable(tables, random);
    tables.set(tag, bytes.subarray(0, random.integer(0, bytes.length)));
  },
  'a table gone': (tables, random) => void tables.delete(someTable(tables, random)[0]),
  'two tables for each other': (tables, random) => {
    const [one, other] = [someTable(tables, random), someTable(tables, random)];
    tables.set(one[0], other[1]);
    tables.set(other[0], one[1]);
  },
  'a wrong head': numberAt('head', 12, 18, 36, 50),
};

/** Changes of what tables say. */
const ofTables: Readonly<Record<string, OfTables>> = {
  'one table’s bytes changed': (tables, random) => {
    const [, bytes] = someTable(tables, random);
    for (let times = random.integer(1, 8); times > 0; times--) poke(bytes, random);
  },
  'outlines’ bytes changed': (tables, random) => {
    const glyf = tables.get('glyf') ?? Buffer.alloc(0);
    for (let times = random.integer(1, 8); times > 0; times--) poke(glyf, random);
  },
  'the map’s bytes changed': (tables, random) => {
    const cmap = tables.get('cmap') ?? Buffer.alloc(0);
    for (let times = random.integer(1, 8); times > 0; times--) poke(cmap, random);
  },
  'a wrong count of glyphs': numberAt('maxp', 4),
  'a wrong count of metrics': numberAt('hhea', 34),
  'a wrong count in the map': numberAt('cmap', 2, 6, 14, 18, 20, 22, 24, 26, 28, 30, 34, 36, 38, 40, 42),
  'places of chance': (tables, random) => {
    const places = placesOf(tables);
    const end = places.at(-1) ?? 0;
    for (let times = random.integer(1, 4); times > 0; times--)
      places[random.integer(0, places.length - 1)] = random.pick([
        0,
        end,
        end + 3,
        end + 4,
        0xffffffff,
        random.integer(0, end),
      ]);
    setPlaces(tables, places);
  },
  'all glyphs at one place': (tables) => {
    const places = placesOf(tables);
    const end = places.at(-1) ?? 0;
    setPlaces(
      tables,
      places.map((_, index) => (index % 2 === 0 ? 0 : end)),
    );
  },
  'a glyph that contains itself': withGlyph((_random, gid) => u16(-1, 0, 0, 9, 9, ...component(gid, false))),
  'a ring of glyphs': (tables, random) => {
    withGlyph((_random, gid, count) => u16(-1, 0, 0, 9, 9, ...component((gid % (count - 1)) + 1, false)))(
      tables,
      random,
    );
    withGlyph((_random, gid, count) => u16(-1, 0, 0, 9, 9, ...component((gid % (count - 1)) + 1, false)))(
      tables,
      random,
    );
  },
  'a glyph of very many parts': withGlyph((random, gid) => {
    const count = random.integer(200, 400);
    return u16(
      -1,
      0,
      0,
      9,
      9,
      ...Array.from({ length: count }, (_, index) =>
        component(gid > 1 ? gid - 1 : gid + 1, index < count - 1),
      ).flat(),
    );
  }),
  'a component of chance': withGlyph((random, _gid, count) =>
    u16(
      -1,
      0,
      0,
      9,
      9,
      random.integer(0, 0xffff),
      random.integer(0, count),
      ...Array.from({ length: random.integer(0, 12) }, () => random.integer(0, 0xffff)),
    ),
  ),
  'very many points in few bytes': withGlyph((random) => {
    const points = random.pick([256, 40_000, 65_536]);
    const flags = Buffer.alloc(Math.ceil(points / 256) * 2);
    for (let at = 0; at < flags.length; at += 2) flags.writeUInt16BE(0x39ff, at);
    return Buffer.concat([u16(1, 0, 0, 9, 9, points - 1, 0), flags]);
  }),
  'very many contours': withGlyph((random) =>
    u16(random.pick([0x7fff, 0x4000, 300]), 0, 0, 9, 9, 0, 1, 2, 3),
  ),
  'contours that go back': withGlyph(() =>
    Buffer.concat([u16(3, 0, 0, 9, 9, 5, 3, 9, 0), Buffer.alloc(30, 0x31)]),
  ),
  'groups that overlap': (tables, random) => {
    const from = random.integer(0, 0x10ffff);
    const width = random.integer(0, 0xff);
    tables.set(
      'cmap',
      cmapOf(
        format12([
          [from, from + width, 1],
          [from + width - random.integer(0, 2), from + 2 * width, 1],
        ]),
      ),
    );
  },
  'groups of every code point': (tables) => {
    const groups = Array.from({ length: 0x1100 }, (_, block) => [block * 256, block * 256 + 1, 1] as const);
    tables.set('cmap', cmapOf(format12(groups)));
  },
  'groups without end': (tables, random) => {
    const map = format12([[0xe000, random.pick([0xe001, 0x10ffff, 0xffffffff]), random.integer(0, 3)]]);
    map.writeUInt32BE(random.pick([1, 2, 0x7fffffff, 0xffffffff]), 12);
    map.writeUInt32BE(random.pick([map.length, 0, 0xffffffff]), 4);
    tables.set('cmap', cmapOf(map));
  },
  'sequences without end': (tables, random) => {
    const selectors = random.integer(1, 60);
    const list = 10 + selectors * 11;
    const ranges = random.integer(1, 300);
    const records = Array.from({ length: selectors }, (_, index) => [
      Buffer.from([0x0e, 0x01, index & 0xff]),
      u32(list, random.chance(0.1) ? 0xffffff : 0),
    ]).flat();
    const body = Array.from({ length: ranges }, (_, index) =>
      u32((((0xe000 + index * 256) << 8) | 0xff) >>> 0),
    );
    const variants = Buffer.concat([
      u16(14),
      u32(list + 4 + ranges * 4, selectors),
      ...records,
      u32(ranges),
      ...body,
    ]);
    const codes = format12([[0xe000, 0xe000 + (placesOf(tables).length - 3), 1]]);
    tables.set('cmap', cmapOf(codes, variants));
  },
  'a length of padding more': (tables) => {
    const places = placesOf(tables);
    places[places.length - 1] = (places.at(-1) ?? 0) + 3;
    setPlaces(tables, places);
  },
};

const FILE_WAYS = Object.entries(ofBytes);
/** Most changes leave the font one that opens: the faults that lie deep are the dangerous ones. */
const TABLE_WAYS = [
  [Object.entries(ofTables), 0.8],
  [Object.entries(ofDirectory), 0.2],
] as const;

/** One to three changes, those of tables first, because afterwards there may be no tables any more. */
export function mutantOf({ font }: Source, random: Random): Mutant {
  const how: string[] = [];
  let bytes: Buffer = Buffer.from(font);
  const times = random.weighted([
    [1, 6],
    [2, 3],
    [3, 1],
  ]);
  const withTables = random.chance(0.8) ? random.integer(1, times) : 0;
  if (withTables > 0) {
    const tables = tablesOf(bytes);
    for (let done = 0; done < withTables && tables.has('loca') && tables.has('head'); done++) {
      const [name, change] = random.pick(random.weighted(TABLE_WAYS));
      if (placesOf(tables).length < 4) break;
      change(tables, random);
      how.push(name);
    }
    bytes = fontOf(tables);
  }
  for (let done = withTables; done < times && bytes.length > 64; done++) {
    const [name, change] = random.pick(FILE_WAYS);
    bytes = Buffer.from(change(bytes, random));
    how.push(name);
  }
  return { font: bytes, how: how.join(', ') };
}
