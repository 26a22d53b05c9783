import { describe, expect, test } from 'vitest';
import {
  describeKey,
  type GlyphKey,
  keyOf,
  openTrueType,
  sourceFromBytes,
  sourceFromDescriptor,
} from '../../../functions/pdf/index.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { openBase, openBytes, openIpamj } from './fixtures.ts';
import { buildFont, type FontPlan, fontFile, fontTables, samplePlan } from './font-builder.ts';
import { outlinePoints, readOf, readOfFile, readSfnt } from './sfnt.ts';

const open = (bytes: Uint8Array) => openTrueType(sourceFromBytes(bytes), { id: 'x' });

function withTable(tag: string, change: (bytes: Uint8Array) => Uint8Array | undefined): Uint8Array {
  const tables = fontTables(samplePlan);
  const changed = change(tables.get(tag) ?? new Uint8Array(0));
  if (changed === undefined) tables.delete(tag);
  else tables.set(tag, changed);
  return fontFile(tables);
}

const patched =
  (at: number, ...values: number[]) =>
  (bytes: Uint8Array): Uint8Array => {
    bytes.set(values, at);
    return bytes;
  };

describe('a TrueType font', () => {
  test('IPAmj明朝 opens without its outlines being read', () => {
    const source = sourceFromDescriptor(openIpamj());
    let bytes = 0;
    const counted = {
      size: source.size,
      read(offset: number, length: number) {
        bytes += length;
        return source.read(offset, length);
      },
    };
    const font = unwrap(openTrueType(counted, { id: 'x' }));
    expect(font).toMatchObject({ name: 'IPAmjMincho', unitsPerEm: 2048, glyphCount: 61179, ascent: 1802 });
    expect(bytes).toBeLessThan(700_000);
  });

  test('IPAmj明朝 has the characters and sequences that it is known to have', () => {
    const font = openBase();
    expect(font.glyphOf(keyOf(0x20bb7))).toBeDefined();
    expect(font.glyphOf(keyOf(0x845b, 0xe0102))).toBeDefined();
    expect(font.glyphOf(keyOf(0x845b, 0xe0102))).not.toBe(font.glyphOf(keyOf(0x845b)));
    // Adobe-Japan1's sequence, not in IPAmj's collection
    expect(font.glyphOf(keyOf(0x845b, 0xe0100))).toBeUndefined();
    expect(font.glyphOf(keyOf(0x3436, 0xe0100))).toBe(font.glyphOf(keyOf(0x3436)));
  });

  test('the outlines of IPAmj明朝 lose their instructions and keep every point', () => {
    const descriptor = openIpamj();
    const font = openBase(descriptor);
    const source = readSfnt(readOfFile(descriptor));
    let saved = 0;
    for (let gid = 1; gid < font.glyphCount; gid += 397) {
      const outline = Buffer.from(unwrap(font.outlineOf(gid)));
      const raw = source.glyph(gid);
      saved += raw.length - outline.length;
      const again = { ...source, glyph: () => outline };
      expect(outlinePoints(again, gid)).toEqual(outlinePoints(source, gid));
      expect(unwrap(font.metricsOf(gid))).toEqual(source.metric(gid));
    }
    expect(saved).toBeGreaterThan(10_000);
  });

  test.each([
    ['format 4', { ...samplePlan, formats: [4] }, false],
    ['format 12', { ...samplePlan, formats: [12] }, true],
    ['formats 4 and 12 and a long loca', { ...samplePlan, longLoca: true }, true],
  ] as const)('characters are found by %s', (_, plan: FontPlan, supplementary) => {
    const font = openBytes(buildFont(plan));
    expect(font.name).toBe('TestGaiji');
    expect(font.glyphOf(keyOf(0xe003))).toBe(5);
    expect(font.glyphOf(keyOf(0xe006))).toBeUndefined();
    expect(font.glyphOf(keyOf(0xffff))).toBeUndefined();
    expect(font.glyphOf(keyOf(0xf0000))).toBe(supplementary ? 3 : undefined);
    expect(font.glyphOf(keyOf(0x100000))).toBe(supplementary ? 2 : undefined);
    expect(unwrap(font.metricsOf(4))).toEqual({ advance: 700, bearing: 120 });
    expect(font.metricsOf(8)).toMatchObject({ ok: false, error: { table: 'hmtx' } });
  });

  test('a sequence has its own glyph, its base character’s, or none', () => {
    const font = openBytes(buildFont(samplePlan));
    expect(font.glyphOf(keyOf(0xe000, 0xfe00))).toBe(3);
    expect(font.glyphOf(keyOf(0xe001, 0xe0100))).toBe(3);
    expect(font.glyphOf(keyOf(0xe001, 0xe0101))).toBe(4);
    expect(font.glyphOf(keyOf(0xe000, 0xe0100))).toBeUndefined();
    expect(font.glyphOf(keyOf(0xe001, 0xfe00))).toBeUndefined();
  });

  test('composites become simple glyphs without instructions, and one of nothing is empty', () => {
    const bytes = buildFont(samplePlan);
    const font = openBytes(bytes);
    const source = readSfnt(readOf(bytes));
    expect(unwrap(font.outlineOf(2)).length).toBe(10 + 2 + 2 + 4 + 16);
    for (const gid of [5, 6]) {
      const outline = Buffer.from(unwrap(font.outlineOf(gid)));
      expect(outline.readInt16BE(0)).toBe(2);
      expect(outlinePoints({ ...source, glyph: () => outline }, gid)).toEqual(outlinePoints(source, gid));
    }
    expect(unwrap(font.outlineOf(7)).length).toBe(0);
  });

  test('all its keys are listed once, each with the glyph that it has when asked for', () => {
    const font = openBase();
    const { keys, glyphs } = unwrap(font.allKeys());
    expect(keys.length).toBe(54_578 + 11_474);
    for (let index = 0; index < keys.length; index++) {
      if (index > 0 && (keys[index] ?? 0) <= (keys[index - 1] ?? 0)) throw new Error('not ascending');
      if (font.glyphOf((keys[index] ?? 0) as GlyphKey) !== glyphs[index])
        throw new Error(describeKey((keys[index] ?? 0) as GlyphKey));
    }
  });

  test('composites that contain themselves are refused', () => {
    const cyclic: FontPlan = {
      ...samplePlan,
      glyphs: samplePlan.glyphs.map((glyph, gid) =>
        gid === 5 ? { kind: 'composite', advance: 1000, parts: [{ gid: 6, dx: 0, dy: 0 }] } : glyph,
      ),
    };
    const fault = openBytes(buildFont(cyclic)).outlineOf(5);
    expect(fault).toMatchObject({ ok: false, error: { kind: 'cyclic', table: 'glyf' } });
  });

  test('composites that multiply from level to level are refused instead of followed', () => {
    const parts = (gid: number) => Array.from({ length: 40 }, () => ({ gid, dx: 0, dy: 0 }));
    const glyphs = [1, 1, 1, 1, 1, 1].map((_, level) => ({
      kind: 'composite' as const,
      advance: 1000,
      parts: parts(level),
    }));
    const font = openBytes(
      buildFont({
        glyphs: [{ kind: 'box', advance: 1000, box: [0, 0, 9, 9] }, ...glyphs],
        map: new Map(),
        formats: [4],
      }),
    );
    expect(font.outlineOf(6)).toMatchObject({ ok: false, error: { kind: 'too-large', table: 'glyf' } });
  });

  test('a collection and CFF outlines are refused by name', () => {
    const tables = fontTables(samplePlan);
    expect(open(fontFile(tables, 0x74746366))).toMatchObject({ ok: false, error: { detail: /TTC/ } });
    expect(open(fontFile(tables, 0x4f54544f))).toMatchObject({ ok: false, error: { detail: /CFF/ } });
    expect(open(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0, 0, 0]))).toMatchObject({
      ok: false,
      error: { kind: 'unsupported', table: 'file' },
    });
  });

  test.each([
    ['cmap', 'missing-table', 'cmap', () => undefined],
    ['glyf', 'missing-table', 'glyf', () => undefined],
    ['head', 'inconsistent', 'head', patched(12, 0, 0, 0, 0)],
    ['head', 'out-of-range', 'head', patched(18, 0, 0)],
    ['head', 'out-of-range', 'head', patched(50, 0, 7)],
    ['hhea', 'out-of-range', 'hhea', patched(34, 0, 0)],
    ['maxp', 'out-of-range', 'maxp', patched(4, 0, 0)],
    // the subtables are format 14, 4, 12: the first record's encoding, and format 12's group count and first group
    ['cmap', 'truncated', 'cmap', (bytes: Uint8Array) => bytes.subarray(0, 60)],
  ] as const)('a broken %s is refused (%s in %s)', (tag, kind, table, change) => {
    expect(open(withTable(tag, change))).toMatchObject({ ok: false, error: { kind, table } });
  });

  test('a format 12 map that does not ascend, or leads beyond the glyphs, is refused', () => {
    const plan: FontPlan = { ...samplePlan, formats: [12] };
    const tables = fontTables({ glyphs: plan.glyphs, map: plan.map, formats: [12] });
    const groups = 4 + 8 + 16;
    const broken = (at: number, ...values: number[]) => {
      const copy = new Map(tables);
      copy.set('cmap', patched(at, ...values)(Uint8Array.from(tables.get('cmap') ?? [])));
      return open(fontFile(copy));
    };
    expect(broken(groups + 12, 0, 0, 0, 0)).toMatchObject({
      ok: false,
      error: { kind: 'inconsistent', table: 'cmap' },
    });
    expect(broken(groups + 8, 0, 0, 0xff, 0)).toMatchObject({ ok: false, error: { kind: 'out-of-range' } });
    expect(broken(groups - 4, 0xff, 0xff, 0xff, 0xff)).toMatchObject({
      ok: false,
      error: { kind: 'truncated' },
    });
  });
});
