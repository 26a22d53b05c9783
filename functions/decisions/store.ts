import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { type AuditEvent, auditPutItem } from '../audit/index.ts';
import { type Pause, readItems } from '../shared/batch-store.ts';
import { OperatorId } from '../shared/http/staff.ts';
import type { MunicipalityCode, PersonId } from '../shared/ids.ts';
import { type ItemKey, keyText } from '../shared/item-key.ts';
import { partitionPages } from '../shared/partition-store.ts';
import { Instant } from '../shared/time.ts';
import { type TransactionEnd, transact } from '../shared/transact-store.ts';
import { conditionOf, type VersionCheck } from '../shared/versions.ts';
import { AgeLimitExemption, DecisionChange, IssuanceEligibility } from './contract.ts';
import { NOTHING_DECIDED, type PersonDecisions } from './decisions.ts';

const DecisionsItem = z.object({
  revision: z.int().min(1),
  exemption: AgeLimitExemption.optional(),
  forbidden: z.array(IssuanceEligibility),
});

/** One change as it was made; never written over. */
export const DecisionEntry = z.object({
  revision: z.int().min(1),
  at: Instant,
  operatorId: OperatorId,
  change: DecisionChange,
});
export type DecisionEntry = z.infer<typeof DecisionEntry>;

export type ReadDecisions = {
  readonly personId: PersonId;
  readonly decisions: PersonDecisions;
  readonly version: VersionCheck;
};

type Options = { readonly client: DynamoDBDocumentClient; readonly table: string };

export type DecisionReader = ReturnType<typeof createDecisionReader>;

/** Decisions as a judgement needs them, strongly consistent, with the version that the commit checks. Table `staff`. */
export function createDecisionReader({ client, table, pause }: Options & { readonly pause: Pause }) {
  return {
    /** In the order of the ids, one entry per id. */
    async readDecisions(
      municipality: MunicipalityCode,
      persons: readonly PersonId[],
    ): Promise<readonly ReadDecisions[]> {
      const keys = persons.map((personId) => decisionsKey(municipality, personId));
      const found = await readItems(client, table, keys, pause);
      return persons.map((personId) => {
        const key = decisionsKey(municipality, personId);
        const { revision, decisions } = parsed(found.get(keyText(key)));
        return { personId, decisions, version: { table, key, revision } };
      });
    },
  };
}

/** All that was ever decided about one person. */
export type DecisionFile = {
  readonly revision: number;
  readonly decisions: PersonDecisions;
  /** Oldest first. */
  readonly entries: readonly DecisionEntry[];
};

export type DecisionStore = ReturnType<typeof createDecisionStore>;

/** Decisions as staff make them. Table `staff`. */
export function createDecisionStore({
  client,
  table,
  auditTable,
}: Options & { readonly auditTable: string }) {
  return {
    async readFile(municipality: MunicipalityCode, personId: PersonId): Promise<DecisionFile> {
      let current: unknown;
      const entries: DecisionEntry[] = [];
      for await (const items of partitionPages({ client, table }, personKey(municipality, personId)))
        for (const item of items) {
          if (item['sk'] === DECISIONS) current = item;
          else entries.push(DecisionEntry.parse(item));
        }
      return { ...parsed(current), entries };
    },

    /** The change, its entry and its audit event take effect together, and only on what was read. */
    write(
      municipality: MunicipalityCode,
      personId: PersonId,
      { entry, decisions, event }: Written,
    ): Promise<TransactionEnd> {
      const pk = personKey(municipality, personId);
      const { revision } = entry;
      return transact(client, [
        {
          Put: {
            TableName: table,
            Item: { ...decisionsKey(municipality, personId), revision, ...decisions },
            ...conditionOf([revision - 1]),
          },
        },
        {
          Put: {
            TableName: table,
            Item: { pk, sk: `change#${String(revision).padStart(6, '0')}`, ...entry },
            ConditionExpression: 'attribute_not_exists(pk)',
          },
        },
        { Put: auditPutItem(auditTable, event) },
      ]);
    },
  };
}

type Written = {
  /** Its revision is the one after that which was read. */
  readonly entry: DecisionEntry;
  readonly decisions: PersonDecisions;
  readonly event: AuditEvent;
};

function parsed(item: unknown): { readonly revision: number; readonly decisions: PersonDecisions } {
  if (item === undefined) return { revision: 0, decisions: NOTHING_DECIDED };
  const { revision, ...decisions } = DecisionsItem.parse(item);
  return { revision, decisions };
}

const DECISIONS = 'decisions';

/** The municipality is part of the key: no decision binds another city's person (INV-11). */
const personKey = (municipality: MunicipalityCode, personId: PersonId): string =>
  `P#${municipality}#${personId}`;

const decisionsKey = (municipality: MunicipalityCode, personId: PersonId): ItemKey => ({
  pk: personKey(municipality, personId),
  sk: DECISIONS,
});
