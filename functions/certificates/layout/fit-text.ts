import { err, ok, type Result } from '../../shared/result.ts';
import type { TextStyle } from '../compile/template.ts';

/** Width of a text at a font size, both in points; a character that cannot be drawn is the measure's own fault. */
export type Measure<F> = (text: string, size: number, field: string) => Result<number, F>;

/** A text has no room in its place, at the smallest size and with all its lines. */
export type Overflow = { readonly kind: 'overflow'; readonly field: string };

/** The lines of a text; put together they are the text, character for character. */
export type FittedText = {
  readonly size: number;
  readonly lines: readonly string[];
  /** Width of its only line; undefined where there are several. */
  readonly width: number | undefined;
};

/** Rounding of sums of advances is not a reason to break a line. */
export const SLACK = 1e-6;

/**
 * Sets a text in a width (points): on one line if it can, then on more lines, then smaller, as the style allows.
 * Errors: `overflow` naming the field, or the measure's.
 */
export function fitText<F>(
  text: string,
  width: number,
  style: TextStyle,
  field: string,
  measure: Measure<F>,
): Result<FittedText, Overflow | F> {
  for (const size of style.sizes) {
    const whole = measure(text, size, field);
    if (!whole.ok) return whole;
    if (whole.value <= width + SLACK) return ok({ size, lines: [text], width: whole.value });
    if (style.maxLines === 1) continue;
    const lines = linesOf(text, width, size, field, measure);
    if (!lines.ok) return lines;
    if (lines.value !== undefined && lines.value.length <= style.maxLines)
      return ok({ size, lines: lines.value, width: undefined });
  }
  return err({ kind: 'overflow', field });
}

/** The lines of a text at one size, each no wider than `width`; undefined where one character alone is wider. */
export function linesOf<F>(
  text: string,
  width: number,
  size: number,
  field: string,
  measure: Measure<F>,
): Result<readonly string[] | undefined, F> {
  const graphemes = graphemesOf(text);
  const widths: number[] = [];
  for (const grapheme of graphemes) {
    const one = measure(grapheme, size, field);
    if (!one.ok) return one;
    widths.push(one.value);
  }
  return ok(breakLines(graphemes, widths, width));
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'grapheme' });

/** What a reader takes for one character: a base with its variation selector and its combining marks. */
function graphemesOf(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/**
 * Breaks graphemes into lines no wider than `width`. One space may hang over the end; a break inside a word or number,
 * before closing or after opening punctuation is made only where a line has no other. Undefined where one grapheme
 * alone is too wide.
 */
function breakLines(
  graphemes: readonly string[],
  widths: readonly number[],
  width: number,
): string[] | undefined {
  const lines: string[] = [];
  let start = 0;
  let used = 0;
  for (let index = 0; index < graphemes.length; index++) {
    const own = widths[index] ?? 0;
    while (used + own > width + SLACK && !(isSpace(graphemes[index]) && used <= width + SLACK)) {
      if (index === start) return undefined;
      const at = lastBreak(graphemes, start, index);
      lines.push(graphemes.slice(start, at).join(''));
      start = at;
      used = widths.slice(at, index).reduce((sum, one) => sum + one, 0);
    }
    used += own;
  }
  lines.push(graphemes.slice(start).join(''));
  return lines;
}

/** The last good break behind `start` and not behind `index`; `index` itself where there is none. */
function lastBreak(graphemes: readonly string[], start: number, index: number): number {
  for (let at = index; at > start; at--) {
    if (mayBreak(graphemes[at - 1] ?? '', graphemes[at] ?? '')) return at;
  }
  return index;
}

const NOT_AT_START = new Set([
  ...'、。，．・：；？！ー々ヽヾゝゞ〻’”）〕］｝〉》」』】〟',
  ...'ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ',
  ...',.:;?!)]}-/',
]);
const NOT_AT_END = new Set([...'‘“（〔［｛〈《「『【〝([{']);

function mayBreak(before: string, after: string): boolean {
  if (isSpace(after)) return false;
  if (isSpace(before)) return true;
  if (NOT_AT_START.has(baseOf(after)) || NOT_AT_END.has(baseOf(before))) return false;
  return !(isWord(before) && isWord(after));
}

const baseOf = (grapheme: string): string => String.fromCodePoint(grapheme.codePointAt(0) ?? 0);

const isSpace = (grapheme: string | undefined): boolean => grapheme === ' ' || grapheme === '　';

/** Letters and digits of which words and numbers are made, ASCII and Latin: kana and kanji break anywhere. */
const isWord = (grapheme: string): boolean => /^[0-9A-Za-z\u00c0-\u024f'’]/.test(grapheme);
