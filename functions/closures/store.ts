import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { MunicipalityCode } from '../shared/ids.ts';
import { Latch } from './latch.ts';

export type ClosureStore = ReturnType<typeof createClosureStore>;

/** Latches of a city. Table `staff`, read strongly consistent: a kill switch works at once (INV-12). */
export function createClosureStore({ client, table }: { client: DynamoDBDocumentClient; table: string }) {
  return {
    async readLatches(municipality: MunicipalityCode): Promise<Latch[]> {
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': `X#${municipality}` },
        }),
      );
      return (answer.Items ?? []).map((item) => Latch.parse(item));
    },

    /** Closes; a latch of the same cause that is closed already stays as it is, with its first evidence. */
    async close(latch: Latch): Promise<void> {
      const put = new PutCommand({
        TableName: table,
        Item: { pk: `X#${latch.municipality}`, sk: `${latch.type}#${latch.cause}`, ...latch },
        ConditionExpression: 'attribute_not_exists(pk)',
      });
      await client.send(put).catch((error: unknown) => {
        if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
      });
    },
  };
}
