import type { GaijiVersion } from '../changes/index.ts';
import { FONT_LOOKUP, type GlyphKey, readKeys, writeKeys } from '../pdf/index.ts';
import type { FontComparison } from '../pdf/pack/index.ts';

/** The font of the look-up that is a city's own. */
const OWN = 'eudc';

/** Whether a city's own font draws a code point; what else it may hold is never looked up. */
export const isOwnCode = (codePoint: number): boolean =>
  FONT_LOOKUP.find(({ from, to }) => from <= codePoint && codePoint <= to)?.font === OWN;

/** A version that another one follows, with the keys that nobody has confirmed in it so far. */
export type Base = { readonly value: GaijiVersion; readonly unconfirmed: ReadonlySet<GlyphKey> };

/** What distinguishes a version from the one before. */
export type Step = {
  readonly added: readonly GlyphKey[];
  /** Those among them that an older font drew are in it, too: nobody knows that it is the same character. */
  readonly changed: readonly GlyphKey[];
  readonly removed: readonly GlyphKey[];
  readonly same: readonly GlyphKey[];
  /** What must not be drawn for the time being: what has changed, and what was open before. */
  readonly unconfirmed: readonly GlyphKey[];
  /** Keys that some earlier font drew and this one does not. */
  readonly retired: readonly GlyphKey[];
};

/**
 * The step from a version to the next. A key stays known as used after it has gone, and what was unconfirmed stays so
 * in the next font: otherwise two files would do what one may not.
 */
export function stepFrom(base: Base | undefined, fonts: FontComparison): Step {
  const before = readKeys(base?.value.retired ?? []);
  const drawn = new Set([...fonts.added, ...fonts.changed, ...fonts.same]);
  const changed = [...fonts.changed, ...fonts.added.filter((key) => before.has(key))];
  const open = fonts.same.filter((key) => base?.unconfirmed.has(key) ?? false);
  return {
    added: fonts.added.filter((key) => !before.has(key)),
    changed,
    removed: fonts.removed,
    same: fonts.same,
    unconfirmed: [...changed, ...open],
    retired: [...[...before].filter((key) => !drawn.has(key)), ...fonts.removed],
  };
}

/** A version's part of a setting; the lists are left out where they are empty. */
export function keyLists({
  unconfirmed,
  retired,
}: Pick<Step, 'unconfirmed' | 'retired'>): Pick<GaijiVersion, 'unconfirmed' | 'retired'> {
  return {
    ...(unconfirmed.length === 0 ? {} : { unconfirmed: writeKeys(unconfirmed) }),
    ...(retired.length === 0 ? {} : { retired: writeKeys(retired) }),
  };
}
