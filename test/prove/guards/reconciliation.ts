import { type Guard, guardsOf } from './guard.ts';

const COMPARE = 'test/unit/reconciliation/reconcile.test.ts';
const COMMAND = 'test/unit/reconciliation/reconcile-command.test.ts';
const LOAD = 'test/unit/reconciliation/load.test.ts';

/** What finds a difference between a city and its registry, and what keeps a half loaded city closed. */
export const RECONCILIATION: readonly Guard[] = [
  ...guardsOf('functions/linkage/reconciliation/difference.ts', COMPARE, [
    {
      name: 'what is newer than an extract is no difference',
      edits: [['if (order < 0 && compareSequence(stored.sequence, horizon) > 0)', 'if (false as boolean)']],
      title: 'passes over what became known after the extract was made',
    },
    {
      name: 'an older row heals nothing',
      edits: [
        [
          "kind: order === 0 ? 'conflict' : 'older', fields, remedy: 'newer-row'",
          "kind: 'older', fields, remedy: 'row'",
        ],
      ],
      title: 'two contents under one sequence are healed by neither',
    },
    {
      name: 'a mark keeps somebody closed though the contents agree',
      edits: [['if (mark !== undefined) return', 'if (false as boolean) return']],
      title: 'names whoever is closed by a mark though the contents agree',
    },
  ]),
  ...guardsOf('functions/linkage/reconciliation/compare-bucket.ts', COMPARE, [
    {
      name: 'who is not in an extract is surplus',
      edits: [['else surplus(personId, subject, held);', '']],
      title: 'an empty extract of a known feed misses everybody',
    },
    {
      name: 'a serial of somebody else is no difference that a row heals',
      edits: [['persons.length > 1 || persons[0] !== row.personId', 'persons.length > 1']],
      title: 'a serial of somebody else is never healed by a row',
    },
  ]),
  ...guardsOf('functions/linkage/reconciliation/extract.ts', COMPARE, [
    {
      name: 'an extract is verified before it is believed',
      edits: [['if (!verified.ok) return verified;', '']],
      title: 'believes nothing of an extract that is not whole',
    },
    {
      name: 'an empty extract speaks of all that was known before it',
      edits: [['Math.max(1, highest, known)', 'Math.max(1, highest)']],
      title: 'an empty extract of a known feed misses everybody',
    },
  ]),
  ...guardsOf('scripts/link/heal.ts', COMMAND, [
    {
      name: 'only rows that heal are sent',
      edits: [['if (!lines.has(line)) continue;', '']],
      title: 'with --heal exactly the rows that heal go through the inbox, under the extract’s own number',
    },
    {
      name: 'a file number is not used twice',
      edits: [
        [
          "if (taken === undefined || taken.state.state === 'refused') return fileNumber;",
          'if (true as boolean) return fileNumber;',
        ],
      ],
      title: 'a heal under a number that is taken gets the one after the newest, and says so',
    },
  ]),
  ...guardsOf('scripts/link/load.ts', LOAD, [
    {
      name: 'a city is closed before its initial load begins',
      invariant: 'INV-5',
      edits: [
        ["  await closeForInitialLoad(closer, municipality, 'link load');\n", ''],
        ['if (since === undefined) throw', 'if (false as boolean) throw'],
        ['closedAt: since }', 'closedAt: since ?? system.clock() }'],
      ],
      title:
        'closes the city before the first file, takes restrictions first and serials last, and leaves it closed',
    },
  ]),
  ...guardsOf('scripts/link/approve.ts', LOAD, [
    {
      name: 'the report of another load does not open a city',
      edits: [['if (latch.closedAt !== report.closedAt)', 'if (false as boolean)']],
      title: 'a report of another load or another city does not open it',
    },
  ]),
  ...guardsOf('scripts/link/deliver-file.ts', LOAD, [
    {
      name: 'what has been applied is not sent again',
      edits: [['if (before.end !== undefined) return before.end;', '']],
      title: 'is repeatable',
    },
  ]),
];
