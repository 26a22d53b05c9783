import { ok, type Result } from '../../shared/result.ts';
import { BadFont, bad } from './font-bytes.ts';
import type { FontFault } from './font-fault.ts';
import { contoursOf, pointsOf, type StrippedGlyph } from './glyph-outline.ts';
import { type GlyphBox, type GlyphPoints, readPoints, writePoints } from './glyph-points.ts';
import type { OutlineFont } from './outline-font.ts';
import { caught } from './sfnt-file.ts';

const wordArguments = 0x0001;
const argumentsAreOffsets = 0x0002;
const hasScale = 0x0008;
const hasTwoScales = 0x0040;
const hasMatrix = 0x0080;
const scaledOffset = 0x0800;

const maxDepth = 8;
const maxComponents = 256;
const maxPoints = 0xffff;
const maxContours = 0x7fff;
const maxReach = 0x7fffff;

/** What the composites of one font may take from their components, in bytes and points; counted down. */
export type FlattenBudget = { bytes: number };

/** Enough for every sound font: a multiple of the file, and room for small fonts of composites. */
export const flattenBudget = (fileBytes: number): FlattenBudget => ({
  bytes: 2 * fileBytes + 4 * 1024 * 1024,
});

/** The font as far as flattening looks at it. */
type Entries = Pick<OutlineFont, 'entryOf'>;

export type FlatGlyph = { readonly outline: Uint8Array; readonly points: GlyphPoints };

/** The points gathered so far. */
type Pen = { xs: number[]; ys: number[]; on: number[]; ends: number[] };

/** A matrix of 2.14 fixed-point numbers: x' = xx x + xy y, y' = yx x + yy y. */
type Matrix = { readonly xx: number; readonly xy: number; readonly yx: number; readonly yy: number };

type Component = {
  readonly gid: number;
  readonly matrix: Matrix | undefined;
  /** Offset in units, or two points of which the second comes to lie on the first. */
  readonly place:
    | { readonly kind: 'offset'; readonly x: number; readonly y: number; readonly scaled: boolean }
    | { readonly kind: 'points'; readonly before: number; readonly own: number };
};

function readMatrix(view: DataView, at: number, flags: number): Matrix | undefined {
  const value = (index: number): number => view.getInt16(at + index * 2);
  if ((flags & hasScale) !== 0) return { xx: value(0), xy: 0, yx: 0, yy: value(0) };
  if ((flags & hasTwoScales) !== 0) return { xx: value(0), xy: 0, yx: 0, yy: value(1) };
  if ((flags & hasMatrix) !== 0) return { xx: value(0), yx: value(1), xy: value(2), yy: value(3) };
  return undefined;
}

function readComponent(view: DataView, glyphAt: number): Component {
  const flags = view.getUint16(glyphAt - 2);
  const words = (flags & wordArguments) !== 0;
  const offset = (flags & argumentsAreOffsets) !== 0;
  const argument = (index: number): number => {
    const at = glyphAt + 2 + index * (words ? 2 : 1);
    if (offset) return words ? view.getInt16(at) : view.getInt8(at);
    return words ? view.getUint16(at) : view.getUint8(at);
  };
  return {
    gid: view.getUint16(glyphAt),
    matrix: readMatrix(view, glyphAt + 2 + (words ? 4 : 2), flags),
    place: offset
      ? { kind: 'offset', x: argument(0), y: argument(1), scaled: (flags & scaledOffset) !== 0 }
      : { kind: 'points', before: argument(0), own: argument(1) },
  };
}

/** To the nearest unit, halves away from zero. */
const nearest = (value: number): number => (value < 0 ? -Math.floor(0.5 - value) : Math.floor(value + 0.5));

const fraction = (length: number, factor: number): number => nearest((length * factor) / 0x4000);

function transform({ xs, ys }: Pen, from: number, { xx, xy, yx, yy }: Matrix): void {
  for (let point = from; point < xs.length; point++) {
    const [x, y] = [xs[point] ?? 0, ys[point] ?? 0];
    xs[point] = fraction(x, xx) + fraction(y, xy);
    ys[point] = fraction(x, yx) + fraction(y, yy);
  }
}

/** How far a component moves. `start` is the first point of its composite, `from` its own first one. */
function shiftOf({ place, matrix }: Component, pen: Pen, start: number, from: number): [number, number] {
  if (place.kind === 'offset') {
    if (matrix === undefined || !place.scaled) return [place.x, place.y];
    const { xx, xy, yx, yy } = matrix;
    return [fraction(place.x, Math.sqrt(xx * xx + xy * xy)), fraction(place.y, Math.sqrt(yy * yy + yx * yx))];
  }
  const [before, own] = [start + place.before, from + place.own];
  if (before >= from || own >= pen.xs.length)
    bad('inconsistent', 'glyf', `point ${place.own} of a component is tied to point ${place.before}`);
  return [(pen.xs[before] ?? 0) - (pen.xs[own] ?? 0), (pen.ys[before] ?? 0) - (pen.ys[own] ?? 0)];
}

function move({ xs, ys }: Pen, from: number, dx: number, dy: number): void {
  for (let point = from; point < xs.length; point++) {
    const [x, y] = [(xs[point] ?? 0) + dx, (ys[point] ?? 0) + dy];
    // what nests can grow with every level; what does not fit 16 bits in the end is refused there
    if (Math.max(Math.abs(x), Math.abs(y)) > maxReach) bad('out-of-range', 'glyf', `a point at ${x}, ${y}`);
    xs[point] = x;
    ys[point] = y;
  }
}

function draw(outline: Uint8Array, pen: Pen): void {
  const first = pen.xs.length;
  const points = first + pointsOf(outline);
  const contours = pen.ends.length + contoursOf(outline);
  if (points > maxPoints) bad('too-large', 'glyf', `more than ${maxPoints} points`);
  if (contours > maxContours) bad('too-large', 'glyf', `more than ${maxContours} contours`);
  const { xs, ys, on, ends } = readPoints(outline);
  for (let point = 0; point < xs.length; point++) {
    pen.xs.push(xs[point] ?? 0);
    pen.ys.push(ys[point] ?? 0);
    pen.on.push(on[point] ?? 0);
  }
  for (const end of ends) pen.ends.push(first + end);
}

function boxOf(outline: Uint8Array): GlyphBox {
  const view = new DataView(outline.buffer, outline.byteOffset, outline.length);
  return [view.getInt16(2), view.getInt16(4), view.getInt16(6), view.getInt16(8)];
}

/**
 * The glyph as a simple one: a composite is put together from its components, point for point, as FreeType does in
 * font units. Components are placed by offsets or by points; a scaled one is rounded to the nearest unit; an offset
 * is scaled only where SCALED_COMPONENT_OFFSET says so. The header keeps the composite's own box, and its metrics stay
 * those of `hmtx`, whatever USE_MY_METRICS says. Empty if nothing is drawn.
 * @param entry the glyph's own entry, as `font.entryOf` gives it
 * @param budget what this font's composites may still take; counted down
 */
export function flatten(
  font: Entries,
  gid: number,
  entry: StrippedGlyph,
  budget: FlattenBudget,
): Result<FlatGlyph, FontFault> {
  const pen: Pen = { xs: [], ys: [], on: [], ends: [] };
  let components = 0;

  const assemble = (
    own: number,
    { outline, components: refs }: StrippedGlyph,
    path: readonly number[],
  ): void => {
    if (path.includes(own)) bad('cyclic', 'glyf', `glyph ${own} contains itself`);
    if (path.length > maxDepth) bad('too-deep', 'glyf', `components nest deeper than ${maxDepth}`);
    if (refs.length === 0) {
      if (outline.length > 0) draw(outline, pen);
      return;
    }
    const view = new DataView(outline.buffer, outline.byteOffset, outline.length);
    const start = pen.xs.length;
    for (const { at } of refs) {
      if (++components > maxComponents) bad('too-large', 'glyf', `more than ${maxComponents} components`);
      const component = readComponent(view, at);
      const part = font.entryOf(component.gid);
      if (!part.ok) throw new BadFont(part.error);
      // a few bytes may be many points
      budget.bytes -= 16 + part.value.outline.length + pointsOf(part.value.outline);
      if (budget.bytes < 0) bad('too-large', 'glyf', 'the composites of this font are many times its size');
      const from = pen.xs.length;
      assemble(component.gid, part.value, [...path, own]);
      if (from === pen.xs.length) continue;
      if (component.matrix !== undefined) transform(pen, from, component.matrix);
      const [dx, dy] = shiftOf(component, pen, start, from);
      move(pen, from, dx, dy);
    }
  };

  return caught(() => {
    assemble(gid, entry, []);
    const points = {
      xs: Int32Array.from(pen.xs),
      ys: Int32Array.from(pen.ys),
      on: Uint8Array.from(pen.on),
      ends: Uint16Array.from(pen.ends),
    };
    const outline = points.ends.length === 0 ? new Uint8Array(0) : writePoints(points, boxOf(entry.outline));
    return { outline, points };
  });
}

/**
 * The glyph's outline as a simple `glyf` entry: a simple glyph's own bytes, a composite flattened. Empty if nothing is
 * drawn.
 */
export function simpleOutline(
  font: Entries,
  gid: number,
  budget: FlattenBudget,
): Result<Uint8Array, FontFault> {
  const entry = font.entryOf(gid);
  if (!entry.ok) return entry;
  if (entry.value.components.length === 0) return ok(entry.value.outline);
  const flat = flatten(font, gid, entry.value, budget);
  return flat.ok ? ok(flat.value.outline) : flat;
}
