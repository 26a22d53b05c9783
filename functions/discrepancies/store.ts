import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { type AuditEvent, auditPutItem } from '../audit/index.ts';
import { type CaseOpening, openingItems } from '../cases/index.ts';
import { type Correction, IssuanceRecord, recordItem, recordKey } from '../issuance/index.ts';
import type { OperatorId } from '../shared/http/staff.ts';
import type { MunicipalityCode, RequestId } from '../shared/ids.ts';
import { isRefusedWrite, unlessRefused } from '../shared/refused-write.ts';
import type { Instant } from '../shared/time.ts';
import { Proposal } from './proposal.ts';

type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>;

export type DiscrepancyStore = ReturnType<typeof createDiscrepancyStore>;

/** Corrections, records of origin `bos`, and proposed lists. Table `issuance`. */
export function createDiscrepancyStore({
  client,
  tables,
}: {
  client: DynamoDBDocumentClient;
  tables: { readonly issuance: string; readonly audit: string };
}) {
  const TableName = tables.issuance;

  /** False where something is not as it was read. */
  const transact = (items: TransactItems): Promise<boolean> =>
    // Another transaction on the record was faster: it is not as it was read either.
    unlessRefused(client.send(new TransactWriteCommand({ TransactItems: items })), (error) =>
      isRefusedWrite(error, ['ConditionalCheckFailed', 'TransactionConflict']),
    );

  return {
    async readRecord(
      municipality: MunicipalityCode,
      requestId: RequestId,
    ): Promise<IssuanceRecord | undefined> {
      const Key = recordKey(municipality, requestId);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : IssuanceRecord.parse(Item);
    },

    /**
     * Appends a correction to a record that is still the one that was read. Its own fields stay as they are; it waits for
     * no result any more.
     */
    correct(
      record: IssuanceRecord,
      correction: Correction,
      event: AuditEvent,
      cases: readonly CaseOpening[],
    ): Promise<boolean> {
      const { corrections } = record;
      const Update = {
        TableName,
        Key: recordKey(record.municipality, record.requestId),
        UpdateExpression:
          'SET corrections = list_append(if_not_exists(corrections, :none), :one) REMOVE awaiting',
        ConditionExpression: [
          'issuanceId = :issuanceId',
          '#state = :state',
          corrections === undefined ? 'attribute_not_exists(corrections)' : 'size(corrections) = :count',
        ].join(' AND '),
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':none': [],
          ':one': [correction],
          ':issuanceId': record.issuanceId,
          ':state': record.state,
          ...(corrections === undefined ? {} : { ':count': corrections.length }),
        },
      };
      return transact([
        { Update },
        { Put: auditPutItem(tables.audit, event) },
        ...cases.flatMap((opening) => openingItems(tables, opening)),
      ]);
    },

    /** Writes a record whose request id is known to nobody here (INV-3). */
    add(record: IssuanceRecord, event: AuditEvent, cases: readonly CaseOpening[]): Promise<boolean> {
      const Put = {
        TableName,
        Item: recordItem(IssuanceRecord.parse(record)),
        ConditionExpression: 'attribute_not_exists(pk)',
      };
      return transact([
        { Put },
        { Put: auditPutItem(tables.audit, event) },
        ...cases.flatMap((opening) => openingItems(tables, opening)),
      ]);
    },

    async readProposal(municipality: MunicipalityCode, fileSha256: string): Promise<Proposal | undefined> {
      const Key = proposalKey(municipality, fileSha256);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item === undefined ? undefined : Proposal.parse(Item);
    },

    /** Keeps a proposal; false where the file is proposed already. */
    propose(proposal: Proposal): Promise<boolean> {
      return unlessRefused(
        client.send(
          new PutCommand({
            TableName,
            Item: { ...proposalKey(proposal.municipality, proposal.fileSha256), ...proposal },
            // Read in another way, the same bytes are another list; what was committed stays as it is.
            ConditionExpression:
              'attribute_not_exists(committedAt) AND (attribute_not_exists(pk) OR layoutDigest <> :layout)',
            ExpressionAttributeValues: { ':layout': proposal.layoutDigest },
          }),
        ),
      );
    },

    /** Says who has applied it, the first time that it was. */
    async noteCommit(
      { municipality, fileSha256 }: Pick<Proposal, 'municipality' | 'fileSha256'>,
      committedBy: OperatorId,
      at: Instant,
    ): Promise<void> {
      await unlessRefused(
        client.send(
          new UpdateCommand({
            TableName,
            Key: proposalKey(municipality, fileSha256),
            UpdateExpression: 'SET committedBy = :by, committedAt = :at',
            ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(committedAt)',
            ExpressionAttributeValues: { ':by': committedBy, ':at': at },
          }),
        ),
      );
    },
  };
}

/** The municipality is part of the key (INV-11). */
const proposalKey = (municipality: MunicipalityCode, fileSha256: string) => ({
  pk: `D#${municipality}`,
  sk: fileSha256,
});
