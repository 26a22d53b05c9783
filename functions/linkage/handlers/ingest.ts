import { createSettingsStore } from '../../changes/index.ts';
import { createFontStore, createGaijiStore, ingestGaijiFile } from '../../gaiji/index.ts';
import { createRegistryScan, createRegistryStore, jitteredPause } from '../../registry/index.ts';
import { createImpressionStore } from '../../seal-images/index.ts';
import { createDocumentClient, createKmsClient, createS3Client, createSqsClient } from '../../shared/aws.ts';
import { queueHandler } from '../../shared/middleware/queue.ts';
import { systemClock as clock, systemLog as log, newUuid } from '../../shared/system.ts';
import { composeWatch } from '../compose.ts';
import { LinkIngestEnvironment } from '../environment.ts';
import { createFullFileStore } from '../full-files-store.ts';
import { createInbox } from '../inbox.ts';
import { ingestMessage } from '../ingest-message.ts';
import { createNumberVault } from '../number-vault.ts';
import { createRequeue } from '../requeue-store.ts';
import { createRowSettings } from '../row-settings.ts';
import { createLinkageStore } from '../store.ts';
import { watchFreshness } from '../watch-freshness.ts';

/** Kept back for the last slice, its repeats and the checkpoint. */
const RESERVE_MS = 15_000;

const environment = LinkIngestEnvironment.parse(process.env);
const { REGISTRY_TABLE: table, STAFF_TABLE, INBOX_BUCKET: bucket, QUEUE_URL } = environment;
const client = createDocumentClient({ maxAttempts: 5 });
const s3 = createS3Client({ maxAttempts: 5 });
const watch = composeWatch(client, environment, { log });
const inbox = createInbox({ client: s3, bucket });
const settings = createSettingsStore({ client, table: STAFF_TABLE });
const gaiji = {
  store: createGaijiStore({ client, table: STAFF_TABLE, settings, newId: newUuid }),
  fonts: createFontStore({ client: s3, bucket }),
  inbox,
  clock,
  log,
};
const stores = {
  registry: createRegistryStore({ client, table, pause: jitteredPause(Math.random) }),
  scan: createRegistryScan({ client, table }),
  linkage: createLinkageStore({ client, table }),
  fulls: createFullFileStore({ client, table }),
  inbox,
  enclosures: {
    impressions: createImpressionStore({ client: s3, bucket }),
    numbers: createNumberVault({
      kms: createKmsClient({ maxAttempts: 5 }),
      keyId: environment.NUMBER_KEY,
      digestKeyId: environment.NUMBER_DIGEST_KEY,
    }),
  },
  rowSettings: createRowSettings(settings, clock),
  takeFont: (ref: Parameters<typeof ingestGaijiFile>[1]) => ingestGaijiFile(gaiji, ref),
  watch: async (municipality: Parameters<typeof watchFreshness>[1]) => {
    await watchFreshness(watch, municipality);
  },
};

export const handler = queueHandler({
  log,
  clock,
  requeue: createRequeue({ client: createSqsClient(), queueUrl: QUEUE_URL }),
  consume: (record, context) => {
    const mayContinue = () => context.getRemainingTimeInMillis() > RESERVE_MS;
    return ingestMessage({ ...stores, clock, log, mayContinue }, bucket, record.body);
  },
});
