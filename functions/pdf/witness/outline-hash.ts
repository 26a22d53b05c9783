/**
 * The hash by which an outline is known again: two 32-bit lanes over the little-endian words of a `glyf` entry that
 * is padded with zeros to a multiple of 4 bytes. It tells one glyph from another within the reading of a certificate;
 * it is no defence against somebody who makes collisions on purpose.
 * @returns `[low, high]`, unsigned; `[0, 0]` only for an empty entry
 */
export function outlineHash(bytes: Uint8Array, from = 0, to = bytes.length): readonly [number, number] {
  if (to <= from) return [0, 0];
  let low = 0x9e3779b9 ^ (to - from);
  let high = 0x85ebca6b ^ (to - from);
  for (let at = from; at < to; at += 4) {
    const word =
      (bytes[at] ?? 0) |
      ((at + 1 < to ? (bytes[at + 1] ?? 0) : 0) << 8) |
      ((at + 2 < to ? (bytes[at + 2] ?? 0) : 0) << 16) |
      ((at + 3 < to ? (bytes[at + 3] ?? 0) : 0) << 24);
    low = Math.imul(low ^ word, 0x9e3779b1);
    low = (low << 13) | (low >>> 19);
    high = Math.imul(high + word, 0xc2b2ae35);
    high = (high << 17) | (high >>> 15);
  }
  low = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d);
  high = Math.imul(high ^ (high >>> 13), 0x297a2d39);
  low ^= low >>> 12;
  high ^= high >>> 15;
  return [low >>> 0 || 1, high >>> 0];
}
