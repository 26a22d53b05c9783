import { PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type AuditEvent, auditPutItem } from '../audit/index.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { partitionPages, type Table } from '../shared/partition-store.ts';
import { cancellationCodes, isFailedCondition, unlessRefused } from '../shared/refused-write.ts';
import type { Instant } from '../shared/time.ts';
import { Latch, type LatchName, latchText, type Proposal } from './latch.ts';

/** A healed latch stays for a month as its own record, and counts no more. */
const HEALED_DAYS = 31;
const Stored = z.object({ ...Latch.shape, healedAt: z.number().optional() });

export type ClosureStore = ReturnType<typeof createClosureStore>;

/** Latches of a city. Table `staff`, read strongly consistent: a kill switch works at once (INV-12). */
export function createClosureStore({ client, table }: Table) {
  return {
    async readLatches(municipality: MunicipalityCode): Promise<Latch[]> {
      const latches: Latch[] = [];
      for await (const items of partitionPages({ client, table }, cityKey(municipality))) {
        for (const item of items) {
          const { healedAt, ...latch } = Stored.parse(item);
          if (healedAt === undefined) latches.push(latch);
        }
      }
      return latches;
    },

    /** Closes; a latch of the same name that is closed already stays as it is, with its first evidence. */
    async close(latch: Latch): Promise<void> {
      await unlessRefused(client.send(new PutCommand(putOf(table, latch))), isRefusedLatch);
    },
  };
}

export type ClosureRecorder = ReturnType<typeof createClosureRecorder>;

/** Closes and heals latches together with the audit event that says so: both take effect or neither does. */
export function createClosureRecorder({
  client,
  table,
  auditTable,
}: Table & { readonly auditTable: string }) {
  type Values = Readonly<Record<string, string | number>>;
  /** Sets values of a closure that stands as it was read, `seen` included. */
  const change = (
    latch: Latch,
    { set, seen }: { readonly set: Values; readonly seen: Values },
    event: AuditEvent,
  ): Promise<boolean> => {
    const conditions = Object.entries({ closedAt: latch.closedAt, ...seen });
    const values = [...Object.entries(set), ...conditions].map(([name, value]) => [`:${name}`, value]);
    const update = {
      TableName: table,
      Key: keyOf(latch.municipality, latch),
      UpdateExpression: `SET ${Object.keys(set)
        .map((name) => `${name} = :${name}`)
        .join(', ')}`,
      ConditionExpression: [
        ...conditions.map(([name]) => `${name} = :${name}`),
        'attribute_not_exists(healedAt)',
      ].join(' AND '),
      ExpressionAttributeValues: Object.fromEntries(values),
    };
    const items = [{ Update: update }, { Put: auditPutItem(auditTable, event) }];
    return unlessRefused(client.send(new TransactWriteCommand({ TransactItems: items })), isRefusedLatch);
  };

  return {
    /** False where a latch of that name is closed already: it stays as it is. */
    async close(latch: Latch, event: AuditEvent): Promise<boolean> {
      const items = [{ Put: putOf(table, latch) }, { Put: auditPutItem(auditTable, event) }];
      return unlessRefused(client.send(new TransactWriteCommand({ TransactItems: items })), isRefusedLatch);
    },

    /** Heals exactly this closure; false where it is not closed any more, or has been closed anew. */
    async heal(latch: Latch, at: Instant, event: AuditEvent): Promise<boolean> {
      return change(latch, healing(at), event);
    },

    /** Puts a proposal to open on exactly this closure; false where it is not closed any more, or closed anew. */
    async propose(latch: Latch, proposal: Proposal, event: AuditEvent): Promise<boolean> {
      return change(latch, { set: proposal, seen: {} }, event);
    },

    /** Heals exactly this closure under exactly this proposal; false where one of them is another by now. */
    async open(latch: Latch & Proposal, at: Instant, event: AuditEvent): Promise<boolean> {
      const { proposedBy, proposedAt } = latch;
      return change(latch, { ...healing(at), seen: { proposedBy, proposedAt } }, event);
    },
  };
}

const healing = (at: Instant) => ({
  set: { healedAt: at, expiresAt: Math.floor(at / 1000) + HEALED_DAYS * 86_400 },
  seen: {},
});

const putOf = (table: string, latch: Latch) => ({
  TableName: table,
  Item: { ...keyOf(latch.municipality, latch), ...latch },
  // Whoever closes while somebody proposes to open speaks against it.
  ConditionExpression:
    'attribute_not_exists(pk) OR attribute_exists(healedAt) OR attribute_exists(proposedAt)',
});

/** The municipality is part of the key: no latch closes another city (INV-11). */
const cityKey = (municipality: MunicipalityCode): string => `X#${municipality}`;

const keyOf = (municipality: MunicipalityCode, latch: LatchName) => ({
  pk: cityKey(municipality),
  sk: latchText(latch),
});

/** The first entry's condition alone says that the latch is not as expected; anything else is a defect. */
const isRefusedLatch = (error: unknown): boolean =>
  isFailedCondition(error) || cancellationCodes(error)?.[0] === 'ConditionalCheckFailed';
