import { randomBytes } from 'node:crypto';
import type { IssuanceRecord } from '../../functions/issuance/record.ts';
import { JpkiIssuer, JpkiSerial, MunicipalityCode } from '../../functions/shared/ids.ts';
import { instantOf } from '../../functions/shared/time.ts';
import { uuidV7 } from '../../functions/shared/uuid-v7.ts';
import { issuingOnEngine, newRequestId } from '../support/issuing.ts';
import { type Proof, type ProofOptions, type ProofReport, tally } from './proof.ts';

const AT_ONCE = 50;
/** Ids without a write, for each claim. */
const IDS_PER_CLAIM = 100;

/** Ids come from no clock, and an id is written once (INV-3). */
export const ids: Proof = {
  name: 'ids',
  summary: 'Claims within one millisecond never collide, and a second claim of an id changes nothing',
  needsSystem: true,
  count: 5_000,
  slice: 1_000,
  run: proveIds,
};

async function proveIds({ count, say }: ProofOptions): Promise<ProofReport> {
  const { check, report } = tally();
  const { deps } = issuingOnEngine();
  const now = Date.now();
  const made = new Set<string>();
  for (let times = 0; times < count * IDS_PER_CLAIM; times += 1) made.add(uuidV7(now, randomBytes(10)));
  check(
    made.size === count * IDS_PER_CLAIM,
    `${count * IDS_PER_CLAIM - made.size} ids of one millisecond are equal`,
  );

  const first = Array.from({ length: count }, () => recordAt(now));
  const claimed = await inBatches(first, (record) => deps.records.claim(record));
  const taken = claimed.filter((existing) => existing !== undefined).length;
  check(taken === 0, `${taken} new requests met a record that was not theirs`);
  say(`${count} claims within one millisecond`);

  const second = first.map(({ requestId }) => ({ ...recordAt(now), requestId, contentHash: 'another' }));
  const answers = await inBatches(second, (record) => deps.records.claim(record));
  const overwritten = answers.filter((existing, index) => existing?.issuanceId !== first[index]?.issuanceId);
  check(overwritten.length === 0, `${overwritten.length} second claims did not meet the first`);
  const stored = await inBatches(first, ({ municipality, requestId }) =>
    deps.records.read(municipality, requestId),
  );
  const changed = stored.filter(
    (record, index) => record?.issuanceId !== first[index]?.issuanceId || record?.contentHash !== 'x',
  );
  check(changed.length === 0, `${changed.length} records were changed by a second claim`);
  return report();
}

function recordAt(now: number): IssuanceRecord {
  const at = instantOf(now);
  return {
    issuanceId: uuidV7(now, randomBytes(10)),
    requestId: newRequestId(),
    municipality: MunicipalityCode.parse('012335'),
    state: 'requested',
    contentHash: 'x',
    receivedAt: at,
    deadlineAt: at,
    type: 'resident-record',
    scope: 'individual',
    options: [],
    copies: 1,
    feeJpy: 0,
    store: { code: 'TEST-0001', name: '見本店' },
    terminal: 'T1',
    issuer: JpkiIssuer.parse('TEST'),
    serial: JpkiSerial.parse('00'),
    subjects: [],
    reasons: [],
  };
}

async function inBatches<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE)
    results.push(...(await Promise.all(items.slice(start, start + AT_ONCE).map(run))));
  return results;
}
