import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { IssuanceRecord, recordKey } from '../issuance/index.ts';
import type { MunicipalityCode, RequestId } from '../shared/ids.ts';
import type { LocalDate } from '../shared/time.ts';
import { DayPosition } from './cursor.ts';

export type DayRecord = { readonly record: IssuanceRecord; readonly position: DayPosition };

export type DayPage = {
  /** Newest first. */
  readonly records: readonly DayRecord[];
  /** Whether the day holds more after the last one. */
  readonly more: boolean;
};

export type HistoryStore = {
  readonly pageOfDay: (
    municipality: MunicipalityCode,
    day: LocalDate,
    options: { readonly limit: number; readonly after: DayPosition | undefined },
  ) => Promise<DayPage>;
  readonly read: (
    municipality: MunicipalityCode,
    requestId: RequestId,
  ) => Promise<IssuanceRecord | undefined>;
};

export function createHistoryStore(client: DynamoDBDocumentClient, TableName: string): HistoryStore {
  return {
    async pageOfDay(municipality, day, { limit, after }) {
      const partition = `${municipality}#${day}`;
      const { Items = [], LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: 'byDay',
          KeyConditionExpression: '#day = :day',
          ExpressionAttributeNames: { '#day': 'day' },
          ExpressionAttributeValues: { ':day': partition },
          ScanIndexForward: false,
          Limit: limit,
          ...(after === undefined
            ? {}
            : {
                ExclusiveStartKey: {
                  ...recordKey(municipality, after.requestId),
                  day: partition,
                  dayOrder: after.dayOrder,
                },
              }),
        }),
      );
      const records = Items.map((item) => ({
        record: IssuanceRecord.parse(item),
        position: DayPosition.parse(item),
      }));
      return { records, more: LastEvaluatedKey !== undefined };
    },

    async read(municipality, requestId) {
      const Key = recordKey(municipality, requestId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : IssuanceRecord.parse(Item);
    },
  };
}
