import { type Guard, guardsOf } from './guard.ts';

const FOLDER = 'functions/pdf/read-back';
const TESTS = 'test/unit/pdf';

/** A condition that is never met any more. */
const never = (condition: string): readonly [find: string, replace: string] => [
  `if (${condition})`,
  `if ((false as boolean) && (${condition}))`,
];

/** INV-4: the independent reading of finished bytes, of which each check is taken out. */
export const READER: readonly Guard[] = [
  ...guardsOf(`${FOLDER}/check-glyphs.ts`, `${TESTS}/check-glyphs.test.ts`, [
    {
      name: 'every embedded outline is its source’s',
      invariant: 'INV-4',
      edits: [never('source.low !== low || source.high !== high')],
      title: 'show a glyph that draws nothing',
    },
    {
      name: 'the whole of an outline’s hash is compared',
      edits: [['source.low !== low || source.high !== high', 'source.high !== high && source.low === low']],
      title: 'show an outline that differs in one unit',
    },
    {
      name: 'every embedded advance is its source’s',
      edits: [never('source.advance !== advance')],
      title: 'show an advance that differs, though the widths say the same',
    },
    {
      name: 'every embedded bearing is its source’s',
      edits: [never('source.bearing !== bearing')],
      title: 'show a bearing that differs',
    },
    {
      name: 'glyphs have the units of their source',
      edits: [never('witness.unitsPerEm !== unitsPerEm')],
      title: 'show an em of other units',
    },
    {
      name: 'a character that no font has is noted',
      edits: [["note('unknown-key');", 'void note;']],
      title: 'show a character that the font does not have',
    },
  ]),
  ...guardsOf(`${FOLDER}/read-program.ts`, `${TESTS}/read-program.test.ts`, [
    {
      name: 'a glyph is an outline by itself',
      edits: [['const contours = to - from < 12 ? 0 : view.getInt16(from);', 'const contours = 1;']],
      title: 'of a composite is refused',
    },
    {
      name: 'a glyph has no instructions',
      edits: [never('view.getUint16(from + 10 + contours * 2) !== 0')],
      title: 'of instructions is refused',
    },
    {
      name: '.notdef draws nothing',
      edits: [never('locate(0) !== 0 || locate(1) !== 0')],
      title: 'of a first glyph that draws is refused',
    },
    {
      name: 'glyphs follow each other, padded to words',
      edits: [never('end < start || end > glyf.length || end % 4 !== 0')],
      title: 'of a glyph that begins between words is refused',
    },
    {
      name: 'every outline is a glyph’s',
      edits: [never('locate(count) !== glyf.length')],
      title: 'of outlines that no glyph has is refused',
    },
    {
      name: 'tables leave no gap in a font program',
      edits: [never('end !== bytes.length')],
      title: 'of bytes behind its tables is refused',
    },
    {
      name: 'tables have their checksums',
      edits: [never('found >>> 0 !== sum')],
      title: 'of a table that is not what its checksum says is refused',
    },
    {
      name: 'a font program has its checksum',
      edits: [never('(CHECKSUM_MAGIC - total) >>> 0 !== adjustment')],
      title: 'of another checksum of the whole is refused',
    },
  ]),
  ...guardsOf(`${FOLDER}/read-font.ts`, `${TESTS}/read-program.test.ts`, [
    {
      name: 'widths are the advances of the glyphs',
      edits: [never('Math.abs((width ?? 1000) - advance) > WIDTH_TOLERANCE')],
      title: 'has widths that are others by little',
    },
    {
      name: 'every glyph stands for a text',
      edits: [never('texts.length !== program.glyphs.length - 1')],
      title: 'with a glyph that no text stands for is refused',
    },
    {
      name: 'a code stands for one character',
      edits: [[' || more.length > 0', '']],
      title: 'with a code that stands for two characters is refused',
    },
  ]),
  ...guardsOf(`${FOLDER}/content-operators.ts`, `${TESTS}/read-content.test.ts`, [
    {
      name: 'text is black',
      edits: [never('state.fill !== 0')],
      title: 'grey text is unexpected',
    },
    {
      name: 'text is upright',
      edits: [never('a !== 1 || b !== 0 || c !== 0 || d !== 1')],
      title: 'turned text is unexpected',
    },
    {
      name: 'every code has a text',
      edits: [
        [
          "if (glyph === undefined) reject('unmapped-code', cursor.where, 'a code without text');",
          'if (glyph === undefined) continue;',
        ],
      ],
      title: 'a code without text is unmapped-code',
    },
    {
      name: 'text has only the operators that are known',
      edits: [["unexpected(state, 'an operator that text never has');", 'return;']],
      title: 'text that is not shown is unexpected',
    },
    {
      name: 'a page has only the operators that are known',
      edits: [["unexpected(state, 'an operator that is never drawn');", 'return;']],
      title: 'a graphics state by name is unexpected',
    },
    {
      name: 'a stream sets the width of its text itself',
      edits: [
        ["state.stretch ?? unexpected(state, 'text whose width another stream sets')", 'state.stretch ?? 1'],
      ],
      title: 'text in a width that another stream sets is unexpected',
    },
    {
      name: 'ink belongs to a picture without colours',
      edits: [never('image.isMask !== (ink !== undefined)')],
      title: 'a picture without ink is unexpected',
    },
  ]),
  ...guardsOf(`${FOLDER}/check-visible.ts`, `${TESTS}/read-content.test.ts`, [
    {
      name: 'nothing that is read is painted over',
      invariant: 'INV-4',
      edits: [never('other !== undefined && meet(box, other)')],
      title: 'a text that is painted over is not',
    },
    {
      name: 'a page does not paint over its layers',
      edits: [['    before += shown.boxes.length;\n', '']],
      title: 'a text of a layer that the page paints over is not',
    },
    {
      name: 'nothing dark lies behind a text',
      edits: [['isDark ? boxes.length : before + after', 'isDark ? before + after : before + after']],
      title: 'a text in the dark is not',
    },
    {
      name: 'everything that is read lies on the page',
      edits: [['  checkOnPage(boxes, size, where);\n', '  void [checkOnPage, size];\n']],
      title: 'a text that runs off the page is not',
    },
  ]),
  ...guardsOf(`${FOLDER}/character-map.ts`, `${TESTS}/read-content.test.ts`, [
    {
      name: 'a code has one text',
      edits: [never('code !== texts.length + 1')],
      title: 'with a code mapped twice is refused',
    },
    {
      name: 'a text map holds whole characters',
      edits: [['text.isWellFormed() ? text :', 'text !== undefined ? text :']],
      title: 'with half a character is refused',
    },
  ]),
  ...guardsOf(`${FOLDER}/pdf-objects.ts`, `${TESTS}/read-back.test.ts`, [
    {
      name: 'a compressed stream ends where it ends',
      edits: [never('engine.bytesWritten !== stream.length')],
      title: 'bytes behind the end of a compressed stream',
    },
    {
      name: 'no more is inflated than a certificate holds',
      edits: [never('limit < 1 || limit > reader.room')],
      title: 'streams that come to more than any certificate holds, without inflating them',
    },
    {
      name: 'a dictionary has only the keys that are written',
      edits: [never('dict.size !== keys')],
      title: 'a turned page',
    },
  ]),
  ...guardsOf(`${FOLDER}/read-back.ts`, `${TESTS}/read-back.test.ts`, [
    {
      name: 'everything in a file is led to',
      edits: [never('reader.seen.size !== file.objects.length - 1')],
      title: 'an object that nothing leads to',
    },
    {
      name: 'a certificate is PDF/A-2u',
      edits: [never("profile === 'plain' && allowPlain !== true")],
      title: 'gives a plain file only to who asks for it',
    },
  ]),
  ...guardsOf(`${FOLDER}/read-catalogue.ts`, `${TESTS}/read-back.test.ts`, [
    {
      name: 'the metadata call a file PDF/A-2u',
      edits: [never("!says('part', '2') || !says('conformance', 'U')")],
      title: 'metadata with another conformance',
    },
    {
      name: 'the colour profile is whole',
      edits: [never('!fits')],
      title: 'a colour profile of other colours',
    },
  ]),
  ...guardsOf(`${FOLDER}/read-pages.ts`, `${TESTS}/read-back.test.ts`, [
    {
      name: 'a page comes once',
      edits: [never('book.owned.has(object) || book.layers.has(object)')],
      title: 'a page that comes again is refused',
    },
    {
      name: 'a page shows nothing that another one owns',
      edits: [never('book.owned.has(ref.object)')],
      title: 'a page that shows what another one owns, below its own is refused',
    },
    {
      name: 'every image is on a page',
      edits: [['if (drawn.size !== images.size + stamps.size)', 'if (drawn.size < 0)']],
      title: 'an image that no page shows is refused',
    },
  ]),
  ...guardsOf(`${FOLDER}/read-pages.ts`, `${TESTS}/read-stamp.test.ts`, [
    {
      name: 'nothing of a stamp is cut off',
      edits: [['if (width < size.width || height < size.height)', 'if (width < 0 || height < 0)']],
      title: 'that is cut off at one side is refused',
    },
  ]),
  ...guardsOf(`${FOLDER}/read-stamp.ts`, `${TESTS}/read-stamp.test.ts`, [
    {
      name: 'a stamp lies about its origin',
      edits: [[' || left !== -width || bottom !== -height)', ')']],
      title: 'in a box that is not about its origin is refused',
    },
    {
      name: 'a stamp has the fonts of the pages',
      edits: [[' || font.object !== ref.object)', ')']],
      title: 'with other fonts is refused',
    },
    {
      name: 'a stamp has all fonts of the pages, and no others',
      edits: [[' || fonts.size !== fontRefs.size)', ')']],
      title: 'with one font less is refused',
    },
    {
      name: 'a stamp has no resources but fonts',
      edits: [['resources instanceof Map && resources.size === 1', 'resources instanceof Map']],
      title: 'with pictures is refused',
    },
    {
      name: 'a stamp is what is drawn, and nothing else',
      edits: [['  expectShape(dict, where, STAMP);\n', '']],
      title: 'that has a matrix of its own is refused',
    },
  ]),
  ...guardsOf(`${FOLDER}/content-operators.ts`, `${TESTS}/read-stamp.test.ts`, [
    {
      name: 'a stamp is put down in its own size',
      edits: [['width !== 1 || height !== 1 || ', '']],
      title: 'larger is refused',
    },
    {
      name: 'a stamp is put down in its own colours',
      edits: [['state.ink !== undefined || width !== 1', 'width !== 1']],
      title: 'in another ink is refused',
    },
    {
      name: 'what a stamp fills hides what was there',
      edits: [
        [
          '  for (const { box, after, isDark } of covers)\n',
          '  for (const { box, after, isDark } of covers.slice(covers.length))\n',
        ],
      ],
      title: 'put down so that what it fills hides what was there is refused',
    },
    {
      name: 'a text of a stamp lies where it is put down',
      edits: [['state.boxes.push(movedBox(box, x, y));', 'state.boxes.push(box);']],
      title: 'put down beyond the edge of the page is refused',
    },
  ]),
  ...guardsOf('functions/pdf/witness/open-witness.ts', `${TESTS}/open-witness.test.ts`, [
    {
      name: 'the keys of a witness are in order',
      edits: [never('(entries[at - ENTRY] ?? 0) >= (entries[at] ?? 0)')],
      title: 'whose keys are not in order is a defect',
    },
    {
      name: 'a witness is read whole',
      edits: [never('read.length !== bytes')],
      title: 'that is cut off after it was opened is a defect',
    },
    {
      name: 'a witness lies in its file',
      edits: [never('!lies || offset + bytes > source.size')],
      title: 'a section beyond its end is none',
    },
  ]),
  ...guardsOf('functions/pdf/witness/picture-digest.ts', `${TESTS}/read-back.test.ts`, [
    {
      name: 'a picture’s digest tells levels from colours',
      edits: [['[0, image.depth, columns, rows, image.palette.length]', '[columns, rows]']],
      title: 'tells pictures apart by dimensions, palette, depth, and levels from colours',
    },
  ]),
];
