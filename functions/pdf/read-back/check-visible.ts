import { reject } from './read-fault.ts';
import type { Box, Shown } from './shown.ts';

/** How far, in points, the rounded advances of a text that fits may lead beyond the edge. */
const EDGE_TOLERANCE = 0.1;

const meet = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;

function checkOnPage(boxes: readonly Box[], size: { width: number; height: number }, where: string): void {
  const right = size.width + EDGE_TOLERANCE;
  const top = size.height + EDGE_TOLERANCE;
  for (const box of boxes) {
    if (box.left < 0 || box.bottom < 0 || box.right > right || box.top > top)
      reject('hidden', where, 'something off the page');
  }
}

/**
 * What is read has to be seen: every text and picture of a page lies on it, nothing opaque is painted over it, and
 * nothing dark behind it.
 * @param streams of one page, in the order of painting
 */
export function checkVisible(
  streams: readonly Shown[],
  size: { readonly width: number; readonly height: number },
  where: string,
): void {
  const boxes = streams.flatMap((shown) => shown.boxes);
  checkOnPage(boxes, size, where);
  let before = 0;
  for (const shown of streams) {
    for (const { box, after, isDark } of shown.covers) {
      const end = isDark ? boxes.length : before + after;
      for (let index = 0; index < end; index++) {
        const other = boxes[index];
        if (other !== undefined && meet(box, other))
          reject('hidden', where, 'something covered or in the dark');
      }
    }
    before += shown.boxes.length;
  }
}
