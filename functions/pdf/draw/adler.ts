/** Adler-32 (RFC 1950) as its two sums, `a` begun at 1. */
export type Adler = { a: number; b: number };

const MODULUS = 65_521;
/** So many bytes may be summed before the sums outgrow 31 bits. */
const STRETCH = 3_800;

export function addBytes(adler: Adler, bytes: Uint8Array, from = 0, to = bytes.length): void {
  let { a, b } = adler;
  for (let start = from; start < to; start += STRETCH) {
    const end = Math.min(start + STRETCH, to);
    for (let at = start; at < end; at++) {
      a += bytes[at] ?? 0;
      b += a;
    }
    a %= MODULUS;
    b %= MODULUS;
  }
  adler.a = a;
  adler.b = b;
}

/** Adds bytes of which only their own sums and their number are known. */
export function addSums(adler: Adler, a: number, b: number, length: number): void {
  adler.b = (adler.b + b + (length % MODULUS) * (adler.a + MODULUS - 1)) % MODULUS;
  adler.a = (adler.a + a + MODULUS - 1) % MODULUS;
}
