import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { AuditActor } from '../../functions/audit/index.ts';
import { createSettingsStore } from '../../functions/changes/index.ts';
import { type Closer, createClosureRecorder, createClosureStore } from '../../functions/closures/index.ts';
import { type GaijiFile, uncoveredIn } from '../../functions/gaiji/index.ts';
import {
  createLinkageStore,
  type FileName,
  inboxKey,
  type LinkageStore,
} from '../../functions/linkage/index.ts';
import type { ReconcileDependencies } from '../../functions/linkage/reconciliation/index.ts';
import { createRowSettings } from '../../functions/linkage/row-settings.ts';
import { createStoredFacts, jitteredPause } from '../../functions/registry/index.ts';
import { createDocumentClient, createS3Client } from '../../functions/shared/aws.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { newUuid, systemClock } from '../../functions/shared/system.ts';
import type { Clock } from '../../functions/shared/time.ts';
import type { StackFile } from '../deploy/stack-file.ts';
import { enterLocalAws } from '../local/loopback.ts';
import { fontsNow } from './gaiji-coverage.ts';
import { gaijiSystem } from './gaiji-system.ts';

/** Who could not be printed today: how many of whom, and how many lack each key. */
export type Coverage = {
  readonly persons: number;
  readonly uncovered: number;
  readonly keys: Readonly<Record<string, number>>;
};

/** The linkage of a running system, for whoever compares it or loads a city into it. */
export type LinkSystem = {
  readonly facts: ReconcileDependencies['facts'];
  readonly rowSettings: ReconcileDependencies['rowSettings'];
  readonly linkage: Pick<LinkageStore, 'readFile' | 'readWatermark' | 'readNewestFiles'>;
  readonly fontState: (name: FileName) => Promise<GaijiFile | undefined>;
  /** Brings a file into the inbox, like the agent at the city does. */
  readonly put: (name: FileName, path: string) => Promise<void>;
  readonly closerOf: (actor: AuditActor) => Closer;
  /** @param say what takes long while fonts are made ready */
  readonly coverage: (municipality: MunicipalityCode, say: (text: string) => void) => Promise<Coverage>;
  readonly clock: Clock;
  readonly sleep: (ms: number) => Promise<void>;
};

/** This process speaks to that engine only, from here on. */
export function linkSystem(stack: StackFile): LinkSystem {
  enterLocalAws(stack.endpoint, stack.region);
  const client = createDocumentClient();
  const s3 = createS3Client();
  const { registryTable, staffTable, auditTable: audit } = stack;
  const gaiji = gaijiSystem(stack);
  return {
    facts: createStoredFacts({ client, table: registryTable, pause: jitteredPause(Math.random) }),
    rowSettings: createRowSettings(createSettingsStore({ client, table: staffTable }), systemClock),
    linkage: createLinkageStore({ client, table: registryTable }),
    fontState: (name) => gaiji.deps.store.readFile(name.municipality, name),
    put: (name, path) => upload(s3, stack.inboxBucket, name, path),
    closerOf: (actor) => ({
      closures: createClosureStore({ client, table: staffTable }),
      recorder: createClosureRecorder({ client, table: staffTable, auditTable: audit }),
      actor,
      clock: systemClock,
      newId: newUuid,
    }),
    coverage: async (municipality, say) => {
      const fonts = await fontsNow(gaiji, municipality, say);
      const keys = new Map<string, number>();
      let [persons, uncovered] = [0, 0];
      for await (const person of gaiji.coverage.persons(municipality)) {
        persons += 1;
        const found = uncoveredIn(person, fonts);
        if (found === undefined) continue;
        uncovered += 1;
        for (const key of new Set(found.missing.map((one) => one.key)))
          keys.set(key, (keys.get(key) ?? 0) + 1);
      }
      return { persons, uncovered, keys: Object.fromEntries(keys) };
    },
    clock: systemClock,
    sleep: (ms) => sleep(ms),
  };
}

const UPLOADS = 3;

/** With its checksum, which the store compares. A stream cannot be sent twice: each attempt opens the file anew. */
async function upload(s3: S3Client, bucket: string, name: FileName, path: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  const ChecksumSHA256 = hash.digest('base64');
  const { size: ContentLength } = await stat(path);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const Body = createReadStream(path);
      await s3.send(
        new PutObjectCommand({ Bucket: bucket, Key: inboxKey(name), Body, ContentLength, ChecksumSHA256 }),
      );
      return;
    } catch (error) {
      if (attempt === UPLOADS) throw error;
    }
  }
}
