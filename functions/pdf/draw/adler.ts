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
  adler.b = (adler.b + b + (length % ADLER_MODULUS) * (adler.a + ADLER_MODULUS - 1)) % ADLER_MODULUS;
  adler.a = (adler.a + a + ADLER_MODULUS - 1) % ADLER_MODULUS;
}
