import { type Guard, guardsOf } from './guard.ts';

/** What stands between a font that has changed and a certificate. */
export const GAIJI: readonly Guard[] = [
  ...guardsOf('functions/issuance/city-fonts.ts', 'test/unit/gaiji/issuance.test.ts', [
    {
      name: 'an unconfirmed outline is not drawn',
      edits: [['pack: withoutKeys(pack, keys),', 'pack,']],
      title: 'whose outline has changed is refused until it is confirmed, while everybody else goes on',
    },
    {
      name: 'an unconfirmed outline does not pass the gate',
      edits: [['keys.has(key) ? undefined : witness.witnessOf(key)', 'witness.witnessOf(key)']],
      title: 'is held back by the gate, whatever has drawn it',
    },
  ]),
  ...guardsOf('functions/issuance/materials.ts', 'test/unit/gaiji/issuance.test.ts', [
    {
      name: 'issuing reads what is unconfirmed',
      edits: [['writeKeys(unconfirmedKeys(gaiji, settings))', '[]']],
      title: 'whose outline has changed is refused until it is confirmed, while everybody else goes on',
    },
    {
      name: 'fonts are kept apart by what is unconfirmed in them',
      edits: [["[names.gaijiPack ?? '', ...names.unconfirmed].join(',')", "names.gaijiPack ?? ''"]],
      title: 'whose outline has changed is refused until it is confirmed, while everybody else goes on',
    },
  ]),
  ...guardsOf('functions/changes/settings-at.ts', 'test/unit/gaiji/import-font.test.ts', [
    {
      name: 'a confirmation holds for one font only',
      edits: [
        ['row.kind === kind && row.scope === scope && !isWithdrawn', 'row.kind === kind && !isWithdrawn'],
      ],
      title: 'holds for the outline that was looked at and not for the next',
    },
  ]),
  ...guardsOf('functions/gaiji/next-version.ts', 'test/unit/gaiji/import-font.test.ts', [
    {
      name: 'what is unconfirmed stays so in the next font',
      edits: [['unconfirmed: [...changed, ...open],', 'unconfirmed: changed,']],
      title: 'does not free what was held back by bringing the same outline again',
    },
    {
      name: 'a code that comes back is a changed one',
      edits: [['...fonts.added.filter((key) => before.has(key))', '']],
      title: 'does not pass another outline off as new by way of a font that lacks the code',
    },
    {
      name: 'a code that has gone stays known for good',
      edits: [['...[...before].filter((key) => !drawn.has(key)), ', '']],
      title: 'does not pass another outline off as new by way of a font that lacks the code',
    },
  ]),
  ...guardsOf('functions/gaiji/take-back.ts', 'test/unit/gaiji/import-font.test.ts', [
    {
      name: 'codes of a font that was taken back stay known',
      edits: [['...keyLists({ unconfirmed: [], retired }),', '']],
      title: 'keeps what was confirmed in the version before, and leaves known what the other one drew',
    },
  ]),
  ...guardsOf('functions/gaiji/versions.ts', 'test/unit/gaiji/import-font.test.ts', [
    {
      name: 'an older font never follows a newer one',
      edits: [['return [{ value, validFrom: at }, ...others];', 'return [{ value, validFrom: at }];']],
      title: 'never follows a newer one: what comes later takes the plan’s place',
    },
  ]),
  ...guardsOf('functions/gaiji/import-font.ts', 'test/unit/gaiji/ingest-gaiji-file.test.ts', [
    {
      name: 'a file that comes late changes nothing',
      edits: [['if (isLate)', 'if (isLate && false)']],
      title: 'that is older than what was taken in is kept and changes nothing',
    },
  ]),
  ...guardsOf('functions/gaiji/ingest-gaiji-file.ts', 'test/unit/gaiji/ingest-gaiji-file.test.ts', [
    {
      name: 'a file that comes again brings nothing back',
      edits: [
        [
          "if (before?.state === 'taken') {\n    // The same",
          "if (false as boolean && before?.state === 'taken') {\n    // The same",
        ],
      ],
      title: 'that comes again brings nothing back that has been taken back',
    },
    {
      name: 'a font is not read beyond 10 MB',
      edits: [['if (length > MAXIMUM_FONT_BYTES) break;', 'if (length > 20 * MAXIMUM_FONT_BYTES) break;']],
      title: 'of more than 10 MB is refused without being read to its end',
    },
  ]),
  ...guardsOf('functions/gaiji/store.ts', 'test/unit/gaiji/store.test.ts', [
    {
      name: 'two imports at once follow one another',
      edits: [['        ...conditionOf([revision]),\n', '']],
      title: 'change all together or, where somebody was first, not at all',
    },
  ]),
  ...guardsOf('functions/pdf/font/compare-fonts.ts', 'test/unit/gaiji/compare-fonts.test.ts', [
    {
      name: 'another advance is a change',
      edits: [['metrics.value.advance, shift,', 'shift,']],
      title: 'differ by another advance',
    },
    {
      name: 'another bearing is a change',
      edits: [['metrics.value.advance, shift,', 'metrics.value.advance,']],
      title: 'differ by another bearing, by which the outline is moved',
    },
  ]),
];
