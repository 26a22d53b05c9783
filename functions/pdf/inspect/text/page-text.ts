import { InspectStop, refuse } from '../inspect-fault.ts';
import type { Budget } from '../limits.ts';
import type { Box } from '../page-size.ts';
import {
  type Dict,
  isDict,
  isList,
  isNumber,
  isStream,
  isString,
  type ObjectSource,
  resolve,
  type Stream,
  type Value,
} from '../values.ts';
import { type CharMap, readCharMap } from './char-map.ts';
import { type TextFont, textFontOf } from './font-text.ts';
import { identity, type Matrix, matrixOf, times } from './matrix.ts';
import { readOperations } from './operations.ts';
import { stringBytes } from './string-bytes.ts';
import { textLines } from './text-lines.ts';
import { type GraphicsState, initialState, textObject } from './text-state.ts';
import { textStreams } from './text-streams.ts';

/** `isComplete`: every code that a page shows has characters. */
export type PageText = { readonly text: string; readonly isComplete: boolean };

/** Reads the pages of one document, which share their fonts and what may be spent on text. */
export type TextReader = (page: Dict, resources: Value, visible: Box) => PageText | undefined;

const where = 'file';
const maxForms = 8;
const maxSaved = 256;

/** The reading of anything that may fail without consequence: the page then has no text. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InspectStop) return undefined;
    throw error;
  }
}

/**
 * Reads what pages show, by the fonts' own mappings: text that is painted, with its first character on the visible
 * part of the page, in page contents and forms. Colour, clipping and what is painted over it are not judged.
 */
export function textReader(source: ObjectSource, budget: Budget): TextReader {
  const streams = textStreams(source, budget);
  const fonts = new Map<Dict, TextFont | undefined>();
  const get = (dict: Value, key: string): Value =>
    isDict(dict) ? resolve(source, dict.get(key), where) : null;

  const charMap = (stream: Stream): CharMap | undefined => attempt(() => readCharMap(streams.open([stream])));
  const fontIn = (font: Value): TextFont | undefined => {
    if (!isDict(font)) return undefined;
    if (!fonts.has(font)) fonts.set(font, textFontOf(source, font, { charMap, spend: streams.spend }));
    return fonts.get(font);
  };

  const readPage: TextReader = (page, pageResources, visible) => {
    const lines = textLines();
    let isComplete = true;
    const isVisible = ([x, y]: readonly [number, number]): boolean =>
      x >= visible[0] && y >= visible[1] && x <= visible[2] && y <= visible[3];

    const run = (
      contents: readonly Stream[],
      resources: Value,
      matrix: Matrix,
      path: readonly Stream[],
    ): void => {
      let state: GraphicsState = initialState(matrix);
      const saved: GraphicsState[] = [];
      const object = textObject();

      const show = (value: Value | undefined): void => {
        if (!isString(value)) return;
        const bytes = stringBytes(value);
        streams.spend(bytes.length);
        const shown = object.show(state, bytes);
        if (shown.run === undefined || !isVisible(shown.run.from)) return;
        lines.add(shown.run);
        if (!shown.isComplete) isComplete = false;
      };
      const showForm = (name: Value | undefined): void => {
        const form = typeof name === 'string' ? get(get(resources, 'XObject'), name) : null;
        if (!isStream(form) || get(form.dict, 'Subtype') !== 'Form') return;
        if (path.includes(form) || path.length === maxForms) refuse('nesting', where);
        const own = get(form.dict, 'Matrix');
        const placed = isList(own) ? matrixOf(own.map((value) => resolve(source, value, where))) : identity;
        if (placed === undefined) return;
        run([form], get(form.dict, 'Resources') ?? resources, times(placed, state.matrix), [...path, form]);
      };
      const takeFont = (name: Value | undefined): void => {
        const font = typeof name === 'string' ? get(get(get(resources, 'ExtGState'), name), 'Font') : null;
        if (!isList(font)) return;
        const size = resolve(source, font[1], where);
        state.font = fontIn(resolve(source, font[0], where));
        state.size = isNumber(size) ? size : 0;
      };

      readOperations(streams.open(contents), (word, operands) => {
        const [first, second, third] = operands;
        const number = isNumber(first) ? first : 0;
        const other = isNumber(second) ? second : 0;
        switch (word) {
          case 'q':
            saved.push({ ...state });
            if (saved.length > maxSaved) refuse('nesting', where);
            break;
          case 'Q':
            state = saved.pop() ?? state;
            break;
          case 'cm':
            state.matrix = times(matrixOf(operands) ?? identity, state.matrix);
            break;
          case 'BT':
            object.begin();
            break;
          case 'Tm':
            object.begin(matrixOf(operands) ?? refuse('syntax', where));
            break;
          case 'Td':
            object.nextLine(number, other);
            break;
          case 'TD':
            state.leading = -other;
            object.nextLine(number, other);
            break;
          case 'T*':
            object.nextLine(0, -state.leading);
            break;
          case 'Tf':
            state.font = typeof first === 'string' ? fontIn(get(get(resources, 'Font'), first)) : undefined;
            state.size = other;
            break;
          case 'Tc':
            state.charSpace = number;
            break;
          case 'Tw':
            state.wordSpace = number;
            break;
          case 'Tz':
            state.scale = number / 100;
            break;
          case 'TL':
            state.leading = number;
            break;
          case 'Ts':
            state.rise = number;
            break;
          case 'Tr':
            state.mode = number;
            break;
          case 'Tj':
            show(first);
            break;
          case "'":
            object.nextLine(0, -state.leading);
            show(first);
            break;
          case '"':
            state.wordSpace = number;
            state.charSpace = other;
            object.nextLine(0, -state.leading);
            show(third);
            break;
          case 'TJ':
            for (const item of isList(first) ? first : []) {
              if (isNumber(item)) object.shift(state, item);
              else show(item);
            }
            break;
          case 'Do':
            showForm(first);
            break;
          case 'gs':
            takeFont(first);
            break;
        }
      });
    };

    const contents = get(page, 'Contents');
    if (isList(contents)) streams.spend(contents.length);
    const parts = isList(contents) ? contents.map((part) => resolve(source, part, where)) : [contents];
    run(parts.filter(isStream), pageResources, identity, []);
    return { text: lines.text(), isComplete };
  };
  return (page, resources, visible) => attempt(() => readPage(page, resources, visible));
}
