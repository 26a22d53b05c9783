import { type Guard, guardsOf } from './guard.ts';

const NEVER = 'if (false as boolean)';

/** What the link takes over, and in which order. */
export const LINKAGE: readonly Guard[] = [
  ...guardsOf('functions/registry/facts.ts', 'test/unit/registry/decide.test.ts', [
    {
      name: 'epochs compare first',
      edits: [['return a.epoch - b.epoch || a.number - b.number;', 'return a.number - b.number;']],
      title: 'a later epoch is newer than any number of an earlier one',
    },
  ]),
  ...guardsOf('functions/registry/decide.ts', 'test/unit/registry/decide.test.ts', [
    {
      name: 'an older row changes nothing',
      edits: [["if (order !== 0) return order > 0 ? 'newer' : 'older';", "if (order !== 0) return 'newer';"]],
      title: 'a newer row applies, an older one and a repeated one are superseded',
    },
    {
      name: 'one sequence with two contents closes the person',
      edits: [["return incoming.digest === stored.digest ? 'same' : 'conflict';", "return 'same';"]],
      title: 'one sequence with two contents is rejected and closes the person until a newer row',
    },
    {
      name: 'a serial has one person for ever',
      edits: [['const contested = Object.keys(persons).length > 1;', 'const contested = false as boolean;']],
      title: 'a serial belongs to one person for ever',
    },
    {
      name: 'an older rejected row closes nobody',
      edits: [['const rejected = outlived ? gate.rejected :', 'void outlived;\n  const rejected =']],
      title: 'a rejected row that is older than what is stored closes nobody',
    },
  ]),
  ...guardsOf('functions/registry/decide.ts', 'test/unit/registry/order.test.ts', [
    {
      name: 'of two contents under one sequence the greater digest stays',
      edits: [
        ["(standing === 'conflict' && incoming.digest > (stored?.digest ?? ''))", "standing === 'conflict'"],
      ],
      title: 'is the same whatever the order and repetition of the rows',
    },
  ]),
  ...guardsOf('functions/registry/households.ts', 'test/unit/registry/order.test.ts', [
    {
      name: 'whoever moves leaves the household before',
      edits: [['const { [personId]: _, ...others } = members;', 'void personId;\n  const others = members;']],
      title: 'holds every active person in exactly the household that the gate names',
    },
  ]),
  ...guardsOf('functions/linkage/read-link-file.ts', 'test/unit/linkage/read-link-file.test.ts', [
    {
      name: 'the sum of a link file',
      edits: [['else if (event.trailer.sha256 !== event.sha256)', `else ${NEVER}`]],
      title: 'when the sum is wrong',
    },
    {
      name: 'the count of a link file',
      edits: [['else if (event.trailer.rows !== rows)', `else ${NEVER}`]],
      title: 'when the count is wrong',
    },
    {
      name: 'a file of another city’s name',
      invariant: 'INV-11',
      edits: [['if (wrong !== -1 && wrongItem !== undefined)', NEVER]],
      title: 'when the header names another city',
    },
  ]),
  ...guardsOf('functions/linkage/ingest-file.ts', 'test/unit/linkage/ingest-file.test.ts', [
    {
      name: 'another content under an applied name',
      edits: [
        ['if (before.sha256 === file.sha256 && before.kind === name.kind) return stored;', 'return stored;'],
      ],
      title: 'is one that comes with another content under an applied name (alarm)',
    },
    {
      name: 'nothing is applied before the whole file is verified',
      edits: [
        [
          'if (!verified.ok) return refuse(deps, name, verified.error);',
          'if (!verified.ok) return applyFile(deps, name, object, stored as StoredFile<Applying>);',
        ],
      ],
      title: 'is refused before anything of it is applied, and leaves its number a gap',
    },
  ]),
];
