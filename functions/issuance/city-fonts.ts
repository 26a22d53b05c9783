import {
  type FontSet,
  type FontSource,
  fontSet,
  type GlyphPack,
  type LookupRule,
  openPack,
  openWitness,
  type Witness,
} from '../pdf/index.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** A glyph pack opened twice: by what draws, and by what says afterwards what should have been drawn. */
export type OpenFont = { readonly pack: GlyphPack; readonly witness: Witness };

/** What a city's certificates are drawn with and judged by. */
export type CityFonts = {
  readonly set: FontSet;
  /** The witness of the one font that may draw a code point. */
  readonly witnessFor: (codePoint: number) => Witness | undefined;
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

/** @param fonts by the names that the lookup's rules have; a city's own font is `eudc` */
export function cityFonts(
  lookup: readonly LookupRule[],
  fonts: Readonly<Record<string, OpenFont>>,
): CityFonts {
  const packs = Object.fromEntries(Object.entries(fonts).map(([name, { pack }]) => [name, pack]));
  return {
    set: fontSet(lookup, packs),
    // asked by rule and not by the set's table, which what draws has gone by
    witnessFor(codePoint) {
      const rule = lookup.find(({ from, to }) => from <= codePoint && codePoint <= to);
      return rule === undefined ? undefined : fonts[rule.font]?.witness;
    },
  };
}
