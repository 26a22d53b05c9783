/** Pure statistics of measured times and ratios. Every function throws on an empty list: nothing measured is no result. */

/** The value below which `share` (0…1) of the values lie, between two of them in proportion. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('statistics of nothing');
  if (!(share >= 0 && share <= 1)) throw new RangeError('a share lies between 0 and 1');
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** Median distance from the median: the spread of the usual values, whatever the outliers. */
export function medianDeviation(values: readonly number[]): number {
  const middle = median(values);
  return median(values.map((value) => Math.abs(value - middle)));
}

/**
 * How well the median is known: as for normally distributed values, whose deviation is 1.4826 median deviations and
 * whose median varies √(π/2) times as much as their mean.
 */
export function standardErrorOfMedian(values: readonly number[]): number {
  return (Math.sqrt(Math.PI / 2) * 1.4826 * medianDeviation(values)) / Math.sqrt(values.length);
}

/** `value ÷ other` of the same place; the lists are as long as each other. */
export function ratios(values: readonly number[], others: readonly number[]): number[] {
  if (values.length !== others.length) throw new RangeError('lists of different length');
  return values.map((value, index) => value / (others[index] ?? Number.NaN));
}
