import { createHmac } from 'node:crypto';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { createAuditStore } from '../audit/index.ts';
import { createCaseStore, EVIDENCE_KEY_CONTEXT, keepEvidence } from '../cases/index.ts';
import { createSettingsStore, type SettingsStore } from '../changes/index.ts';
import { createClosureStore } from '../closures/index.ts';
import { createDecisionReader } from '../decisions/index.ts';
import { createKosekiGateway, httpExchange, linkedCities } from '../koseki/index.ts';
import { createLinkageStore, createNumberReader } from '../linkage/index.ts';
import { FONT_LOOKUP, type LookupRule, sourceFromDescriptor } from '../pdf/index.ts';
import { createRegistryStore, jitteredPause } from '../registry/index.ts';
import { createImpressionStore } from '../seal-images/index.ts';
import { createDocumentClient, createKmsClient, createS3Client, createSecretsClient } from '../shared/aws.ts';
import { createEnvelopeCipher } from '../shared/envelope-cipher.ts';
import type { HttpRequest } from '../shared/http/http.ts';
import { newUuid, systemClock, systemLog } from '../shared/system.ts';
import { createCenterKeys } from './center/center-key.ts';
import { createNonceStore } from './center/nonce-store.ts';
import { verifySignature } from './center/verify-signature.ts';
import { type OpenFont, openFont } from './city-fonts.ts';
import type { IssueDeps } from './deps.ts';
import type { IssueEnvironment, MenuEnvironment, StaffProofEnvironment } from './environment.ts';
import { createMaterialShelf } from './materials.ts';
import { PRESS } from './press.ts';
import type { Timing } from './routes.ts';
import { createSnapshotCipher } from './snapshot.ts';
import { createRecordReader, createRecordStore } from './store.ts';

/** More than the largest request that the contract allows. */
const MAXIMUM_REQUEST_BYTES = 16 * 1024;

/** For keeping what the gate has refused; longer is not waited for. */
const EVIDENCE_MS = 3_000;

/** What every function of the kiosk API stands on. */
export function composeKiosk(environment: {
  readonly ISSUANCE_TABLE: string;
  readonly CENTER_SECRET: string;
}) {
  const client = createDocumentClient();
  const keys = createCenterKeys({
    client: createSecretsClient(),
    secretId: environment.CENTER_SECRET,
    now: Date.now,
  });
  const nonces = createNonceStore({ client, table: environment.ISSUANCE_TABLE, newId: newUuid });
  return {
    client,
    keys,
    chain: {
      log: systemLog,
      clock: systemClock,
      maximumBytes: MAXIMUM_REQUEST_BYTES,
      verify: (request: HttpRequest) =>
        verifySignature({ keyOf: keys.keyOf, spendNonce: nonces.spendNonce }, request),
    },
  };
}

export function composeTiming(environment: Pick<MenuEnvironment, 'COUNTER_OFFSET_MS'>): Timing {
  return {
    offsetMs: environment.COUNTER_OFFSET_MS,
    monotonic: () => performance.now(),
    sleep: (milliseconds) => sleepFor(milliseconds),
  };
}

/** The city's facts and how fresh they are, settings and closures, as the menu and issuing read them. */
export function composeFacts(
  client: ReturnType<typeof createDocumentClient>,
  environment: Pick<MenuEnvironment, 'REGISTRY_TABLE' | 'STAFF_TABLE' | 'KOSEKI_LINKS'>,
) {
  const pause = jitteredPause(Math.random);
  return {
    registry: createRegistryStore({ client, table: environment.REGISTRY_TABLE, pause }),
    decisions: createDecisionReader({ client, table: environment.STAFF_TABLE, pause }),
    settings: createSettingsStore({ client, table: environment.STAFF_TABLE }),
    closures: createClosureStore({ client, table: environment.STAFF_TABLE }),
    linkage: createLinkageStore({ client, table: environment.REGISTRY_TABLE }),
    koseki: linkedCities(environment.KOSEKI_LINKS),
  };
}

/** Everything that issuing needs. */
export async function composeIssue(
  environment: IssueEnvironment,
  { client, keys, chain }: ReturnType<typeof composeKiosk>,
): Promise<IssueDeps> {
  const facts = composeFacts(client, environment);
  const s3 = createS3Client();
  const kms = createKmsClient();
  const tagKey = (await keys.current()).key;
  const tables = { issuance: environment.ISSUANCE_TABLE, audit: environment.AUDIT_TABLE };
  const evidence = {
    cipher: createEnvelopeCipher({
      kms,
      keyId: environment.SNAPSHOT_KEY,
      keyContext: EVIDENCE_KEY_CONTEXT,
      keyUses: 1,
    }),
    store: createCaseStore({ client, tables }),
  };
  return {
    ...facts,
    koseki: createKosekiGateway({
      links: environment.KOSEKI_LINKS,
      exchange: httpExchange,
      clock: systemClock,
    }),
    records: createRecordStore({ client, tables }),
    ...composeMaterials(facts.settings, s3, environment.INBOX_BUCKET),
    numbers: createNumberReader({ kms, keyId: environment.NUMBER_KEY }),
    cipher: createSnapshotCipher({ kms, keyId: environment.SNAPSHOT_KEY }),
    clock: systemClock,
    newId: newUuid,
    sleep: (milliseconds, signal) =>
      sleepFor(Math.max(0, milliseconds), undefined, { signal }).catch(() => undefined),
    tagOf: (text) => createHmac('sha256', tagKey).update(`kofu-tag\n${text}`).digest('hex'),
    alarm: (issuanceId) => chain.log('ISS-9001', { issuanceId }),
    keepEvidence: async (of, issuanceId, bytes) => {
      const late = sleepFor(EVIDENCE_MS).then(() => {
        throw new Error('the evidence is not kept in time');
      });
      await Promise.race([keepEvidence(evidence, of, bytes), late]).catch(() =>
        chain.log('ISS-9002', { issuanceId }),
      );
    },
    program: readProgram('program.json'),
    deadlineMs: environment.DEADLINE_MS,
    resultWaitMs: environment.RESULT_WAIT_MINUTES * 60_000,
    snapshotDays: environment.SNAPSHOT_DAYS,
  };
}

/** What papers are drawn with. Opening a pack reads its index and its hot set. */
const composeMaterials = (
  settings: Pick<SettingsStore, 'readBlob'>,
  s3: S3Client,
  bucket: string,
): Pick<IssueDeps, 'materials' | 'impressions' | 'press'> => ({
  materials: createMaterialShelf({
    settings,
    readPack: async (municipality, digest) => {
      const answer = await s3.send(
        new GetObjectCommand({ Bucket: bucket, Key: `gaiji/${municipality}/${digest}.pack` }),
      );
      return answer.Body?.transformToByteArray();
    },
    ...openBundledFonts(),
  }),
  impressions: createImpressionStore({ client: s3, bucket }),
  press: PRESS,
});

/** Everything that proving needs: it draws like issuing does, and reads no register. */
export function composeProof(
  client: ReturnType<typeof createDocumentClient>,
  environment: StaffProofEnvironment,
) {
  const settings = createSettingsStore({ client, table: environment.STAFF_TABLE });
  return {
    ...composeMaterials(settings, createS3Client(), environment.INBOX_BUCKET),
    records: createRecordReader({ client, table: environment.ISSUANCE_TABLE }),
    cipher: createSnapshotCipher({ kms: createKmsClient(), keyId: environment.SNAPSHOT_KEY }),
    audit: createAuditStore(client, environment.AUDIT_TABLE),
    clock: systemClock,
    newId: newUuid,
    // Of the function that issues, as it was built together with this one.
    program: readProgram('issuing-program.json'),
    resultWaitMs: environment.RESULT_WAIT_MINUTES * 60_000,
  };
}

/** The packs that every city shares travel inside the bundle; their hashes were verified when it was built. */
function openBundledFonts(): {
  lookup: readonly LookupRule[];
  shared: Readonly<Record<string, OpenFont>>;
} {
  const text = readFileSync(join(import.meta.dirname, 'packs.json'), 'utf8');
  const shared: Record<string, OpenFont> = {};
  for (const [name, id] of Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(text)))) {
    const descriptor = openSync(join(import.meta.dirname, `${name}.pack`), 'r');
    const font = openFont(sourceFromDescriptor(descriptor), id);
    if (!font.ok) throw new Error(`the pack ${name} cannot be read: ${font.error}`);
    shared[name] = font.value;
  }
  return { lookup: FONT_LOOKUP, shared };
}

/** Identity of a build: the digest of a bundle's own files, written when it was built (INV-7). */
function readProgram(file: 'program.json' | 'issuing-program.json'): string {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  return z.object({ digest: z.string() }).parse(JSON.parse(text)).digest;
}
