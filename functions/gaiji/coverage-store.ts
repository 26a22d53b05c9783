import { type DynamoDBDocumentClient, QueryCommand, type QueryCommandOutput } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { personBuckets } from '../registry/index.ts';
import { type MunicipalityCode, PersonId } from '../shared/ids.ts';
import type { PrintedFacts } from './coverage.ts';

const Item = z.object({ sk: z.string(), fact: z.unknown().optional() });
/** What certificates print of a person. */
const PRINTED = /^(\d{15})#(resident|seal|tax#\d+)$/;

export type CoverageStore = {
  /** Everyone of whom something is stored, bucket by bucket: one page in memory at a time, whatever the city's size. */
  readonly persons: (
    municipality: MunicipalityCode,
    onBucket?: (done: number, total: number) => void,
  ) => AsyncGenerator<PrintedFacts>;
};

/** Table `registry`. */
export function createCoverageStore({
  client,
  table,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
}): CoverageStore {
  async function* bucket(pk: string): AsyncGenerator<PrintedFacts> {
    let person: { readonly personId: PersonId; readonly facts: Record<string, unknown> } | undefined;
    let start: Record<string, unknown> | undefined;
    do {
      const page: QueryCommandOutput = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk',
          FilterExpression: 'attribute_exists(fact)',
          ExpressionAttributeValues: { ':pk': pk },
          ...(start === undefined ? {} : { ExclusiveStartKey: start }),
        }),
      );
      for (const item of page.Items ?? []) {
        const { sk, fact } = Item.parse(item);
        const [, id, kind] = PRINTED.exec(sk) ?? [];
        if (id === undefined || kind === undefined) continue;
        if (person?.personId !== id) {
          if (person !== undefined) yield person;
          person = { personId: PersonId.parse(id), facts: {} };
        }
        person.facts[kind] = fact;
      }
      start = page.LastEvaluatedKey;
    } while (start !== undefined);
    if (person !== undefined) yield person;
  }

  return {
    async *persons(municipality, onBucket) {
      const buckets = personBuckets(municipality);
      for (const [index, pk] of buckets.entries()) {
        yield* bucket(pk);
        onBucket?.(index + 1, buckets.length);
      }
    },
  };
}
