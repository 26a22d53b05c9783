/** A deterministic source of choices: the same label gives the same choices on every machine. */
export type Random = {
  /** A number in [0, 1) with 32 random bits. */
  readonly next: () => number;
  /** An integer in [minimum, maximum]. */
  readonly integer: (minimum: number, maximum: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** An item by weight; weights need not sum to 1. */
  readonly weighted: <T>(items: readonly (readonly [T, number])[]) => T;
  /** A new array with the items in another order. */
  readonly shuffle: <T>(items: readonly T[]) => T[];
  /** `length` hexadecimal digits in capitals. */
  readonly hex: (length: number) => string;
};

/**
 * Choices for a label. Each part of the world takes a label of its own (`seed/012050/households`), so that a change
 * in one part leaves the others as they were.
 */
export function randomFor(label: string): Random {
  const nextWord = sfc32(label);
  const next = () => nextWord() / 2 ** 32;
  const integer = (minimum: number, maximum: number) =>
    minimum + Math.floor(next() * (maximum - minimum + 1));
  const pick = <T>(items: readonly T[]): T => {
    const item = items[integer(0, items.length - 1)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  const weighted = <T>(items: readonly (readonly [T, number])[]): T => {
    let rest = next() * items.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [item, weight] of items) {
      rest -= weight;
      if (rest < 0) return item;
    }
    return pick(items)[0];
  };
  const shuffle = <T>(items: readonly T[]): T[] =>
    items
      .map((item) => ({ item, key: next() }))
      .sort((a, b) => a.key - b.key)
      .map(({ item }) => item);
  const hex = (length: number) =>
    Array.from({ length }, () => integer(0, 15).toString(16).toUpperCase()).join('');
  return { next, integer, chance: (p) => next() < p, pick, weighted, shuffle, hex };
}

/** Doty-Humphrey's small fast counter, seeded from the label by a multiply-and-rotate hash. */
function sfc32(label: string): () => number {
  let h = 1779033703 ^ label.length;
  for (const character of label) {
    h = Math.imul(h ^ (character.codePointAt(0) ?? 0), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  const word = () => {
    h = Math.imul(h ^ (h >>> 16), 2246822507);
    h = Math.imul(h ^ (h >>> 13), 3266489909);
    h ^= h >>> 16;
    return h >>> 0;
  };
  let a = word();
  let b = word();
  let c = word();
  let counter = 1;
  const step = () => {
    const t = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  for (let i = 0; i < 15; i += 1) step();
  return step;
}
