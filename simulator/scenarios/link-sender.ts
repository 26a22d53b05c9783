import { setTimeout as pause } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import {
  createLinkageStore,
  inboxKey,
  type RowFeed,
  type RowFileName,
  seriesOf,
} from '../../functions/linkage/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import { instantOf, jstTimestamp } from '../../functions/shared/time.ts';
import { type Cells, writeLinkFile } from '../sample/link-file.ts';
import { type SampleStack, sampleClients } from '../sample/stack.ts';

const PATIENCE_MS = 90_000;

/** Sends rows as a core system does, in a file of differences, and waits until all of it is applied. */
export function linkSender(stack: SampleStack) {
  const { s3, documents } = sampleClients(stack);
  const store = createLinkageStore({ client: documents, table: stack.registryTable });

  async function send(
    municipality: MunicipalityCode,
    feed: RowFeed,
    rows: readonly Cells[],
    kind: 'diff' | 'urgent' = 'diff',
  ): Promise<RowFileName> {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(100)) {
      const watermark = await store.readWatermark(municipality, feed, seriesOf({ kind }));
      const fileNumber = (watermark?.fileNumber ?? 0) + 1;
      const name: RowFileName = { municipality, feed, kind, epoch: 1, fileNumber };
      // The stand-in of the core systems may have taken the number meanwhile: then the next one is tried.
      if (!(await put(name, rows))) continue;
      while (Date.now() < until) {
        const found = (await store.readFile(name))?.state;
        if (found?.state === 'applied') return name;
        if (found?.state === 'refused') throw new Error('連携ファイルが受け付けられませんでした。');
        await pause(100);
      }
    }
    throw new Error('連携ファイルが時間内に取り込まれませんでした。');
  }

  /** False where a file of that name lies there already. */
  async function put(name: RowFileName, rows: readonly Cells[]): Promise<boolean> {
    const Body = writeLinkFile(name, jstTimestamp(instantOf(Date.now())), rows);
    try {
      await s3.send(
        new PutObjectCommand({ Bucket: stack.inboxBucket, Key: inboxKey(name), Body, IfNoneMatch: '*' }),
      );
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'PreconditionFailed') return false;
      throw error;
    }
  }

  return { send };
}
