/** Builds small TrueType fonts for tests, byte by byte, and knows nothing of the reader under test. */

export type BuiltGlyph =
  | { readonly kind: 'empty'; readonly advance: number }
  /** A `glyf` entry as it comes. */
  | { readonly kind: 'raw'; readonly advance: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'box';
      readonly advance: number;
      readonly box: readonly [xMin: number, yMin: number, xMax: number, yMax: number];
      /** Bytes of instructions. */
      readonly instructions?: number;
      /** Left side bearing, if it is to differ from xMin. */
      readonly bearing?: number;
    }
  | {
      readonly kind: 'composite';
      readonly advance: number;
      readonly parts: readonly BuiltPart[];
      readonly instructions?: number;
    };

/** A component: its offset, or with `points` the two points that meet; `more` are flags besides. */
export type BuiltPart = {
  readonly gid: number;
  readonly dx: number;
  readonly dy: number;
  readonly points?: boolean;
  /** One, two or four factors: of both axes, of x and y, or the matrix xx, yx, xy, yy. */
  readonly scale?: readonly number[];
  readonly more?: number;
};

const scaleFlags: Readonly<Record<number, number>> = { 0: 0, 1: 0x0008, 2: 0x0040, 4: 0x0080 };

export type FontPlan = {
  readonly glyphs: readonly BuiltGlyph[];
  /** Code point → glyph. */
  readonly map: ReadonlyMap<number, number>;
  readonly formats: readonly (4 | 12)[];
  readonly sequences?: readonly {
    readonly base: number;
    readonly selector: number;
    readonly gid: number | 'base';
  }[];
  readonly longLoca?: boolean;
  readonly name?: string;
};

const u16 = (...values: number[]): number[] => values.flatMap((value) => [(value >> 8) & 0xff, value & 0xff]);
const u24 = (value: number): number[] => [(value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
const u32 = (...values: number[]): number[] =>
  values.flatMap((value) => [(value >>> 24) & 0xff, ...u24(value)]);

function glyphBytes(glyph: BuiltGlyph): number[] {
  if (glyph.kind === 'empty') return [];
  if (glyph.kind === 'raw') return [...glyph.bytes];
  const count = glyph.instructions ?? 0;
  const instructions = Array.from({ length: count }, (_, index) => 0xb0 + (index % 8));
  if (glyph.kind === 'box') {
    const [xMin, yMin, xMax, yMax] = glyph.box;
    const width = xMax - xMin;
    const height = yMax - yMin;
    return [
      ...u16(1, xMin, yMin, xMax, yMax, 3, count),
      ...instructions,
      // four points on the curve, all coordinates as 16-bit steps
      ...[1, 1, 1, 1],
      ...u16(xMin, 0, width, 0),
      ...u16(yMin, height, 0, -height),
    ];
  }
  const parts = glyph.parts.flatMap(({ gid, dx, dy, points, scale = [], more = 0 }, index) => {
    const next = index < glyph.parts.length - 1 ? 0x0020 : 0;
    const kind = (points === true ? 0x0001 : 0x0003) | (scaleFlags[scale.length] ?? 0) | more;
    const factors = scale.map((factor) => Math.round(factor * 0x4000));
    return u16(kind | next | (count > 0 ? 0x0100 : 0), gid, dx, dy, ...factors);
  });
  return [...u16(-1, 0, 0, 1000, 1000), ...parts, ...(count > 0 ? [...u16(count), ...instructions] : [])];
}

function format4(map: ReadonlyMap<number, number>): number[] {
  const codes = [...map].filter(([code]) => code < 0xffff).sort(([a], [b]) => a - b);
  const segments = [...codes.map(([code, gid]) => ({ code, delta: gid - code })), { code: 0xffff, delta: 1 }];
  const body = [
    ...u16(segments.length * 2, 0, 0, 0),
    ...u16(...segments.map(({ code }) => code)),
    ...u16(0),
    ...u16(...segments.map(({ code }) => code)),
    ...u16(...segments.map(({ delta }) => delta)),
    ...u16(...segments.map(() => 0)),
  ];
  return [...u16(4, body.length + 6, 0), ...body];
}

function format12(map: ReadonlyMap<number, number>): number[] {
  const groups = [...map].sort(([a], [b]) => a - b).flatMap(([code, gid]) => u32(code, code, gid));
  return [...u16(12, 0), ...u32(16 + groups.length, 0, groups.length / 12), ...groups];
}

function format14(sequences: NonNullable<FontPlan['sequences']>): number[] {
  const selectors = [...new Set(sequences.map(({ selector }) => selector))].sort((a, b) => a - b);
  const records: number[] = [];
  const lists: number[] = [];
  const start = 10 + selectors.length * 11;
  for (const selector of selectors) {
    const own = sequences
      .filter((sequence) => sequence.selector === selector)
      .sort((a, b) => a.base - b.base);
    const defaults = own.filter(({ gid }) => gid === 'base');
    const listed = own.filter(({ gid }) => gid !== 'base');
    const place = (list: number[]): number => {
      const at = start + lists.length;
      lists.push(...list);
      return at;
    };
    const defaultsAt =
      defaults.length === 0
        ? 0
        : place([...u32(defaults.length), ...defaults.flatMap(({ base }) => [...u24(base), 0])]);
    const listedAt =
      listed.length === 0
        ? 0
        : place([
            ...u32(listed.length),
            ...listed.flatMap(({ base, gid }) => [...u24(base), ...u16(Number(gid))]),
          ]);
    records.push(...u24(selector), ...u32(defaultsAt, listedAt));
  }
  return [...u16(14), ...u32(start + lists.length, selectors.length), ...records, ...lists];
}

function cmap(plan: FontPlan): number[] {
  const tables: { platform: number; encoding: number; bytes: number[] }[] = [];
  if (plan.sequences !== undefined)
    tables.push({ platform: 0, encoding: 5, bytes: format14(plan.sequences) });
  if (plan.formats.includes(4)) tables.push({ platform: 3, encoding: 1, bytes: format4(plan.map) });
  if (plan.formats.includes(12)) tables.push({ platform: 3, encoding: 10, bytes: format12(plan.map) });
  const head = [...u16(0, tables.length)];
  const bodies: number[] = [];
  for (const { platform, encoding, bytes } of tables) {
    head.push(...u16(platform, encoding), ...u32(4 + tables.length * 8 + bodies.length));
    bodies.push(...bytes);
  }
  return [...head, ...bodies];
}

function bearing(glyph: BuiltGlyph): number {
  if (glyph.kind !== 'box') return 0;
  return glyph.bearing ?? glyph.box[0];
}

/** The tables of a planned font, for tests that break one of them. */
export function fontTables(plan: FontPlan): Map<string, Uint8Array> {
  const glyf: number[] = [];
  const offsets = [0];
  for (const glyph of plan.glyphs) {
    const bytes = glyphBytes(glyph);
    for (const byte of bytes) glyf.push(byte);
    // odd lengths are allowed with the long loca only
    while (glyf.length % (plan.longLoca === true ? 1 : 2) !== 0) glyf.push(0);
    offsets.push(glyf.length);
  }
  const name = plan.name ?? 'TestGaiji';
  const nameBytes = [...name].map((letter) => letter.charCodeAt(0));
  const count = plan.glyphs.length;
  const tables: [string, number[]][] = [
    ['cmap', cmap(plan)],
    ['glyf', glyf],
    [
      'head',
      [
        ...u32(0x00010000, 0x00010000, 0, 0x5f0f3cf5),
        ...u16(3, 1000),
        ...u32(0, 0, 0, 0),
        ...u16(-100, -200, 1100, 1000, 0, 8, 2, plan.longLoca === true ? 1 : 0, 0),
      ],
    ],
    ['hhea', [...u32(0x00010000), ...u16(880, -120, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, count)]],
    ['hmtx', plan.glyphs.flatMap((glyph) => u16(glyph.advance, bearing(glyph)))],
    ['loca', plan.longLoca === true ? u32(...offsets) : u16(...offsets.map((offset) => offset / 2))],
    ['maxp', [...u32(0x00010000), ...u16(count, 4, 1, 8, 2, 1, 0, 0, 0, 0, 0, 0, 2, 1)]],
    ['name', [...u16(0, 1, 18), ...u16(1, 0, 0, 6, nameBytes.length, 0), ...nameBytes]],
  ];
  return new Map(tables.map(([tag, bytes]) => [tag, Uint8Array.from(bytes)]));
}

/** A font file of the given tables, in their order. */
export function fontFile(tables: ReadonlyMap<string, Uint8Array>, version = 0x00010000): Uint8Array {
  const directory: number[] = [...u32(version), ...u16(tables.size, 0, 0, 0)];
  const bodies: number[] = [];
  const start = 12 + tables.size * 16;
  for (const [tag, bytes] of tables) {
    directory.push(
      ...[...tag].map((letter) => letter.charCodeAt(0)),
      ...u32(0, start + bodies.length, bytes.length),
    );
    for (const byte of bytes) bodies.push(byte);
    while (bodies.length % 4 !== 0) bodies.push(0);
  }
  return Uint8Array.from(directory.concat(bodies));
}

export const buildFont = (plan: FontPlan): Uint8Array => fontFile(fontTables(plan));

/** `.notdef`, a space, three boxes, a composite of two of them, a composite of that, and one of nothing. */
export const samplePlan: FontPlan = {
  glyphs: [
    { kind: 'box', advance: 1000, box: [0, 0, 900, 900] },
    { kind: 'empty', advance: 500 },
    { kind: 'box', advance: 1000, box: [100, 0, 900, 800], instructions: 7 },
    { kind: 'box', advance: 1000, box: [50, -100, 450, 700] },
    { kind: 'box', advance: 700, box: [300, 0, 600, 500], bearing: 120 },
    {
      kind: 'composite',
      advance: 1000,
      parts: [
        { gid: 2, dx: 0, dy: 0 },
        { gid: 3, dx: 200, dy: -50 },
      ],
      instructions: 5,
    },
    { kind: 'composite', advance: 1000, parts: [{ gid: 5, dx: 10, dy: 20 }] },
    { kind: 'composite', advance: 1000, parts: [{ gid: 1, dx: 0, dy: 0 }] },
  ],
  map: new Map([
    [0x20, 1],
    [0xe000, 2],
    [0xe001, 3],
    [0xe002, 4],
    [0xe003, 5],
    [0xe004, 6],
    [0xe005, 7],
    [0xf0000, 3],
    [0x100000, 2],
  ]),
  formats: [4, 12],
  sequences: [
    { base: 0xe000, selector: 0xfe00, gid: 3 },
    { base: 0xe001, selector: 0xe0100, gid: 'base' },
    { base: 0xe001, selector: 0xe0101, gid: 4 },
  ],
};
