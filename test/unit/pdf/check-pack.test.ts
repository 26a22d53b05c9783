import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keyOf, sourceFromBytes } from '../../../functions/pdf/index.ts';
import { buildPack } from '../../../functions/pdf/pack/build-pack.ts';
import { checkPack } from '../../../functions/pdf/pack/check-pack.ts';
import { unwrap } from '../../../functions/shared/result.ts';
import { openBytes, seededNumbers } from './fixtures.ts';
import { buildFont, samplePlan } from './font-builder.ts';
import { readPack } from './pack-reader.ts';

const fontBytes = buildFont(samplePlan);
const font = openBytes(fontBytes);
const sha256 = createHash('sha256').update(fontBytes).digest('hex');
const pack = unwrap(buildPack(sourceFromBytes(fontBytes), { sha256 }));
const read = readPack(pack);

/** The pack with some little-endian words of a section changed. */
function changed(...edits: readonly { section: string; word: number; value: number }[]): Uint8Array {
  const bytes = Buffer.from(pack);
  for (const { section, word, value } of edits)
    bytes.writeUInt32LE(value >>> 0, (read.header.sections[section]?.[0] ?? 0) + word * 4);
  return bytes;
}

const faultOf = (bytes: Uint8Array, source?: typeof font) => {
  const checked = checkPack(bytes, source);
  return checked.ok ? undefined : checked.error;
};

const ordinal = (key: number): number => read.glyphOf(key)?.ordinal ?? 0;
const place = (key: number): number => read.glyphOf(key)?.place ?? 0;
const [first, second] = [keyOf(0xe000), keyOf(0xe001)];

describe('a pack that is checked', () => {
  test('is sound as it was built, with its font and without', () => {
    expect(unwrap(checkPack(pack, font))).toMatchObject({
      header: { bareKeys: 8, sequenceKeys: 3 },
      records: 6,
    });
    expect(checkPack(pack).ok).toBe(true);
    // bytes that begin anywhere in memory
    const shifted = new Uint8Array(pack.length + 3);
    shifted.set(pack, 3);
    expect(checkPack(shifted.subarray(3), font).ok).toBe(true);
  });

  test('shows one bit changed, whichever it is', () => {
    const random = seededNumbers(50);
    const bytes = Uint8Array.from(pack);
    const unseen: number[] = [];
    for (const [at, byte] of pack.entries()) {
      bytes[at] = byte ^ (1 << Math.floor(random() * 8));
      if (checkPack(bytes, font).ok) unseen.push(at);
      bytes[at] = byte;
    }
    expect(unseen).toEqual([]);
  });

  test('shows that it was cut, wherever', () => {
    for (let length = 0; length < pack.length; length += 97)
      expect([length, checkPack(pack.subarray(0, length)).ok]).toEqual([length, false]);
    expect(faultOf(Buffer.concat([pack, Buffer.alloc(8)]))).toMatchObject({ part: 'file' });
  });

  test('shows glyphs that stand for each other’s characters', () => {
    const swapped = changed(
      { section: 'records', word: ordinal(first), value: place(second) },
      { section: 'records', word: ordinal(second), value: place(first) },
    );
    expect(faultOf(swapped)).toMatchObject({ part: 'witness' });
  });

  test('shows a glyph that stands for another character, though the witness agrees, by its font', () => {
    const words = read.witnessOf(second) ?? [];
    const at = read.keys.indexOf(first) * 4;
    // U+100000 has the record of U+E000, too, so that none is left over
    const swapped = changed(
      { section: 'records', word: ordinal(first), value: place(second) },
      { section: 'witness', word: at + 1, value: words[1] ?? 0 },
      { section: 'witness', word: at + 2, value: words[2] ?? 0 },
      { section: 'witness', word: at + 3, value: words[3] ?? 0 },
    );
    expect(faultOf(swapped)).toBeUndefined();
    expect(faultOf(swapped, font)).toMatchObject({
      part: 'glyphs',
      detail: expect.stringMatching(/U\+E000/),
    });
  });

  test('shows the pack of another font', () => {
    const other = openBytes(buildFont({ ...samplePlan, map: new Map([...samplePlan.map, [0xe006, 2]]) }));
    expect(faultOf(pack, other)).toMatchObject({ part: 'header', detail: expect.stringMatching(/source/) });
  });

  test('shows a key too few and a key too many', () => {
    const withMap = (map: readonly [number, number][]) => {
      const { allKeys, glyphOf } = openBytes(buildFont({ ...samplePlan, map: new Map(map) }));
      return { ...font, allKeys, glyphOf };
    };
    const map = [...samplePlan.map];
    expect(faultOf(pack, withMap([...map, [0xe006, 2]]))).toMatchObject({
      part: 'witness',
      detail: expect.stringMatching(/U\+E006 is missing/),
    });
    expect(faultOf(pack, withMap(map.slice(0, -1)))).toMatchObject({
      part: 'witness',
      detail: expect.stringMatching(/no U\+100000/),
    });
  });
});
