import { err, ok, type Result } from '../shared/result.ts';

declare const glyphKey: unique symbol;

/**
 * What one drawn character is: a code point and at most one variation selector, `codePoint * 512 + index`.
 * Index 0 = no selector, 1–16 = U+FE00–FE0F, 17–256 = U+E0100–E01EF, so that no two pairs share a number.
 */
export type GlyphKey = number & { readonly [glyphKey]: true };

/** Why a text is no sequence of keys; `index` counts UTF-16 code units from 0. */
export type KeyFault = {
  readonly kind: 'lone-surrogate' | 'stray-selector' | 'non-character' | 'control-code';
  readonly index: number;
};

const selectorSlots = 512;

function selectorIndexOf(codePoint: number): number {
  if (codePoint >= 0xfe00 && codePoint <= 0xfe0f) return codePoint - 0xfe00 + 1;
  if (codePoint >= 0xe0100 && codePoint <= 0xe01ef) return codePoint - 0xe0100 + 17;
  return 0;
}

function isControl(codePoint: number): boolean {
  return (
    codePoint < 0x20 ||
    (codePoint >= 0x7f && codePoint <= 0x9f) ||
    // line and paragraph separators, and everything that would reorder the characters around it
    codePoint === 0x061c ||
    codePoint === 0x200e ||
    codePoint === 0x200f ||
    (codePoint >= 0x2028 && codePoint <= 0x202e) ||
    (codePoint >= 0x2066 && codePoint <= 0x2069)
  );
}

/**
 * Whether a code point can be a character of a text by itself: no surrogate, selector, control code or non-character.
 */
export const isCharacter = (codePoint: number): boolean =>
  (codePoint >= 0x3000 && codePoint < 0xd800) ||
  !(
    (codePoint >= 0xd800 && codePoint <= 0xdfff) ||
    selectorIndexOf(codePoint) !== 0 ||
    isNonCharacter(codePoint) ||
    isControl(codePoint)
  );

function isNonCharacter(codePoint: number): boolean {
  return (codePoint & 0xfffe) === 0xfffe || (codePoint >= 0xfdd0 && codePoint <= 0xfdef);
}

/** The key of a code point (0…0x10FFFF) and the code point of its selector, if it has one. */
export function keyOf(codePoint: number, selector?: number): GlyphKey {
  const index = selector === undefined ? 0 : selectorIndexOf(selector);
  if (selector !== undefined && index === 0) throw new RangeError('not a variation selector');
  return (codePoint * selectorSlots + index) as GlyphKey;
}

export const codePointOf = (key: GlyphKey): number => Math.floor(key / selectorSlots);

/** Code point of the key's variation selector, `undefined` if it has none. */
export function selectorOf(key: GlyphKey): number | undefined {
  const index = key % selectorSlots;
  if (index === 0) return undefined;
  return index <= 16 ? 0xfe00 + index - 1 : 0xe0100 + index - 17;
}

/** The key's text: one code point, or one code point and its selector. */
export function keyText(key: GlyphKey): string {
  const selector = selectorOf(key);
  const base = String.fromCodePoint(codePointOf(key));
  return selector === undefined ? base : base + String.fromCodePoint(selector);
}

const uPlus = (codePoint: number): string => `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;

/** For people: `U+845B U+E0100`. */
export function describeKey(key: GlyphKey): string {
  const selector = selectorOf(key);
  return selector === undefined ? uPlus(codePointOf(key)) : `${uPlus(codePointOf(key))} ${uPlus(selector)}`;
}

/**
 * Splits a text into its keys, in order. Nothing is normalised, joined or dropped: the texts of the keys, put
 * together, are the text. An empty text has no keys.
 */
export function keysOf(text: string): Result<GlyphKey[], KeyFault> {
  const keys: GlyphKey[] = [];
  for (let index = 0; index < text.length; ) {
    const codePoint = text.codePointAt(index) ?? 0;
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) return err({ kind: 'lone-surrogate', index });
    if (selectorIndexOf(codePoint) !== 0) return err({ kind: 'stray-selector', index });
    if (isNonCharacter(codePoint)) return err({ kind: 'non-character', index });
    if (isControl(codePoint)) return err({ kind: 'control-code', index });
    index += codePoint > 0xffff ? 2 : 1;
    const next = index < text.length ? (text.codePointAt(index) ?? 0) : 0;
    const selector = selectorIndexOf(next);
    if (selector !== 0) index += next > 0xffff ? 2 : 1;
    keys.push((codePoint * selectorSlots + selector) as GlyphKey);
  }
  return ok(keys);
}
