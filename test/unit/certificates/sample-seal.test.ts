import { describe, expect, test } from 'vitest';
import { sampleSeal } from '../../../functions/certificates/index.ts';
import { pictureDigest } from '../../../functions/pdf/index.ts';

describe('the sample seal', () => {
  const seal = sampleSeal();
  const isInk = (x: number, y: number): boolean =>
    ((seal.bits[y * 38 + (x >> 3)] ?? 0) & (0x80 >> (x & 7))) !== 0;

  test('is a square of 300 pixels with its bits in whole bytes', () => {
    expect([seal.columns, seal.rows, seal.bits.length]).toEqual([300, 300, 38 * 300]);
  });

  test('is the same every time', () => {
    expect(pictureDigest(sampleSeal())).toBe(pictureDigest(seal));
    expect(sampleSeal().bits).not.toBe(seal.bits);
  });

  test('has a closed frame, strokes within it, and white between them', () => {
    for (let at = 0; at < 300; at++) {
      for (const [x, y] of [
        [at, 0],
        [at, 299],
        [0, at],
        [299, at],
      ] as const)
        expect(isInk(x, y)).toBe(true);
    }
    expect(isInk(150, 200)).toBe(true);
    expect(isInk(30, 30)).toBe(false);
    expect(isInk(150, 52)).toBe(false);
  });

  test('has no ink beyond its last column', () => {
    for (let y = 0; y < 300; y++) expect((seal.bits[y * 38 + 37] ?? 0) & 0x0f).toBe(0);
  });
});
