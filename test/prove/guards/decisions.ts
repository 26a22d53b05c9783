// biome-ignore-all lint/suspicious/noTemplateCurlyInString: texts of source files.
import { type Guard, guardsOf } from './guard.ts';

const NEVER = 'if (false as boolean)';
const DECISIONS = 'test/unit/decisions/decisions.test.ts';
const BY_HAND = 'test/unit/closures/by-hand.test.ts';
const GATHERED = 'test/unit/prove/gathered-versions.test.ts';

/** What staff decide about a person (仕様書 3(3)ウ), and what they close and open by hand (INV-12). */
export const DECIDED: readonly Guard[] = [
  ...guardsOf('functions/issuance/gather.ts', GATHERED, [
    {
      name: 'the version of the applicant’s decisions',
      edits: [[', ...ownDecisions.map(({ version }) => version)];', '];']],
      title: 'everything that was read has its version, each once',
    },
    {
      name: 'the versions of the members’ decisions',
      edits: [['    versions.push(...otherDecisions.map(({ version }) => version));\n', '']],
      title: 'of members that may be subjects, what staff have decided has its version as well',
    },
  ]),
  ...guardsOf('functions/shared/versions.ts', DECISIONS, [
    {
      name: 'the commit checks the version of decisions',
      edits: [['of versions) {', "of versions.filter(({ key }) => key.sk !== 'decisions')) {"]],
      title: 'that lands between the read and the commit refuses',
    },
  ]),
  ...guardsOf('functions/issuance/wanted.ts', DECISIONS, [
    {
      name: 'the decisions about subjects are read',
      edits: [["asked.scope === 'individual' ? 'applicant' : 'members'", "'applicant'"]],
      title: 'binds subjects as well as the applicant, and nobody who is neither',
    },
  ]),
  ...guardsOf('functions/eligibility/eligibility.ts', DECISIONS, [
    {
      name: 'what staff have forbidden is refused',
      edits: [['if (person !== undefined && isForbidden(decisionsOf(person), type, today))', NEVER]],
      title: 'of one type refuses this type and no other',
    },
    {
      name: 'staff lift no restriction of a core system (planted: an exemption that does)',
      edits: [
        [
          'of person?.restrictions ?? [])',
          'of person?.decisions?.exemption === undefined ? (person?.restrictions ?? []) : [])',
        ],
      ],
      title: 'the stricter of staff and core system wins: neither lifts what the other has set',
    },
  ]),
  ...guardsOf('functions/eligibility/eligibility.ts', 'test/unit/eligibility/eligibility.test.ts', [
    {
      name: 'decisions that were not read are not taken for none',
      edits: [
        [
          "if (decisions === undefined) throw new Error('judged without what staff have decided');",
          'if (decisions === undefined) return { forbidden: [] };',
        ],
      ],
      title: 'nobody is judged without what staff have decided',
    },
  ]),
  ...guardsOf('functions/decisions/decisions.ts', DECISIONS, [
    {
      name: 'an exemption has a first and a last day',
      edits: [
        [
          "exemption !== undefined && standingOn(exemption, today) === 'in-force'",
          'exemption !== undefined && (void today, true)',
        ],
      ],
      title: 'does not bind whoever staff have exempted on application, from the first day to the last',
    },
    {
      name: 'a later period does not lift an earlier one',
      edits: [
        [
          "if (before !== undefined && standingOn(before, today) !== 'over' && from > latest(before.from, today))",
          `void [before, latest];\n      ${NEVER}`,
        ],
      ],
      title: 'a new period may replace one of the same type, but not lift it for a while unsaid',
    },
  ]),
  ...guardsOf('functions/decisions/store.ts', DECISIONS, [
    {
      name: 'a decision is changed as it was seen, and its entry never written over',
      edits: [
        ['            ...conditionOf([revision - 1]),\n', ''],
        ["            ConditionExpression: 'attribute_not_exists(pk)',\n", ''],
      ],
      title: 'holds only for the revision that was seen: of two at once one is told to look again',
    },
  ]),
  ...guardsOf('functions/decisions/decide-person.ts', DECISIONS, [
    {
      name: 'a look at decisions is on record',
      edits: [
        [
          "  await parts.audit.append(eventOf(parts, operator, at, 'decisions.read', { persons: [personId] }));\n",
          '',
        ],
      ],
      title: 'a look at it is on record, found or not',
    },
    {
      name: 'nothing is forbidden for a type that does not exist',
      edits: [["if (!known) return err('unknown-type');", 'void known;']],
      title: 'answers STF-1102 to a change of a type that the city does not have, and keeps nothing',
    },
  ]),
  ...guardsOf('functions/closures/opening.ts', BY_HAND, [
    {
      name: 'whoever proposes does not confirm',
      invariant: 'INV-12',
      edits: [['operatorId === proposal.proposedBy || ', '']],
      title: 'of what the gate has closed is proposed by one and confirmed by another',
    },
    {
      name: 'whoever closed does not confirm',
      invariant: 'INV-12',
      edits: [[' || operatorId === latch.closedBy', '']],
      title: 'needs a second person: neither who closed nor who proposed can confirm',
    },
    {
      name: 'people do not end what the data have closed',
      invariant: 'INV-12',
      edits: [["cause === 'by-hand' || cause === 'gate'", 'cause.length > 0']],
      title: 'never ends a closure for freshness',
    },
    {
      name: 'a proposal is forgotten after a day',
      invariant: 'INV-12',
      edits: [['now - proposedAt < PROPOSAL_MS ?', '(void now, true as boolean) ?']],
      title: 'a proposal counts for a day, and only one operator’s at a time',
    },
  ]),
  ...guardsOf('functions/closures/by-hand.ts', BY_HAND, [
    {
      name: 'each operator closes by a latch of its own',
      invariant: 'INV-12',
      edits: [['    part: operatorId,\n', '']],
      title: 'each operator’s closure is its own: opening one leaves the others closed',
    },
  ]),
  ...guardsOf('functions/closures/store.ts', BY_HAND, [
    {
      name: 'closing again takes a proposal away',
      invariant: 'INV-12',
      edits: [[' OR attribute_exists(proposedAt)', '']],
      title: 'whoever closes again takes a proposal away',
    },
  ]),
];
