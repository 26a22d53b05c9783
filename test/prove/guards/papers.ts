import { type Guard, guardsOf } from './guard.ts';

const FOLDER = 'functions/certificates';
const TESTS = 'test/unit/certificates';
const NEVER = 'if (false as boolean)';

/** What stands on a finished paper is explained, whole and once; what has no place is refused, never cut off. */
export const PAPERS: readonly Guard[] = [
  ...guardsOf(`${FOLDER}/reading/read-paper.ts`, `${TESTS}/read-subjects.test.ts`, [
    {
      name: 'every run of text is explained',
      invariant: 'INV-4',
      edits: [['if (runs.left() > 0)', NEVER]],
      title: 'with an added text in the empty space',
    },
    {
      name: 'what pages repeat is the same on all',
      invariant: 'INV-4',
      edits: [['if (differing !== undefined)', NEVER]],
      title: "with a page of another person's certificate",
    },
    {
      name: 'a paper has its template’s title',
      invariant: 'INV-4',
      edits: [['if (finished.title !== template.template.documentTitle)', NEVER]],
      title: 'of another title or page size',
    },
    {
      name: 'every picture is explained',
      invariant: 'INV-4',
      edits: [['if (runs.picturesLeft() > 0)', NEVER]],
      title: 'without the seal, with it elsewhere, on another page or twice',
    },
  ]),
  ...guardsOf(`${FOLDER}/reading/read-paper.ts`, `${TESTS}/read-paper.test.ts`, [
    {
      name: 'what is always there is missed',
      edits: [['if (missing !== undefined)', NEVER]],
      title: 'a block without values that is always there is missed where it is not',
    },
  ]),
  ...guardsOf(`${FOLDER}/reading/read-rows.ts`, `${TESTS}/read-paper.test.ts`, [
    {
      name: 'a field says one thing only',
      invariant: 'INV-4',
      edits: [['if ((found.content[name] ?? text.text) !== text.text)', NEVER]],
      title: 'a field that a page says twice says the same both times',
    },
    {
      name: 'a picture keeps within its place',
      edits: [
        [
          'picture === undefined || picture.width > value.width || picture.height > value.height',
          'picture === undefined',
        ],
      ],
      title: 'is not accepted larger than its place',
    },
    {
      name: 'a statement is read',
      edits: [['  addStatement(row, prefix, found.content);\n', '  void addStatement;\n']],
      title: 'a statement that a choice makes is read, and missed where it is not there',
    },
  ]),
  ...guardsOf(`${FOLDER}/reading/read-slots.ts`, `${TESTS}/read-subjects.test.ts`, [
    {
      name: 'pages are n/N',
      invariant: 'INV-4',
      edits: [
        ['else if (found !== pageText(source.page, page, of))', 'else if (void pageText, false as boolean)'],
      ],
      title: 'with any one run saying something else',
    },
  ]),
  ...guardsOf(`${FOLDER}/layout/paginate.ts`, `${TESTS}/blocks.test.ts`, [
    {
      name: 'a block without room is refused',
      edits: [['if (tooHigh !== undefined)', 'if (tooHigh !== undefined && (false as boolean))']],
      title: 'a block that fits on no page is refused by name',
    },
  ]),
  ...guardsOf(`${FOLDER}/layout/fit-blocks.ts`, `${TESTS}/blocks.test.ts`, [
    {
      name: 'a picture without room is refused',
      edits: [['if (picture.width > value.width || picture.height > value.height)', NEVER]],
      title: 'larger than its place is refused by name',
    },
  ]),
  ...guardsOf(`${FOLDER}/layout/preview.ts`, `${TESTS}/preview.test.ts`, [
    {
      name: 'a preview has no city’s seal',
      edits: [
        [
          "item.kind === 'picture' && item.field === 'seal' ? { ...item, image: seal } : item",
          '(void seal, item)',
        ],
      ],
      title: 'never shows a city’s own seal, and leaves the list itself as it was',
    },
  ]),
  ...guardsOf(`${FOLDER}/layout/preview.ts`, 'test/unit/issuance/release-gate.test.ts', [
    {
      name: 'a preview says so on its pages',
      invariant: 'INV-4',
      edits: [['grey: GREY', 'grey: 0 * GREY']],
      title: 'holds back a preview, and each of what makes it one',
    },
  ]),
  ...guardsOf(`${FOLDER}/compile/check-template.ts`, `${TESTS}/template.test.ts`, [
    {
      name: 'no text of the model is forgotten',
      edits: [["if (kind === 'text' && !printed.has(path) && !leftOut.has(path) && !free.has(path))", NEVER]],
      title: 'that forgets a text of the model, unless it leaves it out by name',
    },
    {
      name: 'every certificate says whose it is',
      invariant: 'INV-4',
      edits: [
        ['else if (identity.includes(path))', 'else if (identity.includes(path) && (false as boolean))'],
      ],
      title: 'that leaves out whose certificate it is',
    },
  ]),
  ...guardsOf(`${FOLDER}/compile/check-reading.ts`, `${TESTS}/template.test.ts`, [
    {
      name: 'no row can be taken for another',
      edits: [
        [
          'if (mine !== theirs && theirs.labels.every((label) => mine.labels.includes(label)))',
          'if (mine === theirs && (false as boolean))',
        ],
      ],
      title: 'one row of which could be taken for another',
    },
    {
      name: 'no list runs into the next',
      edits: [['for (const { at } of similar)', 'for (const { at } of similar.slice(similar.length))']],
      title: 'one list of which could be taken for the next',
    },
    {
      name: 'no further line can be taken for the next row',
      edits: [['if (clash)', 'if (clash && (false as boolean))']],
      title: 'whose rows are lower than a value’s further lines are apart',
    },
  ]),
];
