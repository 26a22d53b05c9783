import type { MissingGlyph } from './draw-fault.ts';
import { describeMissing, type FontSet, resolveKey } from './font-set.ts';
import type { GlyphKey } from './keys.ts';
import type { OutlineFont } from './outline-font.ts';

/** A font as one document uses it: glyph `i + 1` of the subset is `gids[i]` and stands for `keys[i]`. */
export type UsedFont = {
  readonly name: 'F1' | 'F2';
  readonly font: OutlineFont;
  readonly keys: GlyphKey[];
  readonly gids: number[];
};

/** A key's place in the document: the font, the code as four hex digits, the advance in ems. */
export type PlacedGlyph = { readonly used: UsedFont; readonly code: string; readonly advance: number };

/** Gives every key of one document its own code, in order of first appearance. */
export type GlyphCollector = {
  readonly fonts: readonly UsedFont[];
  readonly missing: ReadonlyMap<string, MissingGlyph>;
  /** The key's place; `undefined` if there is no glyph, which is then in `missing` with its field. */
  place(key: GlyphKey, field: string): PlacedGlyph | undefined;
};

/**
 * Codes belong to keys, not to glyphs: a font may draw a sequence and its base character, or two characters, with
 * one outline, and with one code for both the text of the file would no longer say which of them was written.
 */
export function glyphCollector(set: FontSet): GlyphCollector {
  const base: UsedFont = { name: 'F1', font: set.base, keys: [], gids: [] };
  const gaiji: UsedFont | undefined =
    set.gaiji === undefined ? undefined : { name: 'F2', font: set.gaiji, keys: [], gids: [] };
  const fonts: UsedFont[] = [];
  const placed = new Map<GlyphKey, PlacedGlyph>();
  const missing = new Map<string, MissingGlyph>();
  return {
    fonts,
    missing,
    place(key, field) {
      const before = placed.get(key);
      if (before !== undefined) return before;
      const glyph = resolveKey(set, key);
      if (glyph === undefined) {
        const id = `${key} ${field}`;
        if (!missing.has(id)) missing.set(id, describeMissing(set, key, field));
        return undefined;
      }
      const used =
        gaiji !== undefined && glyph.font === gaiji.font && glyph.font !== base.font ? gaiji : base;
      if (used.keys.length === 0) fonts.push(used);
      used.keys.push(key);
      used.gids.push(glyph.gid);
      const code = used.keys.length.toString(16).padStart(4, '0');
      const place = { used, code, advance: glyph.font.advanceOf(glyph.gid) / glyph.font.unitsPerEm };
      placed.set(key, place);
      return place;
    },
  };
}
