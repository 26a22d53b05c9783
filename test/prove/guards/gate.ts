import { type Guard, guardsOf } from './guard.ts';

const GATE = 'functions/issuance/release-gate.ts';
const UNIT = 'test/unit/issuance/release-gate.test.ts';
const ENGINE = 'test/e2e/invariants.test.ts';
const MISTAKEN =
  'a record of another person under the applicant’s number is refused, and closes the type in the city';

/** One comparison of the gate, taken out. */
const comparison = (what: string, condition: string, title: string) => ({
  name: `the gate compares ${what}`,
  invariant: 'INV-4' as const,
  edits: [[`if (${condition})`, 'if (false as boolean)'] as const],
  title: `holds back ${title}`,
});

/** INV-4: every comparison of the release gate, and what follows from it. */
export const GATE_GUARDS: readonly Guard[] = [
  ...guardsOf(GATE, UNIT, [
    comparison('the tag', 'file.value.tag !== expected.tag', 'another request’s bytes'),
    comparison(
      'the number of subjects',
      'said.subjects.length !== expected.people.length || expected.subjects.length !== expected.people.length',
      'one person more than asked for',
    ),
    comparison(
      'each subject’s number',
      'subject.personId !== expected.people[index]',
      'a record of another number',
    ),
    comparison('each name', 'printed?.fullName !== subject.fullName', 'another person’s name'),
    comparison(
      'each date of birth',
      'printed?.dateOfBirth !== subject.dateOfBirth.text',
      'another date of birth',
    ),
    comparison('the scope', 'scopeOf(expected.model) !== expected.scope', 'another scope'),
    comparison('the day of issue', 'said.issuedOn !== toWareki(expected.issuedOn)', 'another day'),
    comparison('the head', 'said.headLine !== expected.head.title + expected.head.name', 'another head'),
    comparison(
      'the certificate’s number',
      'said.certificateNumber !== expected.certificateNumber',
      'another certificate’s number',
    ),
    comparison(
      'every embedded outline with the font’s',
      'strange !== undefined',
      'a right text under which another character’s glyph is drawn',
    ),
    comparison('the seal', 'said.sealDigest !== pictureDigest(expected.materials.seal)', 'another seal'),
    {
      name: 'the gate compares every slot with the model',
      invariant: 'INV-4',
      edits: [
        [
          'mismatches.push(...differingSlots(contentOf(template, expected.model), said.content));',
          'void [differingSlots, contentOf, template];',
        ],
      ],
      title: 'holds back a paper of which any slot says something else than the model',
    },
  ]),
  ...guardsOf('functions/issuance/prepare.ts', ENGINE, [
    {
      name: 'nothing leaves without the gate',
      invariant: 'INV-4',
      edits: [
        [
          'const released = deps.press.release(pdf.value, expected);',
          'const released = { ok: true as boolean, value: { pages: 1 }, error: [] as string[] };\n  void expected;',
        ],
      ],
      title: MISTAKEN,
    },
    {
      name: 'a mismatch closes the type in the city',
      invariant: 'INV-4',
      edits: [['    await closeByGate(deps, record);\n', '    void closeByGate;\n']],
      title: MISTAKEN,
    },
  ]),
  ...guardsOf('functions/issuance/close-by-gate.ts', ENGINE, [
    {
      name: 'a mismatch raises the alarm',
      invariant: 'INV-4',
      edits: [['  deps.alarm(record.issuanceId);\n', '']],
      title: MISTAKEN,
    },
  ]),
  ...guardsOf('functions/shared/partition-store.ts', 'test/unit/prove/keys-and-reads.test.ts', [
    {
      name: 'latches are read strongly consistent',
      invariant: 'INV-12',
      edits: [['        ConsistentRead: true,\n', '']],
      title: 'every read of closures is strongly consistent',
    },
  ]),
];
