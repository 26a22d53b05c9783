import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  type PutCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { inPool } from '../../test/support/pool.ts';

/** A write as it was sent and took effect, with its conditions. */
export type Write =
  | { readonly kind: 'transaction'; readonly input: TransactWriteCommandInput }
  | { readonly kind: 'put'; readonly input: PutCommandInput }
  /** 印影, written once under its hash. */
  | { readonly kind: 'object'; readonly input: PutObjectCommandInput };

type Clients = { readonly documents: DynamoDBDocumentClient; readonly s3: S3Client };

/** As many side by side as the ingest's own. */
const LANES = 16;
/** DynamoDB's own limit. */
const ITEMS_PER_BATCH = 25;

/** The same client, which also hands on every write that has taken effect. */
export function recordedDocuments(
  client: DynamoDBDocumentClient,
  take: (write: Write) => void,
): DynamoDBDocumentClient {
  const send = async (command: never): Promise<unknown> => {
    const answer: unknown = await client.send(command);
    const sent: unknown = command;
    if (sent instanceof TransactWriteCommand) take({ kind: 'transaction', input: sent.input });
    else if (sent instanceof PutCommand) take({ kind: 'put', input: sent.input });
    return answer;
  };
  return { send } as unknown as DynamoDBDocumentClient;
}

/** The same for objects. */
export function recordedObjects(client: S3Client, take: (write: Write) => void): S3Client {
  const send = async (command: never): Promise<unknown> => {
    const answer: unknown = await client.send(command);
    const sent: unknown = command;
    if (sent instanceof PutObjectCommand) take({ kind: 'object', input: sent.input });
    return answer;
  };
  return { send } as unknown as S3Client;
}

/** The same write for another place. */
export function writeFor(
  { tables, bucket }: { readonly tables: { readonly registry: string }; readonly bucket: string },
  write: Write,
): Write {
  const TableName = tables.registry;
  switch (write.kind) {
    case 'put':
      return { kind: 'put', input: { ...write.input, TableName } };
    case 'object':
      return { kind: 'object', input: { ...write.input, Bucket: bucket } };
    case 'transaction': {
      const TransactItems = (write.input.TransactItems ?? []).map(({ Put }) => {
        if (Put === undefined) throw new Error('bench: the ingest writes by Put only');
        return { Put: { ...Put, TableName } };
      });
      return { kind: 'transaction', input: { TransactItems } };
    }
  }
}

type Item = Record<string, unknown>;
const keyOf = (item: Item): string => `${item['pk']}\n${item['sk']}`;

function itemsOf(write: Write): readonly Item[] {
  if (write.kind === 'object') return [];
  if (write.kind === 'put') return [write.input.Item ?? {}];
  return (write.input.TransactItems ?? []).map(({ Put }) => Put?.Item ?? {});
}

/**
 * Sends the writes with their conditions, as many side by side as the ingest does, and nothing else: no reading, no
 * deciding. Whatever has touched the same item before has ended when a write begins.
 */
export async function writeRaw(clients: Clients, writes: readonly Write[]): Promise<void> {
  const last = new Map<string, Promise<unknown>>();
  await inPool(writes, LANES, async (write) => {
    const keys = itemsOf(write).map(keyOf);
    const before = [...new Set(keys.flatMap((key) => last.get(key) ?? []))];
    const sent =
      before.length === 0 ? send(clients, write) : Promise.all(before).then(() => send(clients, write));
    for (const key of keys) last.set(key, sent);
    await sent;
  });
}

function send({ documents, s3 }: Clients, write: Write): Promise<unknown> {
  switch (write.kind) {
    case 'put':
      return documents.send(new PutCommand(write.input));
    case 'object':
      return s3.send(new PutObjectCommand(write.input));
    case 'transaction':
      return documents.send(new TransactWriteCommand(write.input));
  }
}

/** Writes the items as they are in the end, without conditions, by BatchWrite; and the objects. */
export async function writeBatches(clients: Clients, table: string, writes: readonly Write[]): Promise<void> {
  const items = [...new Map(writes.flatMap(itemsOf).map((item) => [keyOf(item), item])).values()];
  const batches = Array.from({ length: Math.ceil(items.length / ITEMS_PER_BATCH) }, (_, index) =>
    items.slice(index * ITEMS_PER_BATCH, (index + 1) * ITEMS_PER_BATCH),
  );
  await inPool(batches, LANES, async (batch) => {
    let open = batch.map((Item) => ({ PutRequest: { Item } }));
    while (open.length > 0) {
      const answer = await clients.documents.send(new BatchWriteCommand({ RequestItems: { [table]: open } }));
      open = (answer.UnprocessedItems?.[table] ?? []) as typeof open;
    }
  });
  const objects = writes.filter(({ kind }) => kind === 'object');
  await inPool(objects, LANES, (write) => send(clients, write));
}
