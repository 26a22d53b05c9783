import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type MunicipalityCode, PersonId } from '../shared/ids.ts';
import { Gate } from './items.ts';
import { personBuckets } from './keys.ts';

export type PersonGate = { readonly personId: PersonId; readonly gate: Gate };

/** Looks through all that is known of a city's people, bucket by bucket: the memory of one page, whatever the city. */
export type RegistryScan = {
  readonly buckets: (municipality: MunicipalityCode) => readonly string[];
  /** The gates of one bucket, read strongly consistent. */
  readonly readGates: (bucket: string) => Promise<readonly PersonGate[]>;
};

export function createRegistryScan({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): RegistryScan {
  return {
    buckets: personBuckets,
    readGates: async (bucket) => {
      const gates: PersonGate[] = [];
      let start: Record<string, unknown> | undefined;
      do {
        const page = await client.send(
          new QueryCommand({
            TableName: table,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk',
            // A sort key takes part in no filter; a gate is what has restrictions, be they none.
            FilterExpression: 'attribute_exists(restrictions)',
            ExpressionAttributeValues: { ':pk': bucket },
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        for (const item of page.Items ?? []) {
          const personId = PersonId.parse(String(item['sk']).split('#')[0]);
          gates.push({ personId, gate: Gate.parse(item) });
        }
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return gates;
    },
  };
}
