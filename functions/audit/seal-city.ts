import type { MunicipalityCode } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';
import { type Clock, type Instant, instantOf, jstDateOf } from '../shared/time.ts';
import type { AnchorStore } from './anchor-store.ts';
import { daysFrom, type Head, headOf, type LooseEvent, nextBlock, spanAfter } from './chain.ts';
import type { ChainStore } from './chain-store.ts';

export type SealParts = {
  readonly chain: ChainStore;
  readonly anchors: Pick<AnchorStore, 'put'>;
  readonly clock: Clock;
};

export type Sealed = { readonly blocks: number; readonly events: number };

/** Ids are made a moment before or after the time that an event names. */
const ID_SLACK_MS = 60_000;

/**
 * Seals what a city has on record and nobody has sealed: block after block, each bound to the one before and anchored
 * apart. Two sealers at once do no harm: a block follows one head, and whoever comes second ends.
 */
export async function sealCity(
  { chain, anchors, clock }: SealParts,
  municipality: MunicipalityCode,
): Promise<Sealed> {
  let head = await chain.head(municipality);
  // The last run may have ended between its block and the anchor.
  if (head !== undefined) await anchors.put(head);
  const now = clock();
  const sealed = await sealedIds(chain, municipality, head, now);
  let unsealed = await unsealedEvents(chain, municipality, head, now, sealed);
  let [blocks, events] = [0, 0];
  for (;;) {
    const block = nextBlock(head, municipality, unsealed, now);
    if (block === undefined || !(await chain.append(block))) return { blocks, events };
    await anchors.put(block);
    head = headOf(block);
    blocks += 1;
    events += block.events.length;
    const taken = new Set(block.events.map(({ id }) => id));
    unsealed = unsealed.filter(({ id }) => !taken.has(id));
  }
}

/** Ids of the events of the next block's span that older blocks hold: only blocks that were sealed since can. */
async function sealedIds(
  chain: ChainStore,
  municipality: MunicipalityCode,
  head: Head | undefined,
  now: Instant,
): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  if (head === undefined) return ids;
  const { from } = spanAfter(head, now);
  const last = jstDateOf(instantOf(Math.max(now, head.sealedAt)));
  for (const day of daysFrom(jstDateOf(from), last))
    for await (const page of chain.blocks(municipality, day))
      for (const found of page)
        if (found.kind === 'block' && found.block.sealedAt >= from)
          for (const { id } of found.block.events) ids.add(id);
  return ids;
}

async function unsealedEvents(
  chain: ChainStore,
  municipality: MunicipalityCode,
  head: Head | undefined,
  now: Instant,
  sealed: ReadonlySet<string>,
): Promise<readonly LooseEvent[]> {
  const { from, through } = spanAfter(head, now);
  const since = head === undefined ? undefined : instantOf(Math.max(0, from - ID_SLACK_MS));
  const unsealed: LooseEvent[] = [];
  for (const day of daysFrom(jstDateOf(from), jstDateOf(through)))
    for await (const page of chain.events(municipality, day, since))
      for (const found of page) {
        if (found.kind === 'strange' || sealed.has(found.event.id)) continue;
        if (from <= found.event.at && found.event.at <= through) unsealed.push(found.event);
      }
  return unsealed;
}

/** Seals every city in turn. One city's defect keeps no other one waiting. */
export async function sealAll(
  parts: SealParts & { readonly log: Log },
  municipalities: readonly MunicipalityCode[],
): Promise<void> {
  const { clock, log } = parts;
  const defects: unknown[] = [];
  for (const municipality of municipalities) {
    const startedAt = clock();
    try {
      const { blocks, events } = await sealCity(parts, municipality);
      log('AUD-2001', { municipality, sealedEvents: events, blocks, elapsedMs: clock() - startedAt });
    } catch (error) {
      defects.push(error);
    }
  }
  if (defects.length > 0) throw defects[0];
}
