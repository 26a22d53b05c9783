import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
} from '@aws-sdk/lib-dynamodb';
import { type ItemKey, keyText } from './item-key.ts';

/** Waits before the n-th repeat (n = 1, 2, …); a program uses `jitteredPause`, a test none. */
export type Pause = (attempt: number) => Promise<void>;

/** DynamoDB's own limits. */
const KEYS_PER_BATCH = 100;
const BATCH_ATTEMPTS = 10;

/** Full jitter, doubling up to one second: competitors spread out instead of meeting again. */
export const jitteredPause =
  (random: () => number): Pause =>
  (attempt) =>
    new Promise((resolve) => setTimeout(resolve, random() * Math.min(1000, 10 * 2 ** attempt)));

/** Strongly consistent read of many items; absent ones are absent from the map (by `keyText`). */
export async function readItems(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly ItemKey[],
  pause: Pause,
): Promise<ReadonlyMap<string, unknown>> {
  const unique = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const batches: ItemKey[][] = [];
  for (let start = 0; start < unique.length; start += KEYS_PER_BATCH) {
    batches.push(unique.slice(start, start + KEYS_PER_BATCH));
  }
  const found = new Map<string, unknown>();
  await Promise.all(batches.map((batch) => readBatch(client, table, batch, pause, found)));
  return found;
}

async function readBatch(
  client: DynamoDBDocumentClient,
  table: string,
  batch: readonly ItemKey[],
  pause: Pause,
  found: Map<string, unknown>,
): Promise<void> {
  let open: Record<string, unknown>[] = batch.map((key) => ({ ...key }));
  for (let attempt = 1; open.length > 0; attempt += 1) {
    if (attempt > BATCH_ATTEMPTS) throw new Error('items stay unread, the table is throttled');
    if (attempt > 1) await pause(attempt - 1);
    const answer: BatchGetCommandOutput = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: open, ConsistentRead: true } } }),
    );
    for (const item of answer.Responses?.[table] ?? []) {
      found.set(keyText({ pk: String(item['pk']), sk: String(item['sk']) }), item);
    }
    open = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
}
