import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
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

  /** `a AND b`, where each may be `c OR d`, in brackets or not. */
  const holds = (item: Item | undefined, condition: Conditional): boolean =>
    (condition.ConditionExpression ?? '').split(' AND ').every((part) =>
      part
        .replace(/^\((.*)\)$/, '$1')
        .split(' OR ')
        .some((either) => holdsPart(item, condition, either)),
    );

  const holdsPart = (item: Item | undefined, condition: Conditional, part: string): boolean => {
    if (part === '') return true;
    const nameOf = (text = ''): string => condition.ExpressionAttributeNames?.[text] ?? text;
    const given = (text = ''): unknown => condition.ExpressionAttributeValues?.[text];
    const exists = /^attribute_(not_)?exists\((#?\w+)\)$/.exec(part);
    if (exists !== null) return (item?.[nameOf(exists[2])] === undefined) === (exists[1] !== undefined);
    const among = /^(#?\w+) IN \((.+)\)$/.exec(part);
    if (among !== null) return (among[2] ?? '').split(', ').map(given).includes(item?.[nameOf(among[1])]);
    const size = /^size\((#?\w+)\) = (:\w+)$/.exec(part);
    if (size !== null) return (item?.[nameOf(size[1])] as unknown[] | undefined)?.length === given(size[2]);
    const compared = /^(#?\w+) (=|<>|<|>) (:\w+)$/.exec(part);
    if (compared === null) throw new Error(`fake table: unknown condition ${part}`);
    const [left, right] = [item?.[nameOf(compared[1])], given(compared[3])];
    if (compared[2] === '=') return left === right;
    if (compared[2] === '<>') return left !== right;
    if (left === undefined) return false;
    return compared[2] === '<' ? Number(left) < Number(right) : Number(left) > Number(right);
  };

  const named = (name: string, more: object = {}): Error => Object.assign(new Error(name), { name, ...more });

  const transact = (command: TransactWriteCommand): object => {
    const entries = command.input.TransactItems ?? [];
    const keys = entries.map(({ Put, Update, ConditionCheck }) =>
      keyOf(Put?.Item ?? Update?.Key ?? ConditionCheck?.Key ?? {}),
    );
    if (entries.length > 100 || new Set(keys).size !== keys.length) throw named('ValidationException');
    const reasons = entries.map(({ Put, Update, ConditionCheck }, index) => ({
      Code: holds(items.get(keys[index] ?? ''), Put ?? Update ?? ConditionCheck ?? {})
        ? 'None'
        : 'ConditionalCheckFailed',
    }));
    if (reasons.some(({ Code }) => Code !== 'None')) {
      throw named('TransactionCanceledException', { CancellationReasons: reasons });
    }
    for (const { Put, Update } of entries) {
      if (Put?.Item !== undefined) items.set(keyOf(Put.Item), structuredClone(Put.Item));
      if (Update !== undefined) update(Update.Key ?? {}, Update);
    }
    return {};
  };

  const update = (
    key: Item,
    {
      UpdateExpression = '',
      ExpressionAttributeNames,
      ExpressionAttributeValues,
    }: Conditional & { UpdateExpression?: string | undefined },
  ): void => {
    const item: Item = { ...structuredClone(items.get(keyOf(key))), ...key };
    const nameOf = (text: string): string => ExpressionAttributeNames?.[text] ?? text;
    const [sets = '', removes = ''] = UpdateExpression.replace(/^SET /, '').split(/(?:^| )REMOVE /);
    for (const part of sets === '' ? [] : sets.split(/, (?![^(]*\))/)) {
      const [name = '', value = ''] = part.split(' = ');
      const append = /^list_append\(if_not_exists\((#?\w+), :\w+\), (:\w+)\)$/.exec(value);
      const added = ExpressionAttributeValues?.[append?.[2] ?? value];
      const before = item[nameOf(name)] as readonly unknown[] | undefined;
      item[nameOf(name)] = append === null ? added : [...(before ?? []), ...(added as readonly unknown[])];
    }
    for (const path of removes === '' ? [] : removes.split(', ')) {
      const [name = '', inner] = path.split('.').map(nameOf);
      if (inner === undefined) delete item[name];
      else delete (item[name] as Item | undefined)?.[inner];
    }
    items.set(keyOf(key), item);
  };

  /** An index is read like the table, only that it need not be consistent. */
  const queryIndex = ({ input }: QueryCommand): object => {
    const found = [...items.values()].filter((item) =>
      holds(item, { ...input, ConditionExpression: input.KeyConditionExpression }),
    );
    return { Items: structuredClone(found.slice(0, input.Limit ?? found.length)) };
  };

  const query = ({ input }: QueryCommand): object => {
    const condition = /^pk = :pk( AND sk >= :from)?$/.exec(input.KeyConditionExpression ?? '');
    if (input.ConsistentRead !== true || condition === null) throw named('ValidationException');
    const from = condition[1] === undefined ? '' : String(input.ExpressionAttributeValues?.[':from']);
    const start = input.ExclusiveStartKey === undefined ? '' : String(input.ExclusiveStartKey['sk']);
    const found = [...items.values()]
      .filter((item) => item['pk'] === input.ExpressionAttributeValues?.[':pk'])
      .filter((item) => String(item['sk']) >= from && String(item['sk']) > start)
      .sort((a, b) => (String(a['sk']) < String(b['sk']) ? -1 : 1))
      .filter((item) => holds(item, { ConditionExpression: input.FilterExpression }));
    const ordered = input.ScanIndexForward === false ? found.reverse() : found;
    return { Items: structuredClone(ordered.slice(0, input.Limit ?? ordered.length)) };
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
    if (command instanceof QueryCommand)
      return command.input.IndexName === undefined ? query(command) : queryIndex(command);
    if (command instanceof PutCommand) {
      const item = command.input.Item ?? {};
      if (!holds(items.get(keyOf(item)), command.input)) throw named('ConditionalCheckFailedException');
      items.set(keyOf(item), structuredClone(item));
      return {};
    }
    if (command instanceof UpdateCommand) {
      const key = command.input.Key ?? {};
      if (!holds(items.get(keyOf(key)), command.input)) throw named('ConditionalCheckFailedException');
      update(key, command.input);
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
