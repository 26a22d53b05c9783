import { type DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { cancellationCodes } from './refused-write.ts';
import type { TransactItem } from './versions.ts';

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
  if (error instanceof Error && BUSY.has(error.name)) return 'busy';
  const codes = cancellationCodes(error)?.filter((code) => code !== 'None') ?? [];
  if (codes.length === 0 || codes.some((code) => code !== 'ConditionalCheckFailed' && !BUSY.has(code))) {
    return undefined;
  }
  return codes.includes('ConditionalCheckFailed') ? 'changed' : 'busy';
}
