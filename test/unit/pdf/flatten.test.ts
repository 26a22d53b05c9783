import { describe, expect, test } from 'vitest';
import { unwrap } from '../../../functions/shared/result.ts';
import { openBytes } from './fixtures.ts';
import { type BuiltGlyph, type BuiltPart, buildFont } from './font-builder.ts';
import { outlinePoints, readOf, readSfnt } from './sfnt.ts';

/** Glyph 1 is a box of 100 × 60 at 10, 20; glyph 2 one of 51 × 51 at the origin; glyph 3 is empty. */
const glyphs: readonly BuiltGlyph[] = [
  { kind: 'empty', advance: 1000 },
  { kind: 'box', advance: 1000, box: [10, 20, 110, 80] },
  { kind: 'box', advance: 1000, box: [0, 0, 51, 51] },
  { kind: 'empty', advance: 1000 },
];

const fontOf = (...composites: (readonly BuiltPart[])[]): Uint8Array =>
  buildFont({
    glyphs: [...glyphs, ...composites.map((parts) => ({ kind: 'composite' as const, advance: 1000, parts }))],
    map: new Map([[0xe000, 4]]),
    formats: [4],
  });

/** Points of the flattened glyph after the ones above, `x,y` contour by contour, by the tests' own reader. */
function flattened(font: Uint8Array, gid = 4): string[][] {
  const outline = Buffer.from(unwrap(openBytes(font).outlineOf(gid)));
  const points = outlinePoints({ ...readSfnt(readOf(font)), glyph: () => outline }, gid);
  return points.map((contour) => contour.map((point) => point.replace(/,1$/, '')));
}

const faultOf = (font: Uint8Array, gid = 4) => {
  const outline = openBytes(font).outlineOf(gid);
  return outline.ok ? undefined : outline.error;
};

describe('a composite glyph', () => {
  test('is its components, each moved by its offset, in order', () => {
    const font = fontOf([
      { gid: 2, dx: 5, dy: -7 },
      { gid: 3, dx: 100, dy: 100 },
      { gid: 1, dx: -300, dy: 1000 },
    ]);
    expect(flattened(font)).toEqual([
      ['5,-7', '5,44', '56,44', '56,-7'],
      ['-290,1020', '-290,1080', '-190,1080', '-190,1020'],
    ]);
  });

  test('may be made of composites, whose offsets add up', () => {
    const font = fontOf(
      [{ gid: 5, dx: 1, dy: 2 }],
      [{ gid: 6, dx: 10, dy: 20 }],
      [{ gid: 2, dx: 100, dy: 200 }],
    );
    expect(flattened(font)).toEqual([['111,222', '111,273', '162,273', '162,222']]);
  });

  test('is scaled to the nearest unit, halves away from zero, before it is moved', () => {
    // 51 × 0.5 = 25.5, and 51 × -0.5 = -25.5
    expect(flattened(fontOf([{ gid: 2, dx: 7, dy: 3, scale: [0.5] }]))).toEqual([
      ['7,3', '7,29', '33,29', '33,3'],
    ]);
    expect(flattened(fontOf([{ gid: 2, dx: 0, dy: 0, scale: [-0.5, 1.5] }]))).toEqual([
      ['0,0', '0,77', '-26,77', '-26,0'],
    ]);
  });

  test('is turned by a matrix of xx, yx, xy, yy', () => {
    // a quarter turn to the left: x' = -y, y' = x
    expect(flattened(fontOf([{ gid: 1, dx: 0, dy: 0, scale: [0, 1, -1, 0] }]))).toEqual([
      ['-20,10', '-80,10', '-80,110', '-20,110'],
    ]);
  });

  test('has its offset scaled only where it says so', () => {
    const part = { gid: 2, dx: 100, dy: 40, scale: [0.5, 1.5] } as const;
    const corner = (more: number) => flattened(fontOf([{ ...part, more }]))[0]?.[0];
    expect(corner(0)).toBe('100,40');
    expect(corner(0x1000)).toBe('100,40');
    expect(corner(0x0800)).toBe('50,60');
    // without a scale there is nothing to scale by
    expect(flattened(fontOf([{ gid: 2, dx: 100, dy: 40, more: 0x0800 }]))[0]?.[0]).toBe('100,40');
  });

  test('is put together at points: the component’s own comes to lie on the one before', () => {
    // point 2 of the first box is 110, 80; point 1 of the second is 0, 51
    const font = fontOf([
      { gid: 1, dx: 0, dy: 0 },
      { gid: 2, dx: 2, dy: 1, points: true },
    ]);
    expect(flattened(font)[1]).toEqual(['110,29', '110,80', '161,80', '161,29']);
  });

  test('counts points within itself, not within what it is a part of', () => {
    const inner: BuiltPart[] = [
      { gid: 2, dx: 1, dy: 1 },
      { gid: 2, dx: 0, dy: 2, points: true },
    ];
    const font = fontOf(
      [
        { gid: 1, dx: 0, dy: 0 },
        { gid: 5, dx: 1000, dy: 0 },
      ],
      inner,
    );
    expect(flattened(font)[2]).toEqual(['950,-50', '950,1', '1001,1', '1001,-50']);
  });

  test('keeps its own box in the header: by it rasterizers move the outline', () => {
    const outline = Buffer.from(unwrap(openBytes(fontOf([{ gid: 2, dx: 5, dy: -7 }])).outlineOf(4)));
    expect([2, 4, 6, 8].map((at) => outline.readInt16BE(at))).toEqual([0, 0, 1000, 1000]);
  });

  test.each<[string, object, Uint8Array]>([
    [
      'contains itself',
      { kind: 'cyclic', detail: /glyph 4 contains itself/ },
      fontOf([{ gid: 4, dx: 0, dy: 0 }]),
    ],
    [
      'contains itself through another',
      { kind: 'cyclic' },
      fontOf([{ gid: 5, dx: 0, dy: 0 }], [{ gid: 4, dx: 0, dy: 0 }]),
    ],
    [
      'nests too deep',
      { kind: 'too-deep' },
      fontOf(...Array.from({ length: 10 }, (_, level) => [{ gid: Math.min(5 + level, 13), dx: 0, dy: 0 }])),
    ],
    ['names a glyph that is not there', { kind: 'out-of-range' }, fontOf([{ gid: 99, dx: 0, dy: 0 }])],
    [
      'is tied to a point that is not there',
      { kind: 'inconsistent', detail: /point/ },
      fontOf([
        { gid: 1, dx: 0, dy: 0 },
        { gid: 2, dx: 4, dy: 0, points: true },
      ]),
    ],
    [
      'ties a point that it has not got',
      { kind: 'inconsistent' },
      fontOf([
        { gid: 1, dx: 0, dy: 0 },
        { gid: 2, dx: 0, dy: 4, points: true },
      ]),
    ],
    ['reaches beyond 16 bits', { kind: 'out-of-range' }, fontOf([{ gid: 1, dx: 32_700, dy: 0 }])],
    [
      'has a step beyond 16 bits',
      { kind: 'out-of-range', detail: /step/ },
      fontOf([
        { gid: 1, dx: -32_000, dy: 0 },
        { gid: 1, dx: 32_000, dy: 0 },
      ]),
    ],
    [
      'has more than 256 components',
      { kind: 'too-large' },
      fontOf(Array.from({ length: 257 }, () => ({ gid: 1, dx: 0, dy: 0 }))),
    ],
  ])('that %s is refused', (_, fault, font) => {
    const { detail, ...rest } = { detail: /./, ...fault };
    expect(faultOf(font)).toMatchObject({ table: 'glyf', ...rest, detail: expect.stringMatching(detail) });
  });

  test('of 256 components is drawn, and its flags are written short', () => {
    const font = fontOf(Array.from({ length: 256 }, () => ({ gid: 1, dx: 0, dy: 0 })));
    expect(flattened(font)).toHaveLength(256);
  });
});
