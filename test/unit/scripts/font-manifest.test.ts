import { describe, expect, test } from 'vitest';
import manifestFile from '../../../fonts/manifest.json' with { type: 'json' };
import { FONT_LOOKUP } from '../../../functions/pdf/index.ts';
import { FontManifest, pinnedFonts } from '../../../scripts/local/font-manifest.ts';
import { readFontManifest } from '../../../scripts/local/fonts.ts';

type Change = (manifest: { fonts: Record<string, unknown>[]; lookup: Record<string, unknown>[] }) => void;

function complaintOf(change: Change): string {
  const manifest = structuredClone(manifestFile);
  change(manifest);
  const parsed = FontManifest.safeParse(manifest);
  return parsed.success ? 'none' : (parsed.error.issues[0]?.message ?? '');
}

describe('the font manifest', () => {
  test('gives each code point to one font alone', async () => {
    const { lookup } = await readFontManifest();
    const fontOf = (code: number) => lookup.find(({ from, to }) => from <= code && code <= to)?.font;
    const expected: readonly (readonly [number, string])[] = [
      [0x20, 'ipamjm'],
      [0x845b, 'ipamjm'],
      [0xdfff, 'ipamjm'],
      [0xe000, 'eudc'],
      [0xf860, 'eudc'],
      [0xf87f, 'eudc'],
      [0xf8ff, 'eudc'],
      [0xf900, 'ipamjm'],
      [0x2ffff, 'ipamjm'],
      [0xf0000, 'eudc'],
      [0xffffd, 'eudc'],
      [0x100000, 'acgjm'],
      [0x10fffd, 'acgjm'],
    ];
    for (const [code, font] of expected) expect([code, fontOf(code)]).toEqual([code, font]);
    // what draws reads the same rules
    expect(FONT_LOOKUP).toEqual(lookup);
  });

  test('has a place for the additional font, which nothing uses until it is pinned', async () => {
    const manifest = await readFontManifest();
    expect(manifest.fonts.map(({ id }) => id)).toEqual(['ipamjm', 'acgjm']);
    expect(pinnedFonts(manifest).map(({ id }) => id)).toEqual(['ipamjm']);
    const pinned = FontManifest.parse({
      ...manifestFile,
      fonts: manifestFile.fonts.map(({ notPinned, ...font }) =>
        notPinned === undefined ? font : { ...font, version: '1.00', bytes: 4, sha256: 'a'.repeat(64) },
      ),
    });
    expect(pinnedFonts(pinned).map(({ id }) => id)).toEqual(['ipamjm', 'acgjm']);
  });

  test.each<[string, RegExp, Change]>([
    ['a hash cut short', /Invalid/, ({ fonts }) => Object.assign(fonts[0] ?? {}, { sha256: 'ab12' })],
    ['a pinned font without its length', /Invalid/, ({ fonts }) => delete fonts[0]?.['bytes']],
    ['a font twice', /one id/, ({ fonts }) => fonts.push({ ...fonts[0], file: 'another.ttf' })],
    ['two fonts of one file', /one file/, ({ fonts }) => fonts.push({ ...fonts[0], id: 'another' })],
    ['a font named as the cities’ own', /eudc/, ({ fonts }) => Object.assign(fonts[1] ?? {}, { id: 'eudc' })],
    [
      'a file outside the folder',
      /Invalid/,
      ({ fonts }) => Object.assign(fonts[0] ?? {}, { file: '../x.ttf' }),
    ],
    ['a rule for an unknown font', /no font/, ({ lookup }) => Object.assign(lookup[0] ?? {}, { font: 'x' })],
    [
      'a rule from the end to the start',
      /no range/,
      ({ lookup }) => Object.assign(lookup[1] ?? {}, { from: 'U+F900', to: 'U+E0FF' }),
    ],
    [
      'a rule that cuts a block of 256',
      /edges/,
      ({ lookup }) => Object.assign(lookup[1] ?? {}, { from: 'U+E001' }),
    ],
    ['a code point without U+', /Invalid/, ({ lookup }) => Object.assign(lookup[1] ?? {}, { from: 'E000' })],
  ])('refuses %s', (_, message, change) => {
    expect(complaintOf(change)).toMatch(message);
  });
});
