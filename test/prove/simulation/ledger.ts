import { type IssuanceRecord, stateAt } from '../../../functions/issuance/record.ts';
import { instantOf } from '../../../functions/shared/time.ts';
import type { Item } from '../memory/expressions.ts';
import type { Written } from '../memory/memory-tables.ts';

/** What the centre was told of one request, all its deliveries together. */
export type Told = {
  /** SHA-256 of every certificate that was handed over for it. */
  readonly hashes: Set<string>;
  /** The codes with which the delivery whose claim the record is was refused, if it was. */
  refusedWith: readonly string[] | undefined;
  /** The result that was acknowledged first. */
  result: string | undefined;
};

const FORWARD: Readonly<Record<string, readonly string[]>> = {
  nothing: ['requested'],
  requested: ['refused', 'responded', 'failed'],
  responded: ['printed', 'cancelled', 'failed'],
};
/** What is written by the claim and never again. */
const FIXED = [
  'issuanceId',
  'requestId',
  'contentHash',
  'feeJpy',
  'copies',
  'receivedAt',
  'deadlineAt',
  'type',
];
/** The states in which a request may be in the end. */
const FINAL = new Set(['refused', 'printed', 'cancelled', 'failed', 'unknown']);
/** So long after everything that whatever passes by time has passed. */
const LATER_MS = 86_400_000;

/**
 * Watches every write of records and audit events, and judges in the end what has become of each request.
 */
export function createLedger(fault: (line: string) => void) {
  const told = new Map<string, Told>();
  const events = new Map<string, number>();
  const ends = new Map<string, number>();

  const watchRecord = ({ before, after }: Written): void => {
    const from = stateOf(before);
    const to = stateOf(after);
    if (after === undefined) fault('a record has vanished');
    if (from !== to && !FORWARD[from]?.includes(to)) fault(`a record went from ${from} to ${to}`);
    if (before === undefined || after === undefined) return;
    const changed = FIXED.filter((name) => before[name] !== after[name]);
    if (changed.length > 0) fault(`a record’s ${changed.join(', ')} changed`);
    if (from === 'responded' && hashOf(before) !== hashOf(after)) fault('a record’s drawing changed');
  };

  const watchEvent = ({ after }: Written): void => {
    const { action, about } = after as { action?: string; about?: { requestId?: string } };
    const key = `${action} ${about?.requestId}`;
    events.set(key, (events.get(key) ?? 0) + 1);
  };

  const toldOf = (requestId: string): Told => {
    const known = told.get(requestId) ?? { hashes: new Set(), refusedWith: undefined, result: undefined };
    told.set(requestId, known);
    return known;
  };

  function judge(record: IssuanceRecord, now: number, resultWaitMs: number): void {
    const { requestId, drawing } = record;
    const state = stateAt(record, instantOf(now + LATER_MS), resultWaitMs);
    ends.set(state, (ends.get(state) ?? 0) + 1);
    if (!FINAL.has(state)) fault(`a request ended as ${state}`);
    const { hashes, refusedWith, result } = toldOf(requestId);
    if (hashes.size > 1) fault('one request was answered with two certificates');
    const [hash] = hashes;
    if (hash !== undefined && drawing?.pdfSha256 !== hash)
      fault('other bytes were answered than are on record');
    if (hash !== undefined && state === 'refused') fault('a refused request was answered with a certificate');
    if (hash !== undefined && state === 'failed' && result !== 'failed')
      fault('a failed request was answered');
    if (refusedWith !== undefined && !isEndOfRefused(record, state, refusedWith))
      fault(`a request that was refused ended as ${state}`);
    if (result !== undefined && result !== state)
      fault(`a request with the result ${result} ended as ${state}`);
    const count = (action: string): number => events.get(`issuance.${action} ${requestId}`) ?? 0;
    if (count('responded') > 1) fault('one request was responded twice');
    if (count('printed') > 1) fault('one request was charged twice');
    const finals = count('refused') + count('failed') + count('printed') + count('cancelled');
    if (finals > 1) fault('one request ended twice');
    if ((state === 'printed') !== (count('printed') === 1)) fault('a print and its event do not agree');
  }

  return {
    watch(written: readonly Written[]): void {
      for (const one of written) {
        if (one.table === 'audit') watchEvent(one);
        else if (one.table === 'issuance' && one.key.endsWith('\nrecord')) watchRecord(one);
      }
    },
    toldOf,
    judge,
    /** Requests for which a certificate was handed over. */
    answered: (): number => [...told.values()].filter(({ hashes }) => hashes.size > 0).length,
    /** How many requests have ended in which state. */
    ends,
  };
}

export type Ledger = ReturnType<typeof createLedger>;

/**
 * What was refused ends without a paper, with one exception: a repeat has confirmed the certificate while the first
 * delivery was at it still, whose time has run out then; it is told that it is late and nothing else.
 */
function isEndOfRefused(
  { repeatedAt }: IssuanceRecord,
  state: string,
  refusedWith: readonly string[],
): boolean {
  if (state === 'refused' || state === 'failed') return true;
  return repeatedAt !== undefined && refusedWith.join() === 'ISS-2002';
}

const hashOf = (item: Item): unknown => (item['drawing'] as { pdfSha256?: string } | undefined)?.pdfSha256;

const stateOf = (item: Item | undefined): string => String(item?.['state'] ?? 'nothing');
