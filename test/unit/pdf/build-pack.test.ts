import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeKey, type GlyphKey, keyOf, sourceFromBytes } from '../../../functions/pdf/index.ts';
import { buildPack } from '../../../functions/pdf/pack/build-pack.ts';
import { outlineHash } from '../../../functions/pdf/witness/outline-hash.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { eudcFont } from '../../../simulator/sample/eudc-font.ts';
import { drawnCodes, MUNICIPALITIES } from '../../../simulator/sample/municipalities.ts';
import { openIpamj, openIpamjPack } from './fixtures.ts';
import { buildFont, type FontPlan, samplePlan } from './font-builder.ts';
import { readPack } from './pack-reader.ts';
import { outlinePoints, readOf, readOfFile, readSfnt, type Sfnt } from './sfnt.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const packed = (font: Uint8Array): Uint8Array =>
  unwrap(buildPack(sourceFromBytes(font), { sha256: sha256(font) }));

const packOfPlan = (plan: FontPlan) => readPack(packed(buildFont(plan)));

/** The points of a packed glyph, by the tests' own reader of glyphs. */
const pointsOf = (entry: Buffer): string[][] => outlinePoints({ ...blank, glyph: () => entry }, 0);
const blank: Sfnt = readSfnt(readOf(buildFont(samplePlan)));

const adlerOf = (bytes: Buffer): number => {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return (a | (b << 16)) >>> 0;
};

const sumOf = (bytes: Buffer): number => {
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + bytes.readUInt32BE(at)) % 2 ** 32;
  return sum;
};

describe('the pack of IPAmj明朝', () => {
  const pack = readPack(readFileSync(openIpamjPack()));
  const source = readSfnt(readOfFile(openIpamj()));

  test('has its characters and sequences, and says what it was made from', () => {
    expect(pack.header).toMatchObject({
      name: 'IPAmjMincho',
      fontVersion: '5.01',
      bareKeys: 54_573,
      sequenceKeys: 11_474,
      source: { bytes: 46_478_572 },
      bearingsFit: true,
    });
    expect(pack.keys).toHaveLength(54_573 + 11_474);
    expect(pack.glyphOf(keyOf(0x845b, 0xe0102))?.place).not.toBe(pack.glyphOf(keyOf(0x845b))?.place);
    expect(pack.glyphOf(keyOf(0x845b, 0xe0100))).toBeUndefined();
    expect(pack.glyphOf(keyOf(0x3436, 0xe0100))?.place).toBe(pack.glyphOf(keyOf(0x3436))?.place);
    expect(pack.glyphOf(keyOf(0x20bb7))).toBeDefined();
  });

  test('has the outlines of the font, point for point, with its metrics and sums', () => {
    const map = cmapOf(source);
    const codes = [...map.keys()];
    let compared = 0;
    for (let index = 0; index < codes.length; index += 211) {
      const code = codes[index] ?? 0;
      const gid = map.get(code) ?? 0;
      const glyph = pack.glyphOf(keyOf(code));
      if (glyph === undefined) {
        expect([describeKey(keyOf(code)), source.glyph(gid).length]).toEqual([describeKey(keyOf(code)), 0]);
        continue;
      }
      const { entry, adler, sum, advance, bearing } = glyph;
      expect(pointsOf(entry)).toEqual(outlinePoints(source, gid));
      expect({ advance, bearing }).toEqual(source.metric(gid));
      expect([adler, sum]).toEqual([adlerOf(entry), sumOf(entry)]);
      expect(pack.witnessOf(keyOf(code))?.slice(1, 3)).toEqual([...outlineHash(entry)]);
      compared++;
    }
    expect(compared).toBeGreaterThan(250);
  });

  test('begins with about 1 MB that most certificates are drawn from', () => {
    const { hotBytes } = pack.header;
    const isHot = (key: number): boolean => (pack.glyphOf(key)?.place ?? Infinity) * 4 < hotBytes;
    expect(hotBytes).toBeGreaterThan(700_000);
    expect(hotBytes).toBeLessThan(1_200_000);
    for (const letter of 'Aé1あアー々〒、。Ａ（）山田太郎世帯主亜腕年月日') {
      expect([letter, isHot(keyOf(letter.codePointAt(0) ?? 0))]).toEqual([letter, true]);
    }
    // level 2, beyond JIS X 0208, and sequences
    for (const key of [keyOf(0x5f0c), keyOf(0x3400), keyOf(0x845b, 0xe0102)]) expect(isHot(key)).toBe(false);
  });
});

/** A font's format 12 map, by the tests' own reading. */
function cmapOf(font: Sfnt): Map<number, number> {
  const cmap = font.tables.get('cmap')?.bytes ?? Buffer.alloc(0);
  const map = new Map<number, number>();
  for (let record = 0; record < cmap.readUInt16BE(2); record++) {
    const at = cmap.readUInt32BE(8 + record * 8);
    if (cmap.readUInt16BE(at) !== 12) continue;
    for (let group = 0; group < cmap.readUInt32BE(at + 12); group++) {
      const start = cmap.readUInt32BE(at + 16 + group * 12);
      const end = cmap.readUInt32BE(at + 20 + group * 12);
      const first = cmap.readUInt32BE(at + 24 + group * 12);
      for (let code = start; code <= end; code++) map.set(code, first + code - start);
    }
  }
  return map;
}

describe('the pack of a city’s own font', () => {
  test.each(MUNICIPALITIES)('$name: has exactly its codes, each with its own outline', (city) => {
    const font = eudcFont(city);
    const source = readSfnt(readOf(font));
    const pack = readPack(packed(font));
    const codes = [...drawnCodes(city)].sort((a, b) => a - b);
    expect(pack.keys.map((key) => key / 512)).toEqual(codes);
    expect(pack.header).toMatchObject({ bareKeys: codes.length, sequenceKeys: 0 });
    // all of it is read in one go
    expect(pack.header.hotBytes).toBe(pack.header.sections['glyphs']?.[1]);
    for (const [index, code] of codes.entries())
      expect(pointsOf(pack.glyphOf(keyOf(code))?.entry ?? Buffer.alloc(0))).toEqual(
        outlinePoints(source, index + 1),
      );
  });

  test('is the same bytes each time, and others for another font', () => {
    const [first, second] = MUNICIPALITIES.map(eudcFont);
    if (first === undefined || second === undefined) throw new Error('no cities');
    expect(sha256(packed(first))).toBe(sha256(packed(Uint8Array.from(first))));
    expect(sha256(packed(first))).not.toBe(sha256(packed(second)));
    // a certificate's record names packs by their hash: the builder's bytes change on purpose or not at all
    expect(sha256(packed(buildFont(samplePlan)))).toBe(
      '40b23f2bb04779b1471d27a07200b39aed489e18c28e97a62d28345117c8d6bf',
    );
  });
});

describe('a font that is packed', () => {
  test('stays as it was, wherever its bytes lie', () => {
    const font = buildFont(samplePlan);
    const around = Buffer.alloc(font.length + 128, 0xff);
    around.set(font, 113);
    const before = Buffer.from(around);
    const within = around.subarray(113, 113 + font.length);
    const pack = unwrap(buildPack(sourceFromBytes(within), { sha256: sha256(font) }));
    expect(around.equals(before)).toBe(true);
    expect(sha256(pack)).toBe(sha256(packed(font)));
  });

  test('with a glyph of 65,536 points is refused, with one of 65,535 it is not', () => {
    const glyph = (points: number): Uint8Array => {
      const bytes = Buffer.alloc(14 + Math.ceil(points / 256) * 2);
      bytes.writeInt16BE(1, 0);
      bytes.writeUInt16BE(points - 1, 10);
      // on the curve and where the point before is, 256 times
      for (let at = 14; at < bytes.length; at += 2) bytes.writeUInt16BE(0x39ff, at);
      bytes[bytes.length - 1] = (points - 1) % 256;
      return bytes;
    };
    const withGlyph = (points: number) => {
      const glyphs = [samplePlan.glyphs[0], { kind: 'raw', advance: 1000, bytes: glyph(points) }] as const;
      return buildFont({
        glyphs: glyphs.flatMap((one) => one ?? []),
        map: new Map([[0xe000, 1]]),
        formats: [4],
      });
    };
    expect(readPack(packed(withGlyph(65_535))).header.maxPoints).toBe(65_535);
    expect(buildPack(sourceFromBytes(withGlyph(65_536)), { sha256: '' })).toMatchObject({
      ok: false,
      error: { kind: 'too-large', table: 'glyf' },
    });
  });
});

describe('what is in a pack', () => {
  test('every key with a glyph, the sequences among them, and those listed as their base character’s own', () => {
    const pack = packOfPlan(samplePlan);
    const names = pack.keys.map((key) => describeKey(key as GlyphKey));
    expect(names).toEqual([
      'U+0020',
      'U+E000',
      'U+E000 U+FE00',
      'U+E001',
      'U+E001 U+E0100',
      'U+E001 U+E0101',
      'U+E002',
      'U+E003',
      'U+E004',
      'U+F0000',
      'U+100000',
    ]);
    expect(pack.header).toMatchObject({ bareKeys: 8, sequenceKeys: 3 });
    expect(pack.keys.map((key) => pack.glyphOf(key)?.ordinal)).toEqual([1, 2, 9, 3, 10, 11, 4, 5, 6, 7, 8]);
    expect(pack.glyphOf(keyOf(0xe001, 0xe0100))?.place).toBe(pack.glyphOf(keyOf(0xe001))?.place);
  });

  test('no key without a glyph, none that draws nothing but the spaces, none that is no character', () => {
    const map = new Map([
      [0x09, 2],
      [0x20, 1],
      [0xa0, 1],
      [0x2002, 1],
      [0x2003, 1],
      [0x2004, 1],
      [0x2028, 2],
      [0x3000, 1],
      [0x3001, 1],
      [0xe000, 0],
      [0xe001, 7],
      [0xfdd0, 2],
      [0xfe00, 2],
      [0xe0100, 2],
      [0x1fffe, 2],
    ]);
    const pack = packOfPlan({
      ...samplePlan,
      map,
      formats: [12],
      sequences: [
        { base: 0x3000, selector: 0xfe00, gid: 1 },
        { base: 0xe000, selector: 0xfe00, gid: 'base' },
        { base: 0xe003, selector: 0xfe00, gid: 'base' },
        { base: 0xe004, selector: 0xfe00, gid: 0 },
      ],
    });
    expect(pack.keys).toEqual([0x20, 0xa0, 0x2002, 0x2003, 0x3000].map((code) => keyOf(code)));
    // spaces of one width share their record
    expect(new Set(pack.keys.map((key) => pack.glyphOf(key)?.place)).size).toBe(1);
    expect(pack.glyphOf(keyOf(0x20))).toMatchObject({
      entry: Buffer.alloc(0),
      adler: 1,
      sum: 0,
      advance: 500,
    });
  });

  test('a bearing as the font states it, though it is not the outline’s', () => {
    const pack = packOfPlan(samplePlan);
    expect(pack.glyphOf(keyOf(0xe002))).toMatchObject({ bearing: 120, advance: 700 });
    expect(pack.header.bearingsFit).toBe(false);
    const box = { kind: 'box', advance: 1000, box: [-50, 0, 900, 900] } as const;
    expect(packOfPlan({ glyphs: [box, box], map: new Map([[0xe000, 1]]), formats: [4] })).toMatchObject({
      header: { bearingsFit: true, maxPoints: 4, maxContours: 1, maxAdvance: 1000 },
    });
  });

  test('one record for glyphs that are equal in outline and metrics, two where only the metrics differ', () => {
    const box = { kind: 'box', advance: 1000, box: [10, 20, 300, 400] } as const;
    const pack = packOfPlan({
      glyphs: [box, box, box, { ...box, advance: 999 }, { ...box, bearing: 11 }],
      map: new Map([1, 2, 3, 4].map((gid) => [0xe000 + gid, gid])),
      formats: [4],
    });
    const places = pack.keys.map((key) => pack.glyphOf(key)?.place);
    expect(places[1]).toBe(places[0]);
    expect(new Set(places).size).toBe(3);
    expect(pack.keys.map((key) => pack.glyphOf(key)?.advance)).toEqual([1000, 1000, 999, 1000]);
  });

  test('long runs and far repetitions come back as they were', () => {
    // points on a slant repeat their bytes at every distance; 65,000 of them are more than deflate’s window
    const glyph = (points: number): Uint8Array => {
      const bytes = Buffer.alloc(14 + points * 5);
      bytes.writeInt16BE(1, 0);
      bytes.writeUInt16BE(points - 1, 10);
      bytes.fill(1, 14, 14 + points);
      for (let point = 0; point < points; point++) {
        bytes.writeInt16BE(point % 7 < 3 ? 1 : -1, 14 + points + point * 2);
        bytes.writeInt16BE(point % 1000 === 0 ? 3 : 0, 14 + points * 3 + point * 2);
      }
      return bytes;
    };
    const glyphs = [4, 1_500, 20_000].map((points) => ({
      kind: 'raw' as const,
      advance: 1000,
      bytes: glyph(points),
    }));
    const map = new Map([
      [0xe001, 1],
      [0xe002, 2],
    ]);
    const font = buildFont({ glyphs, map, formats: [4], longLoca: true });
    const source = readSfnt(readOf(font));
    const pack = readPack(packed(font));
    for (const gid of [1, 2]) {
      const entry = pack.glyphOf(keyOf(0xe000 + gid))?.entry ?? Buffer.alloc(0);
      expect(entry.subarray(0, source.glyph(gid).length).equals(source.glyph(gid))).toBe(true);
    }
  });
});
