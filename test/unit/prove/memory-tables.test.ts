import {
  BatchGetCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import { createExpressions } from '../../prove/memory/expressions.ts';
import { createMemoryTables } from '../../prove/memory/memory-tables.ts';

const ITEM = { pk: 'p', sk: 's', state: 'requested', at: 5, tags: ['a'] };

describe('a condition', () => {
  const { holds, checkPlaceholders } = createExpressions();
  test.each([
    ['attribute_exists(pk)', true],
    ['attribute_not_exists(pk)', false],
    ['attribute_not_exists(pk) OR attribute_exists(healedAt)', false],
    ['#state IN (:a, :b) AND at > :four', true],
    ['at > :five', false],
    ['at >= :five AND NOT at < :five', true],
    ['(attribute_exists(missing) OR #state = :b) AND at <> :four', true],
    ['missing = :four', false],
    ['missing <> :four', true],
    ['missing < :four', false],
    ['#state < :four', false],
    ['at BETWEEN :four AND :five', true],
    ['begins_with(#state, :a)', false],
  ])('%s: %s', (ConditionExpression, expected) => {
    const names = { '#state': 'state' };
    const values = { ':a': 'refused', ':b': 'requested', ':four': 4, ':five': 5 };
    const call = { ConditionExpression, ExpressionAttributeNames: names, ExpressionAttributeValues: values };
    expect(holds(ITEM, call)).toBe(expected);
  });

  test.each(['at', 'at = ', 'size(at) > :a', 'at = :a )', 'at ~ :a'])(
    '%s is an error, never true',
    (text) => {
      expect(() =>
        holds(ITEM, { ConditionExpression: text, ExpressionAttributeValues: { ':a': 1 } }),
      ).toThrow();
    },
  );

  test('with a placeholder that is not used, or not given, is refused', () => {
    const ConditionExpression = 'at = :a';
    expect(() => checkPlaceholders({ ConditionExpression })).toThrow(':a is used');
    const values = { ':a': 1, ':b': 2 };
    expect(() => checkPlaceholders({ ConditionExpression, ExpressionAttributeValues: values })).toThrow(':b');
  });
});

describe('tables in memory', () => {
  const opened = () => {
    const tables = createMemoryTables();
    tables.put('t', ITEM);
    return tables;
  };
  const read = (tables: ReturnType<typeof opened>) => tables.read('t', { pk: 'p', sk: 's' });

  test('write a transaction whole or not at all, with a reason per item', () => {
    const tables = opened();
    const entry = (ConditionExpression: string) => ({
      Update: {
        TableName: 't',
        Key: { pk: 'p', sk: 's' },
        UpdateExpression: 'SET at = at + :one REMOVE tags',
        ConditionExpression,
        ExpressionAttributeValues: { ':one': 1 },
      },
    });
    const other = { Put: { TableName: 't', Item: { pk: 'q', sk: 's' } } };
    const run = (condition: string) =>
      tables.run(new TransactWriteCommand({ TransactItems: [other, entry(condition)] }));
    expect(() => run('attribute_not_exists(pk)')).toThrow(
      expect.objectContaining({
        name: 'TransactionCanceledException',
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed' }],
      }),
    );
    expect(tables.read('t', { pk: 'q', sk: 's' })).toBeUndefined();
    run('attribute_exists(pk)');
    expect(read(tables)).toEqual({ pk: 'p', sk: 's', state: 'requested', at: 6 });
    expect(tables.read('t', { pk: 'q', sk: 's' })).toBeDefined();
  });

  test('refuse one item twice in a transaction, and a read that is not strongly consistent', () => {
    const tables = opened();
    const Put = { TableName: 't', Item: ITEM };
    expect(() => tables.run(new TransactWriteCommand({ TransactItems: [{ Put }, { Put }] }))).toThrow();
    const Key = { pk: 'p', sk: 's' };
    expect(() => tables.run(new GetCommand({ TableName: 't', Key }))).toThrow();
    expect(() => tables.run(new BatchGetCommand({ RequestItems: { t: { Keys: [Key] } } }))).toThrow();
    expect(() => tables.run(new QueryCommand({ TableName: 't' }))).toThrow();
  });

  test('keep what they were given, whatever its giver does with it afterwards', () => {
    const tables = opened();
    const item = { ...ITEM, tags: ['a'], nothing: undefined };
    tables.run(new PutCommand({ TableName: 't', Item: item }));
    item.tags.push('b');
    expect(read(tables)).toEqual(ITEM);
    const Key = { pk: 'p', sk: 's' };
    tables.run(
      new UpdateCommand({
        TableName: 't',
        Key,
        UpdateExpression: 'SET #s = :s',
        ExpressionAttributeNames: { '#s': 'state' },
        ExpressionAttributeValues: { ':s': 'failed' },
      }),
    );
    expect(read(tables)).toEqual({ ...ITEM, state: 'failed' });
  });
});
