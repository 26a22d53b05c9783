import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { partitionPages } from '../../../functions/shared/partition-store.ts';

/** A table whose partition has these pages, and what it was asked. */
function tableOf(pages: readonly (readonly Record<string, unknown>[] | undefined)[]) {
  const asked: Record<string, unknown>[] = [];
  const send = async ({ input }: { input: Record<string, unknown> }) => {
    asked.push(input);
    const index = Number((input['ExclusiveStartKey'] as { sk?: string } | undefined)?.sk ?? 0);
    const isLast = index + 1 === pages.length;
    return { Items: pages[index], ...(isLast ? {} : { LastEvaluatedKey: { sk: String(index + 1) } }) };
  };
  return { asked, table: { client: { send } as unknown as DynamoDBDocumentClient, table: 'staff' } };
}

async function all<T>(pages: AsyncIterable<T>): Promise<readonly T[]> {
  const read: T[] = [];
  for await (const page of pages) read.push(page);
  return read;
}

describe('a partition', () => {
  test('is read to its end, page by page, each strongly consistent', async () => {
    const { asked, table } = tableOf([[{ sk: 'a' }, { sk: 'b' }], undefined, [{ sk: 'c' }]]);
    const pages = await all(partitionPages(table, 'C#012050'));
    expect(pages).toEqual([[{ sk: 'a' }, { sk: 'b' }], [], [{ sk: 'c' }]]);
    expect(asked).toHaveLength(3);
    for (const input of asked)
      expect(input).toMatchObject({
        TableName: 'staff',
        ConsistentRead: true,
        ExpressionAttributeValues: { ':pk': 'C#012050' },
      });
    expect(asked[0]).not.toHaveProperty('FilterExpression');
  });

  test('can be asked for less than all of it', async () => {
    const { asked, table } = tableOf([[]]);
    await all(partitionPages(table, 'P#012050#00', 'attribute_exists(fact)'));
    expect(asked[0]).toMatchObject({ FilterExpression: 'attribute_exists(fact)' });
  });
});
