/** Codes of one deflate alphabet: per symbol its code, first bit lowest, and its length; length 0 = no code. */
export type Codes = { readonly codes: Uint16Array; readonly lengths: Uint8Array };

/** A package of symbols; `left` and `right` lead to what it is made of, a symbol's own item has neither. */
type Item = {
  readonly weight: number;
  readonly symbol: number;
  readonly left?: Item | undefined;
  readonly right?: Item | undefined;
};

/** Items by weight; at equal weights those of `a` first, so that every machine builds the same code. */
function merge(a: readonly Item[], b: readonly Item[]): Item[] {
  const merged: Item[] = [];
  let inA = 0;
  let inB = 0;
  while (inA < a.length || inB < b.length) {
    const [itemA, itemB] = [a[inA], b[inB]];
    if (itemB === undefined || (itemA !== undefined && itemA.weight <= itemB.weight)) {
      if (itemA !== undefined) merged.push(itemA);
      inA++;
    } else {
      merged.push(itemB);
      inB++;
    }
  }
  return merged;
}

function pairs(items: readonly Item[]): Item[] {
  const packages: Item[] = [];
  for (let index = 0; index + 1 < items.length; index += 2) {
    const [left, right] = [items[index], items[index + 1]];
    packages.push({ weight: (left?.weight ?? 0) + (right?.weight ?? 0), symbol: -1, left, right });
  }
  return packages;
}

/**
 * Lengths of the best prefix code of at most `limit` bits (package-merge: Larmore and Hirschberg 1990). A symbol of
 * frequency 0 gets none. Fewer than two symbols are filled up from 0, because not every reader takes a code of one.
 */
export function codeLengths(frequencies: ArrayLike<number>, limit: number): Uint8Array {
  const leaves: Item[] = [];
  for (let symbol = 0; symbol < frequencies.length; symbol++) {
    const weight = frequencies[symbol] ?? 0;
    if (weight > 0) leaves.push({ weight, symbol });
  }
  for (let symbol = 0; leaves.length < 2; symbol++)
    if (!leaves.some((leaf) => leaf.symbol === symbol)) leaves.push({ weight: 1, symbol });
  if (leaves.length > 2 ** limit) throw new RangeError(`${leaves.length} symbols in ${limit} bits`);
  leaves.sort((a, b) => a.weight - b.weight || a.symbol - b.symbol);
  let items: readonly Item[] = leaves;
  for (let level = 1; level < limit; level++) items = merge(leaves, pairs(items));
  const lengths = new Uint8Array(frequencies.length);
  const count = (item: Item): void => {
    if (item.symbol >= 0) lengths[item.symbol] = (lengths[item.symbol] ?? 0) + 1;
    if (item.left !== undefined) count(item.left);
    if (item.right !== undefined) count(item.right);
  };
  for (const item of items.slice(0, 2 * leaves.length - 2)) count(item);
  return lengths;
}

function reversed(code: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit++) result |= ((code >>> bit) & 1) << (bits - 1 - bit);
  return result;
}

/** The canonical codes of the given lengths (RFC 1951 §3.2.2), turned round as deflate reads them. */
export function canonicalCodes(lengths: Uint8Array): Codes {
  const next = new Uint32Array(17);
  for (const bits of lengths) if (bits > 0) next[bits + 1] = (next[bits + 1] ?? 0) + 1;
  for (let bits = 2; bits <= 15; bits++) next[bits] = ((next[bits] ?? 0) + (next[bits - 1] ?? 0)) << 1;
  const codes = new Uint16Array(lengths.length);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const bits = lengths[symbol] ?? 0;
    if (bits === 0) continue;
    const code = next[bits] ?? 0;
    codes[symbol] = reversed(code, bits);
    next[bits] = code + 1;
  }
  return { codes, lengths };
}
