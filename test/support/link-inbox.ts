import { setTimeout as pause } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { Feed, FileName } from '../../functions/linkage/index.ts';
import { createLinkageStore, type FileState, inboxKey } from '../../functions/linkage/index.ts';
import { createDocumentClient, createS3Client } from '../../functions/shared/aws.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { instantOf, jstTimestamp } from '../../functions/shared/time.ts';
import { type Cells, writeLinkFile } from '../../simulator/sample/link-file.ts';
import { testStack } from './stack.ts';

/** File numbers far beyond the sample world's, and never the same twice on one engine. */
let lastNumber = 0;
const nextNumber = (): number => {
  lastNumber = Math.max(lastNumber + 1, Date.now());
  return lastNumber;
};

/** Sends link files as a core system does: into the bucket, from where the queue's function takes them. */
export function linkInbox(municipality: MunicipalityCode) {
  const stack = testStack();
  const environment = { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: stack.endpoint };
  const s3 = createS3Client({ environment });
  const files = createLinkageStore({
    client: createDocumentClient({ environment }),
    table: stack.registryTable,
  });

  const newName = (feed: Feed): FileName => ({
    municipality,
    feed,
    kind: 'diff',
    epoch: 1,
    fileNumber: nextNumber(),
  });

  const bytesOf = (name: FileName, rows: readonly Cells[]): Uint8Array =>
    writeLinkFile(name, jstTimestamp(instantOf(Date.now())), rows);

  const put = (Key: string, Body: Uint8Array | string) =>
    s3.send(new PutObjectCommand({ Bucket: stack.inboxBucket, Key, Body }));

  /** The file's state as soon as it is as expected. */
  async function untilState<S extends FileState['state']>(
    name: FileName,
    state: S,
    isDone: (found: Extract<FileState, { state: S }>) => boolean = () => true,
  ): Promise<Extract<FileState, { state: S }>> {
    for (const until = Date.now() + 90_000; Date.now() < until; await pause(100)) {
      const found = (await files.readFile(name))?.state;
      if (found?.state === state && isDone(found as never)) return found as never;
    }
    throw new Error(`the link file did not come to be ${state}`);
  }

  return {
    files,
    newName,
    bytesOf,
    put,
    putFile: (name: FileName, bytes: Uint8Array) => put(inboxKey(name), bytes),
    untilState,
    /** Sends rows in a new file and waits until all of it is applied. */
    async send(feed: Feed, rows: readonly Cells[]) {
      const name = newName(feed);
      const bytes = bytesOf(name, rows);
      await put(inboxKey(name), bytes);
      return { name, bytes, state: await untilState(name, 'applied') };
    },
  };
}
