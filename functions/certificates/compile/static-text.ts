/** `down` is a baseline, counted from the page's top or, of a label, from the top of its row. Lengths are points. */
export type StaticText = {
  readonly text: string;
  readonly x: number;
  readonly down: number;
  readonly size: number;
};

const POINTS_PER_MM = 72 / 25.4;

/** Millimetres as points, to a thousandth: numbers that print alike everywhere. */
export const points = (millimetres: number): number => rounded(millimetres * POINTS_PER_MM);

/** To a thousandth of a point, as finished bytes hold it. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Width of a template's own text in ems: half-width ASCII and full-width characters; selectors and marks have none. */
export function emWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (!/\p{Mark}/u.test(character)) width += character <= '~' ? 0.5 : 1;
  }
  return width;
}

/** Share of the free space that stands before a text. */
export const SHARES = { left: 0, center: 0.5, right: 1 } as const;

export const centred = (text: string, size: number, left: number, width: number): number =>
  left + (width - emWidth(text) * size) / 2;

/** Where the first line of a row stands below its top: a kanji's middle is at the middle of a one-line row. */
export const firstBaseline = (rowHeight: number, size: number): number => rowHeight / 2 + 0.38 * size;
