import { GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { digestOf } from '../shared/canonical.ts';
import type { MunicipalityCode } from '../shared/ids.ts';
import { partitionPages, type Table } from '../shared/partition-store.ts';
import { Instant, jstDateOf, type LocalDate } from '../shared/time.ts';
import { Block, blockDay, Head, headOf, type LooseEvent } from './chain.ts';
import { AUDIT_SHARDS, auditPartition } from './store.ts';

/** An item in a partition of events: sound, or not an event of that place. */
export type FoundEvent =
  | { readonly kind: 'event'; readonly event: LooseEvent }
  | { readonly kind: 'strange'; readonly id: string };

/** A block as it lies in the table, or what lies in its place. */
export type FoundBlock =
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'strange'; readonly place: string };

export type ChainStore = ReturnType<typeof createChainStore>;

/** What the sealer and whoever verifies need of an event; the rest only counts for its digest. */
const EventItem = z.object({
  pk: z.string(),
  sk: z.string(),
  eventId: z.uuid(),
  municipality: z.string(),
  at: Instant,
});
/** Whatever else is written beside is a change, too. */
const BlockItem = z.strictObject({ ...Block.shape, pk: z.string(), sk: z.string() });

/** The sealed chain beside the events. Table `audit`: `E#` events, `B#` blocks by city and day of sealing, `H#` heads. */
export function createChainStore(at: Table) {
  const { client, table } = at;
  return {
    /**
     * What lies in a city's day, part by part, in no order.
     * @param since only events whose id was made then or later
     */
    async *events(
      municipality: MunicipalityCode,
      day: LocalDate,
      since?: Instant,
    ): AsyncGenerator<readonly FoundEvent[]> {
      const from = since === undefined ? undefined : firstIdOf(since);
      let open = AUDIT_SHARDS.map((shard) =>
        partitionPages(at, auditPartition(municipality, day, shard), undefined, from),
      );
      // Side by side, a page of each at a time.
      while (open.length > 0) {
        const pages = await Promise.all(open.map((reader) => reader.next()));
        for (const page of pages)
          if (page.done !== true) yield page.value.map((item) => foundEvent(item, municipality, day));
        open = open.filter((_, index) => pages[index]?.done !== true);
      }
    },

    /** The blocks that were sealed on a day, first to last. */
    async *blocks(municipality: MunicipalityCode, day: LocalDate): AsyncGenerator<readonly FoundBlock[]> {
      for await (const items of partitionPages(at, blockPartition(municipality, day)))
        yield items.map((item): FoundBlock => {
          const parsed = BlockItem.safeParse(item);
          const { pk, sk } = item;
          if (!parsed.success) return { kind: 'strange', place: `${pk} ${sk}` };
          const { pk: _, sk: __, ...block } = parsed.data;
          const place = blockKey(block);
          return pk === place.pk && sk === place.sk
            ? { kind: 'block', block }
            : { kind: 'strange', place: `${pk} ${sk}` };
        });
    },

    async head(municipality: MunicipalityCode): Promise<Head | undefined> {
      const { Item } = await client.send(
        new GetCommand({ TableName: table, Key: headKey(municipality), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : Head.parse(Item);
    },

    /** Appends a block where the head is still the one that it follows; false: somebody else was faster. */
    async append(block: Block): Promise<boolean> {
      const isFirst = block.index === 1;
      try {
        await client.send(
          new TransactWriteCommand({
            TransactItems: [
              {
                Put: {
                  TableName: table,
                  Item: { ...headKey(block.municipality), ...headOf(block) },
                  ConditionExpression: isFirst ? 'attribute_not_exists(pk)' : '#hash = :previous',
                  ...(isFirst
                    ? {}
                    : {
                        ExpressionAttributeNames: { '#hash': 'hash' },
                        ExpressionAttributeValues: { ':previous': block.previous },
                      }),
                },
              },
              {
                Put: {
                  TableName: table,
                  Item: { ...blockKey(block), ...block },
                  ConditionExpression: 'attribute_not_exists(pk)',
                },
              },
            ],
          }),
        );
        return true;
      } catch (error) {
        if (error instanceof Error && error.name === 'TransactionCanceledException') {
          // Our own block, whose answer was lost, is no defeat.
          const { Item } = await client.send(
            new GetCommand({ TableName: table, Key: blockKey(block), ConsistentRead: true }),
          );
          return Item?.['hash'] === block.hash;
        }
        throw error;
      }
    },
  };
}

function foundEvent(
  item: Record<string, unknown>,
  municipality: MunicipalityCode,
  day: LocalDate,
): FoundEvent {
  const parsed = EventItem.safeParse(item);
  if (!parsed.success) return { kind: 'strange', id: String(item['sk']) };
  const { pk, sk, eventId: id, at } = parsed.data;
  const isInPlace =
    parsed.data.municipality === municipality &&
    sk === id &&
    jstDateOf(at) === day &&
    pk === auditPartition(municipality, day, id.slice(-1));
  return isInPlace
    ? { kind: 'event', event: { day, id, at, digest: digestOf(item) } }
    : { kind: 'strange', id: sk };
}

const blockPartition = (municipality: string, day: LocalDate): string => `B#${municipality}#${day}`;
const blockKey = (block: Block) => ({
  pk: blockPartition(block.municipality, blockDay(block)),
  sk: String(block.index).padStart(10, '0'),
});
const headKey = (municipality: string) => ({ pk: `H#${municipality}`, sk: 'head' });

/** A UUIDv7 begins with its time: 48 bits of milliseconds. */
function firstIdOf(since: Instant): string {
  const time = since.toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
}
