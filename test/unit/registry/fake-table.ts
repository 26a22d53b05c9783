import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';

type Item = Record<string, unknown>;
type Conditional = {
  readonly ConditionExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, unknown> | undefined;
};

/** What one call meets before it takes effect: an error to throw, or something to do first. */
export type Fault = (command: unknown) => Error | undefined;

/**
 * A table in memory with DynamoDB's semantics of conditions, transactions and batches, as far as the stores use
 * them. An expression that it does not know is an error, never true.
 */
export function createFakeTable() {
  const items = new Map<string, Item>();
  const faults: Fault[] = [];
  let unprocessed = 0;
  const keyOf = (key: Item): string => `${String(key['pk'])}\n${String(key['sk'])}`;

  const holds = (item: Item | undefined, condition: Conditional): boolean =>
    (condition.ConditionExpression ?? '').split(' AND ').every((part) => {
      if (part === '') return true;
      const absent = /^attribute_not_exists\((#?\w+)\)$/.exec(part);
      const equal = /^(#?\w+) = (:\w+)$/.exec(part);
      const nameOf = (text = ''): string => condition.ExpressionAttributeNames?.[text] ?? text;
      if (absent !== null) return item?.[nameOf(absent[1])] === undefined;
      if (equal !== null) {
        return item?.[nameOf(equal[1])] === condition.ExpressionAttributeValues?.[equal[2] ?? ''];
      }
      throw new Error(`fake table: unknown condition ${part}`);
    });

  const named = (name: string, more: object = {}): Error => Object.assign(new Error(name), { name, ...more });

  const transact = (command: TransactWriteCommand): object => {
    const entries = command.input.TransactItems ?? [];
    const keys = entries.map(({ Put, ConditionCheck }) => keyOf(Put?.Item ?? ConditionCheck?.Key ?? {}));
    if (entries.length > 100 || new Set(keys).size !== keys.length) throw named('ValidationException');
    const reasons = entries.map(({ Put, ConditionCheck }, index) => ({
      Code: holds(items.get(keys[index] ?? ''), Put ?? ConditionCheck ?? {})
        ? 'None'
        : 'ConditionalCheckFailed',
    }));
    if (reasons.some(({ Code }) => Code !== 'None')) {
      throw named('TransactionCanceledException', { CancellationReasons: reasons });
    }
    for (const { Put } of entries)
      if (Put?.Item !== undefined) items.set(keyOf(Put.Item), structuredClone(Put.Item));
    return {};
  };

  const send = async (command: unknown): Promise<object> => {
    await Promise.resolve();
    const fault = faults.shift()?.(command);
    if (fault !== undefined) throw fault;
    if (command instanceof TransactWriteCommand) return transact(command);
    if (command instanceof BatchGetCommand) {
      const [[table = '', wanted] = []] = Object.entries(command.input.RequestItems ?? {});
      const keys = wanted?.Keys ?? [];
      if (keys.length > 100 || wanted?.ConsistentRead !== true) throw named('ValidationException');
      const served = keys.slice(0, Math.max(1, keys.length - unprocessed));
      unprocessed = 0;
      const left = keys.slice(served.length);
      const found = served.map((key) => items.get(keyOf(key))).filter((item) => item !== undefined);
      return {
        Responses: { [table]: structuredClone(found) },
        UnprocessedKeys: left.length === 0 ? {} : { [table]: { Keys: left } },
      };
    }
    if (command instanceof GetCommand) {
      if (command.input.ConsistentRead !== true) throw named('ValidationException');
      return { Item: structuredClone(items.get(keyOf(command.input.Key ?? {}))) };
    }
    if (command instanceof PutCommand) {
      const item = command.input.Item ?? {};
      if (!holds(items.get(keyOf(item)), command.input)) throw named('ConditionalCheckFailedException');
      items.set(keyOf(item), JSON.parse(JSON.stringify(item)));
      return {};
    }
    throw new Error('fake table: unknown command');
  };

  return {
    client: { send } as unknown as DynamoDBDocumentClient,
    items,
    /** The next calls meet these, one each; undefined lets a call pass. */
    meet: (...next: readonly Fault[]): void => {
      faults.push(...next);
    },
    /** Forgets the faults that nobody has met. */
    heal: (): void => {
      faults.length = 0;
    },
    /** The next batch read leaves so many keys unread. */
    leaveUnprocessed: (keys: number): void => {
      unprocessed = keys;
    },
    cancelled: (code: string): Error =>
      named('TransactionCanceledException', { CancellationReasons: [{ Code: 'None' }, { Code: code }] }),
    named,
  };
}
