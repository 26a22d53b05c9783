import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { digestOf } from '../../../functions/shared/canonical.ts';

/** What a table holds: the digest of every item by its key. */
export type Held = ReadonlyMap<string, string>;

/** Nonces of the centre, which every signed request spends, are left out; so is what keeps sessions alive. */
export async function heldIn(client: DynamoDBDocumentClient, table: string): Promise<Held> {
  const held = new Map<string, string>();
  let from: Record<string, unknown> | undefined;
  do {
    const answer = await client.send(
      new ScanCommand({
        TableName: table,
        ConsistentRead: true,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    for (const item of answer.Items ?? []) {
      const { pk, sk } = item;
      if (!/^[NW]#/.test(String(pk))) held.set(`${String(pk)}\n${String(sk)}`, digestOf(plain(item)));
    }
    from = answer.LastEvaluatedKey;
  } while (from !== undefined);
  return held;
}

/** Bytes as BASE64, so that an item can be written as JSON. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, plain(inner)]));
}

/** Keys that were changed or taken away; what has come is no change of what was there. */
export const changedKeys = (before: Held, after: Held): readonly string[] =>
  [...before].flatMap(([key, digest]) => (after.get(key) === digest ? [] : [key]));

export const newKeys = (before: Held, after: Held): readonly string[] =>
  [...after.keys()].filter((key) => !before.has(key));
