import { describe, expect, test } from 'vitest';
import { type GlyphKey, keyOf } from '../../../functions/pdf/keys.ts';
import { buildPack } from '../../../functions/pdf/pack/build-pack.ts';
import { openWitness, type WitnessSource } from '../../../functions/pdf/witness/open-witness.ts';
import { outlineHash } from '../../../functions/pdf/witness/outline-hash.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { padded } from './compose-file.ts';
import { packBytes } from './compose-pack.ts';
import { buildFont, samplePlan } from './font-builder.ts';
import { readOf, readSfnt } from './sfnt.ts';

const sourceOf = (bytes: Uint8Array): WitnessSource => ({
  size: bytes.length,
  read: (offset, length) => bytes.subarray(offset, offset + length),
});

const entries = [
  { key: keyOf(0x20), low: 0, high: 0, advance: 500, bearing: 0 },
  { key: keyOf(0x5c71), low: 0xfedcba98, high: 0x80000001, advance: 65_535, bearing: -32_768 },
  { key: keyOf(0x845b, 0xe0102), low: 7, high: 8, advance: 2048, bearing: 32_767 },
  { key: keyOf(0x10fffd), low: 1, high: 2, advance: 0, bearing: -1 },
];

describe('the witness of a pack', () => {
  test('says of each key what the pack holds, and nothing of others', () => {
    const witness = unwrap(openWitness(sourceOf(packBytes(entries, { unitsPerEm: 2048 }))));
    expect(witness.unitsPerEm).toBe(2048);
    for (const { key, ...said } of entries) expect(witness.witnessOf(key)).toEqual(said);
    for (const key of [0, keyOf(0x5c70), keyOf(0x5c71, 0xfe00), keyOf(0x845b), 0x10ffff * 512 + 256])
      expect(witness.witnessOf(key as GlyphKey)).toBeUndefined();
  });

  test('is read when it is first asked, and once', () => {
    const bytes = packBytes(entries, { unitsPerEm: 2048 });
    const reads: number[] = [];
    const source = sourceOf(bytes);
    const witness = unwrap(
      openWitness({
        ...source,
        read(offset, length) {
          reads.push(length);
          return source.read(offset, length);
        },
      }),
    );
    const opening = reads.length;
    witness.witnessOf(keyOf(0x20));
    witness.witnessOf(keyOf(0x21));
    expect(reads.slice(opening)).toEqual([entries.length * 16]);
  });

  test('of a font without characters knows none', () => {
    const empty = unwrap(openWitness(sourceOf(packBytes([], { unitsPerEm: 2048 }))));
    expect(empty.witnessOf(keyOf(0x20))).toBeUndefined();
  });

  test('of a pack that was built is what its font has', () => {
    const font = buildFont(samplePlan);
    const pack = unwrap(buildPack(sourceOf(font), { sha256: 'a'.repeat(64) }));
    const witness = unwrap(openWitness(sourceOf(pack)));
    const sfnt = readSfnt(
      readOf(
        buildFont({
          ...samplePlan,
          glyphs: samplePlan.glyphs.map(({ ...glyph }) => ({ ...glyph, instructions: 0 })),
        }),
      ),
    );
    for (const [codePoint, gid] of [
      [0xe000, 2],
      [0xe001, 3],
      [0xe002, 4],
    ] as const) {
      const [low, high] = outlineHash(padded(sfnt.glyph(gid)));
      expect(witness.witnessOf(keyOf(codePoint))).toEqual({ low, high, ...sfnt.metric(gid) });
    }
    expect(witness.witnessOf(keyOf(0xe001, 0xe0101))).toEqual(witness.witnessOf(keyOf(0xe002)));
    expect(witness.witnessOf(keyOf(0xe005))).toBeUndefined();
  });

  const sound = packBytes(entries, { unitsPerEm: 2048 });
  const edited = (find: string, replace: string): Uint8Array =>
    Buffer.from(Buffer.from(sound).toString('latin1').replace(find, replace), 'latin1');

  test.each([
    ['nothing', 'file', new Uint8Array(0)],
    ['another file', 'file', edited('KOFUPACK', 'KOFUPICK')],
    ['another format', 'file', edited('KOFUPACK\u0001', 'KOFUPACK\u0002')],
    ['a header beyond its end', 'header', sound.slice(0, 40)],
    ['a header that is no JSON', 'header', edited('{', '[')],
    ['no section', 'header', edited('"witness"', '"witless"')],
    ['no units', 'header', edited('"unitsPerEm"', '"unitsPerAm"')],
    ['a section beyond its end', 'witness', sound.slice(0, -1)],
    ['a section of broken entries', 'witness', edited(',64]', ',60]')],
  ])('%s is none', (_, part, bytes) => {
    const opened = openWitness(sourceOf(bytes));
    expect(opened.ok ? undefined : opened.error.part).toBe(part);
  });

  test('whose keys are not in order is a defect', () => {
    const shuffled = unwrap(openWitness(sourceOf(packBytes([...entries].reverse(), { unitsPerEm: 2048 }))));
    expect(() => shuffled.witnessOf(keyOf(0x20))).toThrow('not in order');
  });

  test('that is cut off after it was opened is a defect', () => {
    let size = sound.length;
    const witness = unwrap(
      openWitness({
        size,
        read: (offset, length) => sound.subarray(offset, Math.min(offset + length, size)),
      }),
    );
    size -= 1;
    expect(() => witness.witnessOf(keyOf(0x20))).toThrow('cut off');
  });
});
