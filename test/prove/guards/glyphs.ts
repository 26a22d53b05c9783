import { type Guard, guardsOf } from './guard.ts';

/** Exact glyphs or none. */
export const GLYPHS: readonly Guard[] = [
  ...guardsOf('functions/pdf/font-set.ts', 'test/unit/pdf/font-set.test.ts', [
    {
      name: 'private-use characters come from the city’s font alone',
      edits: [['return isPrivateUse(codePointOf(key)) ? set.gaiji : set.base;', 'return set.base;']],
      title: 'a private-use character comes from the city’s font alone, though IPAmj has one at U+F860',
    },
    {
      name: 'coded characters never come from the city’s font',
      edits: [
        [
          'return isPrivateUse(codePointOf(key)) ? set.gaiji : set.base;',
          'return set.gaiji?.glyphOf(key) === undefined && !isPrivateUse(codePointOf(key)) ? set.base : set.gaiji;',
        ],
      ],
      title: 'a coded character never comes from the city’s font',
    },
    {
      name: 'a glyph that draws nothing is missing',
      edits: [['outline.ok && outline.value.length === 0 && !isSpace(key)', '!outline.ok && isSpace(key)']],
      title: 'a glyph that draws nothing is missing, unless it is a space',
    },
    {
      name: 'a text that lacks a glyph has no width',
      edits: [
        ['if (first !== undefined) return err(', 'if (false as boolean && first !== undefined) return err('],
      ],
      title: 'it fails as drawing does',
    },
  ]),
  ...guardsOf('functions/pdf/true-type.ts', 'test/unit/pdf/font-set.test.ts', [
    {
      name: 'a variation sequence must exist in the font',
      edits: [
        ["const gid = variant === 'base' ?", "const gid = variant === 'base' || variant === undefined ?"],
      ],
      title: 'a sequence that the font does not list is missing, not its base character',
    },
    {
      name: '.notdef is no glyph',
      edits: [['return gid === 0 ? undefined : gid;', 'return gid;']],
      title: '.notdef is missing',
    },
  ]),
  ...guardsOf('functions/pdf/glyph-collector.ts', 'test/unit/pdf/draw-pdf.test.ts', [
    {
      name: 'a missing glyph is put on record with its field',
      edits: [
        [
          'if (!missing.has(id)) missing.set(id, describeMissing(set, key, field));',
          'void [id, describeMissing];',
        ],
      ],
      title: 'names every missing glyph with its field and key, and nothing else of the text',
    },
  ]),
];
