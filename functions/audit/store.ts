import { type DynamoDBDocumentClient, PutCommand, type PutCommandInput } from '@aws-sdk/lib-dynamodb';
import type { MunicipalityCode } from '../shared/ids.ts';
import { jstDateOf, type LocalDate } from '../shared/time.ts';
import { AuditEvent } from './event.ts';

/** A put that never replaces an event: the table only ever grows. */
export type AuditPut = {
  readonly TableName: string;
  readonly Item: Record<string, unknown>;
  readonly ConditionExpression: string;
};

/** The event as an item, for a transaction that must not take effect without it. */
export function auditPutItem(tableName: string, event: AuditEvent): AuditPut {
  return {
    TableName: tableName,
    Item: { ...auditKey(event), ...AuditEvent.parse(event) },
    ConditionExpression: 'attribute_not_exists(pk)',
  };
}

/** The last digit of a UUIDv7 is random, so that 16 partitions share a city's day evenly. */
export const AUDIT_SHARDS: readonly string[] = [...'0123456789abcdef'];

export const auditPartition = (municipality: MunicipalityCode, day: LocalDate, shard: string): string =>
  `E#${municipality}#${day}#${shard}`;

const auditKey = ({ municipality, at, eventId }: AuditEvent) => ({
  pk: auditPartition(municipality, jstDateOf(at), eventId.slice(-1)),
  sk: eventId,
});

export type AuditStore = {
  /** Resolves once the event is on record; whatever it speaks of must not be answered before. */
  readonly append: (event: AuditEvent) => Promise<void>;
};

export function createAuditStore(client: DynamoDBDocumentClient, tableName: string): AuditStore {
  return {
    async append(event) {
      const put: PutCommandInput = auditPutItem(tableName, event);
      await client.send(new PutCommand(put));
    },
  };
}
