import manifest from '../../../fonts/manifest.json' with { type: 'json' };
import type { LookupRule } from './font-set.ts';

const codePoint = (text: string): number => Number.parseInt(text.replace(/^U\+/, ''), 16);

/** Which font draws what, as the manifest says: the first rule that holds a code point decides alone. */
export const FONT_LOOKUP: readonly LookupRule[] = manifest.lookup.map(({ from, to, font }) => ({
  from: codePoint(from),
  to: codePoint(to),
  font,
}));
