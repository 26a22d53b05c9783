import { type Guard, guardsOf } from './guard.ts';

const BUILD = 'test/unit/pdf/build-pack.test.ts';
const CHECK = 'test/unit/pdf/check-pack.test.ts';
const FOREIGN = 'test/unit/pdf/windows-fonts.test.ts';
const PIECES = 'test/unit/pdf/flatten.test.ts';

/** Fonts that are read defensively, and packs that are their fonts. */
export const PACKS: readonly Guard[] = [
  ...guardsOf('functions/pdf/pack/compare-with-font.ts', CHECK, [
    {
      name: 'a pack’s outlines are those of its font',
      edits: [['if (!isGlyph(font, gid, record)) return false;', 'void [font, isGlyph, record];']],
      title: 'shows a glyph that stands for another character, though the witness agrees, by its font',
    },
    {
      name: 'a pack has all keys of its font, and no others',
      edits: [
        ['else if (!mayBeLeftOut(font, key, gid))', 'else if (mayBeLeftOut(font, key, gid) && false)'],
        ['if (extra === undefined) return ok(gids);', 'if (extra === undefined || true) return ok(gids);'],
      ],
      title: 'shows a key too few and a key too many',
    },
    {
      name: 'a pack is its font’s, by the font’s hash',
      edits: [['!== JSON.stringify(value))', '=== JSON.stringify(value) + name)']],
      title: 'shows the pack of another font',
    },
  ]),
  ...guardsOf('functions/pdf/pack/check-pack.ts', CHECK, [
    {
      name: 'a pack’s witness tells of the outlines that it has',
      edits: [
        [
          'if (expected.some((word, position) => stated[position] !== word))',
          'if (expected.length > stated.length)',
        ],
      ],
      title: 'shows glyphs that stand for each other’s characters',
    },
    {
      name: 'each record’s sums are its outline’s',
      edits: [['if (record.adler !== (a | (b << 16)) >>> 0)', 'if (record.adler + a + b < 0)']],
      title: 'shows one bit changed, whichever it is',
    },
  ]),
  ...guardsOf('functions/pdf/pack/pack-file.ts', CHECK, [
    {
      name: 'a pack’s sections fill its file',
      edits: [['lengthFault(header) ?? placeFault(bytes, header, end)', 'lengthFault(header)']],
      title: 'shows that it was cut, wherever',
    },
  ]),
  ...guardsOf('functions/pdf/pack/gather-glyphs.ts', BUILD, [
    {
      name: 'a glyph that draws nothing is missing',
      edits: [['store.isEmpty(outline) && !isSpace(key)', 'store.isEmpty(outline) && isSpace(key)']],
      title: 'no key without a glyph, none that draws nothing but the spaces, none that is no character',
    },
  ]),
  ...guardsOf('functions/pdf/font/char-map.ts', BUILD, [
    {
      name: '.notdef is no glyph',
      edits: [['if (glyph !== 0) pairs.push(', 'pairs.push(']],
      title: 'no key without a glyph, none that draws nothing but the spaces, none that is no character',
    },
  ]),
  ...guardsOf('functions/pdf/pack/find-tokens.ts', BUILD, [
    {
      name: 'a glyph’s bits refer to itself alone',
      edits: [
        [
          'if (earlier < from || earlier >= at || at - earlier > WINDOW) break;',
          'if (earlier < 0 || earlier >= at) break;',
        ],
      ],
      title: 'is the same bytes each time, and others for another font',
    },
  ]),
  ...guardsOf('functions/pdf/font/font-source.ts', BUILD, [
    {
      name: 'a font that is read is not written to',
      edits: [['new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)', 'bytes']],
      title: 'stays as it was, wherever its bytes lie',
    },
  ]),
  ...guardsOf('functions/pdf/pack/gather-glyphs.ts', FOREIGN, [
    {
      name: 'a font with one broken glyph is refused',
      edits: [['if (fault !== undefined) return err(fault);', 'void fault;']],
      title: 'all broken glyphs are named, up to 20 of them',
    },
    {
      name: 'glyphs may not overlap',
      edits: [['if (entryBytes > font.glyfBytes) {', 'if (entryBytes < 0) {']],
      title: 'glyphs that overlap',
    },
  ]),
  ...guardsOf('functions/pdf/font/true-type.ts', FOREIGN, [
    {
      name: 'a glyph without metrics is broken',
      edits: [
        [
          'if (advanceAt + 2 > hmtx.length || bearingAt + 2 > hmtx.length) {',
          'if (bearingAt + 2 > hmtx.length) return { advance: 1000, bearing: 0 };\n      if (advanceAt < 0) {',
        ],
      ],
      title: 'a glyph without metrics',
    },
    {
      name: 'a glyph lies within its table',
      edits: [['if (stated > total + maxPadding) {', 'if (stated < 0) {']],
      title: 'a glyph that ends beyond the table by more than padding',
    },
  ]),
  ...guardsOf('functions/pdf/font/sfnt-file.ts', FOREIGN, [
    {
      name: 'a font has each table once',
      edits: [['if (tables.has(tag)) bad(', 'if (tables.has(tag) && count < 0) bad(']],
      title: 'two tables of one name',
    },
  ]),
  ...guardsOf('functions/pdf/font/flatten.ts', PIECES, [
    {
      name: 'a composite may not contain itself',
      edits: [['if (path.includes(own)) bad(', 'if (path.length < 0) bad(']],
      title: 'that contains itself is refused',
    },
    {
      name: 'a composite’s points fit 16 bits',
      edits: [
        ['points.ends.length === 0 ?', 'points.ends.length === 0 || points.xs.some((x) => x > 32_767) ?'],
      ],
      title: 'that reaches beyond 16 bits is refused',
    },
  ]),
  ...guardsOf('scripts/local/packs.ts', 'test/unit/scripts/packs.test.ts', [
    {
      name: 'a pack that was changed on disk is made anew',
      edits: [['bytes !== undefined && sha256Hex(bytes) === note.sha256', 'bytes !== undefined']],
      title: 'are made once, and anew where the file is not the one that was made',
    },
  ]),
  ...guardsOf('scripts/local/font-manifest.ts', 'test/unit/scripts/font-manifest.test.ts', [
    {
      name: 'a font without a hash is not used',
      edits: [
        ["fonts.filter((font) => 'sha256' in font)", "fonts.filter((font) => 'id' in font) as PinnedFont[]"],
      ],
      title: 'has a place for the additional font, which nothing uses until it is pinned',
    },
  ]),
];
