import {
  BatchGetCommand,
  type BatchGetCommandOutput,
  type DynamoDBDocumentClient,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import { keyText, type RegistryKey } from './keys.ts';
import type { TransactItem } from './versions.ts';

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
  keys: readonly RegistryKey[],
  pause: Pause,
): Promise<ReadonlyMap<string, unknown>> {
  const unique = [...new Map(keys.map((key) => [keyText(key), key])).values()];
  const batches: RegistryKey[][] = [];
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
  batch: readonly RegistryKey[],
  pause: Pause,
  found: Map<string, unknown>,
): Promise<void> {
  let open: Record<string, unknown>[] = batch.map((key) => ({ ...key }));
  for (let attempt = 1; open.length > 0; attempt += 1) {
    if (attempt > BATCH_ATTEMPTS) throw new Error('registry: items stay unread, the table is throttled');
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

/**
 * done: everything took effect. changed: an item is no longer as it was read. busy: somebody else is writing or the
 * table is throttled; nothing took effect.
 */
export type TransactionEnd = 'done' | 'changed' | 'busy';

/** Runs one transaction; whatever is neither success nor competition is a defect and throws. */
export async function transact(
  client: DynamoDBDocumentClient,
  items: readonly TransactItem[],
): Promise<TransactionEnd> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: [...items] }));
    return 'done';
  } catch (error) {
    const end = endOf(error);
    if (end === undefined) throw error;
    return end;
  }
}

const BUSY: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
  'ThrottlingException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'TransactionConflictException',
  'TransactionInProgressException',
]);

function endOf(error: unknown): TransactionEnd | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name !== 'TransactionCanceledException') return BUSY.has(error.name) ? 'busy' : undefined;
  const reasons = 'CancellationReasons' in error ? error.CancellationReasons : undefined;
  if (!Array.isArray(reasons)) return undefined;
  const codes = reasons
    .map((reason: { readonly Code?: string } | undefined) => reason?.Code ?? 'None')
    .filter((code) => code !== 'None');
  if (codes.length === 0 || codes.some((code) => code !== 'ConditionalCheckFailed' && !BUSY.has(code))) {
    return undefined;
  }
  return codes.includes('ConditionalCheckFailed') ? 'changed' : 'busy';
}
