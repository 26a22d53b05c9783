import { setTimeout as pause } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  createLinkageStore,
  type FileState,
  inboxKey,
  type RowFeed,
  type RowFileName,
  type Series,
  seriesOf,
} from '../../functions/linkage/index.ts';
import { createDocumentClient, createS3Client } from '../../functions/shared/aws.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { instantOf, jstTimestamp } from '../../functions/shared/time.ts';
import { type Cells, writeLinkFile } from '../../simulator/sample/link-file.ts';
import { testStack } from './stack.ts';

/** Sends link files as a core system does: into the bucket, from where the queue's function takes them. */
export function linkInbox(municipality: MunicipalityCode) {
  const stack = testStack();
  const environment = { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: stack.endpoint };
  const s3 = createS3Client({ environment });
  const files = createLinkageStore({
    client: createDocumentClient({ environment }),
    table: stack.registryTable,
  });

  const last = new Map<string, Promise<number>>();
  /** Numbers without a gap, beginning after what the engine has seen before. */
  const nextNumber = (feed: RowFeed, series: Series): Promise<number> => {
    const key = `${feed}#${series}`;
    const before =
      last.get(key) ??
      files.readWatermark(municipality, feed, series).then((watermark) => watermark?.fileNumber ?? 0);
    const next = before.then((number) => number + 1);
    last.set(key, next);
    return next;
  };

  const newName = async (feed: RowFeed, kind: 'diff' | 'urgent' = 'diff'): Promise<RowFileName> => ({
    municipality,
    feed,
    kind,
    epoch: 1,
    fileNumber: await nextNumber(feed, seriesOf({ kind })),
  });

  const bytesOf = (name: RowFileName, rows: readonly Cells[]): Uint8Array =>
    writeLinkFile(name, jstTimestamp(instantOf(Date.now())), rows);

  const put = (Key: string, Body: Uint8Array | string) =>
    s3.send(new PutObjectCommand({ Bucket: stack.inboxBucket, Key, Body }));

  /** The file's state as soon as it is as expected. */
  async function untilState<S extends FileState['state']>(
    name: RowFileName,
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
    putFile: (name: RowFileName, bytes: Uint8Array) => put(inboxKey(name), bytes),
    untilState,
    /** Sends rows in a new file and waits until all of it is applied. */
    async send(feed: RowFeed, rows: readonly Cells[], kind: 'diff' | 'urgent' = 'diff') {
      const name = await newName(feed, kind);
      const bytes = bytesOf(name, rows);
      await put(inboxKey(name), bytes);
      return { name, bytes, state: await untilState(name, 'applied') };
    },
  };
}
