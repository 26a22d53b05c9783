// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of source files.
import { type Guard, guardsOf } from './guard.ts';

const ISSUE = 'functions/issuance/issue-certificate.ts';
const STORE = 'functions/issuance/store.ts';
const ENGINE = 'test/e2e/invariants.test.ts';
const SLICES = 'test/e2e/prove-slices.test.ts';
const TYPES = 'test/unit/issuance/types.test.ts';
const STEPS = 'test/unit/issuance/steps.test.ts';
const NEVER = 'if (false as boolean)';

/** INV-1, 2, 3, 9, 12: claim, deadline, commit, repeat. */
export const ISSUING: readonly Guard[] = [
  ...guardsOf(ISSUE, ENGINE, [
    {
      name: 'a request’s bytes stay in its own call (planted: a module-level hand-over)',
      invariant: 'INV-1',
      edits: [
        ['export type IssueAnswer =', 'let latest: Uint8Array | undefined;\n\nexport type IssueAnswer ='],
        [
          'const { drawing, redrawing } = held;',
          'latest = held.pdf;\n    const { drawing, redrawing } = held;',
        ],
        ['pdf: held.pdf,', 'pdf: latest ?? held.pdf,'],
      ],
      title: 'requests that interleave in one process each get their own person',
    },
    {
      name: 'the content hash of a repeat',
      invariant: 'INV-9',
      edits: [['if (existing.contentHash !== claim.contentHash)', NEVER]],
      title: 'the same id with another content is refused and changes nothing',
    },
    {
      name: 'the hash of a redrawn repeat',
      invariant: 'INV-9',
      edits: [['if (pdf === undefined || sha256Hex(pdf) !== drawing.pdfSha256)', 'if (pdf === undefined)']],
      title: 'a repeat that cannot be drawn equal is refused',
    },
    {
      name: 'a repeat is judged again',
      invariant: 'INV-9',
      edits: [
        [
          'const judged = judgeRequest(request, claim.receivedAt, reading);',
          'const free = [...reading.known.household].map(([id, person]) => [id, { ...person, restrictions: [] }] as const);\n  const judged = judgeRequest(request, claim.receivedAt, { ...reading, known: { ...reading.known, household: new Map(free) } });',
        ],
      ],
      title: 'a repeat is judged again',
    },
    {
      name: 'the switches are read again right before the commit',
      invariant: 'INV-12',
      edits: [['if (closed.length > 0) return', `${NEVER} return`]],
      title: 'INV-12 a switch that is thrown meanwhile stops what is under way',
    },
  ]),
  ...guardsOf(ISSUE, SLICES, [
    {
      name: 'the race against the deadline',
      invariant: 'INV-2',
      edits: [
        [
          'const first = await Promise.race([answer, late]);',
          "const first = (await answer) as IssueAnswer | 'late';\n  void late;",
        ],
      ],
      title: 'that the timer alone has noticed ends the request, and what was on its way attaches to nothing',
    },
    {
      name: 'the deadline of a repeat',
      invariant: 'INV-2',
      edits: [['if (at > claim.deadlineAt) return', `${NEVER} return`]],
      title: 'a repeat that outlasts its deadline is refused',
    },
    {
      name: 'a repeat leaves only where its confirmation took effect',
      invariant: 'INV-9',
      edits: [["if (outcome !== 'done') return", `${NEVER} return`]],
      title: 'a repeat under which something has changed is refused',
    },
  ]),
  ...guardsOf(ISSUE, STEPS, [
    {
      name: 'a failure that loses against its own commit is tried again',
      invariant: 'INV-2',
      edits: [
        [
          "if (outcome !== 'conflict') return refusedWith(codes);",
          'if (outcome !== undefined) return refusedWith(codes);',
        ],
      ],
      title: 'that loses against its own commit is recorded at the next attempt',
    },
    {
      name: 'the end of the work is not taken for the end of its time',
      edits: [
        [
          "if (first !== 'late' || finished.signal.aborted) return answer;",
          "if (first !== 'late') return answer;",
        ],
      ],
      title: 'is handed over though the wait ends with it',
    },
    {
      name: 'a clock that is set back prolongs nothing',
      invariant: 'INV-2',
      edits: [
        [
          'Math.min(deps.deadlineMs, record.deadlineAt - deps.clock())',
          'Math.max(deps.deadlineMs, record.deadlineAt - deps.clock())',
        ],
      ],
      title: 'waits no longer than its time, though the clock is set back meanwhile',
    },
    {
      name: 'a repeat has its deadline, too',
      invariant: 'INV-2',
      edits: [
        [
          'if (first !== ',
          'if ((await deps.records.read(record.municipality, record.requestId))?.drawing !== undefined || first !== ',
        ],
      ],
      title: 'is refused at its deadline, whatever it is waiting for',
    },
    {
      name: 'a repeat looks at the switches again before it leaves',
      invariant: 'INV-12',
      edits: [['if (closedNow.length > 0) return', `${NEVER} return`]],
      title: 'is stopped by a switch that is thrown while it is drawn again',
    },
  ]),
  ...guardsOf('functions/issuance/paper.ts', STEPS, [
    {
      name: 'the record names the program that drew',
      invariant: 'INV-7',
      edits: [['fontIds: [...fontIds], program };', "fontIds: [...fontIds], program: '' };"]],
      title: 'names the program that drew it',
    },
  ]),
  ...guardsOf(STORE, STEPS, [
    {
      name: 'what a repeat has handed over cannot fail any more',
      invariant: 'INV-9',
      edits: [
        [
          "condition: 'attribute_not_exists(repeatedAt)'",
          "condition: '(attribute_exists(pk) OR attribute_not_exists(repeatedAt))'",
        ],
      ],
      title: 'cannot fail any more once a repeat was answered',
    },
  ]),
  ...guardsOf(STORE, ENGINE, [
    {
      name: 'the deadline in the commit’s condition',
      invariant: 'INV-2',
      edits: [
        [
          "condition: 'deadlineAt > :now',",
          "condition: '(attribute_exists(deadlineAt) OR deadlineAt > :now)',",
        ],
      ],
      title: 'the commit itself refuses after the deadline, even where no timer has fired',
    },
    {
      name: 'the condition of the claim',
      invariant: 'INV-3',
      edits: [["            ConditionExpression: 'attribute_not_exists(pk)',\n", '']],
      title: '1,000 requests within one millisecond get 1,000 records of their own',
    },
    {
      name: 'a claim that was taken is answered as a repeat',
      invariant: 'INV-3',
      edits: [
        ['return existing.issuanceId === record.issuanceId ? undefined : existing;', 'return undefined;'],
      ],
      title:
        'of ten requests under one id at once, one draws and the others are refused or answer the same bytes',
    },
    {
      name: 'the versions of what was read, in the commit',
      edits: [['        auditPut(event),\n        ...checks,\n', '        auditPut(event),\n']],
      title: 'a restriction of another member that lands meanwhile refuses',
    },
  ]),
  ...guardsOf(STORE, SLICES, [
    {
      name: 'the state in the condition of every step',
      invariant: 'INV-2',
      edits: [
        [
          "[`#state IN (${Object.keys(states).join(', ')})`,",
          "[`(attribute_exists(#state) OR #state IN (${Object.keys(states).join(', ')}))`,",
        ],
      ],
      title: 'that the timer alone has noticed ends the request, and what was on its way attaches to nothing',
    },
  ]),
  ...guardsOf('functions/shared/envelope-cipher.ts', ENGINE, [
    {
      name: 'a snapshot opens for its own request only',
      invariant: 'INV-9',
      edits: [
        ['iv).setAAD(Buffer.from(context));', 'iv);'],
        ['\n      .setAAD(Buffer.from(context))\n', '\n'],
      ],
      title: 'a repeat that cannot be drawn equal is refused',
    },
  ]),
  {
    name: 'a finished request gives nothing any more (state and confirmation)',
    invariant: 'INV-9',
    edits: [
      {
        file: ISSUE,
        find: "if (state !== 'responded' || drawing === undefined)",
        replace: 'if (drawing === undefined)',
      },
      {
        file: STORE,
        find: "'#state = :responded AND issuanceId = :issuanceId'",
        replace: "'(attribute_exists(#state) OR #state = :responded) AND issuanceId = :issuanceId'",
      },
    ],
    test: { file: ENGINE, title: 'a finished request gives nothing any more' },
  },
  ...guardsOf('functions/issuance/prepare.ts', TYPES, [
    {
      name: 'a template is of its family’s model',
      edits: [['if (materials.value.template.template.model !== family.model)', NEVER]],
      title: 'of another family’s model refuses as an incomplete setting, and nothing is drawn',
    },
    {
      name: 'a template is used within its period of validity',
      edits: [
        ['if (!isValidOn(materials.value.template, issuedOn))', 'void isValidOn;\n  if (false as boolean)'],
      ],
      title:
        'is drawn with from its first day to its last, and refuses as an incomplete setting on any other',
    },
    {
      name: 'a restriction binds a new type of its family',
      edits: [
        [
          '    family,\n    scopes,\n',
          "    family: id === family ? family : 'seal-registration',\n    scopes,\n",
        ],
      ],
      title: 'for a new type is bound by a restriction of its family',
    },
    {
      name: 'a type that was taken back is not offered',
      edits: [['      offered &&\n', '      (void offered, true) &&\n']],
      title: 'for a new type is judged by the instant at which it was received',
    },
    {
      name: 'a request is judged by the settings of its arrival',
      edits: [
        [
          'const settings = settingsAt(rows, receivedAt);',
          'const settings = settingsAt(rows, (receivedAt + 1) as Instant);',
        ],
      ],
      title: 'for a new type is judged by the instant at which it was received',
    },
  ]),
  ...guardsOf('functions/changes/store.ts', 'test/unit/changes/certificate-types.test.ts', [
    {
      name: 'a row that breaks a rule is not written',
      edits: [['const parsed = SettingRow.parse(row);', 'const parsed = row as SettingRow;']],
      title: 'that breaks a rule is not written',
    },
  ]),
  ...guardsOf('functions/closures/latch.ts', 'test/unit/closures/latch.test.ts', [
    {
      name: 'stale data close the whole family',
      edits: [
        [
          '(latch.type === type.family && OF_THE_DATA.has(latch.cause))',
          '(void OF_THE_DATA, false as boolean)',
        ],
      ],
      title: 'for freshness closes every type of those data',
    },
  ]),
  ...guardsOf('functions/issuance/record.ts', 'test/unit/issuance/rules.test.ts', [
    {
      name: 'an unanswered request fails by time alone',
      invariant: 'INV-2',
      edits: [["if (record.state === 'requested' && now > record.deadlineAt)", NEVER]],
      title: 'is failed as soon as the deadline has passed without an answer',
    },
  ]),
  ...guardsOf('functions/shared/uuid-v7.ts', 'test/unit/issuance/rules.test.ts', [
    {
      name: 'the random bits of an id',
      invariant: 'INV-3',
      edits: [['  bytes.set(random.subarray(0, 10), 6);\n', '  void random;\n']],
      title: 'a UUIDv7 carries its time first and 74 random bits',
    },
  ]),
  ...guardsOf('functions/issuance/gather.ts', 'test/unit/prove/gathered-versions.test.ts', [
    {
      name: 'the version of the serial',
      edits: [['[link.version, own.version, ', '[own.version, ']],
      title: 'everything that was read has its version, each once',
    },
    {
      name: 'the version of the applicant',
      edits: [['[link.version, own.version, ', '[link.version, ']],
      title: 'everything that was read has its version, each once',
    },
    {
      name: 'the version of the household',
      edits: [['    versions.push(read.version);\n', '']],
      title: 'everything that was read has its version, each once',
    },
    {
      name: 'the versions of the other members',
      edits: [
        [
          "if (wanted.household === 'shown') versions.push(",
          "if (wanted.household === 'left-out') versions.push(",
        ],
      ],
      title: 'everything that was read has its version, each once',
    },
    {
      name: 'the version of an unknown serial',
      edits: [['      versions: [link.version],', '      versions: [],']],
      title: 'an unknown serial has a version too',
    },
  ]),
  ...guardsOf('functions/shared/versions.ts', 'test/unit/registry/store.test.ts', [
    ...(
      [
        ['serial', 'S#', 'a revocation alone ends the version of the serial'],
        ['person’s gate', 'P#', 'one item read in two versions satisfies no state'],
        ['household', 'H#', 'an absent household has a version that ends when it appears'],
      ] as const
    ).map(([what, prefix, title]) => ({
      name: `the commit checks the version of a ${what}`,
      edits: [
        [
          'of versions) {',
          `of versions.filter((version) => !version.key.pk.startsWith('${prefix}'))) {`,
        ] as const,
      ],
      title,
    })),
  ]),
  ...guardsOf('functions/registry/read-persons.ts', 'test/unit/registry/store.test.ts', [
    {
      name: 'a record and a gate of two moments are not paired',
      edits: [['if (differs(gate?.resident, resident)) return undefined;', '']],
      title: 'a record and a gate from two moments are never paired',
    },
  ]),
  ...guardsOf('functions/registry/store.ts', 'test/unit/registry/store.test.ts', [
    {
      name: 'a contested serial stands for nobody',
      edits: [['link: contested ? undefined : item?.fact,', 'link: item?.fact,']],
      title: 'a contested serial stands for nobody',
    },
  ]),
];
