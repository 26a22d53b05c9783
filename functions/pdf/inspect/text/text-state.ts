import type { OnCode, TextFont } from './font-text.ts';
import { identity, type Matrix, moved, times } from './matrix.ts';
import type { Placed } from './text-lines.ts';

/** What `q` saves: the place of the page, and how text is shown (ISO 32000-1, 9.3). */
export type GraphicsState = {
  matrix: Matrix;
  font: TextFont | undefined;
  size: number;
  charSpace: number;
  wordSpace: number;
  /** Horizontal scaling, 1 = none. */
  scale: number;
  leading: number;
  rise: number;
  mode: number;
};

export const initialState = (matrix: Matrix): GraphicsState => ({
  matrix,
  font: undefined,
  size: 0,
  charSpace: 0,
  wordSpace: 0,
  scale: 1,
  leading: 0,
  rise: 0,
  mode: 0,
});

/** Rendering modes that put no ink on the page: 3 shows nothing, 7 only clips. */
const paintsNothing = (mode: number): boolean => mode === 3 || mode === 7;

const unknown = '\ufffd';

/** The matrices of a text object, and what it shows. */
export function textObject() {
  let text = identity;
  let line = identity;

  const advance = ({ font, scale }: GraphicsState, along: number): void => {
    text = font?.isVertical ? moved(text, 0, along) : moved(text, along * scale, 0);
  };

  return {
    begin(matrix: Matrix = identity): void {
      text = matrix;
      line = matrix;
    },
    nextLine(across: number, up: number): void {
      line = moved(line, across, up);
      text = line;
    },
    /** A number of `TJ`, thousandths of the size against the writing. */
    shift(state: GraphicsState, amount: number): void {
      advance(state, (-amount / 1000) * state.size);
    },
    /** The run that a string is, and whether every code of it has characters; the text matrix moves behind it. */
    show(
      state: GraphicsState,
      bytes: Uint8Array,
    ): { readonly run: Placed | undefined; readonly isComplete: boolean } {
      const { font, size, rise } = state;
      const before = times(text, state.matrix);
      let words = '';
      let isComplete = true;
      let total = 0;
      const onCode: OnCode = (character, width, isSpace) => {
        if (character === undefined) isComplete = false;
        words += character ?? unknown;
        const spacing = state.charSpace + (isSpace ? state.wordSpace : 0);
        total += (font?.isVertical ? -width : width) * (size / 1000) + spacing;
      };
      if (font === undefined) onCode(undefined, 1000, false);
      else font.eachCode(bytes, onCode);
      advance(state, total);
      const after = times(text, state.matrix);
      const upward = font?.isVertical ?? false;
      const [x, y] = upward ? [-before[2], -before[3]] : [before[0], before[1]];
      const stretch = Math.hypot(x, y);
      const em = Math.abs(size) * Math.hypot(before[2], before[3]);
      if (paintsNothing(state.mode) || !(stretch > 0) || !(em > 0))
        return { run: undefined, isComplete: true };
      const at = (matrix: Matrix): readonly [number, number] => [
        matrix[2] * rise + matrix[4],
        matrix[3] * rise + matrix[5],
      ];
      const along = [x / stretch, y / stretch] as const;
      return { run: { text: words, from: at(before), to: at(after), along, em }, isComplete };
    },
  };
}
