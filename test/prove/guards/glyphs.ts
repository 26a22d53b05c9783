import { type Guard, guardsOf } from './guard.ts';

/** Exact glyphs or none. */
export const GLYPHS: readonly Guard[] = [
  ...guardsOf('functions/pdf/draw/font-set.ts', 'test/unit/pdf/font-set.test.ts', [
    {
      name: 'private-use characters come from the city’s font alone',
      edits: [['names.indexOf(font) + 1', "names.indexOf(font && 'ipamjm') + 1"]],
      title: 'a private-use character comes from the city’s font alone, though IPAmj has one at U+F860',
    },
    {
      name: 'coded characters never come from the city’s font',
      edits: [['names.indexOf(font) + 1', "Math.max(names.indexOf(font && 'eudc'), 0) + 1"]],
      title: 'a coded character never comes from the city’s font',
    },
    {
      name: 'plane 16 comes from the additional font alone',
      edits: [['names.indexOf(font) + 1', "names.indexOf(font.replace('acgjm', 'eudc')) + 1"]],
      title: 'plane 15 comes from the city’s font, plane 16 from the additional one alone',
    },
    {
      name: 'a text that lacks a glyph has no width',
      edits: [
        ['if (fault !== undefined) return err(', 'if (false as boolean && fault !== undefined) return err('],
      ],
      title: 'it fails as drawing does',
    },
  ]),
  ...guardsOf('functions/pdf/pack/open-pack.ts', 'test/unit/pdf/font-set.test.ts', [
    {
      name: 'a variation sequence must exist in the font',
      edits: [
        [
          ': sequenceOrdinal(pack, key);',
          ': sequenceOrdinal(pack, key) || bareOrdinal(pack, codePointOf(key));',
        ],
      ],
      title: 'a sequence that the font does not list is missing, not its base character',
    },
  ]),
  ...guardsOf('functions/pdf/draw/write-content.ts', 'test/unit/pdf/draw-pdf.test.ts', [
    {
      name: 'a missing glyph is put on record with its field',
      edits: [['pen.missing.set(', 'if (false as boolean) pen.missing.set(']],
      title: 'names every missing glyph with its field and key, and nothing else of the text',
    },
    {
      name: 'a sequence without a glyph is not drawn as its base character',
      edits: [
        [
          'if (selector !== 0) ordinal = sequenceOrdinal(pack, key);\n      else {',
          '{ void selector, sequenceOrdinal;',
        ],
      ],
      title: 'keys that share an outline have codes of their own',
    },
    {
      name: 'a text that is none is not drawn',
      edits: [['if (!isCharacter(codePoint)) return badText(run);', 'void [isCharacter, badText];']],
      title: 'draws no control code, even from a pack that has a glyph for it',
    },
  ]),
  ...guardsOf('functions/pdf/draw/draw-pdf.ts', 'test/unit/pdf/draw-pdf.test.ts', [
    {
      name: 'no key of one certificate is left for the next',
      invariant: 'INV-9',
      edits: [['clearCodes(codes);', 'void [clearCodes, codes];']],
      title: 'leaves nothing of one certificate to the next',
    },
  ]),
  ...guardsOf('functions/pdf/draw/press-stamp.ts', 'test/unit/pdf/stamps.test.ts', [
    {
      name: 'a stamp has no other characters than its form',
      edits: [["if (ems === undefined) return 'drawn-in-place';", 'if (ems === undefined) continue;']],
      title: 'with a text that is none of the form’s is drawn in place',
    },
    {
      name: 'what a stamp consists of is looked at',
      edits: [['if (fault !== undefined) return { fault };', 'void fault;']],
      title: 'with a text of no size is a bad list',
    },
  ]),
  ...guardsOf('functions/pdf/draw/draw-pdf.ts', 'test/unit/pdf/stamps.test.ts', [
    {
      name: 'no text of a stamp is cut off at the edge',
      edits: [
        ['if (page !== undefined && !liesOn(', 'if ((false as boolean) && page !== undefined && !liesOn('],
      ],
      title: 'whose text would be cut off below it is a bad list',
    },
    {
      name: 'a file’s identifier says which stamps it shows',
      edits: [['[...parts.images, ...parts.stamps]', 'parts.images']],
      title: 'is part of what the file’s identifier says',
    },
  ]),
  ...guardsOf('functions/pdf/draw/scratch.ts', 'test/unit/pdf/draw-pdf.test.ts', [
    {
      name: 'the memory of a drawing is emptied after it',
      invariant: 'INV-9',
      edits: [['sheet.bytes.fill(0, 0, sheet.at);', '']],
      title: 'leaves nothing of one certificate to the next',
    },
  ]),
];
