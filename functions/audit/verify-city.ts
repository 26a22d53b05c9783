import type { MunicipalityCode } from '../shared/ids.ts';
import { type Instant, instantOf, jstDateOf, type LocalDate, startOfJstDay } from '../shared/time.ts';
import type { AnchorStore } from './anchor-store.ts';
import { type Block, blockHash, dayAfter, daysFrom, FIRST_DAYS, GENESIS, LATE_MS } from './chain.ts';
import type { ChainStore, FoundBlock } from './chain-store.ts';
import { createDayBook, type DayBook } from './day-book.ts';
import type { Finding } from './finding.ts';

export type VerifyParts = {
  readonly chain: Pick<ChainStore, 'events' | 'blocks'>;
  readonly anchors: Pick<AnchorStore, 'anchors'>;
};

export type VerifyWish = {
  readonly municipality: MunicipalityCode;
  /** First and last day of the events; absent: from the chain's beginning, to today. */
  readonly from?: LocalDate | undefined;
  readonly to?: LocalDate | undefined;
  readonly now: Instant;
};

export type Watcher = {
  readonly found: (finding: Finding) => void;
  readonly progress: (done: number, total: number) => void;
};

export type Verified = {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly blocks: number;
} & ReturnType<DayBook['counts']>;

/** A block that is not anchored, or an event that is not sealed, after this time is a finding. */
const PATIENCE_MS = 20 * 60_000;

/**
 * Works out the whole chain of a city again and compares it with the events and with the anchors, day by day: what is
 * kept is one day's ids and digests, however long the range is.
 */
export async function verifyCity(
  parts: VerifyParts,
  { municipality, from, to, now }: VerifyWish,
  { found, progress }: Watcher,
): Promise<Verified> {
  const today = jstDateOf(now);
  const last = to === undefined || to > today ? today : to;
  const firstSealing = from ?? (await firstAnchored(parts, municipality)) ?? daysBefore(today, FIRST_DAYS);
  const earliest = startOfJstDay(daysBefore(firstSealing, FIRST_DAYS));
  const book = createDayBook(parts.chain, municipality, { found, now, patienceMs: PATIENCE_MS });
  let previous: Block | undefined;
  let day = firstSealing;
  let blocks = 0;

  const sealingDays = daysFrom(firstSealing, today);
  for (const [done, sealingDay] of sealingDays.entries()) {
    progress(done, sealingDays.length);
    const anchored = await anchorsOf(parts, municipality, sealingDay);
    for await (const page of parts.chain.blocks(municipality, sealingDay))
      for (const item of page) {
        const block = soundBlock(item, sealingDay, found);
        if (block === undefined) continue;
        if (block.index === 1) book.beginAt(block.from);
        if (previous === undefined && from === undefined)
          day = jstDateOf(instantOf(Math.max(block.from, earliest)));
        checkLink(previous, block, from === undefined, found);
        checkAnchor(anchored, block, sealingDay, now, found);
        book.expect(block, day, previous?.through ?? instantOf(0));
        blocks += 1;
        previous = block;
        // No later block may hold an event of a day that lies so far behind.
        for (; day <= last && startOfJstDay(dayAfter(day)) + LATE_MS <= block.through; day = dayAfter(day))
          await book.compare(day);
      }
    for (const [index] of anchored) found({ kind: 'block-missing', day: sealingDay, block: index });
    if (day > last && sealingDay >= last) break;
  }
  for (; day <= last; day = dayAfter(day)) await book.compare(day);
  progress(1, 1);
  return { from: from ?? book.begin() ?? firstSealing, to: last, blocks, ...book.counts() };
}

/** The block, if its hash is what its contents give. */
function soundBlock(item: FoundBlock, day: LocalDate, found: Watcher['found']): Block | undefined {
  if (item.kind === 'strange') {
    found({ kind: 'block-strange', day, place: item.place });
    return undefined;
  }
  if (blockHash(item.block) !== item.block.hash)
    found({ kind: 'block-changed', day, block: item.block.index });
  return item.block;
}

function checkLink(
  previous: Block | undefined,
  block: Block,
  fromTheBeginning: boolean,
  found: Watcher['found'],
): void {
  const day = jstDateOf(block.sealedAt);
  // A range that begins later takes its first block from the anchor.
  if (previous === undefined && !fromTheBeginning) return;
  const expected = { index: (previous?.index ?? 0) + 1, hash: previous?.hash ?? GENESIS };
  if (block.index !== expected.index)
    found({ kind: 'block-gap', day, block: block.index, expected: expected.index });
  else if (block.previous !== expected.hash) found({ kind: 'chain-broken', day, block: block.index });
}

/** Takes the block's anchor out of those of the day; what is left over has no block. */
function checkAnchor(
  anchored: Map<number, Set<string>>,
  block: Block,
  day: LocalDate,
  now: Instant,
  found: Watcher['found'],
): void {
  const hashes = anchored.get(block.index);
  anchored.delete(block.index);
  if (hashes === undefined) {
    if (now - block.sealedAt > PATIENCE_MS) found({ kind: 'anchor-missing', day, block: block.index });
  } else if (hashes.size !== 1 || !hashes.has(block.hash))
    found({ kind: 'anchor-differs', day, block: block.index });
}

async function anchorsOf(
  { anchors }: VerifyParts,
  municipality: MunicipalityCode,
  day: LocalDate,
): Promise<Map<number, Set<string>>> {
  const found = new Map<number, Set<string>>();
  for await (const page of anchors.anchors(municipality, day))
    for (const { index, hash } of page) found.set(index, (found.get(index) ?? new Set()).add(hash));
  return found;
}

async function firstAnchored(
  { anchors }: VerifyParts,
  municipality: MunicipalityCode,
): Promise<LocalDate | undefined> {
  for await (const [first] of anchors.anchors(municipality)) return first?.day;
  return undefined;
}

const daysBefore = (day: LocalDate, days: number): LocalDate =>
  jstDateOf(instantOf(startOfJstDay(day) - days * 86_400_000));
