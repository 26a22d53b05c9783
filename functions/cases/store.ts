import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandOutput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type AuditEvent, auditPutItem } from '../audit/index.ts';
import { recordKey } from '../issuance/index.ts';
import { type MunicipalityCode, RequestId } from '../shared/ids.ts';
import { unlessRefused } from '../shared/refused-write.ts';
import { type Instant, Instant as InstantSchema } from '../shared/time.ts';
import { Case, type CaseOpening, type KeptEvidence } from './case.ts';

type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>;
export type CaseTables = { readonly issuance: string; readonly audit: string };

/** A request that was answered and of which no result has come yet. */
const Awaiting = z.object({
  requestId: RequestId,
  respondedAt: InstantSchema,
  drawing: z.object({ pdfSha256: z.string() }),
});
export type Awaiting = z.infer<typeof Awaiting>;

/** Index of issuance records that wait for their result: a record leaves it with the step that ends it. */
const BY_AWAITING = 'byAwaiting';

/** The attribute `awaiting` of a record in that index. */
export const awaitingKey = (municipality: MunicipalityCode): string => `A#${municipality}`;

/**
 * What writes a case and says so, for a transaction of the step that causes it. A case that is there already makes the
 * transaction fail: it stays as it is.
 */
export function openingItems(tables: CaseTables, opening: CaseOpening): TransactItems {
  return [
    {
      Put: {
        TableName: tables.issuance,
        Item: { ...keyOf(opening.case.municipality, opening.case.caseId), ...Case.parse(opening.case) },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    },
    { Put: auditPutItem(tables.audit, opening.event) },
  ];
}

export type CaseStore = ReturnType<typeof createCaseStore>;

/** Cases and the bytes that are kept for them. Table `issuance`; the municipality is part of every key (INV-11). */
export function createCaseStore({ client, tables }: { client: DynamoDBDocumentClient; tables: CaseTables }) {
  const TableName = tables.issuance;

  return {
    async read(municipality: MunicipalityCode, caseId: string): Promise<Case | undefined> {
      const Key = keyOf(municipality, caseId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : Case.parse(Item);
    },

    /** Opens a case; false where it is there already. */
    open: (opening: CaseOpening): Promise<boolean> =>
      unlessRefused(client.send(new TransactWriteCommand({ TransactItems: openingItems(tables, opening) }))),

    /** Up to `limit` cases by their ids, after one of them; read strongly consistent. */
    async page(
      municipality: MunicipalityCode,
      state: 'open' | 'closed',
      { after, limit }: { readonly after: string | undefined; readonly limit: number },
    ): Promise<{ readonly cases: readonly Case[]; readonly more: boolean }> {
      const cases: Case[] = [];
      let start: Record<string, unknown> | undefined =
        after === undefined ? undefined : keyOf(municipality, after);
      do {
        const page: QueryCommandOutput = await client.send(
          new QueryCommand({
            TableName,
            ConsistentRead: true,
            KeyConditionExpression: 'pk = :pk',
            FilterExpression:
              state === 'open' ? 'attribute_not_exists(closing)' : 'attribute_exists(closing)',
            ExpressionAttributeValues: { ':pk': cityKey(municipality) },
            ...(start === undefined ? {} : { ExclusiveStartKey: start }),
          }),
        );
        for (const item of page.Items ?? []) cases.push(Case.parse(item));
        start = page.LastEvaluatedKey;
      } while (start !== undefined && cases.length <= limit);
      return { cases: cases.slice(0, limit), more: cases.length > limit };
    },

    /** Requests that have waited for their result since before an instant, the oldest first. */
    async awaiting(
      municipality: MunicipalityCode,
      before: Instant,
      limit: number,
    ): Promise<{ readonly requests: readonly Awaiting[]; readonly more: boolean }> {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName,
          IndexName: BY_AWAITING,
          KeyConditionExpression: 'awaiting = :awaiting AND respondedAt < :before',
          ExpressionAttributeValues: { ':awaiting': awaitingKey(municipality), ':before': before },
          Limit: limit + 1,
        }),
      );
      return {
        requests: Items.slice(0, limit).map((item) => Awaiting.parse(item)),
        more: Items.length > limit,
      };
    },

    /** Closes an open case. The key of its evidence goes with the same write. False where it is not open any more. */
    close(closed: Case, event: AuditEvent): Promise<boolean> {
      const Update = {
        TableName,
        Key: keyOf(closed.municipality, closed.caseId),
        UpdateExpression:
          closed.evidence === undefined
            ? 'SET closing = :closing'
            : 'SET closing = :closing REMOVE evidence.#key',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(closing)',
        ...(closed.evidence === undefined ? {} : { ExpressionAttributeNames: { '#key': 'key' } }),
        ExpressionAttributeValues: { ':closing': closed.closing },
      };
      const items: TransactItems = [{ Update }, { Put: auditPutItem(tables.audit, event) }];
      return unlessRefused(client.send(new TransactWriteCommand({ TransactItems: items })));
    },

    /** Writes what had passed by time alone and is closed at once: the request waits no longer. */
    closeUnknownEnd(closed: Case, event: AuditEvent): Promise<boolean> {
      const Update = {
        TableName,
        Key: recordKey(closed.municipality, closed.requestId),
        UpdateExpression: 'REMOVE awaiting',
        ConditionExpression: 'awaiting = :awaiting',
        ExpressionAttributeValues: { ':awaiting': awaitingKey(closed.municipality) },
      };
      const items: TransactItems = [{ Update }, ...openingItems(tables, { case: closed, event })];
      return unlessRefused(client.send(new TransactWriteCommand({ TransactItems: items })));
    },

    /** Puts one part of a case's evidence. */
    async putPart(
      { municipality, caseId }: Pick<Case, 'municipality' | 'caseId'>,
      index: number,
      data: Uint8Array,
    ): Promise<void> {
      await client.send(
        new PutCommand({ TableName, Item: { ...partKey(municipality, caseId, index), data } }),
      );
    },

    /** Says in the open case where its evidence is; false where it is not open any more. */
    noteEvidence(
      { municipality, caseId }: Pick<Case, 'municipality' | 'caseId'>,
      evidence: KeptEvidence,
    ): Promise<boolean> {
      return unlessRefused(
        client.send(
          new UpdateCommand({
            TableName,
            Key: keyOf(municipality, caseId),
            UpdateExpression: 'SET evidence = :evidence',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(closing)',
            ExpressionAttributeValues: { ':evidence': evidence },
          }),
        ),
      );
    },

    /** The parts in their order; undefined where one is missing. */
    async readParts(
      { municipality, caseId }: Pick<Case, 'municipality' | 'caseId'>,
      parts: number,
    ): Promise<Uint8Array | undefined> {
      const read: Uint8Array[] = [];
      for (let index = 0; index < parts; index += 1) {
        const Key = partKey(municipality, caseId, index);
        const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        if (!(Item?.['data'] instanceof Uint8Array)) return undefined;
        read.push(Item['data']);
      }
      return Buffer.concat(read);
    },

    /** Takes the bytes away at once; what is left of the items goes by its time to live. */
    async eraseParts(
      { municipality, caseId }: Pick<Case, 'municipality' | 'caseId'>,
      parts: number,
      at: Instant,
    ): Promise<void> {
      for (let index = 0; index < parts; index += 1)
        await client.send(
          new UpdateCommand({
            TableName,
            Key: partKey(municipality, caseId, index),
            UpdateExpression: 'SET expiresAt = :at REMOVE #data',
            ExpressionAttributeNames: { '#data': 'data' },
            ExpressionAttributeValues: { ':at': Math.floor(at / 1000) },
          }),
        );
    },
  };
}

const cityKey = (municipality: MunicipalityCode): string => `K#${municipality}`;

const keyOf = (municipality: MunicipalityCode, caseId: string) => ({ pk: cityKey(municipality), sk: caseId });

const partKey = (municipality: MunicipalityCode, caseId: string, index: number) => ({
  pk: `V#${municipality}#${caseId}`,
  sk: `part#${String(index).padStart(3, '0')}`,
});
