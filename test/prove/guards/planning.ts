import { type Guard, guardsOf } from './guard.ts';

const PLANS = 'test/unit/planning/plan-changes.test.ts';

/** 変更予約: nothing is retroactive, and what was taken back does not count. */
export const PLANNING: readonly Guard[] = [
  ...guardsOf('functions/planning/plan.ts', PLANS, [
    {
      name: 'no plan begins within a request',
      edits: [['if (validFrom < earliest) ', 'if (false as boolean) ']],
      title: 'never begins within the time of a request that is under way',
    },
  ]),
  ...guardsOf('functions/planning/plan-changes.ts', PLANS, [
    {
      name: 'no cancellation of what has begun',
      edits: [['if (from > first.validFrom) return', 'if (false as boolean) return']],
      title: 'is not cancelled any more once it has begun, or is about to',
    },
  ]),
  ...guardsOf('functions/planning/store.ts', PLANS, [
    {
      name: 'the revision of a city’s plans',
      edits: [['        ...conditionOf([revision]),\n', '']],
      title: 'of two who plan or cancel at once, each works on what the other has left',
    },
  ]),
  ...guardsOf('functions/changes/settings-at.ts', 'test/unit/changes/withdrawals.test.ts', [
    {
      name: 'a cancelled row does not count',
      edits: [['    if (isWithdrawn(row, withdrawn, now)) continue;\n', '']],
      title: 'cancels it where it begins no later',
    },
  ]),
  ...guardsOf('functions/planning/standing.ts', PLANS, [
    {
      name: 'a planned seal is there',
      edits: [["if (seal?.kind === 'seal') return [];", "if (seal !== undefined || key !== '') return [];"]],
      title: 'seals and forms that are not there, or are something else',
    },
  ]),
];
