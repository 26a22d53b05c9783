import type { DynamoDBDocumentClient, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { type AuditEvent, auditPutItem } from '../audit/index.ts';
import { awaitingKey, type CaseOpening, createCaseStore, openingItems } from '../cases/index.ts';
import type { CertificateFamily } from '../shared/certificate-types.ts';
import type { MunicipalityCode, PersonId, RequestId } from '../shared/ids.ts';
import { cancellationCodes, isFailedCondition } from '../shared/refused-write.ts';
import type { Instant } from '../shared/time.ts';
import type { PrintOutcome } from './contract.ts';
import { type Drawing, IssuanceRecord, type RefusalReason } from './record.ts';
import { recordItem, recordKey } from './record-item.ts';
import { Snapshot } from './snapshot.ts';
import { statesBefore } from './state-machine.ts';

export type TransactItems = NonNullable<TransactWriteCommandInput['TransactItems']>;

/** How a conditional step ended. `conflict` = another transaction was faster; trying again may succeed. */
export type StepOutcome = 'done' | 'not-in-state' | 'changed' | 'conflict';

export type Tables = { readonly issuance: string; readonly audit: string };

/** An answered certificate, ready to be committed. */
export type Answered = {
  readonly applicant: PersonId;
  readonly subjects: readonly PersonId[];
  readonly typeName: string;
  readonly family: CertificateFamily;
  readonly drawing: Drawing;
  /** Of the versions of all that was read. */
  readonly dataDigest: string;
  /** Absent where the paper cannot be drawn again. */
  readonly snapshot: Snapshot | undefined;
  /** Condition checks on the version of everything that was read. */
  readonly checks: TransactItems;
};

/** Reads a record and its snapshot, strongly consistent. */
export function createRecordReader({ client, table }: { client: DynamoDBDocumentClient; table: string }) {
  return {
    async read(municipality: MunicipalityCode, requestId: RequestId): Promise<IssuanceRecord | undefined> {
      const answer = await client.send(
        new GetCommand({ TableName: table, Key: recordKey(municipality, requestId), ConsistentRead: true }),
      );
      return answer.Item === undefined ? undefined : IssuanceRecord.parse(answer.Item);
    },

    async readSnapshot(record: IssuanceRecord): Promise<Snapshot | undefined> {
      const answer = await client.send(
        new GetCommand({
          TableName: table,
          Key: { pk: recordKey(record.municipality, record.requestId).pk, sk: 'snapshot' },
          ConsistentRead: true,
        }),
      );
      return answer.Item === undefined ? undefined : Snapshot.parse(answer.Item);
    },
  };
}

export type RecordStore = ReturnType<typeof createRecordStore>;

/** Issuance records. Every step forward is held by a condition; nothing ever goes back. Table `issuance`. */
export function createRecordStore({ client, tables }: { client: DynamoDBDocumentClient; tables: Tables }) {
  const TableName = tables.issuance;
  const { read, readSnapshot } = createRecordReader({ client, table: tables.issuance });
  const cases = createCaseStore({ client, tables });

  /**
   * A step of the state machine; `from` narrows the states from which it may be taken. Only an answer without a result
   * stands in the index of those that wait for one.
   */
  const stepForward = (
    record: IssuanceRecord,
    changes: Partial<IssuanceRecord> & Pick<IssuanceRecord, 'state'>,
    {
      from = statesBefore(changes.state),
      further,
    }: {
      readonly from?: readonly IssuanceRecord['state'][];
      readonly further?: { readonly condition: string; readonly values: Record<string, unknown> };
    } = {},
  ): TransactItems[number] => {
    const allowed = statesBefore(changes.state);
    if (!from.every((state) => allowed.includes(state))) throw new Error('not a step of the state machine');
    const entries = Object.entries(changes).filter(([, value]) => value !== undefined);
    const states = Object.fromEntries(from.map((state, index) => [`:from${index}`, state]));
    const conditions = [`#state IN (${Object.keys(states).join(', ')})`, 'issuanceId = :issuanceId'];
    if (further !== undefined) conditions.push(further.condition);
    return {
      Update: {
        TableName,
        Key: recordKey(record.municipality, record.requestId),
        UpdateExpression:
          `SET ${entries.map(([name]) => `#${name} = :${name}`).join(', ')}` +
          (changes.state === 'responded' ? ', awaiting = :awaiting' : ' REMOVE awaiting'),
        ConditionExpression: conditions.join(' AND '),
        ExpressionAttributeNames: {
          '#state': 'state',
          ...Object.fromEntries(entries.map(([name]) => [`#${name}`, name])),
        },
        ExpressionAttributeValues: {
          ...Object.fromEntries(entries.map(([name, value]) => [`:${name}`, value])),
          ...states,
          ':issuanceId': record.issuanceId,
          ...(changes.state === 'responded' ? { ':awaiting': awaitingKey(record.municipality) } : {}),
          ...further?.values,
        },
      },
    };
  };

  /** The first item is the record's own step; the others are checks and additions. */
  const transact = async (items: TransactItems): Promise<StepOutcome> => {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: items }));
      return 'done';
    } catch (error) {
      if (isInProgress(error)) return 'conflict';
      const codes = cancellationCodes(error);
      if (codes === undefined) throw error;
      if (codes[0] === 'ConditionalCheckFailed') return 'not-in-state';
      if (codes.includes('ConditionalCheckFailed')) return 'changed';
      if (codes.some((code) => RETRYABLE.has(code))) return 'conflict';
      throw error;
    }
  };

  const auditPut = (event: AuditEvent): TransactItems[number] => ({ Put: auditPutItem(tables.audit, event) });

  const opened = (openings: readonly CaseOpening[] = []): TransactItems =>
    openings.flatMap((opening) => openingItems(tables, opening));

  return {
    read,
    readSnapshot,

    /** Opens a case where it is not there yet: of what makes no step. */
    openCase: cases.open,

    hasCase: async (municipality: MunicipalityCode, caseId: string): Promise<boolean> =>
      (await cases.read(municipality, caseId)) !== undefined,

    /** Writes `requested` where the request id is new; otherwise gives the record that has it (INV-3). */
    async claim(record: IssuanceRecord): Promise<IssuanceRecord | undefined> {
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: recordItem(record),
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
        return undefined;
      } catch (error) {
        if (!isFailedCondition(error)) throw error;
        const existing = await read(record.municipality, record.requestId);
        if (existing === undefined) throw error;
        // The claim's answer may have been lost and the SDK have asked again: then the claim is ours.
        return existing.issuanceId === record.issuanceId ? undefined : existing;
      }
    },

    /** requested → refused, with its reasons; a case that it opens takes effect with it or not at all (INV-8). */
    refuse(
      record: IssuanceRecord,
      refusal: {
        readonly reasons: readonly RefusalReason[];
        readonly applicant: PersonId | undefined;
        readonly subjects: readonly PersonId[];
        readonly typeName: string | undefined;
        readonly family: CertificateFamily | undefined;
        readonly at: Instant;
        readonly event: AuditEvent;
        readonly cases?: readonly CaseOpening[];
      },
    ): Promise<StepOutcome> {
      const { reasons, applicant, subjects, typeName, family, at, event } = refusal;
      const changes = {
        state: 'refused' as const,
        reasons: [...reasons],
        subjects: [...subjects],
        finishedAt: at,
        ...(applicant === undefined ? {} : { applicant }),
        ...(typeName === undefined ? {} : { typeName }),
        ...(family === undefined ? {} : { family }),
      };
      return transact([stepForward(record, changes), auditPut(event), ...opened(refusal.cases)]);
    },

    /**
     * requested → responded, only before the deadline and only while every version that was read still holds: one
     * transaction. A PDF may leave only after it (INV-2).
     */
    async commit(
      record: IssuanceRecord,
      answered: Answered,
      at: Instant,
      event: AuditEvent,
    ): Promise<StepOutcome> {
      const { applicant, subjects, typeName, family, drawing, dataDigest, snapshot, checks } = answered;
      const changes = {
        state: 'responded' as const,
        respondedAt: at,
        applicant,
        subjects: [...subjects],
        typeName,
        family,
        drawing,
        dataDigest,
      };
      const { pk } = recordKey(record.municipality, record.requestId);
      const kept: TransactItems =
        snapshot === undefined ? [] : [{ Put: { TableName, Item: { pk, sk: 'snapshot', ...snapshot } } }];
      const items: TransactItems = [
        stepForward(record, changes, {
          further: { condition: 'deadlineAt > :now', values: { ':now': at } },
        }),
        ...kept,
        auditPut(event),
        ...checks,
      ];
      try {
        return await transact(items);
      } catch (error) {
        // The answer was lost: only the record itself tells whether the commit took effect.
        const now = await read(record.municipality, record.requestId);
        if (now?.state === 'responded' && now.issuanceId === record.issuanceId && now.respondedAt === at)
          return 'done';
        throw error;
      }
    },

    /**
     * A repeat of an answered request: the versions still hold, and it is still only answered. It leaves its mark, so that
     * the first delivery, whose time may run out meanwhile, cannot fail what the repeat hands over.
     */
    confirm(record: IssuanceRecord, checks: TransactItems, event: AuditEvent): Promise<StepOutcome> {
      const own: TransactItems[number] = {
        Update: {
          TableName,
          Key: recordKey(record.municipality, record.requestId),
          UpdateExpression: 'SET repeatedAt = :at',
          ConditionExpression: '#state = :responded AND issuanceId = :issuanceId',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: {
            ':at': event.at,
            ':responded': 'responded',
            ':issuanceId': record.issuanceId,
          },
        },
      };
      return transact([own, auditPut(event), ...checks]);
    },

    /**
     * requested → failed, or responded → failed: nothing was or will be handed over for this request. What had been
     * committed by then was finished, and its case says that it has not left.
     */
    async fail(
      record: IssuanceRecord,
      reasons: readonly RefusalReason[],
      at: Instant,
      event: AuditEvent,
      withheld: CaseOpening,
    ): Promise<StepOutcome> {
      const changes = { state: 'failed' as const, finishedAt: at, reasons: [...reasons] };
      const first = await transact([stepForward(record, changes, { from: ['requested'] }), auditPut(event)]);
      if (first !== 'not-in-state') return first;
      return transact([
        stepForward(record, changes, { from: ['responded'], further: NOT_REPEATED }),
        auditPut(event),
        ...opened([withheld]),
      ]);
    },

    /** responded → printed, cancelled or failed, as the kiosk tells; with what it has charged, where it says so. */
    finish(
      record: IssuanceRecord,
      outcome: PrintOutcome,
      at: Instant,
      event: AuditEvent,
      more: { readonly chargedJpy?: number | undefined; readonly cases?: readonly CaseOpening[] } = {},
    ): Promise<StepOutcome> {
      const { chargedJpy } = more;
      const changes = { state: outcome, finishedAt: at, ...(chargedJpy === undefined ? {} : { chargedJpy }) };
      return transact([
        stepForward(record, changes, { from: ['responded'] }),
        auditPut(event),
        ...opened(more.cases),
      ]);
    },
  };
}

/** What a repeat has handed over cannot fail any more. */
const NOT_REPEATED = { condition: 'attribute_not_exists(repeatedAt)', values: {} };

const RETRYABLE = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

const isInProgress = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TransactionInProgressException';
