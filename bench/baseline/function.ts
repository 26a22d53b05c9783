import { randomBytes } from 'node:crypto';
import { issuanceEvent } from '../../functions/issuance/audit-event.ts';
import { composeKiosk } from '../../functions/issuance/compose.ts';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import type { IssuanceRecord } from '../../functions/issuance/record.ts';
import { createRecordStore } from '../../functions/issuance/store.ts';
import type { HttpRequest, HttpResponse } from '../../functions/shared/http/http.ts';
import { kioskHandler } from '../../functions/shared/http/kiosk-chain.ts';
import { PersonId } from '../../functions/shared/ids.ts';
import { newUuid, systemClock } from '../../functions/shared/system.ts';
import { instantOf } from '../../functions/shared/time.ts';
import { BaselineEnvironment } from './environment.ts';
import { bareReads } from './reads.ts';

const environment = BaselineEnvironment.parse(process.env);
const { client, chain } = composeKiosk(environment);
const records = createRecordStore({
  client,
  tables: { issuance: environment.ISSUANCE_TABLE, audit: environment.AUDIT_TABLE },
});
const reads = bareReads(client, { registry: environment.REGISTRY_TABLE, staff: environment.STAFF_TABLE });
const answerBytes = randomBytes(environment.ANSWER_BYTES);
const snapshotBytes = randomBytes(environment.SNAPSHOT_BYTES);
const NOBODY = PersonId.parse('000000000000000');
const DIGEST = '0'.repeat(64);

/**
 * What no certificate can do without: the centre's signature and nonce, the claim, the reads, the commit with its
 * checks, and as many bytes. It judges, lays out, draws, reads back and encrypts nothing.
 */
async function handle(request: HttpRequest): Promise<HttpResponse> {
  const wish: IssueRequest = JSON.parse(Buffer.from(request.body).toString('utf8'));
  const record = recordOf(wish, request);
  if ((await records.claim(record)) !== undefined) throw new Error('a request id came twice');
  const [checks] = await Promise.all([
    reads.chain(wish),
    reads.settings(wish.municipality),
    reads.switches(wish.municipality),
  ]);
  await reads.switches(wish.municipality);
  const at = systemClock();
  const event = issuanceEvent(newUuid, record, 'issuance.responded', at, { pdfSha256: DIGEST });
  const outcome = await records.commit(
    record,
    {
      applicant: NOBODY,
      subjects: [NOBODY],
      typeName: '住民票の写し',
      family: 'resident-record',
      drawing: DRAWING,
      dataDigest: DIGEST,
      snapshot: snapshot(),
      checks,
    },
    at,
    event,
  );
  if (outcome !== 'done') throw new Error(`the commit ended ${outcome}`);
  return {
    status: 200,
    headers: {
      'content-type': 'application/pdf',
      'cache-control': 'no-store',
      'x-kofu-request-id': wish.requestId,
      'x-kofu-pdf-sha256': DIGEST,
      'x-kofu-pages': '1',
    },
    body: answerBytes,
  };
}

const DRAWING = {
  pdfSha256: DIGEST,
  pages: 1,
  bytes: environment.ANSWER_BYTES,
  modelDigest: DIGEST,
  templateDigest: DIGEST,
  sealDigest: DIGEST,
  fontIds: [DIGEST, DIGEST],
  program: DIGEST,
};

const snapshot = () => ({
  dataKey: snapshotBytes.subarray(0, 32),
  iv: snapshotBytes.subarray(0, 12),
  data: snapshotBytes,
  authTag: snapshotBytes.subarray(0, 16),
  expiresAt: Math.floor(Date.now() / 1000) + 3_600,
});

function recordOf(wish: IssueRequest, request: HttpRequest): IssuanceRecord {
  const { subjects: _, ...rest } = wish;
  return {
    ...rest,
    issuanceId: newUuid(),
    state: 'requested',
    contentHash: DIGEST,
    receivedAt: request.receivedAt,
    deadlineAt: instantOf(request.receivedAt + 10_000),
    subjects: [],
    reasons: [],
  };
}

/** `POST /v1/issue`. */
export const handler = kioskHandler({ ...chain, handle });
