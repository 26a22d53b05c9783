import { createRegistryStore, jitteredPause } from '../../registry/index.ts';
import { createDocumentClient, createS3Client } from '../../shared/aws.ts';
import { createLog } from '../../shared/log.ts';
import { queueHandler } from '../../shared/middleware/queue.ts';
import { instantOf } from '../../shared/time.ts';
import { LinkIngestEnvironment } from '../environment.ts';
import { createInbox } from '../inbox.ts';
import { ingestMessage } from '../ingest-message.ts';
import { createLinkageStore } from '../store.ts';

/** Kept back for the last slice, its repeats and the checkpoint. */
const RESERVE_MS = 15_000;

const environment = LinkIngestEnvironment.parse(process.env);
const client = createDocumentClient({ maxAttempts: 5 });
const clock = () => instantOf(Date.now());
const log = createLog(console.log, clock);
const table = environment.REGISTRY_TABLE;
const stores = {
  registry: createRegistryStore({ client, table, pause: jitteredPause(Math.random) }),
  linkage: createLinkageStore({ client, table }),
  inbox: createInbox({ client: createS3Client({ maxAttempts: 5 }), bucket: environment.INBOX_BUCKET }),
};

export const handler = queueHandler({
  log,
  clock,
  consume: (record, context) => {
    const mayContinue = () => context.getRemainingTimeInMillis() > RESERVE_MS;
    return ingestMessage({ ...stores, clock, log, mayContinue }, environment.INBOX_BUCKET, record.body);
  },
});
