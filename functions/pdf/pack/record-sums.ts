/** Adler-32 of bytes as its two halves, begun at 1 (RFC 1950 §9). */
export function adlerHalves(bytes: Uint8Array, from: number, to: number): readonly [a: number, b: number] {
  let a = 1;
  let b = 0;
  for (let at = from; at < to; ) {
    // as many as fit 32 bits before the remainder is taken
    const stop = Math.min(at + 3800, to);
    for (; at < stop; at++) {
      a += bytes[at] ?? 0;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return [a, b];
}

/** Sum of big-endian 32-bit words modulo 2³², as an sfnt's checksums have it; the length is a multiple of 4. */
export function wordSum(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at += 4)
    sum +=
      ((bytes[at] ?? 0) * 0x1000000 +
        (((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0))) |
      0;
  return sum >>> 0;
}
