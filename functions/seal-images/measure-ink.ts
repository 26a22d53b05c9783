import type { Bitmap } from './decode-bmp.ts';

/** The smallest rectangle that holds all ink, in pixels. */
export type InkBox = {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
};

/** A quarter of a channel's range: beyond the noise of a scanned sheet, and well within a pale imprint. */
const INK_CONTRAST = 64;

/**
 * Where the ink is; undefined where there is none. Paper is the lightest colour that occurs. Ink is every pixel that
 * differs from it by at least a quarter of the range in red, green or blue. A speck of one pixel counts: it is
 * printed like the rest, and what is printed has to keep the limits.
 */
export function measureInk({ columns, rows, colours }: Bitmap): InkBox | undefined {
  const paper = lightestOf(colours);
  let left = columns;
  let right = -1;
  let top = rows;
  let bottom = -1;
  // Most pixels have the colour of the one before.
  let [last, isLastInk] = [paper, false];
  let at = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const colour = colours[at] ?? paper;
      at += 1;
      if (colour !== last) [last, isLastInk] = [colour, isInk(colour, paper)];
      if (!isLastInk) continue;
      if (column < left) left = column;
      if (column > right) right = column;
      if (row < top) top = row;
      bottom = row;
    }
  }
  return bottom < 0 ? undefined : { left, top, columns: right - left + 1, rows: bottom - top + 1 };
}

export const redOf = (colour: number): number => colour >> 16;
export const greenOf = (colour: number): number => (colour >> 8) & 0xff;
export const blueOf = (colour: number): number => colour & 0xff;

/** As pages have an ink: 0…1 red, green, blue. */
export const inkColour = (colour: number): readonly [number, number, number] => [
  redOf(colour) / 255,
  greenOf(colour) / 255,
  blueOf(colour) / 255,
];

/** Rec. 601, in thousandths. */
const lightness = (colour: number): number =>
  299 * redOf(colour) + 587 * greenOf(colour) + 114 * blueOf(colour);

/** Of two equally light colours the greater number, so that the order of the pixels decides nothing. */
function lightestOf(colours: Uint32Array): number {
  let best = 0;
  let last = 0;
  for (let at = 0; at < colours.length; at += 1) {
    const colour = colours[at] ?? 0;
    if (colour === last || colour === best) continue;
    last = colour;
    const more = lightness(colour) - lightness(best);
    if (more > 0 || (more === 0 && colour > best)) best = colour;
  }
  return best;
}

/** Whether a colour stands out from the paper's. */
export const isInk = (colour: number, paper: number): boolean =>
  Math.abs(redOf(colour) - redOf(paper)) >= INK_CONTRAST ||
  Math.abs(greenOf(colour) - greenOf(paper)) >= INK_CONTRAST ||
  Math.abs(blueOf(colour) - blueOf(paper)) >= INK_CONTRAST;
