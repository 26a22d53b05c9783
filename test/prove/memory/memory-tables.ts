import {
  BatchGetCommand,
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { type Conditional, createExpressions, ExpressionFault, type Item } from './expressions.ts';

/** One item of one table as a call has left it; absent: there was or is none. */
export type Written = {
  readonly table: string;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
};

/** Called with all that one call has written, at the moment at which it takes effect. */
export type OnEffect = (written: readonly Written[]) => void;

export type MemoryTables = ReturnType<typeof createMemoryTables>;

const MOST_ENTRIES = 100;

/**
 * DynamoDB in memory with its conditions, transactions and strongly consistent reads, as far as the stores use them.
 * Every call takes effect at once and as a whole; whoever wants time between asks for it outside. What is stored is
 * frozen, so that nobody can change it but by a call.
 */
export function createMemoryTables() {
  const expressions = createExpressions();
  /** table → partition key → sort key → item. */
  const tables = new Map<string, Map<string, Map<string, Item>>>();

  const partitionOf = (table: string, pk: string): Map<string, Item> => {
    const partitions = tables.get(table) ?? new Map<string, Map<string, Item>>();
    tables.set(table, partitions);
    const partition = partitions.get(pk) ?? new Map<string, Item>();
    partitions.set(pk, partition);
    return partition;
  };
  const read = (table: string, { pk, sk }: Item): Item | undefined =>
    tables.get(table)?.get(String(pk))?.get(String(sk));

  type Entry = { readonly table: string; readonly key: Item; readonly call: Conditional };
  const holds = ({ table, key, call }: Entry): boolean => {
    expressions.checkPlaceholders(call);
    return expressions.holds(read(table, key), call);
  };

  const write = (table: string, key: Item, after: Item | undefined): Written => {
    const partition = partitionOf(table, String(key['pk']));
    const sk = String(key['sk']);
    const before = partition.get(sk);
    if (after === undefined) partition.delete(sk);
    else partition.set(sk, keptOf(after));
    return { table, key: keyText(key), before, after: partition.get(sk) };
  };

  const transact = (input: TransactWriteCommand['input'], onEffect: OnEffect): object => {
    const entries = (input.TransactItems ?? []).map((entry) => entryOf(entry));
    const keys = new Set(entries.map(({ table, key }) => `${table}\n${keyText(key)}`));
    if (entries.length > MOST_ENTRIES || keys.size !== entries.length)
      throw new ExpressionFault('too many items in a transaction, or one of them twice');
    const met = entries.map(holds);
    if (met.includes(false)) throw cancelled(met.map((isMet) => (isMet ? 'None' : 'ConditionalCheckFailed')));
    onEffect(
      entries.flatMap(({ table, key, item, call, isCheck, isDeletion }) => {
        if (isCheck) return [];
        if (isDeletion) return write(table, key, undefined);
        return write(table, key, item ?? expressions.updated(read(table, key), key, call));
      }),
    );
    return {};
  };

  const single = (entry: FullEntry, onEffect: OnEffect): object => {
    if (!holds(entry)) throw named('ConditionalCheckFailedException');
    const { table, key, item, call, isDeletion } = entry;
    const after = isDeletion ? undefined : (item ?? expressions.updated(read(table, key), key, call));
    onEffect([write(table, key, after)]);
    return {};
  };

  const query = (input: QueryCommand['input']): object => {
    const { KeyConditionExpression, ExpressionAttributeValues: values } = input;
    if (input.ConsistentRead !== true || KeyConditionExpression !== 'pk = :pk')
      throw new ExpressionFault('a query that is not known here');
    const partition = tables.get(input.TableName ?? '')?.get(String(values?.[':pk']));
    const ordered = [...(partition ?? [])].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
    if (input.ScanIndexForward === false) ordered.reverse();
    const { FilterExpression: ConditionExpression } = input;
    const wanted =
      ConditionExpression === undefined
        ? ordered
        : ordered.filter((item) => expressions.holds(item, { ...input, ConditionExpression }));
    return { Items: wanted.slice(0, input.Limit ?? wanted.length) };
  };

  const batchGet = (input: BatchGetCommand['input']): object => {
    const Responses: Record<string, Item[]> = {};
    for (const [table, wanted] of Object.entries(input.RequestItems ?? {})) {
      const { Keys = [], ConsistentRead } = wanted;
      if (Keys.length > MOST_ENTRIES || ConsistentRead !== true)
        throw new ExpressionFault('a batch that is not known here');
      Responses[table] = Keys.map((key) => read(table, key)).filter((item) => item !== undefined);
    }
    return { Responses, UnprocessedKeys: {} };
  };

  return {
    /** Carries a command of the document client out, whole and at once; throws as DynamoDB does. */
    run(command: unknown, onEffect: OnEffect = () => undefined): object {
      if (command instanceof TransactWriteCommand) return transact(command.input, onEffect);
      if (command instanceof BatchGetCommand) return batchGet(command.input);
      if (command instanceof QueryCommand) return query(command.input);
      if (command instanceof GetCommand) {
        const { TableName = '', Key = {}, ConsistentRead } = command.input;
        if (ConsistentRead !== true) throw new ExpressionFault('a read that is not strongly consistent');
        return { Item: read(TableName, Key) };
      }
      if (command instanceof PutCommand) return single(entryOf({ Put: command.input }), onEffect);
      if (command instanceof UpdateCommand) {
        const { UpdateExpression = '' } = command.input;
        return single(entryOf({ Update: { ...command.input, UpdateExpression } }), onEffect);
      }
      if (command instanceof DeleteCommand) return single(entryOf({ Delete: command.input }), onEffect);
      throw new Error('memory tables: an unknown command');
    },
    read,
    /** Puts an item as it is, for what is there from the beginning. */
    put: (table: string, item: Item): Written => write(table, item, item),
    /** Every item of a table, for a look. */
    *itemsOf(table: string): Generator<Item> {
      for (const partition of tables.get(table)?.values() ?? []) yield* partition.values();
    },
  };
}

type FullEntry = {
  readonly table: string;
  readonly key: Item;
  readonly call: Conditional;
  readonly item: Item | undefined;
  readonly isCheck: boolean;
  readonly isDeletion: boolean;
};

type Transacted = NonNullable<TransactWriteCommand['input']['TransactItems']>[number];

function entryOf({ Put, Update, Delete, ConditionCheck }: Transacted): FullEntry {
  const call = Put ?? Update ?? Delete ?? ConditionCheck;
  if (call === undefined) throw new ExpressionFault('an empty entry');
  const key = Put?.Item ?? Update?.Key ?? Delete?.Key ?? ConditionCheck?.Key ?? {};
  return {
    table: call.TableName ?? '',
    key: { pk: key['pk'], sk: key['sk'] },
    call,
    item: Put?.Item,
    isCheck: ConditionCheck !== undefined,
    isDeletion: Delete !== undefined,
  };
}

const keyText = ({ pk, sk }: Item): string => `${String(pk)}\n${String(sk)}`;

/** A copy as the wire makes it, without what is undefined, that nobody can change. */
function keptOf<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(keptOf)) as T;
  const kept: Record<string, unknown> = {};
  for (const [name, inner] of Object.entries(value)) if (inner !== undefined) kept[name] = keptOf(inner);
  return Object.freeze(kept) as T;
}

/** An error by the name that the client gives it. */
export const named = (name: string, more: object = {}): Error =>
  Object.assign(new Error(name), { name, ...more });

/** A transaction of which nothing took effect, with one code per entry. */
export const cancelled = (codes: readonly string[]): Error =>
  named('TransactionCanceledException', { CancellationReasons: codes.map((Code) => ({ Code })) });
