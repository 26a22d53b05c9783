import { type Guard, guardsOf } from './guard.ts';

const FOLDER = 'functions/pdf/inspect';
const TESTS = 'test/unit/pdf/inspect';
const RULES = `${TESTS}/inspect-rules.test.ts`;

/** A condition that is never met any more. */
const never = (condition: string): readonly [find: string, replace: string] => [
  `if (${condition})`,
  `if ((false as boolean) && (${condition}))`,
];

/** A rule's entry in a table, taken out. */
const unlisted = (name: string, rule: string): readonly [find: string, replace: string] => [
  `['${name}', '${rule}'],`,
  '',
];

/** PDFs that pass through untouched: each rule by which one is refused, and each bound on the work. */
export const KOSEKI_PDF: readonly Guard[] = [
  ...guardsOf(`${FOLDER}/xref.ts`, RULES, [
    {
      name: 'an encrypted PDF does not pass',
      edits: [never("dict.has('Encrypt')")],
      title: 'encryption: in an older revision only',
    },
    {
      name: 'cross-reference sections are read once',
      edits: [never('seen.has(offset)')],
      title: 'xref-loop: /Prev to its own section',
    },
    {
      name: 'revisions are bounded',
      edits: [never('seen.size > budget.limits.revisions')],
      title: 'revisions: 65',
    },
    {
      name: 'the halves of a hybrid agree',
      edits: [never('!isDeepStrictEqual(entry, other)')],
      title: 'hybrid: an object that the table calls free',
    },
    {
      name: 'a cross-reference stream is no other object',
      edits: [never("holder !== undefined && (entry.kind !== 'offset' || entry.offset !== holder)")],
      title: 'xref-stream: an update’s stream that calls itself by an older object’s number',
    },
  ]),
  ...guardsOf(`${FOLDER}/lazy-reader.ts`, RULES, [
    {
      name: 'an object stands where the cross-reference says',
      edits: [never("!found || !takeWord(cursor, 'obj')")],
      title: 'object-offset: at another object',
    },
    {
      name: 'a reference names the right generation',
      edits: [never("generation !== (entry.kind === 'offset' ? entry.generation : 0)")],
      title: 'generation: another one than the reference says',
    },
    {
      name: 'an object that is being read is not read again',
      edits: [never('open.has(number)')],
      title: 'reference-loop: a stream whose length is itself',
    },
    {
      name: 'objects that need one another to be read are bounded',
      edits: [never('open.size === budget.limits.nesting')],
      title: 'nesting: objects that need one another to be read',
    },
  ]),
  ...guardsOf(`${FOLDER}/stream-data.ts`, RULES, [
    {
      name: 'a stream ends where its length says',
      edits: [
        [
          "if (end < 0) doubt('stream-length', where);",
          "if (start + length > bytes.length) doubt('stream-length', where);",
        ],
      ],
      title: 'stream-length: too short',
    },
  ]),
  ...guardsOf(`${FOLDER}/lexer.ts`, RULES, [
    {
      name: 'a dictionary has each key once',
      edits: [never('dict.has(key)')],
      title: 'duplicate-key: once as an escape',
    },
    {
      name: 'arrays and dictionaries nest in bounds',
      edits: [never('depth > cursor.budget.limits.nesting')],
      title: 'nesting: arrays',
    },
    {
      name: 'dictionaries count for what they cost',
      edits: [['cursor.budget.values -= 3;', '']],
      title: 'values: 20,000 dictionaries',
    },
  ]),
  ...guardsOf(`${FOLDER}/filters.ts`, `${TESTS}/fuzz.test.ts`, [
    {
      name: 'inflated bytes are bounded',
      edits: [['inflateSync(bytes, { maxOutputLength: most })', 'inflateSync(bytes)']],
      title: 'a slice of the mutated PDFs is inspected in bounded time and memory, and rightly',
    },
  ]),
  ...guardsOf(`${FOLDER}/page-tree.ts`, RULES, [
    {
      name: 'a node of the page tree is met once',
      edits: [never('seen.has(value.number)')],
      title: 'page-tree: a page twice',
    },
    {
      name: 'the pages are as many as the tree counts',
      edits: [never("resolve(source, dict.get('Count'), where) !== leaves")],
      title: 'page-count: too few',
    },
    {
      name: 'a page names its parent',
      edits: [['!isRef(above) || above.number !== parent.number', '(false as boolean) && isRef(above)']],
      title: 'page-tree: a page that names another parent',
    },
  ]),
  ...guardsOf(`${FOLDER}/judge.ts`, RULES, [
    {
      name: 'every page is A4 portrait',
      edits: [never('!isA4(frame)')],
      title: 'not-a4: the second page',
    },
    {
      name: 'a document that acts when it opens does not pass',
      edits: [['  refuseOpenAction(source, catalog);\n', '  void refuseOpenAction;\n']],
      title: 'action: of a kind that nobody knows',
    },
    {
      name: 'a form does not pass',
      edits: [['  refuseForm(source, catalog);\n', '  void refuseForm;\n']],
      title: 'form: with fields',
    },
    {
      name: 'what is printed is what is shown',
      edits: [['  refuseOtherPrintArea(source, catalog);\n', '  void refuseOtherPrintArea;\n']],
      title: 'print-differs: another part of the page',
    },
  ]),
  ...guardsOf(`${FOLDER}/page-size.ts`, RULES, [
    {
      name: 'a page is measured as it is turned',
      edits: [['const turned = rotate % 180 !== 0;', 'const turned = rotate === 1;']],
      title: 'not-a4: A4 turned from above',
    },
    {
      name: 'a page is measured in its own units',
      edits: [
        ['(visible[2] - visible[0]) * unit', 'visible[2] - visible[0]'],
        ['(visible[3] - visible[1]) * unit', 'visible[3] - visible[1]'],
      ],
      title: 'not-a4: A4 in larger units',
    },
    {
      name: 'a page is measured as it is cropped',
      edits: [
        [
          'const visible = intersection(media, crop);',
          'const visible = media;\n  void [intersection, crop];',
        ],
      ],
      title: 'not-a4: A4 cropped from above',
    },
  ]),
  ...guardsOf(`${FOLDER}/active-content.ts`, RULES, [
    {
      name: 'a script is found by its key',
      edits: [unlisted('JS', 'script')],
      title: 'script: under a name that is a resource elsewhere',
    },
    {
      name: 'a script is found by its action',
      edits: [["checkName(source, dict.get('S'), actions, where);", '']],
      title: 'script: behind another action',
    },
    {
      name: 'scripts of the whole document are found',
      // an action has the same name, in another table
      edits: [["['JavaScript', 'script'],\n  ['AA', 'action'],", "['AA', 'action'],"]],
      title: 'script: in the names of the document',
    },
    {
      name: 'a program is not launched',
      edits: [
        ["if (type !== 'GoTo')", "if (type !== 'GoTo' && type !== 'Launch')"],
        unlisted('Launch', 'launch'),
      ],
      title: 'launch: of a program',
    },
    {
      name: 'an attachment is found',
      edits: [unlisted('EmbeddedFiles', 'attachment')],
      title: 'attachment: in the names of the document',
    },
    {
      name: 'layers are found',
      edits: [unlisted('OCProperties', 'layer')],
      title: 'layer: of the document',
    },
    {
      name: 'annotations are links within the document',
      edits: [never("subtype !== 'Link'")],
      title: 'annotation: that is painted',
    },
    {
      name: 'annotations of the nodes above a page are found',
      edits: [["dict.has('Annots')", "dict.has('Annots') && dict.get('Type') === 'Page'"]],
      title: 'annotation: on a node above the pages',
    },
    {
      name: 'a stream’s data are in the file',
      edits: [never("named('F') !== null")],
      title: 'external-file: a stream whose data are elsewhere',
    },
    {
      name: 'a dictionary may be names here and act there',
      edits: [['if ((before & way) !== 0) return;', 'if (before !== 0) return;']],
      title: 'script: under a name that is a resource elsewhere',
    },
  ]),
  ...guardsOf(`${FOLDER}/scan-file.ts`, RULES, [
    {
      name: 'a doubtful file defines each object once',
      edits: [never('numbers.has(number)')],
      title: 'two-definitions: of one object, in a doubtful file',
    },
    {
      name: 'a doubtful file hides no object in another',
      edits: [never('hidesStructure(file, words)')],
      title: 'hidden-structure: an object in a stream',
    },
    {
      name: 'a doubtful file is not inflated',
      edits: [never("isRef(type) || type === 'ObjStm' || type === 'XRef'")],
      title: 'second-reader: object streams in a doubtful file',
    },
    {
      name: 'a doubtful file’s names are bounded',
      edits: [never('names.size > maxNames')],
      title: 'second-reader-size: names that it would keep',
    },
  ]),
  ...guardsOf(`${FOLDER}/text/text-state.ts`, `${TESTS}/inspect-text.test.ts`, [
    {
      name: 'a code without a character is not left out',
      edits: [['words += character ?? unknown;', "words += character ?? '';"]],
      title: 'leaves a code that it lacks as U+FFFD, and says so',
    },
    {
      name: 'text that is not painted is not read',
      edits: [['paintsNothing(state.mode) || ', '']],
      title: 'is what is painted on the visible part of the page',
    },
  ]),
  ...guardsOf(`${FOLDER}/text/char-map.ts`, `${TESTS}/inspect-text.test.ts`, [
    {
      name: 'half a character is none',
      edits: [['text.isWellFormed() && ', '']],
      title: 'that maps to half a character maps to nothing',
    },
  ]),
];
