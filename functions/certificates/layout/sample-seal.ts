import type { BilevelImage } from '../../pdf/index.ts';

type Point = readonly [x: number, y: number];

const SIDE = 300;
const BAR = 13;
const VERMILION = [0.78, 0.1, 0.1] as const;

/** 「見」, then 「本」 below it, as the middle lines of their strokes. */
const STROKES: readonly (readonly [Point, Point])[] = [
  [
    [84, 40],
    [216, 40],
  ],
  [
    [84, 40],
    [84, 108],
  ],
  [
    [216, 40],
    [216, 108],
  ],
  [
    [84, 63],
    [216, 63],
  ],
  [
    [84, 85],
    [216, 85],
  ],
  [
    [84, 108],
    [216, 108],
  ],
  [
    [124, 108],
    [112, 128],
  ],
  [
    [112, 128],
    [58, 146],
  ],
  [
    [172, 108],
    [172, 142],
  ],
  [
    [172, 142],
    [242, 142],
  ],
  [
    [242, 142],
    [242, 124],
  ],
  [
    [54, 186],
    [246, 186],
  ],
  [
    [150, 160],
    [150, 264],
  ],
  [
    [150, 188],
    [58, 250],
  ],
  [
    [150, 188],
    [242, 250],
  ],
  [
    [108, 234],
    [192, 234],
  ],
];

/**
 * A square seal that says 「見本」: for samples, tests and previews, where no city's own seal may stand. 300 × 300
 * pixels, always the same.
 */
export function sampleSeal(): BilevelImage {
  const rowBytes = Math.ceil(SIDE / 8);
  const bits = new Uint8Array(rowBytes * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      if (!isFrame(x, y) && !STROKES.some(([from, to]) => isOnStroke([x, y], from, to))) continue;
      const at = y * rowBytes + (x >> 3);
      bits[at] = (bits[at] ?? 0) | (0x80 >> (x & 7));
    }
  }
  return { columns: SIDE, rows: SIDE, bits, ink: VERMILION };
}

function isFrame(x: number, y: number): boolean {
  const edge = Math.min(x, y, SIDE - 1 - x, SIDE - 1 - y);
  return edge < 12;
}

/** Whether a pixel is within half a bar of the stroke; its ends are square, as if cut. */
function isOnStroke([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): boolean {
  const length = Math.hypot(x2 - x1, y2 - y1);
  const along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length;
  const across = ((x - x1) * (y2 - y1) - (y - y1) * (x2 - x1)) / length;
  return along >= -BAR / 2 && along <= length + BAR / 2 && Math.abs(across) <= BAR / 2;
}
