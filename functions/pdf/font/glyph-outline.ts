import { bad, type FontBytes, fontBytes } from './font-bytes.ts';

const wordArguments = 0x0001;
const hasScale = 0x0008;
const moreComponents = 0x0020;
const hasTwoScales = 0x0040;
const hasMatrix = 0x0080;
const hasInstructions = 0x0100;

const repeatFlag = 0x08;

/** As many as `maxp` can tell of. */
const maxPoints = 0xffff;

/** Where a composite names a component: `at` is the byte position of its 16-bit glyph number. */
export type ComponentRef = { readonly at: number; readonly gid: number };

/** A glyph without its instructions; `components` is empty for a simple glyph. */
export type StrippedGlyph = { readonly outline: Uint8Array; readonly components: readonly ComponentRef[] };

function coordinateBytes(flag: number, shortBit: number, sameBit: number): number {
  if ((flag & shortBit) !== 0) return 1;
  return (flag & sameBit) !== 0 ? 0 : 2;
}

function stripSimple(glyph: FontBytes, contours: number): StrippedGlyph {
  const { bytes } = glyph;
  let points = 0;
  for (let contour = 0; contour < contours; contour++) {
    const end = glyph.u16(10 + contour * 2);
    if (end < points) bad('inconsistent', 'glyf', 'the contours do not ascend');
    points = end + 1;
  }
  if (points > maxPoints) bad('too-large', 'glyf', `${points} points`);
  const head = 10 + contours * 2;
  const body = head + 2 + glyph.u16(head);
  let at = body;
  let coordinates = 0;
  for (let point = 0; point < points; ) {
    // read past the end, a byte is undefined, counts as 0, and the check of the end below refuses the glyph
    const flag = bytes[at++] ?? 0;
    const run = (flag & repeatFlag) === 0 ? 1 : 1 + (bytes[at++] ?? 0);
    coordinates += run * (coordinateBytes(flag, 0x02, 0x10) + coordinateBytes(flag, 0x04, 0x20));
    point += run;
    if (point > points) bad('inconsistent', 'glyf', 'more flags than points');
  }
  const end = at + coordinates;
  if (end > glyph.length) bad('truncated', 'glyf', `an outline of ${end} bytes in ${glyph.length}`);
  const outline = new Uint8Array(head + 2 + end - body);
  outline.set(bytes.subarray(0, head));
  outline.set(bytes.subarray(body, end), head + 2);
  return { outline, components: [] };
}

function matrixBytes(flags: number): number {
  if ((flags & hasScale) !== 0) return 2;
  if ((flags & hasTwoScales) !== 0) return 4;
  return (flags & hasMatrix) !== 0 ? 8 : 0;
}

function readComponents(glyph: FontBytes): { refs: ComponentRef[]; flagsAt: number[]; end: number } {
  const refs: ComponentRef[] = [];
  const flagsAt: number[] = [];
  let at = 10;
  for (let more = true; more; ) {
    const flags = glyph.u16(at);
    refs.push({ at: at + 2, gid: glyph.u16(at + 2) });
    flagsAt.push(at);
    at += 4 + ((flags & wordArguments) !== 0 ? 4 : 2) + matrixBytes(flags);
    more = (flags & moreComponents) !== 0;
  }
  if (at > glyph.length) bad('truncated', 'glyf', 'a composite ends early');
  return { refs, flagsAt, end: at };
}

function stripComposite(glyph: FontBytes): StrippedGlyph {
  const { refs, flagsAt, end } = readComponents(glyph);
  const outline = glyph.bytes.slice(0, end);
  const view = new DataView(outline.buffer);
  for (const at of flagsAt) view.setUint16(at, view.getUint16(at) & ~hasInstructions);
  return { outline, components: refs };
}

/** Takes the instructions out of one `glyf` entry; the outline's own bytes stay as they are. */
export function stripGlyph(bytes: Uint8Array): StrippedGlyph {
  if (bytes.length === 0) return { outline: bytes, components: [] };
  const glyph = fontBytes('glyf', bytes);
  const contours = glyph.i16(0);
  // a glyph of no contours draws nothing, however many bytes it takes to say so
  if (contours === 0) return { outline: new Uint8Array(0), components: [] };
  // -1 is what the format asks for, and every reader takes any negative number for a composite
  return contours > 0 ? stripSimple(glyph, contours) : stripComposite(glyph);
}

/** A 16-bit number of a stripped outline, whose bytes have been checked. */
function wordAt(outline: Uint8Array, at: number): number {
  const word = ((outline[at] ?? 0) << 8) | (outline[at + 1] ?? 0);
  return word < 0x8000 ? word : word - 0x10000;
}

/** Contours of a stripped simple outline; 0 for an empty one. */
export const contoursOf = (outline: Uint8Array): number => Math.max(0, wordAt(outline, 0));

/** Points of a stripped simple outline; 0 for an empty one. */
export function pointsOf(outline: Uint8Array): number {
  const contours = contoursOf(outline);
  return contours === 0 ? 0 : (wordAt(outline, 8 + contours * 2) & 0xffff) + 1;
}

/** Least x of a stripped outline that is not empty. */
export const leftOf = (outline: Uint8Array): number => wordAt(outline, 2);
