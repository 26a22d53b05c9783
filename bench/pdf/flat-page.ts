import { flattened } from '../../functions/certificates/index.ts';
import type { DisplayItem, DisplayList, Frame, Picture, Rule } from '../../functions/pdf/index.ts';
import { keysOf, keyText } from '../../functions/pdf/index.ts';
import { unwrap } from '../../functions/shared/result.ts';
import { advanceOf, type FontName, fontNameOf, type OutlineFonts } from './fonts.ts';

/** The same page for an engine that knows nothing of display lists: everything in place, every run in one font. */
export type FlatPage = {
  readonly title: string;
  /** Points; the origin is the lower left corner. */
  readonly width: number;
  readonly height: number;
  readonly pictures: readonly Readonly<Record<'x' | 'y' | 'width' | 'height', number>>[];
  readonly rules: readonly Required<Rule>[];
  readonly frames: readonly Omit<Frame, 'fill'>[];
  readonly runs: readonly FlatRun[];
};

/** `y` is the baseline; the text holds characters of one font only. */
export type FlatRun = {
  readonly font: FontName;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly text: string;
};

/**
 * Layers and items as one. Pictures lie below everything else, as nothing but text ever overlaps them.
 * @throws Error what no engine here is asked to draw: several pages, grey or stretched text, a filled frame
 */
export function flatPage(list: DisplayList, fonts: OutlineFonts): FlatPage {
  const [page, ...others] = flattened(list).pages;
  if (page === undefined || others.length > 0) throw new Error('not one page');
  const { items } = page;
  return {
    title: list.title,
    width: page.width,
    height: page.height,
    pictures: items.filter((item) => item.kind === 'picture').map(placeOf),
    rules: items
      .filter((item) => item.kind === 'rule')
      .map(({ kind, x1, y1, x2, y2, width, grey = 0 }) => ({ kind, x1, y1, x2, y2, width, grey })),
    frames: items
      .filter((item) => item.kind === 'frame')
      .map((frame) => {
        if (frame.fill !== undefined) throw new Error('a filled frame');
        return frame;
      }),
    runs: items.flatMap((item) => (item.kind === 'text' ? runsOf(item, fonts) : [])),
  };
}

const placeOf = ({ x, y, width, height }: Picture) => ({ x, y, width, height });

function runsOf(run: DisplayItem & { kind: 'text' }, fonts: OutlineFonts): readonly FlatRun[] {
  const { x, y, size, text, stretch = 1, grey = 0 } = run;
  if (stretch !== 1 || grey !== 0) throw new Error('stretched or grey text');
  const runs: { font: FontName; x: number; y: number; size: number; text: string }[] = [];
  let at = x;
  for (const key of unwrap(keysOf(text))) {
    const font = fontNameOf(key);
    const last = runs.at(-1);
    if (last?.font === font) last.text += keyText(key);
    else runs.push({ font, x: Math.round(at * 1000) / 1000, y, size, text: keyText(key) });
    at += advanceOf(fonts, key) * size;
  }
  return runs;
}
