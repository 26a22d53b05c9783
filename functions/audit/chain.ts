import { z } from 'zod';
import { digestOf } from '../shared/canonical.ts';
import { MunicipalityCode } from '../shared/ids.ts';
import { Instant, instantOf, jstDateOf, LocalDate, startOfJstDay } from '../shared/time.ts';

/** An event is sealed once it is this old: whatever has its time by then has long been written. */
export const SEAL_MARGIN_MS = 2 * 60_000;
/** How far before what is sealed an event may still turn up. What comes later than that is sealed by nobody. */
export const LATE_MS = 5 * 60_000;
/** A city in which nothing happens gets an empty block this often, so that its past is fixed all the same. */
export const QUIET_MS = 15 * 60_000;
/** Days before the first block whose events it still takes. */
export const FIRST_DAYS = 7;
/** Events of one block: DynamoDB's items end at 400 kB. */
export const BLOCK_EVENTS = 1_000;
const DAY_MS = 86_400_000;
/** What the first block names as the one before it. */
export const GENESIS = '0'.repeat(64);

/** One event as a block names it. */
export const SealedEvent = z.strictObject({
  /** Of the event's own day: a late one keeps it. */
  day: LocalDate,
  id: z.uuid(),
  /** SHA-256 over the whole item as it lies in the table. */
  digest: z.string(),
});
export type SealedEvent = z.infer<typeof SealedEvent>;

const Fields = z.object({
  municipality: MunicipalityCode,
  /** 1, 2, 3, … within the city, without a gap. */
  index: z.int().positive(),
  /** Hash of the block before. */
  previous: z.string(),
  sealedAt: Instant,
  /** Events that lie before `from` were not looked at any more; those up to `through` are in this block or an older one. */
  from: Instant,
  through: Instant,
  /** By time, then by id. */
  events: z.array(SealedEvent).max(BLOCK_EVENTS),
});

/** A link of a city's chain. It lies under the day in Japan on which it was sealed. */
export const Block = Fields.extend({ hash: z.string() });
export type Block = z.infer<typeof Block>;

/** What the next block has to know of the last one. */
export const Head = Block.pick({
  municipality: true,
  index: true,
  previous: true,
  hash: true,
  sealedAt: true,
  through: true,
});
export type Head = z.infer<typeof Head>;

/** An event as the sealer meets it. */
export type LooseEvent = SealedEvent & { readonly at: Instant };

export const blockDay = ({ sealedAt }: Pick<Block, 'sealedAt'>): LocalDate => jstDateOf(sealedAt);

/** SHA-256 over everything that the block says, the hash of the one before among it. */
export function blockHash(block: Block): string {
  const { hash: _, ...fields } = block;
  return digestOf(fields);
}

export const headOf = ({ from: _, events: __, ...head }: Block): Head => head;

/** The day after. */
export const dayAfter = (day: LocalDate): LocalDate => jstDateOf(instantOf(startOfJstDay(day) + DAY_MS));

/** All days from the first to the last, both included; none where the last lies before. */
export function daysFrom(first: LocalDate, last: LocalDate): readonly LocalDate[] {
  const days: LocalDate[] = [];
  for (let day = first; day <= last; day = dayAfter(day)) days.push(day);
  return days;
}

/** The span of time whose events the next block takes: from, included, to through, included. */
export function spanAfter(
  head: Head | undefined,
  now: Instant,
): { readonly from: Instant; readonly through: Instant } {
  const settled = Math.max(0, now - SEAL_MARGIN_MS);
  if (head === undefined)
    return { from: instantOf(Math.max(0, now - FIRST_DAYS * DAY_MS)), through: instantOf(settled) };
  return {
    from: instantOf(Math.max(0, head.through - LATE_MS)),
    // A clock that was set back takes nothing back.
    through: instantOf(Math.max(head.through, settled)),
  };
}

/**
 * The next block of a city, or undefined where none is due: nothing is unsealed and the last one is young.
 * @param unsealed of the span; more than a block holds wait for the one after it
 */
export function nextBlock(
  head: Head | undefined,
  municipality: MunicipalityCode,
  unsealed: readonly LooseEvent[],
  now: Instant,
): Block | undefined {
  const span = spanAfter(head, now);
  const due = unsealed.filter(({ at }) => span.from <= at && at <= span.through).sort(inOrder);
  if (due.length === 0 && head !== undefined && now - head.sealedAt < QUIET_MS) return undefined;
  const taken = due.slice(0, BLOCK_EVENTS);
  const last = taken.at(-1);
  const isWhole = taken.length === due.length || last === undefined;
  const block = {
    municipality,
    index: (head?.index ?? 0) + 1,
    previous: head?.hash ?? GENESIS,
    sealedAt: instantOf(Math.max(now, head?.sealedAt ?? 0)),
    from: span.from,
    through: isWhole ? span.through : instantOf(Math.max(head?.through ?? 0, last.at)),
    events: taken.map(({ day, id, digest }) => ({ day, id, digest })),
  };
  return { ...block, hash: digestOf(block) };
}

const inOrder = (a: LooseEvent, b: LooseEvent): number => a.at - b.at || (a.id < b.id ? -1 : 1);
