import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createSettingsStore } from '../../functions/changes/index.ts';
import { composeWatch } from '../../functions/linkage/compose.ts';
import { createFullFileStore } from '../../functions/linkage/full-files-store.ts';
import type { IngestDependencies } from '../../functions/linkage/ingest.ts';
import { createRowSettings } from '../../functions/linkage/row-settings.ts';
import { createLinkageStore } from '../../functions/linkage/store.ts';
import { watchFreshness } from '../../functions/linkage/watch-freshness.ts';
import { createRegistryScan, createRegistryStore, jitteredPause } from '../../functions/registry/index.ts';
import { createImpressionStore } from '../../functions/seal-images/index.ts';
import { createS3Client } from '../../functions/shared/aws.ts';
import { createLog } from '../../functions/shared/log.ts';
import { instantOf } from '../../functions/shared/time.ts';
import type { EngineStorage } from '../../test/prove/linkage/engine-storage.ts';

/**
 * The ingest as `handlers/ingest.ts` puts it together, in this process, over an engine's storage. The clients of the
 * registry and of the objects may be others than the plain ones.
 */
export function ingestOnEngine(
  { registry, tables, bucket, inbox, staff }: EngineStorage,
  endpoint: string,
  through: {
    readonly documents: (client: DynamoDBDocumentClient) => DynamoDBDocumentClient;
    readonly objects: (client: ReturnType<typeof createS3Client>) => ReturnType<typeof createS3Client>;
  } = { documents: (client) => client, objects: (client) => client },
): { readonly deps: IngestDependencies; readonly close: () => void } {
  const s3 = createS3Client({
    environment: { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: endpoint },
  });
  const clock = () => instantOf(Date.now());
  const log = createLog(() => undefined, clock);
  const at = { client: through.documents(registry), table: tables.registry };
  const names = {
    REGISTRY_TABLE: tables.registry,
    STAFF_TABLE: tables.staff,
    AUDIT_TABLE: tables.audit,
  };
  const watch = composeWatch(staff, names, { log });
  const settings = createSettingsStore({ client: staff, table: tables.staff });
  return {
    deps: {
      registry: createRegistryStore({ ...at, pause: jitteredPause(Math.random) }),
      scan: createRegistryScan(at),
      linkage: createLinkageStore(at),
      fulls: createFullFileStore(at),
      inbox,
      enclosures: { impressions: createImpressionStore({ client: through.objects(s3), bucket }) },
      rowSettings: createRowSettings(settings, clock),
      takeFont: async () => 'done',
      watch: async (municipality) => {
        await watchFreshness(watch, municipality);
      },
      clock,
      log,
      mayContinue: () => true,
    },
    close: () => s3.destroy(),
  };
}
