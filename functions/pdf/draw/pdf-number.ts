/** Numbers in the file have at most 3 decimals: 1/1000 pt is far below what any printer resolves. */
export function rounded(value: number): number {
  const thousandths = Math.round(value * 1000);
  return thousandths === 0 ? 0 : thousandths / 1000;
}

/** The number as PDF writes it: no exponent (|value| < 1e21 after rounding), no '-0'. */
export const pdfNumber = (value: number): string => String(rounded(value));
