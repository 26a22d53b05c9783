import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { createSettingsStore } from '../../functions/changes/index.ts';
import { createClosureStore } from '../../functions/closures/index.ts';
import { createDecisionReader } from '../../functions/decisions/index.ts';
import type { IssueRequest } from '../../functions/issuance/contract.ts';
import type { IssueDeps } from '../../functions/issuance/deps.ts';
import { createMaterialShelf } from '../../functions/issuance/materials.ts';
import { PRESS } from '../../functions/issuance/press.ts';
import { createSnapshotCipher } from '../../functions/issuance/snapshot.ts';
import { createRecordStore } from '../../functions/issuance/store.ts';
import { createKosekiGateway, httpExchange } from '../../functions/koseki/index.ts';
import { createLinkageStore, createNumberReader } from '../../functions/linkage/index.ts';
import { FONT_LOOKUP } from '../../functions/pdf/index.ts';
import { createRegistryStore, jitteredPause } from '../../functions/registry/index.ts';
import { createImpressionStore } from '../../functions/seal-images/index.ts';
import { createDocumentClient, createKmsClient, createS3Client } from '../../functions/shared/aws.ts';
import { RequestId } from '../../functions/shared/ids.ts';
import { instantOf } from '../../functions/shared/time.ts';
import { uuidV7 } from '../../functions/shared/uuid-v7.ts';
import { standInLinks } from '../../lib/config/stand-in-links.ts';
import { openBaseFont } from '../unit/pdf/fixtures.ts';
import type { OwnHousehold } from './households.ts';
import { testStack } from './stack.ts';

/** Everything that issuing needs, on the tests' engine: the real stores, with clock, ids and pauses handed in. */
export function issuingOnEngine(endpoint?: string) {
  const stack = testStack();
  const environment = { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: endpoint ?? stack.endpoint };
  const client = createDocumentClient({ environment });
  const settings = createSettingsStore({ client, table: stack.staffTable });
  const s3 = createS3Client({ environment });
  const kms = createKmsClient({ environment });
  const registry = createRegistryStore({
    client,
    table: stack.registryTable,
    pause: jitteredPause(Math.random),
  });
  const deps: IssueDeps = {
    registry,
    decisions: createDecisionReader({
      client,
      table: stack.staffTable,
      pause: jitteredPause(Math.random),
    }),
    settings,
    closures: createClosureStore({ client, table: stack.staffTable }),
    linkage: createLinkageStore({ client, table: stack.registryTable }),
    records: createRecordStore({
      client,
      tables: { issuance: stack.issuanceTable, audit: stack.auditTable },
    }),
    materials: createMaterialShelf({
      settings,
      lookup: FONT_LOOKUP,
      shared: { ipamjm: openBaseFont() },
      readPack: async (municipality, digest) => {
        const Key = `gaiji/${municipality}/${digest}.pack`;
        const answer = await s3.send(new GetObjectCommand({ Bucket: stack.inboxBucket, Key }));
        return answer.Body?.transformToByteArray();
      },
    }),
    press: PRESS,
    impressions: createImpressionStore({ client: s3, bucket: stack.inboxBucket }),
    koseki: createKosekiGateway({
      links: standInLinks(stack.kosekiUrl ?? ''),
      exchange: httpExchange,
      clock: () => instantOf(Date.now()),
    }),
    numbers: createNumberReader({ kms, keyId: 'alias/kofu-local-individual-number' }),
    cipher: createSnapshotCipher({ kms, keyId: stack.snapshotKey }),
    clock: () => instantOf(Date.now()),
    newId: () => uuidV7(Date.now(), randomBytes(10)),
    sleep: (milliseconds, signal) =>
      sleepFor(Math.max(0, milliseconds), undefined, { signal }).catch(() => undefined),
    tagOf: (text) => createHmac('sha256', 'a key of the tests').update(text).digest('hex'),
    alarm: () => undefined,
    keepEvidence: async () => undefined,
    program: 'test',
    deadlineMs: 10_000,
    resultWaitMs: 600_000,
    snapshotDays: 90,
  };
  return { stack, client, deps };
}

export const newRequestId = (): RequestId => RequestId.parse(randomBytes(18).toString('base64url'));

/** A wish of a household's first member, for a copy of the member's own record. */
export function wishOf(
  household: Pick<OwnHousehold, 'municipality' | 'issuer' | 'serial'>,
  feeJpy: number,
  changes: Partial<IssueRequest> = {},
): IssueRequest {
  const { municipality, issuer, serial } = household;
  return {
    requestId: newRequestId(),
    municipality,
    issuer,
    serial,
    type: 'resident-record',
    scope: 'individual',
    options: [],
    subjects: [],
    copies: 1,
    feeJpy,
    store: { code: 'TEST-0001', name: '見本店' },
    terminal: 'T1',
    ...changes,
  };
}
