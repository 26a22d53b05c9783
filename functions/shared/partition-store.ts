import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';

export type Table = { readonly client: DynamoDBDocumentClient; readonly table: string };

/**
 * All items of one partition, read strongly consistent, page by page.
 * @param filter an expression without values; what it leaves out is read all the same, and not sent
 * @param from the first sort key
 */
export async function* partitionPages(
  { client, table }: Table,
  pk: string,
  filter?: string,
  from?: string,
): AsyncGenerator<readonly Record<string, unknown>[]> {
  let start: Record<string, unknown> | undefined;
  do {
    const page: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: from === undefined ? 'pk = :pk' : 'pk = :pk AND sk >= :from',
        ExpressionAttributeValues: { ':pk': pk, ...(from === undefined ? {} : { ':from': from }) },
        ...(filter === undefined ? {} : { FilterExpression: filter }),
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    yield page.Items ?? [];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}
