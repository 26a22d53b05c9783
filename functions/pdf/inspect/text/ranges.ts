/** Codes from `low` to `high`, both included. */
export type Range = { readonly low: number; readonly high: number };

/** Finds the range of a code by halving; where ranges overlap, the one that begins nearest to it. */
export function rangeFinder<T extends Range>(ranges: readonly T[]): (code: number) => T | undefined {
  const sorted = ranges.toSorted((one, other) => one.low - other.low);
  return (code) => {
    let first = 0;
    let behind = sorted.length;
    while (first < behind) {
      const middle = (first + behind) >> 1;
      if ((sorted[middle]?.low ?? 0) <= code) first = middle + 1;
      else behind = middle;
    }
    const range = sorted[first - 1];
    return range !== undefined && code <= range.high ? range : undefined;
  };
}
