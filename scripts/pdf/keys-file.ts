import { describeKey, type GlyphKey, keyOf, keysOf } from '../../functions/pdf/index.ts';
import { err, ok, type Result } from '../../functions/shared/result.ts';

/** A line that is no key; lines count from 1. */
export type LineFault = { readonly line: number; readonly reason: string };

const LINE = /^U\+([0-9A-F]{4,6})(?:[ \t]+U\+([0-9A-F]{4,6}))?$/i;

const isSelector = (code: number): boolean =>
  (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);

/** The key of a line, or why it is none. */
function keyOfLine(line: string): Result<GlyphKey, string> {
  const found = LINE.exec(line);
  if (found === null) return err('「U+845B」または「U+845B U+E0102」の形ではありません');
  const [, base = '', selector] = found;
  const code = Number.parseInt(base, 16);
  const second = selector === undefined ? undefined : Number.parseInt(selector, 16);
  if (code > 0x10ffff) return err('U+10FFFF より大きい符号です');
  if (second !== undefined && !isSelector(second))
    return err('2 つ目の符号が異体字セレクタ（U+FE00〜FE0F、U+E0100〜E01EF）ではありません');
  const keys = keysOf(String.fromCodePoint(code));
  if (!keys.ok) {
    switch (keys.error.kind) {
      case 'lone-surrogate':
        return err('サロゲートは文字ではありません');
      case 'stray-selector':
        return err('異体字セレクタだけでは文字になりません');
      case 'non-character':
        return err('文字ではない符号です');
      case 'control-code':
        return err('制御符号は文字ではありません');
    }
  }
  return ok(keyOf(code, second));
}

/**
 * The keys of a text with one key a line, each once, in the order of their lines. Blank lines and what follows a `#`
 * do not count. Errors: every line that is no key.
 */
export function parseKeys(text: string): Result<readonly GlyphKey[], readonly LineFault[]> {
  const keys = new Map<string, GlyphKey>();
  const faults: LineFault[] = [];
  for (const [index, whole] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    const line = whole.replace(/#.*$/, '').trim();
    if (line === '') continue;
    const key = keyOfLine(line);
    if (key.ok) keys.set(describeKey(key.value), key.value);
    else faults.push({ line: index + 1, reason: key.error });
  }
  return faults.length > 0 ? err(faults) : ok([...keys.values()]);
}
