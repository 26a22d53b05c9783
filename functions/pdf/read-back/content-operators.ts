import { reject } from './read-fault.ts';
import type { ReadFont } from './read-font.ts';
import type { ReadImage } from './read-image.ts';
import { type Cursor, packWord, scanHex16 } from './scan.ts';
import type { Box, Cover, ReadPicture, ReadRun, Shown } from './shown.ts';

/** What the names in a page's operators stand for. */
export type ContentNames = {
  readonly fonts: ReadonlyMap<string, ReadFont>;
  readonly images: ReadonlyMap<string, ReadImage>;
  /** What stands together about an origin of its own and may come at several places. */
  readonly stamps: ReadonlyMap<string, Shown>;
  /** Receives the names of images and stamps that are drawn. */
  readonly drawn: Set<string>;
};

/** What may come next: in a text, on a path, in a picture between `q` and `Q`, or anything that begins on the page. */
type Mode = 'page' | 'text' | 'point' | 'line' | 'frame' | 'saved' | 'inked' | 'placed' | 'drawn';

/** How far the operators of one stream have come. */
export type State = {
  readonly cursor: Cursor;
  readonly names: ContentNames;
  readonly runs: ReadRun[];
  readonly pictures: ReadPicture[];
  readonly boxes: Box[];
  readonly covers: Cover[];
  mode: Mode;
  /** The kinds of the operands since the last operator, two bits each. */
  operands: number;
  /** The operands that are numbers, each at its place; what was there before stays until it is written over. */
  readonly numbers: number[];
  name: string;
  /** Where the digits of the last string begin. */
  codesAt: number;
  // what operators have set; undefined until this very stream does
  font: ReadFont | undefined;
  size: number;
  stretch: number | undefined;
  fill: number | undefined;
  ink: readonly [number, number, number] | undefined;
  /** The run that has a place; it has text and a size only once that is shown. */
  run: { readonly x: number; readonly y: number; text: string; size: number; ems: number } | undefined;
};

export const NO_OPERANDS = 0;
export const NUMBER = 1;
export const NAME = 2;
export const CODES = 3;
const TWO_NUMBERS = 0b0101;
const THREE_NUMBERS = 0b010101;
const FOUR_NUMBERS = 0b01010101;
const SIX_NUMBERS = 0b010101010101;
const NAME_AND_NUMBER = (NAME << 2) | NUMBER;

const BT = packWord('BT');
const ET = packWord('ET');
const TF = packWord('Tf');
const TZ = packWord('Tz');
const TM = packWord('Tm');
const TJ = packWord('Tj');
const SAVE = packWord('q');
const RESTORE = packWord('Q');
const INK = packWord('rg');
const PLACE = packWord('cm');
const DRAW = packWord('Do');
const GREY = packWord('g');
const LINE_GREY = packWord('G');
const LINE_WIDTH = packWord('w');
const MOVE = packWord('m');
const LINE = packWord('l');
const FRAME = packWord('re');
const STROKE = packWord('S');
const FILL = packWord('f');
const FILL_AND_STROKE = packWord('B');

/** Of a character's height above the baseline, in ems: what has to be free for it to be read. */
const READABLE_HEIGHT = 0.5;
/** Black text cannot be read on what is darker. */
const DARK = 0.5;

export function unexpected({ cursor }: State, detail: string): never {
  return reject('unexpected', cursor.where, detail);
}

function expectOperands(state: State, operands: number): void {
  if (state.operands !== operands) unexpected(state, 'an operator with other operands');
}

function readGrey(state: State): number {
  expectOperands(state, NUMBER);
  const [grey = -1] = state.numbers;
  return grey >= 0 && grey <= 1 ? grey : unexpected(state, 'a grey level outside 0…1');
}

function closeRun(state: State): void {
  const { run } = state;
  if (run === undefined) return;
  const { text, x, y, size, ems } = run;
  if (text === '') unexpected(state, 'a position without text');
  const stretch = state.stretch ?? unexpected(state, 'text whose width another stream sets');
  state.runs.push({ text, x, y, size, stretch });
  state.boxes.push({ left: x, bottom: y, right: x + ems * size * stretch, top: y + size * READABLE_HEIGHT });
  state.run = undefined;
}

function openRun(state: State): void {
  expectOperands(state, SIX_NUMBERS);
  closeRun(state);
  const [a, b, c, d, x = 0, y = 0] = state.numbers;
  if (a !== 1 || b !== 0 || c !== 0 || d !== 1) unexpected(state, 'turned or scaled text');
  state.run = { x, y, text: '', size: 0, ems: 0 };
}

function showText(state: State): void {
  expectOperands(state, CODES);
  const { font, cursor, size, run } = state;
  if (run === undefined || font === undefined) unexpected(state, 'text without a place or a font');
  if (state.fill !== 0) unexpected(state, 'text that is not black');
  if (run.text !== '' && run.size !== size) unexpected(state, 'two sizes in one run');
  const { glyphs, unitsPerEm } = font;
  const behind = cursor.at;
  cursor.at = state.codesAt;
  let { text } = run;
  let units = 0;
  while (cursor.bytes[cursor.at] !== 0x3e) {
    const glyph = glyphs[scanHex16(cursor) - 1];
    if (glyph === undefined) reject('unmapped-code', cursor.where, 'a code without text');
    text += glyph.text;
    units += glyph.advance;
  }
  if (cursor.at === state.codesAt) unexpected(state, 'a text of no codes');
  cursor.at = behind;
  run.text = text;
  run.size = size;
  run.ems += units / unitsPerEm;
}

function inText(state: State, operator: number): void {
  switch (operator) {
    case TJ:
      showText(state);
      return;
    case TM:
      openRun(state);
      return;
    case TF: {
      expectOperands(state, NAME_AND_NUMBER);
      const [, size = 0] = state.numbers;
      state.font = state.names.fonts.get(state.name) ?? unexpected(state, 'a font that is not listed');
      state.size = size > 0 ? size : unexpected(state, 'a font of no size');
      return;
    }
    case TZ: {
      expectOperands(state, NUMBER);
      closeRun(state);
      const [percent = 0] = state.numbers;
      state.stretch = percent > 0 ? percent / 100 : unexpected(state, 'text without width');
      return;
    }
    case ET:
      expectOperands(state, NO_OPERANDS);
      closeRun(state);
      state.mode = 'page';
      return;
    default:
      unexpected(state, 'an operator that text never has');
  }
}

function inPath(state: State, operator: number): void {
  const isFrame = state.mode === 'frame';
  if (state.mode === 'point') {
    if (operator !== LINE) unexpected(state, 'a path of another form');
    expectOperands(state, TWO_NUMBERS);
    state.mode = 'line';
    return;
  }
  expectOperands(state, NO_OPERANDS);
  if (isFrame && (operator === FILL || operator === FILL_AND_STROKE)) {
    const fill = state.fill ?? unexpected(state, 'a colour that another stream sets');
    // the frame's own numbers: what paints it has no operands
    const [left = 0, bottom = 0, width = 0, height = 0] = state.numbers;
    const box = { left, bottom, right: left + width, top: bottom + height };
    state.covers.push({ box, after: state.boxes.length, isDark: fill < DARK });
  } else if (operator !== STROKE) {
    unexpected(state, 'a path of another form');
  }
  state.mode = 'page';
}

/** To a thousandth of a point, as numbers stand in a file. */
const sum = (a: number, b: number): number => Math.round((a + b) * 1000) / 1000;

const movedBox = ({ left, bottom, right, top }: Box, x: number, y: number): Box => ({
  left: left + x,
  bottom: bottom + y,
  right: right + x,
  top: top + y,
});

function drawStamp(state: State, { runs, boxes, covers, pictures }: Shown): void {
  const [width, , , height, x = 0, y = 0] = state.numbers;
  if (state.ink !== undefined || width !== 1 || height !== 1 || pictures.length > 0)
    unexpected(state, 'a stamp that is coloured, scaled or has pictures');
  for (const { box, after, isDark } of covers)
    state.covers.push({ box: movedBox(box, x, y), after: state.boxes.length + after, isDark });
  for (const run of runs) state.runs.push({ ...run, x: sum(run.x, x), y: sum(run.y, y) });
  for (const box of boxes) state.boxes.push(movedBox(box, x, y));
}

function drawPicture(state: State): void {
  const { names, name, ink, boxes } = state;
  const stamp = names.stamps.get(name);
  if (stamp !== undefined) {
    names.drawn.add(name);
    drawStamp(state, stamp);
    return;
  }
  const image = names.images.get(name) ?? unexpected(state, 'an image that is not listed');
  if (image.isMask !== (ink !== undefined)) unexpected(state, 'an ink that does not belong to its picture');
  names.drawn.add(name);
  // the numbers of the place: a name is the one operand since
  const [width = 0, , , height = 0, x = 0, y = 0] = state.numbers;
  const box = { left: x, bottom: y, right: x + width, top: y + height };
  if (!image.isMask) state.covers.push({ box, after: boxes.length, isDark: false });
  boxes.push(box);
  const { digest } = image;
  state.pictures.push({ x, y, width, height, ...(ink === undefined ? {} : { ink }), digest });
}

function inPicture(state: State, operator: number): void {
  const { mode, numbers } = state;
  if (operator === INK && mode === 'saved') {
    expectOperands(state, THREE_NUMBERS);
    const [red = 0, green = 0, blue = 0] = numbers;
    state.ink = [red, green, blue];
    if (state.ink.some((part) => part < 0 || part > 1)) unexpected(state, 'a colour outside 0…1');
    state.mode = 'inked';
  } else if (operator === PLACE && (mode === 'saved' || mode === 'inked')) {
    expectOperands(state, SIX_NUMBERS);
    const [width = 0, b, c, height = 0] = numbers;
    if (b !== 0 || c !== 0 || width <= 0 || height <= 0)
      unexpected(state, 'a picture that is turned or mirrored');
    state.mode = 'placed';
  } else if (operator === DRAW && mode === 'placed') {
    expectOperands(state, NAME);
    drawPicture(state);
    state.mode = 'drawn';
  } else if (operator === RESTORE && mode === 'drawn') {
    expectOperands(state, NO_OPERANDS);
    state.mode = 'page';
  } else {
    unexpected(state, 'a picture drawn in another way');
  }
}

function onPage(state: State, operator: number): void {
  switch (operator) {
    case BT:
      expectOperands(state, NO_OPERANDS);
      state.mode = 'text';
      return;
    case SAVE:
      expectOperands(state, NO_OPERANDS);
      state.ink = undefined;
      state.mode = 'saved';
      return;
    case MOVE:
      expectOperands(state, TWO_NUMBERS);
      state.mode = 'point';
      return;
    case FRAME: {
      expectOperands(state, FOUR_NUMBERS);
      const [, , width = 0, height = 0] = state.numbers;
      if (width <= 0 || height <= 0) unexpected(state, 'a frame of no size');
      state.mode = 'frame';
      return;
    }
    case GREY:
      state.fill = readGrey(state);
      return;
    case LINE_GREY:
      readGrey(state);
      return;
    case LINE_WIDTH: {
      expectOperands(state, NUMBER);
      const [width = 0] = state.numbers;
      if (width <= 0) unexpected(state, 'a line without width');
      return;
    }
    default:
      unexpected(state, 'an operator that is never drawn');
  }
}

/** Does what an operator says; only those that a display list leads to are known, and only in their order. */
export function applyOperator(state: State, operator: number): void {
  switch (state.mode) {
    case 'page':
      onPage(state, operator);
      return;
    case 'text':
      inText(state, operator);
      return;
    case 'point':
    case 'line':
    case 'frame':
      inPath(state, operator);
      return;
    default:
      inPicture(state, operator);
  }
}
