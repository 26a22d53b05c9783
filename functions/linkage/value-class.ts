const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^[0-9]+$/, '数字'],
  [/^[A-Za-z]+$/, '英字'],
  [/^[0-9A-Za-z]+$/, '英数字'],
  [/^[\s\u3000]+$/, '空白'],
  [/^[\x20-\x7e]+$/, '半角'],
  [/^[\uff66-\uff9f ]+$/, '半角カナ'],
  [/^[\uff10-\uff19]+$/, '全角数字'],
  [/^[^\x20-\x7e\uff61-\uff9f]+$/, '全角'],
];

/** What no printed text may hold, and what nobody sees. */
const HIDDEN = /[\p{Cc}\u2028\u2029\ufffd\ufeff\u200b-\u200f\p{Noncharacter_Code_Point}]/gu;
const LINE_BREAK = /\r\n|\n/g;
const SELECTOR = /[\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/gu;
const PRIVATE = /\p{Private_Use}/gu;
const OUTER_BLANK = /^[\s\u3000]|[\s\u3000]$/;
/** A shape longer than this says no more than its length. */
const LONGEST_SHAPE = 24;
const CODES_NAMED = 3;

/**
 * What kind of value this is, in words, so that whoever reads it finds the mistake and learns nothing of the person:
 * 「数字 14 桁」, 「半角 10 字（形 9999/99/99）」, 「全角 12 字・制御文字等 U+0007」. A character with its variation selector
 * is one 字.
 */
export function valueClassOf(value: string): string {
  if (value === '') return '空';
  const visible = value.replace(SELECTOR, '').replace(HIDDEN, '');
  const kind = KINDS.find(([pattern]) => pattern.test(visible))?.[1] ?? '全角・半角まじり';
  const length = visible === value && /^[\x20-\x7e]*$/.test(value) ? value.length : [...visible].length;
  const unit = kind.endsWith('数字') && kind !== '英数字' ? '桁' : '字';
  const parts =
    visible === '' ? [] : [`${kind} ${length.toLocaleString('ja')} ${unit}${shapeOf(visible, kind)}`];
  const selectors = count(value, SELECTOR);
  const gaiji = count(value, PRIVATE);
  const breaks = count(value, LINE_BREAK);
  const hidden = value.replace(LINE_BREAK, '').match(HIDDEN) ?? [];
  const codes = [...new Set(hidden.map(codeOf))];
  if (OUTER_BLANK.test(visible) && kind !== '空白') parts.push('前後に空白');
  if (breaks > 0) parts.push(`改行 ${breaks}`);
  if (selectors > 0) parts.push(`字形選択子 ${selectors}`);
  if (gaiji > 0) parts.push(`外字領域 ${gaiji}`);
  if (codes.length > 0) {
    const rest = codes.length > CODES_NAMED ? ' ほか' : '';
    parts.push(`制御文字等 ${codes.slice(0, CODES_NAMED).join(' ')}${rest}`);
  }
  return parts.join('・');
}

/** Digits as 9, letters as A, signs as they are; only where there are signs that say something. */
function shapeOf(value: string, kind: string): string {
  if (kind !== '半角' || value.length > LONGEST_SHAPE) return '';
  return `（形 ${value.replace(/[0-9]/g, '9').replace(/[A-Za-z]/g, 'A')}）`;
}

const count = (value: string, pattern: RegExp): number => value.match(pattern)?.length ?? 0;

const codeOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
