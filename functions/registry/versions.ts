import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { digestOf } from '../shared/canonical.ts';
import { keyText, type RegistryKey } from './keys.ts';

/**
 * The version of one item as it was read. A commit checks it again, so that a certificate is made only from values
 * that still hold. Revision 0: there was no item.
 */
export type VersionCheck = { readonly key: RegistryKey; readonly revision: number };

/** SHA-256 over these versions in whatever order: what a certificate was made of, in a record. */
export const versionsDigest = (versions: readonly VersionCheck[]): string =>
  digestOf(versions.map(({ key, revision }) => `${keyText(key)} ${revision}`).sort());

/** One entry of a DynamoDB transaction. */
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/**
 * One condition check per item. Where one item was read in two versions no state satisfies both: the check then
 * fails like any other, and the reader starts again.
 */
export function conditionChecksOf(table: string, versions: readonly VersionCheck[]): TransactItem[] {
  const byKey = new Map<string, { key: RegistryKey; revisions: Set<number> }>();
  for (const { key, revision } of versions) {
    const entry = byKey.get(keyText(key)) ?? { key, revisions: new Set<number>() };
    byKey.set(keyText(key), entry);
    entry.revisions.add(revision);
  }
  return [...byKey.values()].map(({ key, revisions }) => ({
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
