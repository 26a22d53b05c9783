import { createClosureRecorder, createClosureStore } from '../../../functions/closures/index.ts';
import { createFullFileStore } from '../../../functions/linkage/full-files-store.ts';
import type { ObjectRef } from '../../../functions/linkage/inbox.ts';
import type { IngestDependencies } from '../../../functions/linkage/ingest.ts';
import { ingestFile } from '../../../functions/linkage/ingest-file.ts';
import { createLinkageStore } from '../../../functions/linkage/store.ts';
import { watchFreshness } from '../../../functions/linkage/watch-freshness.ts';
import { createRegistryScan, createRegistryStore } from '../../../functions/registry/index.ts';
import { createLog } from '../../../functions/shared/log.ts';
import type { Random } from '../../../simulator/sample/random.ts';
import { NOW } from '../../unit/linkage/ingest-world.ts';
import { type BadLine, badLine, type Weather } from './bad-line.ts';
import { ENCLOSURES, SETTINGS } from './enclosures.ts';
import type { LinkFile } from './files.ts';
import type { Storage } from './storage.ts';

/** A message that fails so often would lie among the dead letters; from here on the line is good. */
const PATIENCE = 12;

/** How a set of files is delivered. */
export type Plan = {
  /** Processes killed, at most. */
  readonly kills: number;
  readonly share: number;
  /** Deliveries at the same time. */
  readonly workers: number;
};

export const planOf = (random: Random): Plan => ({
  kills: random.integer(0, 4),
  share: random.pick([0, 0, 0.02, 0.1]),
  workers: random.pick([1, 2, 3, 8]),
});

type Message = { readonly ref: ObjectRef; failures: number };

/**
 * Delivers files to the real ingest until every message is done with: repeated, in any order, several at a time, over a
 * bad line, by processes that are killed. A message that fails comes again, anywhere among those that are left.
 */
export async function deliver(
  storage: Storage,
  files: readonly LinkFile[],
  plan: Plan,
  random: Random,
): Promise<void> {
  const waiting = await messagesOf(storage, files, random);
  let kills = plan.kills;
  let life: BadLine | undefined;
  while (waiting.length > 0) {
    const batch = waiting.splice(0, random.integer(1, plan.workers));
    const isTired = batch.some(({ failures }) => failures >= PATIENCE);
    if (life === undefined || life.isDead() || isTired) {
      life = badLine(random, isTired ? GOOD : weatherOf(plan, kills > 0, random));
    }
    const deps = dependencies(storage, life, random);
    const ends = await Promise.allSettled(batch.map(({ ref }) => ingestFile(deps, ref)));
    for (const [index, end] of ends.entries()) {
      const message = batch[index];
      if (message === undefined || (end.status === 'fulfilled' && end.value === 'done')) continue;
      if (end.status === 'rejected') message.failures += 1;
      if (end.status === 'rejected' && !isExpected(end.reason)) throw end.reason;
      waiting.splice(random.integer(0, waiting.length), 0, message);
    }
    if (life.isDead()) kills -= 1;
  }
}

/** Every file at least once, some of them again and again, some of them damaged too. */
async function messagesOf(storage: Storage, files: readonly LinkFile[], random: Random): Promise<Message[]> {
  const done: ObjectRef[] = [];
  const refs: ObjectRef[] = [];
  for (const file of files) {
    const whole = await storage.put(file.key, file.bytes);
    refs.push(whole);
    while (random.chance(0.35)) refs.push(whole);
    if (file.damaged !== undefined) refs.push(await storage.put(file.key, file.damaged));
    done.push(whole);
    if (random.chance(0.2)) refs.push(random.pick(done));
  }
  return random.shuffle(refs).map((ref) => ({ ref, failures: 0 }));
}

const GOOD: Weather = { killAt: undefined, share: 0, turns: 0 };

const weatherOf = ({ share, workers }: Plan, mayKill: boolean, random: Random): Weather => ({
  killAt: mayKill ? random.integer(1, random.pick([5, 20, 80, 400])) : undefined,
  share,
  turns: workers > 1 ? 4 : 0,
});

/** What a bad line and a second delivery may bring about; anything else is a defect. */
const EXPECTED =
  /^(Killed|TimeoutError|ProvisionedThroughputExceededException|TransactionCanceledException)$|another delivery of this file is at work|stays contended|stay contended/;

const isExpected = (reason: unknown): boolean =>
  reason instanceof Error && (EXPECTED.test(reason.name) || EXPECTED.test(reason.message));

const clock = () => NOW;
const quiet = createLog(() => undefined, clock);
const pause = async (): Promise<void> => undefined;

/** Everything that takes a file in, over this storage and line. */
function dependencies(storage: Storage, line: BadLine, random: Random): IngestDependencies {
  // How often there is time for another part of a file.
  const share = random.pick([1, 1, 0.9, 0.5]);
  const { tables } = storage;
  const registry = { client: line.client(storage.registry), table: tables.registry };
  const linkage = createLinkageStore(registry);
  return {
    registry: createRegistryStore({ ...registry, pause }),
    scan: createRegistryScan(registry),
    linkage,
    fulls: createFullFileStore(registry),
    inbox: line.inbox(storage.inbox),
    enclosures: ENCLOSURES,
    rowSettings: async () => SETTINGS,
    takeFont: async () => 'done',
    watch: watcher(storage, line),
    clock,
    log: quiet,
    mayContinue: () => random.chance(share),
  };
}

/** Sets and heals the closures of the city, over this storage and line. */
export function watcher(storage: Storage, line: Pick<BadLine, 'client'>): IngestDependencies['watch'] {
  const { tables } = storage;
  const client = line.client(storage.staff);
  const closer = {
    closures: createClosureStore({ client, table: tables.staff }),
    recorder: createClosureRecorder({ client, table: tables.staff, auditTable: tables.audit }),
    actor: { kind: 'system' } as const,
    clock,
    newId: () => crypto.randomUUID(),
  };
  const linkage = createLinkageStore({ client: line.client(storage.registry), table: tables.registry });
  const limitsOf = async () => () => Array.from({ length: 24 }, () => 60);
  return async (municipality) => {
    await watchFreshness({ linkage, limitsOf, closer, clock, log: quiet }, municipality);
  };
}
