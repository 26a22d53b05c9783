import { type IssuanceRecord, stateAt } from '../issuance/index.ts';
import type { Instant } from '../shared/time.ts';
import type { RequestFacts } from './work-cases.ts';

/** What a case needs to know of a record, as it is at an instant. */
export function factsOf(record: IssuanceRecord, now: Instant, resultWaitMs: number): RequestFacts {
  const { type, receivedAt, respondedAt, drawing, corrections = [], applicant, subjects } = record;
  return {
    state: stateAt(record, now, resultWaitMs),
    pdfSha256: drawing?.pdfSha256,
    listFiles: corrections.map(({ row }) => row.fileSha256),
    type,
    receivedAt,
    respondedAt,
    awaitsResult: record.state === 'responded' && corrections.length === 0,
    persons: [...new Set([...(applicant === undefined ? [] : [applicant]), ...subjects])],
    store: record.store,
    terminal: record.terminal,
  };
}
