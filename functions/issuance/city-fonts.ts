import {
  type FontSet,
  type FontSource,
  fontSet,
  type GlyphKey,
  type GlyphPack,
  type LookupRule,
  openPack,
  openWitness,
  type Witness,
  withoutKeys,
} from '../pdf/index.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** A glyph pack opened twice: by what draws, and by what says afterwards what should have been drawn. */
export type OpenFont = { readonly pack: GlyphPack; readonly witness: Witness };

/** What a city's certificates are drawn with and judged by. */
export type CityFonts = {
  readonly set: FontSet;
  /** The witness of the one font that may draw a code point. */
  readonly witnessFor: (codePoint: number) => Witness | undefined;
  /** Characters that the city's own font has, and has not for this certificate: nobody has confirmed their outlines. */
  readonly unconfirmed: ReadonlySet<GlyphKey>;
};

/** @param id SHA-256 of the pack's file, verified by the caller */
export function openFont(source: FontSource, id: string): Result<OpenFont, string> {
  const pack = openPack(source, { id });
  if (!pack.ok) return err(`${pack.error.part}: ${pack.error.detail}`);
  const witness = openWitness(source);
  return witness.ok
    ? ok({ pack: pack.value, witness: witness.value })
    : err(`${witness.error.part}: ${witness.error.detail}`);
}

/**
 * The font as if it lacked these characters, for what draws and for what judges alike: an outline that nobody has
 * confirmed cannot be looked up, so that nothing can be drawn with it by any way.
 */
const without = ({ pack, witness }: OpenFont, keys: ReadonlySet<GlyphKey>): OpenFont => ({
  pack: withoutKeys(pack, keys),
  witness: { ...witness, witnessOf: (key) => (keys.has(key) ? undefined : witness.witnessOf(key)) },
});

/**
 * @param given by the names that the lookup's rules have; a city's own font is `eudc`
 * @param unconfirmed characters of `eudc` that must not be drawn
 */
export function cityFonts(
  lookup: readonly LookupRule[],
  given: Readonly<Record<string, OpenFont>>,
  unconfirmed: ReadonlySet<GlyphKey> = new Set(),
): CityFonts {
  const { eudc } = given;
  const fonts = eudc === undefined ? given : { ...given, eudc: without(eudc, unconfirmed) };
  const packs = Object.fromEntries(Object.entries(fonts).map(([name, { pack }]) => [name, pack]));
  return {
    set: fontSet(lookup, packs),
    // asked by rule and not by the set's table, which what draws has gone by
    witnessFor(codePoint) {
      const rule = lookup.find(({ from, to }) => from <= codePoint && codePoint <= to);
      return rule === undefined ? undefined : fonts[rule.font]?.witness;
    },
    unconfirmed,
  };
}
