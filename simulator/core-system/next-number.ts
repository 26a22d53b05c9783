import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { createLinkageStore, type Feed, inboxKey, parseFileName } from '../../functions/linkage/index.ts';
import type { MunicipalityCode } from '../../functions/shared/ids.ts';
import type { SampleClients, SampleStack } from '../sample/stack.ts';

/**
 * The number of the next file of a city and feed: one more than the greatest that the registry has seen or that lies
 * in the inbox. Undefined where there has been no file yet: the initial load comes before any difference.
 */
export async function nextFileNumber(
  stack: SampleStack,
  clients: SampleClients,
  what: { readonly municipality: MunicipalityCode; readonly feed: Feed },
  abort: AbortSignal,
): Promise<number | undefined> {
  const store = createLinkageStore({ client: clients.documents, table: stack.registryTable });
  const watermark = await store.readWatermark(what.municipality, what.feed);
  const seen = watermark?.fileNumber ?? 0;
  const waiting = await greatestInInbox(stack, clients, { ...what, after: seen }, abort);
  const greatest = Math.max(seen, waiting);
  return greatest === 0 ? undefined : greatest + 1;
}

/** Greatest number among the files in the inbox that are younger than `after`; 0 where there are none. */
async function greatestInInbox(
  stack: SampleStack,
  { s3 }: SampleClients,
  what: { readonly municipality: MunicipalityCode; readonly feed: Feed; readonly after: number },
  abort: AbortSignal,
): Promise<number> {
  const { municipality, feed, after } = what;
  let greatest = 0;
  for (const kind of ['full', 'diff'] as const) {
    const first = inboxKey({ municipality, feed, kind, epoch: 1, fileNumber: 1 });
    const prefix = first.slice(0, first.length - '000001.csv'.length);
    // Keys come in the order of text, which is that of the numbers as long as they have six digits.
    let token: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({
          Bucket: stack.inboxBucket,
          Prefix: prefix,
          ...(token === undefined
            ? { StartAfter: prefix + String(after).padStart(6, '0') }
            : { ContinuationToken: token }),
        }),
        { abortSignal: abort },
      );
      for (const { Key = '' } of page.Contents ?? []) {
        const parsed = parseFileName(Key.slice(Key.lastIndexOf('/') + 1));
        greatest = Math.max(greatest, parsed?.fileNumber ?? 0);
      }
      token = page.NextContinuationToken;
    } while (token !== undefined);
  }
  return greatest;
}
