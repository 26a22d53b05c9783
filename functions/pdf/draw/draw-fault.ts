import { codePointOf, describeKey, type GlyphKey, type KeyFault, selectorOf } from '../keys.ts';

/**
 * A character that no font of the set can draw. Of the text only this one key is named.
 * `fontIds` are the fonts that were asked; none where a private-use character met a set without gaiji.
 */
export type MissingGlyph = {
  readonly field: string;
  readonly codePoint: number;
  /** Code point of the variation selector, absent for a bare character. */
  readonly selector?: number;
  /** `U+845B U+E0100`. */
  readonly key: string;
  readonly fontIds: readonly string[];
};

/** What about a display list cannot be drawn. */
export type ListFault =
  /** No page, or more than `limits.pages`. */
  | 'page-count'
  | 'page-size'
  /** A tag that is not 1–128 ASCII letters, digits, '-', '_'. */
  | 'tag'
  /** A title that is empty, over 200 UTF-16 code units, or no plain text. */
  | 'title'
  /** A length, size or colour that is not finite or outside its range (lengths below 0.001 pt vanish). */
  | 'number'
  /** Bits that do not fit the columns and rows. */
  | 'bits'
  /** A text or a picture that would be cut at the edge of the page. */
  | 'off-page'
  /** A layer that the list's form does not have. */
  | 'layer'
  /** More distinct characters than one font can hold. */
  | 'too-many-glyphs';

/** Why nothing was drawn. Positions count from 0. */
export type DrawFault =
  | { readonly kind: 'missing-glyph'; readonly missing: readonly [MissingGlyph, ...MissingGlyph[]] }
  | { readonly kind: 'bad-text'; readonly field: string; readonly fault: KeyFault }
  | {
      readonly kind: 'bad-list';
      readonly fault: ListFault;
      readonly page?: number;
      readonly item?: number;
      readonly field?: string;
    };

export function missingGlyph(field: string, key: GlyphKey, fontIds: readonly string[]): MissingGlyph {
  const selector = selectorOf(key);
  return {
    field,
    codePoint: codePointOf(key),
    ...(selector === undefined ? {} : { selector }),
    key: describeKey(key),
    fontIds,
  };
}

/** The fault of characters without a glyph; undefined where none is missing. */
export function missingFault(missing: Iterable<MissingGlyph>): DrawFault | undefined {
  const [first, ...others] = missing;
  return first === undefined ? undefined : { kind: 'missing-glyph', missing: [first, ...others] };
}
