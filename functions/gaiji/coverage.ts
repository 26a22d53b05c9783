import { z } from 'zod';
import { describeKey, type FontSet, type GlyphKey, keysOf, resolveKey } from '../pdf/index.ts';
import type { PersonId } from '../shared/ids.ts';

/** What a certificate could not be drawn with, by field and key; never the text. */
export type GlyphlessKey = {
  /** Path within the fact: `fullName`, `foreign.nationality`. */
  readonly field: string;
  /** `U+E000`; where the text is no text (a lone surrogate, a control code), the rule that it breaks. */
  readonly key: string;
  /** `unconfirmed`: there is a glyph, whose changed outline nobody has confirmed. */
  readonly why: 'no-glyph' | 'unconfirmed' | 'bad-text';
};

/** The fonts of a city, and the keys among them that must not be drawn yet. */
export type CoverageFonts = { readonly set: FontSet; readonly unconfirmed: ReadonlySet<GlyphKey> };

/**
 * Every key in a fact's texts that a certificate could not be drawn with, each once a field, in the fact's order. All
 * of its texts count, so that a field that is added to it is not forgotten; ids and codes of its own have glyphs.
 */
export function missingKeys(fact: unknown, fonts: CoverageFonts): readonly GlyphlessKey[] {
  return [...textsOf(fact, '')].flatMap(({ field, text }) => missingIn(field, text, fonts));
}

/** All that is stored of one person and is printed, by kind: `resident`, `seal`, `tax#2026`. */
export type PrintedFacts = { readonly personId: PersonId; readonly facts: Readonly<Record<string, unknown>> };

export type Uncovered = { readonly personId: PersonId; readonly missing: readonly GlyphlessKey[] };

const Standing = z.object({ state: z.string() });

/** The same of everything that is printed of a person. Who is no resident any more has no certificates. */
export function uncoveredIn({ personId, facts }: PrintedFacts, fonts: CoverageFonts): Uncovered | undefined {
  if (Standing.safeParse(facts['resident']).data?.state !== 'active') return undefined;
  const missing = Object.entries(facts).flatMap(([kind, fact]) =>
    missingKeys(fact, fonts).map((one) =>
      kind === 'resident' ? one : { ...one, field: `${kind}.${one.field}` },
    ),
  );
  return missing.length === 0 ? undefined : { personId, missing };
}

type FieldText = { readonly field: string; readonly text: string };

function* textsOf(value: unknown, field: string): Generator<FieldText> {
  if (typeof value === 'string') yield { field, text: value };
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value))
    yield* textsOf(part, field === '' ? name : `${field}.${name}`);
}

function missingIn(field: string, text: string, { set, unconfirmed }: CoverageFonts): GlyphlessKey[] {
  const keys = keysOf(text);
  if (!keys.ok) return [{ field, key: keys.error.kind, why: 'bad-text' }];
  return [...new Set(keys.value)]
    .filter((key) => resolveKey(set, key) === undefined || unconfirmed.has(key))
    .map((key) => ({
      field,
      key: describeKey(key),
      why: unconfirmed.has(key) ? ('unconfirmed' as const) : ('no-glyph' as const),
    }));
}
