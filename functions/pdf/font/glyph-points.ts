import { bad } from './font-bytes.ts';
import { contoursOf, pointsOf } from './glyph-outline.ts';

/** The points of a simple glyph in font units, and for each contour the index of its last point. */
export type GlyphPoints = {
  readonly xs: Int32Array;
  readonly ys: Int32Array;
  /** 1 = on the curve, 0 = off. */
  readonly on: Uint8Array;
  readonly ends: Uint16Array;
};

/** xMin, yMin, xMax, yMax as a glyph's header states them. */
export type GlyphBox = readonly [number, number, number, number];

const onCurve = 0x01;
const xShort = 0x02;
const yShort = 0x04;
const repeat = 0x08;
const xSame = 0x10;
const ySame = 0x20;

/** Points of a stripped simple outline (`stripGlyph`), whose bytes have been checked. */
export function readPoints(outline: Uint8Array): GlyphPoints {
  const view = new DataView(outline.buffer, outline.byteOffset, outline.length);
  const contours = contoursOf(outline);
  const count = pointsOf(outline);
  const ends = Uint16Array.from({ length: contours }, (_, contour) => view.getUint16(10 + contour * 2));
  const flags = new Uint8Array(count);
  let at = 10 + contours * 2 + 2;
  for (let point = 0; point < count; ) {
    const flag = outline[at++] ?? 0;
    const run = (flag & repeat) === 0 ? 1 : 1 + (outline[at++] ?? 0);
    flags.fill(flag, point, point + run);
    point += run;
  }
  const coordinates = (short: number, same: number): Int32Array => {
    const values = new Int32Array(count);
    let value = 0;
    for (let point = 0; point < count; point++) {
      const flag = flags[point] ?? 0;
      if ((flag & short) !== 0) {
        const step = outline[at++] ?? 0;
        value += (flag & same) !== 0 ? step : -step;
      } else if ((flag & same) === 0) {
        value += view.getInt16(at);
        at += 2;
      }
      values[point] = value;
    }
    return values;
  };
  const xs = coordinates(xShort, xSame);
  const ys = coordinates(yShort, ySame);
  return { xs, ys, on: flags.map((flag) => flag & onCurve), ends };
}

/** Appends one coordinate step and answers the flag bits that tell how it is written. */
function putStep(bytes: number[], step: number, short: number, same: number): number {
  if (step === 0) return same;
  if (step < -0x8000 || step > 0x7fff) bad('out-of-range', 'glyf', `a step of ${step} units`);
  if (step >= -255 && step <= 255) {
    bytes.push(Math.abs(step));
    return step > 0 ? short | same : short;
  }
  bytes.push((step >> 8) & 0xff, step & 0xff);
  return 0;
}

/**
 * A simple `glyf` entry without instructions. Throws `BadFont` where a coordinate or a step does not fit 16 bits.
 * @param box what the header states, as it is: rasterizers move the outline by it
 */
export function writePoints({ xs, ys, on, ends }: GlyphPoints, box: GlyphBox): Uint8Array {
  const xBytes: number[] = [];
  const yBytes: number[] = [];
  const flags: number[] = [];
  let [x, y] = [0, 0];
  let lastAt = -1;
  let run = 0;
  for (let point = 0; point < xs.length; point++) {
    const [nextX, nextY] = [xs[point] ?? 0, ys[point] ?? 0];
    if (Math.min(nextX, nextY) < -0x8000 || Math.max(nextX, nextY) > 0x7fff)
      bad('out-of-range', 'glyf', `a point at ${nextX}, ${nextY}`);
    const xFlag = putStep(xBytes, nextX - x, xShort, xSame);
    const flag = (on[point] ?? 0) | xFlag | putStep(yBytes, nextY - y, yShort, ySame);
    [x, y] = [nextX, nextY];
    if (run < 255 && ((flags[lastAt] ?? 0xff) & ~repeat) === flag) {
      run++;
      flags[lastAt] = flag | repeat;
      flags[lastAt + 1] = run;
    } else {
      run = 0;
      lastAt = flags.length;
      flags.push(flag);
    }
  }
  const bytes = new Uint8Array(12 + ends.length * 2 + flags.length + xBytes.length + yBytes.length);
  const view = new DataView(bytes.buffer);
  view.setInt16(0, ends.length);
  for (const [index, edge] of box.entries()) view.setInt16(2 + index * 2, edge);
  for (const [index, end] of ends.entries()) view.setUint16(10 + index * 2, end);
  const body = 12 + ends.length * 2;
  bytes.set(flags, body);
  bytes.set(xBytes, body + flags.length);
  bytes.set(yBytes, body + flags.length + xBytes.length);
  return bytes;
}
