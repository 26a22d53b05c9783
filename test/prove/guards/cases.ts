import { type Guard, guardsOf } from './guard.ts';

const CASES = 'test/unit/cases/cases.test.ts';
const LISTS = 'test/unit/discrepancies/discrepancies.test.ts';
const NEVER = 'if (false as boolean)';

/** INV-8: every error becomes a case, and none is closed without what shows which bytes went to which request. */
export const CASE_GUARDS: readonly Guard[] = [
  ...guardsOf('functions/issuance/issue-certificate.ts', CASES, [
    {
      name: 'a refusal of the gate is a case',
      invariant: 'INV-8',
      edits: [['if (mismatches.length === 0) return [];', 'if (mismatches.length >= 0) return [];']],
      title: 'become a case together with the refusal, and are read by whoever may, on record',
    },
    {
      name: 'a refusal of the gate is a case where the deadline was faster',
      invariant: 'INV-8',
      edits: [["if (outcome !== 'done') await deps.records.openCase(opening);", '']],
      title: 'are a case even where the deadline was faster than the refusal',
    },
  ]),
  ...guardsOf('functions/issuance/store.ts', CASES, [
    {
      name: 'what is answered waits for its result in the index',
      invariant: 'INV-8',
      edits: [["(changes.state === 'responded' ? ', awaiting = :awaiting' : ' REMOVE awaiting')", "''"]],
      title: 'of which the result never came is an open case after the waiting time, without anybody’s doing',
    },
    {
      name: 'what was committed and not handed over is a case',
      invariant: 'INV-8',
      edits: [['        ...opened([withheld]),\n', '']],
      title: 'what was committed and then failed by the deadline is a case: finished, and not handed over',
    },
  ]),
  ...guardsOf('functions/issuance/report-result.ts', CASES, [
    {
      name: 'a word that contradicts is a case',
      invariant: 'INV-8',
      edits: [
        ["await open(deps, request, 'contradiction', request.outcome, observed, at);", 'void observed;'],
      ],
      title: 'a result that contradicts is refused, the record keeps the first, and a case keeps the second',
    },
  ]),
  ...guardsOf('functions/cases/may-close.ts', CASES, [
    {
      name: 'a case is closed by the request’s own bytes only',
      invariant: 'INV-8',
      edits: [["if (bytes !== undefined && pdfSha256 !== bytes && reason !== 'misissued')", NEVER]],
      title: 'is not closed by a statement about other bytes',
    },
    {
      name: 'a statement names its document',
      invariant: 'INV-8',
      edits: [['if (STATED.includes(reason) && reference === undefined)', NEVER]],
      title: 'is not closed by a statement without its document',
    },
  ]),
  ...guardsOf('functions/cases/store.ts', CASES, [
    {
      name: 'the key of evidence goes with the closing',
      invariant: 'INV-9',
      edits: [["'SET closing = :closing REMOVE evidence.#key'", "'SET closing = :closing'"]],
      title: 'are gone when their case is closed',
    },
  ]),
  ...guardsOf('functions/discrepancies/apply-list.ts', LISTS, [
    {
      name: 'a list is applied by a second person',
      edits: [['if (proposal.proposedBy === operatorId)', NEVER]],
      title: 'needs two people, who have the same bytes in hand',
    },
  ]),
  ...guardsOf('functions/discrepancies/read-list.ts', LISTS, [
    {
      name: 'a list of another city is not taken',
      invariant: 'INV-11',
      edits: [['if (cells.municipality !== municipality.slice(0, layout.municipalityDigits))', NEVER]],
      title: 'of another city',
    },
  ]),
];
