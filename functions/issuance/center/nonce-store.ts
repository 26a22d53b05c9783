import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { NewId } from '../../shared/ids.ts';
import { unlessRefused } from '../../shared/refused-write.ts';

/** Spent nonces. Table `issuance`; the condition tests the expiry itself, because deletion by TTL comes late. */
export function createNonceStore({
  client,
  table,
  newId,
}: {
  client: DynamoDBDocumentClient;
  table: string;
  newId: NewId;
}) {
  return {
    /** True exactly once for a nonce within its time. Times in milliseconds. */
    spendNonce(keyId: string, nonce: string, now: number, until: number): Promise<boolean> {
      // Names this very use: when the answer is lost and the SDK asks again, it is still the first use.
      const use = newId();
      return unlessRefused(
        client.send(
          new PutCommand({
            TableName: table,
            Item: { pk: `N#${keyId}#${nonce}`, sk: 'nonce', until, use, expiresAt: Math.ceil(until / 1000) },
            ConditionExpression: 'attribute_not_exists(pk) OR #until < :now OR #use = :use',
            ExpressionAttributeNames: { '#until': 'until', '#use': 'use' },
            ExpressionAttributeValues: { ':now': now, ':use': use },
          }),
        ),
      );
    },
  };
}
