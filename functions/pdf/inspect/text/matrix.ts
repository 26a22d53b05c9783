/** `[a b c d e f]` of ISO 32000-1, 8.3.3: x' = a x + c y + e, y' = b x + d y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

export const identity: Matrix = [1, 0, 0, 1, 0, 0];

/** First `one`, then `other`. */
export const times = (one: Matrix, other: Matrix): Matrix => [
  one[0] * other[0] + one[1] * other[2],
  one[0] * other[1] + one[1] * other[3],
  one[2] * other[0] + one[3] * other[2],
  one[2] * other[1] + one[3] * other[3],
  one[4] * other[0] + one[5] * other[2] + other[4],
  one[4] * other[1] + one[5] * other[3] + other[5],
];

export const moved = (matrix: Matrix, across: number, up: number): Matrix =>
  times([1, 0, 0, 1, across, up], matrix);

/** A matrix of six finite numbers; `undefined` if they are none. */
export function matrixOf(values: readonly unknown[]): Matrix | undefined {
  const [a, b, c, d, e, f] = values.map((value) =>
    typeof value === 'number' && Number.isFinite(value) ? value : undefined,
  );
  if (a === undefined || b === undefined || c === undefined || d === undefined) return undefined;
  return values.length !== 6 || e === undefined || f === undefined ? undefined : [a, b, c, d, e, f];
}
