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
  ...guardsOf('functions/registry/standing.ts', 'test/unit/registry/decide.test.ts', [
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
  ]),
  ...guardsOf('functions/registry/decide-assigned.ts', 'test/unit/registry/decide.test.ts', [
    {
      name: 'a serial has one person for ever',
      edits: [['const contested = Object.keys(persons).length > 1;', 'const contested = false as boolean;']],
      title: 'a serial belongs to one person for ever',
    },
  ]),
  ...guardsOf('functions/registry/decide.ts', 'test/unit/registry/decide.test.ts', [
    {
      name: 'an older rejected row closes nobody',
      edits: [['const rejected = outlived ? gate.rejected :', 'void outlived;\n  const rejected =']],
      title: 'a rejected row that is older than what is stored closes nobody',
    },
  ]),
  ...guardsOf('functions/registry/standing.ts', 'test/unit/registry/order.test.ts', [
    {
      name: 'of two contents under one sequence the greater digest stays',
      edits: [
        ["(standing === 'conflict' && incoming.digest > (stored?.digest ?? ''))", "standing === 'conflict'"],
      ],
      title: 'is the same whatever the order and repetition of the rows',
    },
  ]),
  ...guardsOf('functions/registry/gate-writes.ts', 'test/unit/registry/own-facts.test.ts', [
    {
      name: 'a restriction of one member ends the version of the whole register',
      edits: [['...registerBump(gate, state)]', ']']],
      title: 'a restriction of one member ends the version of the whole register',
    },
  ]),
  ...guardsOf('functions/registry/registers.ts', 'test/unit/registry/own-facts.test.ts', [
    {
      name: 'whoever goes to another register leaves the old one',
      edits: [['if (left.kosekiId !== now.kosekiId)', NEVER]],
      title: 'whoever goes to another register leaves the old one, and the old key with it',
    },
  ]),
  ...guardsOf('functions/registry/read-persons.ts', 'test/unit/registry/read-parts.test.ts', [
    {
      name: 'a seal and a gate of two moments are not paired',
      edits: [['if (wanted.seal && differs(gate?.seal, seal)) return undefined;', '']],
      title: 'a seal and a gate from two moments are never paired',
    },
    {
      name: 'a year of taxes and a gate of two moments are not paired',
      edits: [['if (differs(gate?.taxes?.[String(year)], tax)) return undefined;', '']],
      title: 'a year of taxes and a gate from two moments are never paired',
    },
  ]),
  ...guardsOf('functions/linkage/judge-absence.ts', 'test/unit/linkage/apply-file.test.ts', [
    {
      name: 'a late row is judged by the full file that was made after it',
      invariant: 'INV-5',
      edits: [
        [
          'if (!isLate && compareSequence(change.sequence, horizonOf(file)) > 0) continue;',
          'void isLate;\n      if (compareSequence(change.sequence, horizonOf(file)) > 0) continue;',
        ],
      ],
      title: 'closes somebody whom it alone names, in the same transaction',
    },
    {
      name: 'whoever applies rows looks for full files afterwards, too',
      invariant: 'INV-5',
      edits: [['if (!(await look())) return result;', 'return result;']],
      title: 'closes whom it names, though the full file came while it was being applied',
    },
  ]),
  ...guardsOf('functions/registry/absence.ts', 'test/unit/linkage/apply-file.test.ts', [
    {
      name: 'an absence is settled by a later file, not by a newer row of an earlier one',
      invariant: 'INV-5',
      edits: [['    compareSequence(firstIn, full.place) < 0 ||\n', '']],
      title: 'opens nobody by its newer row, for the place of the file counts',
    },
    {
      name: 'a row counts from the first file that tells it',
      invariant: 'INV-5',
      edits: [["standing === 'same' ? earlier(before, place) : before;", 'before;']],
      title: 'closes somebody whose newest row it brings a second time',
    },
  ]),
  ...guardsOf('functions/linkage/full-files.ts', 'test/unit/linkage/apply-file.test.ts', [
    {
      name: 'a full file that has left a year behind says nothing of it',
      edits: [
        [
          "files.find(({ oldestYear }) => oldestYear <= (subject ?? ''))",
          'files.find(() => subject !== null)',
        ],
      ],
      title: 'with a year of taxes is judged by the newest full file that still speaks of that year',
    },
  ]),
  ...guardsOf('functions/linkage/store-impressions.ts', 'test/unit/linkage/store-impressions.test.ts', [
    {
      name: 'an impression is in its place before a registration names it',
      edits: [
        [
          "if (impressions === undefined) throw new Error('linkage: there is no place for impressions');",
          'if (impressions === undefined) return change;',
        ],
      ],
      title: 'nothing is applied that names an impression which is not there',
    },
  ]),
  ...guardsOf('functions/linkage/parse-row.ts', 'test/unit/linkage/new-feeds.test.ts', [
    {
      name: 'an urgent file takes away and nothing else',
      edits: [["if (name.kind === 'urgent' && !isNegative(change))", NEVER]],
      title: "restriction { state: '制限' } is taken, its opposite is rejected with its mark",
    },
  ]),
  ...guardsOf('functions/linkage/row-to-fact.ts', 'test/unit/linkage/new-feeds.test.ts', [
    {
      name: 'of an erased registration no impression is kept',
      edits: [["if (row.state === 'erased') return taken();", '']],
      title: 'of an erased registration no impression is kept, whether it is delivered or not',
    },
  ]),
  ...guardsOf('functions/registry/households.ts', 'test/unit/registry/order.test.ts', [
    {
      name: 'whoever moves leaves the household before',
      edits: [['const { [personId]: _, ...others } = members;', 'void personId;\n  const others = members;']],
      title: 'holds every active person in exactly the household that the gate names',
    },
  ]),
  ...guardsOf('functions/linkage/ingest-file.ts', 'test/unit/linkage/ingest-file.test.ts', [
    {
      name: 'another content under an applied name',
      edits: [
        [
          'if (before.sha256 === file.sha256 && before.kind === name.kind) return again(deps, name, stored);',
          'return again(deps, name, stored);',
        ],
      ],
      title: 'is one that comes with another content under an applied name (alarm)',
    },
    {
      name: 'nothing is applied before the whole file is verified',
      edits: [
        [
          'const verified = await verifyLinkFile(name, object.bytes);',
          "void verifyLinkFile;\n  const header = { ...name, layoutVersion: 1, madeAt: '2026-11-23T00:00:00Z' };\n  const verified = { ok: true as boolean, value: { header, rows: 1, sha256: 'x' }, error: { rule: 'lane', line: 1 } as const };",
        ],
      ],
      title: 'is refused before anything of it is applied, and leaves its number a gap',
    },
  ]),
];
