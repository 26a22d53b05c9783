/** Adler-32 (RFC 1950) as its two sums, `a` begun at 1. */
export type Adler = { a: number; b: number };

export const ADLER_MODULUS = 65_521;
/** So many bytes may be summed before the sums outgrow 31 bits. */
export const ADLER_STRETCH = 3_800;

export function addBytes(adler: Adler, bytes: Uint8Array, from = 0, to = bytes.length): void {
  let { a, b } = adler;
  for (let start = from; start < to; start += ADLER_STRETCH) {
    const end = Math.min(start + ADLER_STRETCH, to);
    for (let at = start; at < end; at++) {
      a += bytes[at] ?? 0;
      b += a;
    }
    a %= ADLER_MODULUS;
    b %= ADLER_MODULUS;
  }
  adler.a = a;
  adler.b = b;
}

/** Adds bytes of which only their own sums and their number are known. */
export function addSums(adler: Adler, a: number, b: number, length: number): void {
  const rest = length % ADLER_MODULUS;
  const before = (adler.a + ADLER_MODULUS - 1) % ADLER_MODULUS;
  // the product in two steps: as one it has more than 31 bits, and its remainder takes many times as long
  const high = (Math.imul(rest, before >>> 8) % ADLER_MODULUS) << 8;
  const product = (high + Math.imul(rest, before & 0xff)) % ADLER_MODULUS;
  adler.b = (adler.b + b + product) % ADLER_MODULUS;
  adler.a = (before + a) % ADLER_MODULUS;
}
