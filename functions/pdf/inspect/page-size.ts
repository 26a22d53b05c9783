import { type Place, refuse } from './inspect-fault.ts';
import { type Dict, isList, isNumber, type ObjectSource, resolve, type Value } from './values.ts';

/** Left, bottom, right and top, in the page's own units. */
export type Box = readonly [number, number, number, number];

/** What a page has itself or from the nodes above it. */
export type Inherited = {
  readonly mediaBox: Value;
  readonly cropBox: Value;
  readonly rotate: Value;
  readonly resources: Value;
};

/** How a page is displayed: the part that is seen, and its size in points after turning and scaling. */
export type PageFrame = { readonly visible: Box; readonly width: number; readonly height: number };

const pointsPerMillimetre = 72 / 25.4;
const a4 = { width: 210 * pointsPerMillimetre, height: 297 * pointsPerMillimetre } as const;
/** Writers round A4 to whole points; 1 pt is 0.35 mm. */
const tolerance = 1;

function boxOf(source: ObjectSource, value: Value, where: Place): Box {
  if (!isList(value) || value.length !== 4) return refuse('page-box', where);
  const corners = value.map((corner) => resolve(source, corner, where));
  const [left, bottom, right, top] = corners.filter(isNumber);
  if (left === undefined || bottom === undefined || right === undefined || top === undefined) {
    return refuse('page-box', where);
  }
  return [Math.min(left, right), Math.min(bottom, top), Math.max(left, right), Math.max(bottom, top)];
}

const intersection = (one: Box, other: Box): Box => [
  Math.max(one[0], other[0]),
  Math.max(one[1], other[1]),
  Math.min(one[2], other[2]),
  Math.min(one[3], other[3]),
];

/**
 * The page as viewers show and print it: the crop box within the media box (ISO 32000-1, 14.11.2), `/Rotate` and
 * `/UserUnit` applied. Bleed, trim and art boxes say nothing about that.
 */
export function pageFrame(source: ObjectSource, page: Dict, inherited: Inherited, where: Place): PageFrame {
  const media = boxOf(source, inherited.mediaBox, where);
  const crop = inherited.cropBox === null ? media : boxOf(source, inherited.cropBox, where);
  const visible = intersection(media, crop);
  const rotate = inherited.rotate ?? 0;
  if (!isNumber(rotate) || rotate % 90 !== 0) return refuse('rotate', where);
  const unit = resolve(source, page.get('UserUnit'), where) ?? 1;
  if (!isNumber(unit) || unit <= 0) return refuse('user-unit', where);
  const across = (visible[2] - visible[0]) * unit;
  const along = (visible[3] - visible[1]) * unit;
  const turned = rotate % 180 !== 0;
  return { visible, width: turned ? along : across, height: turned ? across : along };
}

/** A4 portrait, each side within 1 pt. */
export const isA4 = ({ width, height }: PageFrame): boolean =>
  Math.abs(width - a4.width) <= tolerance && Math.abs(height - a4.height) <= tolerance;
