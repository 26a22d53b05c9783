import { type Guard, guardsOf } from './guard.ts';

const NEVER = 'if (false as boolean)';
const APPLY = 'test/unit/linkage/apply-file.test.ts';
const FRESH = 'test/unit/linkage/freshness.test.ts';
const MARK = 'test/unit/linkage/watermark.test.ts';
const SWITCHES = 'test/unit/issuance/switches.test.ts';

/** INV-5: nothing is issued from data that are not known to be up to date. */
export const FRESHNESS: readonly Guard[] = [
  ...guardsOf('functions/issuance/switches.ts', SWITCHES, [
    {
      name: 'issuing judges the feeds by its own clock',
      invariant: 'INV-5',
      edits: [
        ['staleParts: [...new Set([...parts, ...stale])],', 'staleParts: (void parts, [...new Set(stale)]),'],
      ],
      title: 'is data that are older than the default, by the clock alone: no latch is needed',
    },
    {
      name: 'a latch for freshness closes until it is healed',
      invariant: 'INV-5',
      edits: [
        ['staleParts: [...new Set([...parts, ...stale])],', 'staleParts: (void stale, [...new Set(parts)]),'],
      ],
      title: 'is a latch for freshness too, until it is healed: the cause is named once',
    },
  ]),
  ...guardsOf('functions/issuance/issue-certificate.ts', 'test/e2e/invariants.test.ts', [
    {
      name: 'the feeds are judged again right before the commit',
      invariant: 'INV-5',
      edits: [['if (closed.length > 0) return', `${NEVER} return`]],
      title: 'INV-5 a gap that shows meanwhile stops what is under way',
    },
    {
      name: 'the feeds are judged by the time of the commit',
      invariant: 'INV-5',
      edits: [
        ['closedAt(switches, settings, type, at)', 'closedAt(switches, settings, type, record.receivedAt)'],
      ],
      title:
        'INV-5 data that grow old while a certificate is drawn are not issued, though nobody has set a latch',
    },
  ]),
  ...guardsOf('functions/linkage/freshness.ts', FRESH, [
    {
      name: 'a feed that has never been loaded',
      invariant: 'INV-5',
      edits: [["...(full === undefined ? [{ kind: 'never-loaded' } as const] : []),", '']],
      title: 'closes the types that are made of a feed which has never been loaded',
    },
    {
      name: 'the age of a feed',
      invariant: 'INV-5',
      edits: [['      ...agesOf(regular, limits(feed), now),\n', '']],
      title: 'grows old without an event, by the limit of the hour',
    },
    {
      name: 'the age is the core system’s, not the agent’s',
      invariant: 'INV-5',
      edits: [
        [
          'export const ageOf = ({ madeAt }: Watermark, now: Instant): number => Math.max(0, now - madeAt);',
          'export const ageOf = ({ appliedAt }: Watermark, now: Instant): number => Math.max(0, now - appliedAt);',
        ],
      ],
      title: 'is stale behind a live agent: only what the core system made counts',
    },
    {
      name: 'a gap among the urgent files',
      invariant: 'INV-5',
      edits: [['      ...gapsOf(urgent, full?.madeAt),\n', '']],
      title: 'closes by a gap of either series, and only what needs the feed',
    },
    {
      name: 'a file that has failed',
      invariant: 'INV-5',
      edits: [['      ...failuresOf(regular, undefined),\n', '']],
      title: 'closes by a file that has failed',
    },
  ]),
  ...guardsOf('functions/linkage/watermark.ts', MARK, [
    {
      name: 'a full file with unreadable rows settles nothing',
      invariant: 'INV-5',
      edits: [['file.isFull && file.unreadable === 0 ?', 'file.isFull ?']],
      title: 'believes no full file with rows that nobody could read',
    },
    {
      name: 'a clock that runs ahead',
      invariant: 'INV-5',
      edits: [
        [
          'const madeAt = instantOf(Math.min(file.madeAt, appliedAt));',
          'const madeAt = file.madeAt;\n  void instantOf;',
        ],
      ],
      title: 'does not believe a time that lies ahead',
    },
  ]),
  ...guardsOf('functions/linkage/apply-file.ts', APPLY, [
    {
      name: 'what takes something away is applied first',
      invariant: 'INV-5',
      edits: [
        [
          '  negative: ({ row, change }) => !row.ok || change === undefined || isNegative(change),',
          '  negative: ({ row }) => !row.ok,',
        ],
        [
          '  other: ({ row, change }) => row.ok && change !== undefined && !isNegative(change),',
          '  other: ({ row }) => (void isNegative, row.ok),',
        ],
      ],
      title: 'applies what takes something away before everything else, wherever it stands',
    },
  ]),
  ...guardsOf('functions/linkage/file-run.ts', APPLY, [
    {
      name: 'a row that names nobody closes its feed at once',
      invariant: 'INV-5',
      edits: [
        [
          'if (isFeedClosed || progress.unmarked === 0) return;',
          'if (isFeedClosed || progress.unmarked >= 0) return;',
        ],
      ],
      title: 'closes its feed as soon as it is met, long before the file’s end',
    },
  ]),
  ...guardsOf('functions/registry/absence.ts', APPLY, [
    {
      name: 'whoever is not in a full file is closed',
      invariant: 'INV-5',
      edits: [
        [
          'if (!isAbsent(judgement, gate)) return',
          'if (isAbsent(judgement, gate) || mark === undefined) return',
        ],
      ],
      title: 'is closed and not deleted, and the file’s state says how many there are',
    },
    {
      name: 'what is newer than a full file is not missing from it',
      edits: [
        [
          '    compareSequence(firstIn, full.place) < 0 ||\n    compareSequence(sequence, full.sequence) <= 0);',
          '    true);',
        ],
      ],
      title: 'is somebody else than who has arrived after the file was made',
    },
  ]),
  ...guardsOf('functions/linkage/freshness.ts', FRESH, [
    {
      name: 'a mark of no known feed closes everything',
      invariant: 'INV-5',
      edits: [
        [
          'feeds.some((feed) => feed === undefined || FAMILY',
          'feeds.some((feed) => feed !== undefined && FAMILY',
        ],
      ],
      title: 'closes what is made of its feed, and nothing else',
    },
  ]),
  ...guardsOf('functions/linkage/ingest-file.ts', APPLY, [
    {
      name: 'a number with two contents closes its feed',
      invariant: 'INV-5',
      edits: [["if (state.state === 'refused' || rule === 'name-reused')", "if (state.state === 'refused')"]],
      title: 'closes its feed until a full file has said everything again',
    },
  ]),
  ...guardsOf('functions/linkage/watch-freshness.ts', 'test/unit/linkage/watch-freshness.test.ts', [
    {
      name: 'a closure is healed by its own reason only',
      invariant: 'INV-5',
      edits: [
        [
          "if (latch.cause !== 'freshness' || names.has(latchText(latch))) continue;",
          'if (names.has(latchText(latch))) continue;',
        ],
      ],
      title: 'are set by time alone, and leave what somebody has closed by hand',
    },
  ]),
  ...guardsOf('functions/closures/store.ts', 'test/unit/closures/closing.test.ts', [
    {
      name: 'nobody heals what has been closed anew',
      invariant: 'INV-5',
      edits: [['Object.entries({ closedAt: latch.closedAt, ...seen })', 'Object.entries({ ...seen })']],
      title: 'can be closed anew after they were healed, which is not what somebody healed who looked before',
    },
    {
      name: 'a record that could not be made is no latch that was there',
      invariant: 'INV-8',
      edits: [
        [
          "cancellationCodes(error)?.[0] === 'ConditionalCheckFailed'",
          'cancellationCodes(error) !== undefined',
        ],
      ],
      title: 'that cannot be put on record are an error, and never a latch that was there already',
    },
  ]),
];
