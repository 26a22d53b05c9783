import { type Guard, guardsOf } from './guard.ts';

const NEVER = 'if (false as boolean)';

/** Which of the core systems' files are read at all, and how. */
export const LINK_FILES: readonly Guard[] = [
  ...guardsOf('functions/linkage/read-link-file.ts', 'test/unit/linkage/read-link-file.test.ts', [
    {
      name: 'the sum of a link file',
      edits: [['const isSummed = end.sha256 === sha256;', 'const isSummed = true as boolean;']],
      title: 'when the sum is wrong',
    },
    {
      name: 'the count of a link file',
      edits: [['const isCounted = end.rows === rows;', 'const isCounted = true as boolean;']],
      title: 'when the count is wrong',
    },
  ]),
  ...guardsOf('functions/linkage/file-header.ts', 'test/unit/linkage/read-link-file.test.ts', [
    {
      name: 'a file of another city’s name',
      invariant: 'INV-11',
      edits: [['if (value !== named[index])', NEVER]],
      title: 'when the header names another city',
    },
  ]),
  ...guardsOf('functions/linkage/split-records.ts', 'test/unit/linkage/read-link-file.test.ts', [
    {
      name: 'nothing follows the trailer of a link file',
      edits: [['else if (code !== CR) {', `else ${NEVER} {`]],
      title: 'when another file follows the trailer',
    },
    {
      name: 'a record of a link file has a greatest length',
      edits: [['end - start > longest || cells.length', 'cells.length']],
      title: 'when one record is longer than a record can be',
    },
    {
      name: 'a record of a link file has a greatest number of cells',
      edits: [['end - start > longest || cells.length > MAXIMUM_CELLS', 'end - start > longest']],
      title: 'when one record has more cells than any layout',
    },
    {
      name: 'a quote after blanks is no part of a value',
      edits: [['if (BLANK.test(part) && BLANK.test(text.slice(begin, at)))', NEVER]],
      title: 'when blanks stand before a quote',
    },
  ]),
  ...guardsOf('functions/linkage/file-encoding.ts', 'test/unit/linkage/file-encoding.test.ts', [
    {
      name: 'no byte of a link file is read as another character',
      edits: [
        [
          'if (isUtf8(bytes)) return { text: decoder.decode(bytes) };',
          "if (!(false as boolean)) return { text: Buffer.from(bytes).toString('utf8') };",
        ],
      ],
      title: 'refuse a UTF-8 file with their line: an overlong slash',
    },
    {
      name: 'a surrogate alone is no character',
      edits: [[' && text.isWellFormed()', '']],
      title: 'refuse a UTF-16 file with their line: a high surrogate alone',
    },
    {
      name: 'no character is cut in two between blocks',
      edits: [['return isLead ? whole - 2 : whole;', 'void isLead;\n      return whole;']],
      title:
        'a character may lie across the end of a block, in any encoding: UTF-16 little-endian with a BOM',
    },
  ]),
  ...guardsOf('functions/linkage/layouts/envelope.ts', 'test/unit/linkage/file-name.test.ts', [
    {
      name: 'a link file has one name',
      edits: [['|| formatFileName(parsed.data) !== name', '']],
      title: 'is none: 012050-resident-diff-1-0000042.csv',
    },
  ]),
];
