import { describe, expect, test } from 'vitest';
import { isOwnCode } from '../../../functions/gaiji/index.ts';
import { compareFonts } from '../../../functions/pdf/pack/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { openBytes } from '../pdf/fixtures.ts';
import { type BuiltGlyph, buildFont, type FontPlan } from '../pdf/font-builder.ts';
import { fontWith, named } from './fonts.ts';

const compared = (before: Uint8Array | undefined, after: Uint8Array) => {
  const found = unwrap(
    compareFonts(before === undefined ? undefined : openBytes(before), openBytes(after), isOwnCode),
  );
  return Object.fromEntries(Object.entries(found).map(([name, keys]) => [name, named(keys)]));
};
const NONE = { added: [], changed: [], removed: [], same: [] };

const notdef: BuiltGlyph = { kind: 'empty', advance: 1000 };
const box: BuiltGlyph = { kind: 'box', advance: 1000, box: [100, 0, 900, 800] };
const plan = (...glyphs: readonly BuiltGlyph[]): FontPlan => ({
  glyphs: [notdef, ...glyphs],
  map: new Map([[0xe000, 1]]),
  formats: [4],
});

describe('two versions of a city’s font', () => {
  test('differ by the keys that are new, drawn otherwise or gone', () => {
    const before = fontWith({ E000: 'A', E001: 'B', E002: 'C' });
    const after = fontWith({ E000: 'A', E001: 'X', E003: 'D' });
    expect(compared(before, after)).toEqual({
      added: ['U+E003'],
      changed: ['U+E001'],
      removed: ['U+E002'],
      same: ['U+E000'],
    });
  });

  test('of which there was none before are all new', () => {
    expect(compared(undefined, fontWith({ E000: 'A' }))).toEqual({ ...NONE, added: ['U+E000'] });
  });

  test.each<[string, BuiltGlyph]>([
    ['another advance', { ...box, advance: 999 }],
    ['another bearing, by which the outline is moved', { ...box, bearing: 101 }],
    ['another outline', { ...box, box: [100, 0, 900, 799] }],
  ])('differ by %s', (_, glyph) => {
    expect(compared(buildFont(plan(box)), buildFont(plan(glyph)))).toEqual({ ...NONE, changed: ['U+E000'] });
  });

  test.each<[string, FontPlan]>([
    ['instructions', plan({ ...box, instructions: 9 })],
    ['the name and other glyphs', { ...plan(box, box), name: 'Another' }],
  ])('do not differ by %s', (_, other) => {
    expect(compared(buildFont(plan(box)), buildFont(other))).toEqual({ ...NONE, same: ['U+E000'] });
  });

  test('do not differ by a composite that has become a glyph of its own', () => {
    const composite: BuiltGlyph = { kind: 'composite', advance: 1000, parts: [{ gid: 2, dx: 100, dy: 0 }] };
    const part: BuiltGlyph = { kind: 'box', advance: 1000, box: [0, 0, 800, 800] };
    const whole: BuiltGlyph = { kind: 'box', advance: 1000, box: [100, 0, 900, 800], bearing: 100 };
    // the builder gives composites the bearing 0 and a left edge at 0
    expect(compared(buildFont(plan(composite, part)), buildFont(plan(whole)))).toEqual({
      ...NONE,
      same: ['U+E000'],
    });
  });

  test('are compared in the codes that the city’s font draws, and in no others', () => {
    const coded = (glyph: BuiltGlyph) =>
      buildFont({
        ...plan(box, glyph),
        map: new Map([
          [0xe000, 1],
          [0x5c71, 2],
        ]),
      });
    expect(compared(coded(box), coded({ ...box, advance: 7 }))).toEqual({ ...NONE, same: ['U+E000'] });
  });

  test('take sequences and their base characters apart', () => {
    const font = (gid: number) =>
      buildFont({
        ...plan(box, { ...box, advance: 500 }),
        map: new Map([[0xe000, 1]]),
        formats: [4, 12],
        sequences: [{ base: 0xe000, selector: 0xe0100, gid }],
      });
    expect(compared(font(1), font(2))).toEqual({
      ...NONE,
      changed: ['U+E000 U+E0100'],
      same: ['U+E000'],
    });
  });
});
