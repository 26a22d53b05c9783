import type { DisplayItem, Frame, Picture, Rule, Stamping, TextRun } from '../display-list.ts';
import { isCharacter, keysOf } from '../keys.ts';
import { sequenceOrdinal } from '../pack/open-pack.ts';
import { stampedItems } from '../stamped-items.ts';
import {
  type ByteSheet,
  makeRoom,
  NUMBER_ROOM,
  putHex16,
  putNumber,
  putText,
  putWhole,
} from './byte-sheet.ts';
import { type Codes, codeOf } from './codes.ts';
import type { DrawFault, MissingGlyph } from './draw-fault.ts';
import { type FontSet, missingIn } from './font-set.ts';
import { rounded } from './pdf-number.ts';

/** What the operators of one stream have set so far, so that only changes are written; unknown at its beginning. */
export type Pen = {
  readonly set: FontSet;
  /** By the index of their pack in the set. */
  readonly codes: readonly Codes[];
  readonly out: ByteSheet;
  /** Characters without a glyph, by field and key. */
  readonly missing: Map<string, MissingGlyph>;
  inText: boolean;
  font: number;
  size: number;
  stretch: number;
  fill: number;
  stroke: number;
  width: number;
};

/** The names under which a document's resources are called. */
export type Names = {
  readonly picture: (picture: Picture) => string;
  /** Undefined where the stamp is to be drawn in place. */
  readonly stamp: (stamping: Stamping, page: PageSize | undefined) => string | DrawFault | undefined;
};

/** Of streams in which neither stands: those of forms and stamps. */
export const NO_NAMES: Names = { picture: () => '', stamp: () => undefined };

export type PageSize = { readonly width: number; readonly height: number };

const UNKNOWN = -1;
/** At a stream's beginning. */
const NOTHING_SET = {
  inText: false,
  font: UNKNOWN,
  size: UNKNOWN,
  stretch: UNKNOWN,
  fill: UNKNOWN,
  stroke: UNKNOWN,
  width: UNKNOWN,
};

export const newPen = (parts: Omit<Pen, keyof typeof NOTHING_SET>): Pen => ({ ...parts, ...NOTHING_SET });

/** How far beyond the edge, in points, the sum of rounded advances may lead a text that fits. */
const EDGE_TOLERANCE = 0.05;

/** Whether texts whose baselines lie in this box, in points, are not cut at the page's edge. */
export const liesOn = (
  { width, height }: PageSize,
  left: number,
  bottom: number,
  right: number,
  top: number,
): boolean => left >= 0 && bottom >= 0 && right <= width + EDGE_TOLERANCE && top <= height;

function leaveText(pen: Pen): void {
  if (pen.inText) putText(pen.out, 'ET\n');
  pen.inText = false;
}

/** `operands operator` of one number, in room that it makes. */
function putSetting(out: ByteSheet, value: number, operator: string): void {
  makeRoom(out, NUMBER_ROOM + operator.length);
  putNumber(out, value);
  putText(out, operator);
}

function setFill(pen: Pen, grey: number): void {
  if (pen.fill === grey) return;
  putSetting(pen.out, grey, ' g\n');
  pen.fill = grey;
}

function setLine(pen: Pen, width: number, grey: number): void {
  if (pen.width !== width) putSetting(pen.out, width, ' w\n');
  if (pen.stroke !== grey) putSetting(pen.out, grey, ' G\n');
  pen.width = width;
  pen.stroke = grey;
}

function putPair(out: ByteSheet, a: number, b: number, operator: string): void {
  makeRoom(out, 2 * NUMBER_ROOM + operator.length);
  putNumber(out, a);
  out.bytes[out.at++] = 0x20;
  putNumber(out, b);
  putText(out, operator);
}

function setFont(pen: Pen, font: number, size: number): void {
  const { out } = pen;
  makeRoom(out, 2 * NUMBER_ROOM + 8);
  out.bytes[out.at++] = 0x2f;
  out.bytes[out.at++] = 0x46;
  putWhole(out, font + 1);
  out.bytes[out.at++] = 0x20;
  putNumber(out, size);
  putText(out, ' Tf\n');
  pen.font = font;
  pen.size = size;
}

function beginText(pen: Pen, run: TextRun): void {
  const { out } = pen;
  setFill(pen, run.grey ?? 0);
  if (!pen.inText) putText(out, 'BT\n');
  pen.inText = true;
  const stretch = run.stretch ?? 1;
  if (pen.stretch !== stretch) putSetting(out, stretch * 100, ' Tz\n');
  pen.stretch = stretch;
  putText(out, '1 0 0 1 ');
  putPair(out, run.x, run.y, ' Tm\n');
}

/** Draws the characters; answers the width in ems, or the fault of a text that is none. */
function putCharacters(pen: Pen, run: TextRun): number | DrawFault {
  const { set, codes, out } = pen;
  const { text, size } = run;
  const { packs, packOfBlock } = set;
  makeRoom(out, text.length * (4 + 40) + 8);
  let open = false;
  let ems = 0;
  for (let index = 0; index < text.length; ) {
    let codePoint = text.charCodeAt(index++);
    if ((codePoint & 0xfc00) === 0xd800 && (text.charCodeAt(index) & 0xfc00) === 0xdc00)
      codePoint = 0x10000 + ((codePoint & 0x3ff) << 10) + (text.charCodeAt(index++) & 0x3ff);
    if (!isCharacter(codePoint)) return badText(run);
    let selector = 0;
    const next = text.charCodeAt(index);
    if (next >= 0xfe00 && next <= 0xfe0f) {
      selector = next - 0xfe00 + 1;
      index++;
    } else if (next === 0xdb40) {
      const low = text.charCodeAt(index + 1);
      if (low >= 0xdd00 && low <= 0xddef) {
        selector = low - 0xdd00 + 17;
        index += 2;
      }
    }
    const key = codePoint * 512 + selector;
    const font = (packOfBlock[codePoint >>> 8] ?? 0) - 1;
    const pack = packs[font];
    let ordinal = 0;
    if (pack !== undefined) {
      if (selector !== 0) ordinal = sequenceOrdinal(pack, key);
      else {
        const block = pack.pages[codePoint >>> 8] ?? 0;
        if (block !== 0) ordinal = pack.blocks[((block - 1) << 8) | (codePoint & 0xff)] ?? 0;
      }
    }
    const own = codes[font];
    if (pack === undefined || own === undefined || ordinal === 0) return missingText(pen, run);
    const code = codeOf(own, ordinal, key);
    if (code === 0) return { kind: 'bad-list', fault: 'too-many-glyphs' };
    if (font !== pen.font || size !== pen.size) {
      if (open) putText(out, '> Tj\n');
      open = false;
      setFont(pen, font, size);
    }
    if (!open) out.bytes[out.at++] = 0x3c;
    open = true;
    putHex16(out, code);
    ems += (pack.advances[ordinal] ?? 0) / pack.header.unitsPerEm;
  }
  if (open) putText(out, '> Tj\n');
  return ems;
}

function badText(run: TextRun): DrawFault {
  const keys = keysOf(run.text);
  if (keys.ok) throw new Error('two readings of one text');
  return { kind: 'bad-text', field: run.field, fault: keys.error };
}

/** Puts every character without a glyph on record, so that a refusal names all of them; the text counts as drawn. */
function missingText(pen: Pen, run: TextRun): number | DrawFault {
  const keys = keysOf(run.text);
  if (!keys.ok) return { kind: 'bad-text', field: run.field, fault: keys.error };
  for (const glyph of missingIn(pen.set, keys.value, run.field))
    pen.missing.set(`${glyph.key} ${run.field}`, glyph);
  return 0;
}

function drawText(pen: Pen, run: TextRun): number | DrawFault {
  if (run.text === '') return 0;
  beginText(pen, run);
  return putCharacters(pen, run);
}

function drawRule(pen: Pen, rule: Rule): void {
  setLine(pen, rule.width, rule.grey ?? 0);
  putPair(pen.out, rule.x1, rule.y1, ' m ');
  putPair(pen.out, rule.x2, rule.y2, ' l S\n');
}

function drawFrame(pen: Pen, frame: Frame): void {
  const lined = frame.lineWidth > 0;
  if (frame.fill !== undefined) setFill(pen, frame.fill);
  if (lined) setLine(pen, frame.lineWidth, frame.grey ?? 0);
  putPair(pen.out, frame.x, frame.y, ' ');
  const paint = frame.fill === undefined ? ' re S\n' : lined ? ' re B\n' : ' re f\n';
  putPair(pen.out, frame.width, frame.height, paint);
}

function drawPicture({ out }: Pen, picture: Picture, name: string): void {
  const { image, x, y, width, height } = picture;
  putText(out, 'q ');
  if ('ink' in image) putText(out, `${image.ink.map((part) => String(rounded(part))).join(' ')} rg `);
  makeRoom(out, NUMBER_ROOM);
  putNumber(out, width);
  putText(out, ' 0 0 ');
  makeRoom(out, NUMBER_ROOM);
  putNumber(out, height);
  putText(out, ' ');
  putPair(out, x, y, ` cm /${name} Do Q\n`);
}

function drawStamp(
  pen: Pen,
  stamping: Stamping,
  page: PageSize | undefined,
  names: Names,
): DrawFault | undefined {
  const name = names.stamp(stamping, page);
  if (name === undefined) {
    for (const item of stampedItems(stamping)) {
      const fault = drawItem(pen, item, page, names);
      if (fault !== undefined) return fault;
    }
    return undefined;
  }
  if (typeof name !== 'string') return name;
  leaveText(pen);
  const { out } = pen;
  putText(out, 'q 1 0 0 1 ');
  putPair(out, stamping.x, stamping.y, ' cm /');
  putText(out, name);
  putText(out, ' Do Q\n');
  return undefined;
}

function drawItem(
  pen: Pen,
  item: DisplayItem,
  page: PageSize | undefined,
  names: Names,
): DrawFault | undefined {
  if (item.kind === 'stamp') return drawStamp(pen, item, page, names);
  if (item.kind === 'text') {
    const ems = drawText(pen, item);
    if (typeof ems !== 'number') return ems;
    if (page === undefined) return undefined;
    const right = item.x + ems * item.size * (item.stretch ?? 1);
    const fits = liesOn(page, item.x, item.y, right, item.y);
    return fits ? undefined : { kind: 'bad-list', fault: 'off-page', field: item.field };
  }
  leaveText(pen);
  if (item.kind === 'rule') drawRule(pen, item);
  else if (item.kind === 'frame') drawFrame(pen, item);
  else drawPicture(pen, item, names.picture(item));
  return undefined;
}

/**
 * Writes the items of one stream as operators. Answers the first fault, if there is one, and its item; a missing glyph
 * is put on record instead, so that the rest of the document can still be searched for more of them.
 * @param page its size in points: a text that would be cut at the edge is a fault; of a stamp only its places are judged
 */
export function drawStream(
  pen: Pen,
  items: readonly DisplayItem[],
  page: PageSize | undefined,
  names: Names,
): { readonly fault: DrawFault; readonly item: number } | undefined {
  Object.assign(pen, NOTHING_SET);
  // no iterator: one value for each of a page's items is much garbage
  for (let item = 0; item < items.length; item++) {
    const drawn = items[item];
    const fault = drawn === undefined ? undefined : drawItem(pen, drawn, page, names);
    if (fault !== undefined) return { fault, item };
  }
  leaveText(pen);
  return undefined;
}
