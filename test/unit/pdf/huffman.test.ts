import { inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitWriter } from '../../../functions/pdf/pack/bit-writer.ts';
import { blockHead } from '../../../functions/pdf/pack/block-head.ts';
import { canonicalCodes, codeLengths } from '../../../functions/pdf/pack/huffman.ts';

const cost = (lengths: ArrayLike<number>, frequencies: readonly number[]): number =>
  frequencies.reduce((sum, frequency, symbol) => sum + frequency * (lengths[symbol] ?? 0), 0);

const kraft = (lengths: ArrayLike<number>): number =>
  Array.from(lengths).reduce((sum, length) => sum + (length === 0 ? 0 : 2 ** -length), 0);

/** Cost of Huffman's own code, which knows no limit: the sum of all merged weights. */
function freeCost(frequencies: readonly number[]): number {
  const weights = frequencies.filter((frequency) => frequency > 0);
  let sum = 0;
  while (weights.length > 1) {
    weights.sort((a, b) => a - b);
    const merged = (weights.shift() ?? 0) + (weights.shift() ?? 0);
    sum += merged;
    weights.push(merged);
  }
  return sum;
}

/** Every way to give each of the symbols a length up to `limit`, as far as a prefix code exists. */
function bestCost(frequencies: readonly number[], limit: number): number {
  let best = Number.POSITIVE_INFINITY;
  const lengths: number[] = [];
  const visit = (): void => {
    if (kraft(lengths) > 1) return;
    if (lengths.length === frequencies.length) {
      best = Math.min(best, cost(lengths, frequencies));
      return;
    }
    for (let length = 1; length <= limit; length++) {
      lengths.push(length);
      visit();
      lengths.pop();
    }
  };
  visit();
  return best;
}

describe('a prefix code of limited length', () => {
  const settings = { seed: 50, numRuns: 200 };

  test('is as good as Huffman’s where the limit does not matter', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 2, maxLength: 60 }), (frequencies) => {
        fc.pre(frequencies.filter((frequency) => frequency > 0).length >= 2);
        const lengths = codeLengths(frequencies, 60);
        expect(cost(lengths, frequencies)).toBe(freeCost(frequencies));
        expect(kraft(lengths)).toBe(1);
      }),
      settings,
    );
  });

  test('keeps to its limit, and no code within it is better', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 2, maxLength: 6 }),
        (frequencies) => {
          const lengths = codeLengths(frequencies, 3);
          expect(Math.max(...lengths)).toBeLessThanOrEqual(3);
          expect(cost(lengths, frequencies)).toBe(bestCost(frequencies, 3));
        },
      ),
      settings,
    );
    // weights as of Fibonacci want codes as long as there are symbols
    const steep = Array.from({ length: 30 }, (_, index) => Math.round(1.618 ** index));
    expect(Math.max(...codeLengths(steep, 60))).toBeGreaterThan(20);
    expect(Math.max(...codeLengths(steep, 15))).toBe(15);
    expect(kraft(codeLengths(steep, 15))).toBe(1);
    expect(() => codeLengths(steep, 4)).toThrow(RangeError);
  });

  test('gives unused symbols no code, and always two symbols one', () => {
    expect([...codeLengths([0, 5, 0, 7], 15)]).toEqual([0, 1, 0, 1]);
    expect([...codeLengths([0, 0, 9, 0], 15)]).toEqual([1, 0, 1, 0]);
    expect([...codeLengths([0, 0, 0], 15)]).toEqual([1, 1, 0]);
  });
});

describe('the head of a block', () => {
  test('tells zlib the codes, whatever they are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(100), { minLength: 286, maxLength: 286 }),
        fc.array(fc.oneof(fc.constant(0), fc.nat(100)), { minLength: 30, maxLength: 30 }),
        fc.uint8Array({ minLength: 1, maxLength: 300 }),
        (frequencies, distances, bytes) => {
          frequencies[256] = 1;
          for (const byte of bytes) frequencies[byte] = Math.max(1, frequencies[byte] ?? 0);
          const literals = codeLengths(frequencies, 15);
          const { codes, lengths } = canonicalCodes(literals);
          const out = blockHead(literals, codeLengths(distances, 15));
          for (const symbol of [...bytes, 256]) out.write(codes[symbol] ?? 0, lengths[symbol] ?? 0);
          const stream = Buffer.from(out.words().buffer).subarray(0, Math.ceil(out.length() / 8));
          expect(inflateRawSync(stream)).toEqual(Buffer.from(bytes));
        },
      ),
      { seed: 50, numRuns: 100 },
    );
  });
});

describe('a writer of bits', () => {
  test('begins with the lowest bit, and grows', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(0xffffff), fc.integer({ min: 0, max: 24 })), { maxLength: 200 }),
        (parts) => {
          const out = bitWriter(0);
          let text = '';
          for (const [value, count] of parts) {
            const bits = value % 2 ** count;
            out.write(bits, count);
            for (let bit = 0; bit < count; bit++) text += (bits >>> bit) & 1;
          }
          const words = Array.from(out.words(), (word) => word.toString(2).padStart(32, '0'));
          const written = words.map((word) => [...word].reverse().join('')).join('');
          expect(out.length()).toBe(text.length);
          expect(written.slice(0, text.length)).toBe(text);
          expect(written.slice(text.length)).not.toContain('1');
        },
      ),
      { seed: 50, numRuns: 100 },
    );
  });
});
