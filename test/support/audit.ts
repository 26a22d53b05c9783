import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { AuditEvent } from '../../functions/audit/index.ts';
import { instantOf, jstDateOf } from '../../functions/shared/time.ts';

/** All events of a city of today that were written since then, in their order. */
export async function auditSince(
  client: DynamoDBDocumentClient,
  table: string,
  municipality: string,
  since: number,
): Promise<readonly AuditEvent[]> {
  const days = [...new Set([since, Date.now()].map((at) => jstDateOf(instantOf(at))))];
  const shards = days.flatMap((day) =>
    Array.from({ length: 16 }, (_, shard) => `E#${municipality}#${day}#${shard.toString(16)}`),
  );
  const found: AuditEvent[] = [];
  const read = async (pk: string): Promise<void> => {
    let from: Record<string, unknown> | undefined;
    do {
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk AND sk >= :from',
          ExpressionAttributeValues: { ':pk': pk, ':from': firstIdOf(since) },
          ConsistentRead: true,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      found.push(...(answer.Items ?? []).map((item) => AuditEvent.parse(item)));
      from = answer.LastEvaluatedKey;
    } while (from !== undefined);
  };
  await Promise.all(shards.map(read));
  return found.filter(({ at }) => at >= since).sort((a, b) => a.at - b.at);
}

/** A UUIDv7 begins with its time: 48 bits of milliseconds. */
function firstIdOf(since: number): string {
  const time = Math.floor(since).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
