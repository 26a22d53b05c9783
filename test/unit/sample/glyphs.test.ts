import { createHash } from 'node:crypto';
import { existsSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  describeKey,
  type FontSource,
  type GlyphKey,
  keyOf,
  type OutlineFont,
  openTrueType,
  resolveKey,
  sourceFromBytes,
  sourceFromDescriptor,
} from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { drawnCodes, MUNICIPALITIES, SHARED_CODES } from '../../../simulator/sample/municipalities.ts';
import { EXTENSION_NAMES, VARIATION_NAMES } from '../../../simulator/sample/special-names.ts';
import { describeWorld } from '../../../simulator/sample/traits.ts';
import { DEFAULT_PARAMETERS, generateWorld } from '../../../simulator/sample/world.ts';
import { fontsOf, openBasePack, packOf } from '../pdf/fixtures.ts';

const FONT_PATHS = [
  fileURLToPath(new URL('../../../.cache/fonts/ipamjm.ttf', import.meta.url)),
  '/usr/share/fonts/truetype/ipamj/ipamjm.ttf',
];

function open(source: FontSource, id: string): OutlineFont {
  return unwrap(openTrueType(source, { id }));
}

function openIpamj(): OutlineFont {
  const path = FONT_PATHS.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`IPAmj明朝 is in none of ${FONT_PATHS.join(', ')}`);
  return open(sourceFromDescriptor(openSync(path, 'r')), 'b'.repeat(64));
}

const base = openIpamj();
const eudc = new Map(
  MUNICIPALITIES.map((city) => {
    const bytes = eudcFont(city);
    return [city, open(sourceFromBytes(bytes), createHash('sha256').update(bytes).digest('hex'))] as const;
  }),
);

function gaijiOf(city: (typeof MUNICIPALITIES)[number]): OutlineFont {
  const font = eudc.get(city);
  if (font === undefined) throw new Error('no font');
  return font;
}

/** Each character with the selector behind it, if there is one: a splitter of the test's own. */
function keysOf(text: string): GlyphKey[] {
  return (text.match(/.[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]?/gsu) ?? []).map((character) => {
    const [base = 0, selector] = Array.from(character, (part) => part.codePointAt(0) ?? 0);
    return keyOf(base, selector);
  });
}

const basePack = openBasePack();
const fontsIn = new Map(
  MUNICIPALITIES.map((city) => [city, fontsOf({ base: basePack, gaiji: packOf(eudcFont(city)) })] as const),
);

describe('the characters of the sample world', () => {
  const described = describeWorld(generateWorld({ ...DEFAULT_PARAMETERS, residents: 6_000 }));
  const missingIn = ({ city, person }: (typeof described)[number]): string[] => {
    const fonts = fontsIn.get(city.municipality);
    if (fonts === undefined) throw new Error('no fonts');
    return Object.values(person.resident)
      .flatMap((text) => keysOf(text))
      .filter((key) => resolveKey(fonts, key) === undefined)
      .map(describeKey);
  };

  test('exist in IPAmj明朝 or in the EUDC font of the city', () => {
    const undrawable = described.filter(({ traits }) => !traits.has('missing-glyph')).flatMap(missingIn);
    expect([...new Set(undrawable)]).toEqual([]);
  });

  test('are missing for those of whom it is said, although another city could draw them', () => {
    const people = described.filter(({ traits }) => traits.has('missing-glyph'));
    expect(people.length).toBeGreaterThanOrEqual(6);
    for (const person of people) {
      const missing = missingIn(person);
      expect(missing.length).toBeGreaterThan(0);
      const others = MUNICIPALITIES.filter((city) => city !== person.city.municipality).map(gaijiOf);
      for (const key of missing) {
        const code = keyOf(Number.parseInt(key.slice(2), 16));
        expect(others.some((font) => font.glyphOf(code) !== undefined)).toBe(true);
      }
    }
  });

  test('include variation sequences and all extensions from B to F, each of which the font has', () => {
    const keysIn = (names: typeof VARIATION_NAMES) =>
      [...names.family, ...names.given].flatMap(({ text }) => keysOf(text));
    const selectors = keysIn(VARIATION_NAMES)
      .map(describeKey)
      .filter((key) => key.includes(' '));
    expect(selectors).toHaveLength(21);
    expect(selectors).not.toContain('U+845B U+E0100');
    const codes = keysIn(EXTENSION_NAMES).map((key) => Number.parseInt(describeKey(key).slice(2), 16));
    for (const [from, to] of [
      [0x20000, 0x2a6df],
      [0x2a700, 0x2b73f],
      [0x2b740, 0x2b81f],
      [0x2b820, 0x2ceaf],
      [0x2ceb0, 0x2ebef],
    ] as const)
      expect(codes.some((code) => code >= from && code <= to)).toBe(true);
    for (const key of [...keysIn(VARIATION_NAMES), ...keysIn(EXTENSION_NAMES)])
      expect(base.glyphOf(key), describeKey(key)).toBeDefined();
  });
});

describe('the EUDC fonts', () => {
  const outline = (font: OutlineFont, code: number): string => {
    const gid = font.glyphOf(keyOf(code));
    return gid === undefined ? '' : Buffer.from(unwrap(font.outlineOf(gid))).toString('hex');
  };

  test('draw exactly their codes', () => {
    for (const city of MUNICIPALITIES) {
      const font = gaijiOf(city);
      expect(font.glyphCount).toBe(drawnCodes(city).length + 1);
      expect(drawnCodes(city).every((code) => outline(font, code) !== '')).toBe(true);
      expect(font.glyphOf(keyOf(0xe028))).toBeUndefined();
      expect(font.unitsPerEm).toBe(1_024);
    }
  });

  test('draw the same code differently in each city, and each code differently from the others', () => {
    const all = MUNICIPALITIES.flatMap((city) => SHARED_CODES.map((code) => outline(gaijiOf(city), code)));
    expect(new Set(all).size).toBe(MUNICIPALITIES.length * SHARED_CODES.length);
  });

  test('are the same bytes each time, with the sums that the format asks for', () => {
    for (const city of MUNICIPALITIES) {
      const bytes = Buffer.from(eudcFont(city));
      expect(Buffer.compare(bytes, Buffer.from(eudcFont(city)))).toBe(0);
      expect(sumOf(bytes)).toBe(0xb1b0afba);
      for (let index = 0; index < bytes.readUInt16BE(4); index += 1) {
        const at = 12 + index * 16;
        const offset = bytes.readUInt32BE(at + 8);
        const table = Buffer.from(
          bytes.subarray(offset, offset + Math.ceil(bytes.readUInt32BE(at + 12) / 4) * 4),
        );
        // The adjustment of the whole file counts as 0 in the sum of `head`.
        if (bytes.toString('latin1', at, at + 4) === 'head') table.writeUInt32BE(0, 8);
        expect(sumOf(table)).toBe(bytes.readUInt32BE(at + 4));
      }
    }
  });

  function sumOf(bytes: Buffer): number {
    let sum = 0;
    for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) % 2 ** 32;
    return sum;
  }
});
