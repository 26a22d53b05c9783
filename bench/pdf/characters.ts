import { keyOf, keyText } from '../../functions/pdf/index.ts';
import { drawnCodes } from '../../simulator/sample/municipalities.ts';
import type { Random } from '../../simulator/sample/random.ts';
import { CITY, isDrawn, type OutlineFonts } from './fonts.ts';

/** Characters to write names and addresses with, every one drawn by the fonts. */
export type Characters = {
  /** A kanji: most often of JIS X 0208's first level, sometimes of its second, now and then any other of the BMP. */
  readonly kanji: (random: Random) => string;
  readonly kana: (random: Random) => string;
  /** A character with a variation selector. */
  readonly variant: (random: Random) => string;
  /** A kanji beyond the BMP. */
  readonly rare: (random: Random) => string;
  /** A private-use character of the city. */
  readonly gaiji: (random: Random) => string;
  /** Texts of two characters, a kanji and a sequence of it that has the same outline. */
  readonly twins: (random: Random, count: number) => readonly string[];
};

type Range = readonly [first: number, last: number];

/** Rows of JIS X 0208, 1 to 94. */
const FIRST_LEVEL: Range = [16, 47];
const SECOND_LEVEL: Range = [48, 84];
const OTHER_KANJI: readonly Range[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
];
const EXTENSIONS: readonly Range[] = [
  [0x20000, 0x2a6df],
  [0x2a700, 0x2ebef],
];
const KATAKANA: Range = [0x30a2, 0x30f3];
const SELECTORS: Range = [0xe0100, 0xe0107];

/** What the fonts have of each kind. */
export function charactersOf(fonts: OutlineFonts): Characters {
  const known = (texts: readonly string[]): readonly string[] => texts.filter((text) => isDrawn(fonts, text));
  const first = known(jisRows(FIRST_LEVEL));
  const second = known(jisRows(SECOND_LEVEL));
  const others = rangesOf(OTHER_KANJI);
  const rare = rangesOf(EXTENSIONS);
  const kana = known(rangesOf([KATAKANA]));
  const gaiji = known(drawnCodes(CITY).map((code) => String.fromCodePoint(code)));
  /** Reading every outline beforehand would take longer than drawing again. */
  const drawn = (draw: () => string): string => {
    for (;;) {
      const text = draw();
      if (isDrawn(fonts, text)) return text;
    }
  };
  return {
    kanji: (random) => {
      const kind = random.weighted<readonly string[]>([
        [first, 70],
        [second, 20],
        [others, 10],
      ]);
      return drawn(() => random.pick(kind));
    },
    kana: (random) => random.pick(kana),
    variant: (random) =>
      drawn(() => {
        const base = random.pick(first).codePointAt(0) ?? 0;
        return keyText(keyOf(base, random.integer(...SELECTORS)));
      }),
    rare: (random) => drawn(() => random.pick(rare)),
    gaiji: (random) => random.pick(gaiji),
    twins: (random, count) => {
      const [low, high] = SELECTORS;
      const found: string[] = [];
      for (const text of random.shuffle(first)) {
        const bare = keyOf(text.codePointAt(0) ?? 0);
        for (let selector = low; selector <= high && found.length < count; selector += 1) {
          const sequence = keyOf(text.codePointAt(0) ?? 0, selector);
          if (fonts.base.glyphOf(sequence) !== fonts.base.glyphOf(bare)) continue;
          found.push(text + keyText(sequence));
          break;
        }
      }
      return found;
    },
  };
}

function jisRows([first, last]: Range): readonly string[] {
  const bytes: number[] = [];
  for (let row = first; row <= last; row += 1)
    for (let cell = 1; cell <= 94; cell += 1) bytes.push(0xa0 + row, 0xa0 + cell);
  return [...new TextDecoder('euc-jp').decode(Uint8Array.from(bytes))].filter((text) => text !== '\ufffd');
}

function rangesOf(ranges: readonly Range[]): readonly string[] {
  return ranges.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  );
}
