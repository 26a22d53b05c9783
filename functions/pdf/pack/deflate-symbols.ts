/** The alphabets of deflate (RFC 1951 §3.2.5): literals and lengths 0…285, distances 0…29. */
export const LITERALS = 286;
export const DISTANCES = 30;
export const END_OF_BLOCK = 256;
export const MIN_MATCH = 3;
export const MAX_MATCH = 258;
export const WINDOW = 32_768;

export type Ranges = {
  /** First value of each symbol. */
  readonly base: Uint16Array;
  /** Extra bits of each symbol. */
  readonly extra: Uint8Array;
};

const lengthExtra = Uint8Array.from({ length: 29 }, (_, index) =>
  index < 8 || index === 28 ? 0 : (index - 4) >> 2,
);
const distanceExtra = Uint8Array.from({ length: DISTANCES }, (_, index) =>
  index < 4 ? 0 : (index - 2) >> 1,
);

function bases(first: number, extra: Uint8Array): Uint16Array {
  let next = first;
  return Uint16Array.from(extra, (bits) => {
    const base = next;
    next += 2 ** bits;
    return base;
  });
}

/** By symbol - 257; length 258 has a symbol of its own. */
export const LENGTHS: Ranges = {
  base: bases(MIN_MATCH, lengthExtra).with(28, MAX_MATCH),
  extra: lengthExtra,
};
export const DISTANCE_RANGES: Ranges = { base: bases(1, distanceExtra), extra: distanceExtra };

/** Symbol index (without 257) of each length 0…258. */
export const LENGTH_SYMBOL: Readonly<Uint8Array> = Uint8Array.from({ length: MAX_MATCH + 1 }, (_, length) =>
  Math.max(
    0,
    LENGTHS.base.findLastIndex((base) => base <= length),
  ),
);

/** Symbol of a distance 1…32768. */
export function distanceSymbol(distance: number): number {
  const from = distance - 1;
  if (from < 4) return from;
  const high = 31 - Math.clz32(from);
  return high * 2 + ((from >>> (high - 1)) & 1);
}
