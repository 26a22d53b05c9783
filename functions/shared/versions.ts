import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { digestOf } from './canonical.ts';
import { type ItemKey, keyText } from './item-key.ts';

/**
 * The version of one item of a table as it was read. A commit checks it again, so that a certificate is made only from
 * values that still hold. Revision 0: there was no item.
 */
export type VersionCheck = { readonly table: string; readonly key: ItemKey; readonly revision: number };

/** SHA-256 over these versions in whatever order: what a certificate was made of, in a record. */
export const versionsDigest = (versions: readonly VersionCheck[]): string =>
  digestOf(versions.map(({ key, revision }) => `${keyText(key)} ${revision}`).sort());

/** One entry of a DynamoDB transaction. */
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * One condition check per item. Where one item was read in two versions no state satisfies both: the check then
 * fails like any other, and the reader starts again.
 */
export function conditionChecksOf(versions: readonly VersionCheck[]): TransactItem[] {
  const byItem = new Map<string, { table: string; key: ItemKey; revisions: Set<number> }>();
  for (const { table, key, revision } of versions) {
    const item = `${table}\n${keyText(key)}`;
    const entry = byItem.get(item) ?? { table, key, revisions: new Set<number>() };
    byItem.set(item, entry);
    entry.revisions.add(revision);
  }
  return [...byItem.values()].map(({ table, key, revisions }) => ({
    ConditionCheck: { TableName: table, Key: key, ...conditionOf([...revisions]) },
  }));
}

type Condition = {
  ConditionExpression: string;
  ExpressionAttributeNames: Record<string, string>;
  ExpressionAttributeValues?: Record<string, number>;
};

/** The condition that an item is still in each of these versions. */
export function conditionOf(revisions: readonly number[]): Condition {
  const parts: string[] = [];
  const values: Record<string, number> = {};
  const names: Record<string, string> = {};
  for (const [index, revision] of revisions.entries()) {
    if (revision === 0) {
      parts.push('attribute_not_exists(#pk)');
      names['#pk'] = 'pk';
    } else {
      parts.push(`#revision = :revision${index}`);
      names['#revision'] = 'revision';
      values[`:revision${index}`] = revision;
    }
  }
  return {
    ConditionExpression: parts.join(' AND '),
    ExpressionAttributeNames: names,
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}
