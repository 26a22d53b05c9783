import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ingestFile } from '../../functions/linkage/ingest-file.ts';
import { inboxKey, RowFeed } from '../../functions/linkage/layouts/envelope.ts';
import { beginBucket } from '../../functions/linkage/reconciliation/compare-bucket.ts';
import { reconcile as compare, type ExtractSource } from '../../functions/linkage/reconciliation/index.ts';
import { createStoredFacts, jitteredPause } from '../../functions/registry/index.ts';
import { LocalDate } from '../../functions/shared/time.ts';
import { createSpillFiles } from '../../scripts/link/spill-file.ts';
import { generateWorld } from '../../simulator/sample/world.ts';
import { fullFile } from '../../simulator/sample/world-files.ts';
import { openOnEngine } from '../../test/prove/linkage/engine-storage.ts';
import { testStack } from '../../test/support/stack.ts';
import type { Benchmark, BenchOptions, BenchReport } from '../benchmark.ts';
import { ingestOnEngine } from '../load/ingest-on-engine.ts';
import { median, ratios } from '../statistics.ts';
import { type MemoryCity, memoryCity } from './memory-city.ts';

const GOALS = { raw: 1.3, linear: 11 } as const;
const RESIDENTS = 3_000;
/** Of the smaller city that is compared in memory: what fits into a processor's cache says nothing of a larger one. */
const COMPARED = 10_000;
const TIMES = 10;
const TODAY = LocalDate.parse('2026-10-01');
const CHUNK = 65_536;

/** Extracts against the registry: beside a bare read of the same buckets, and with ten times as many rows. */
export const reconcile: Benchmark = {
  name: 'reconcile',
  summary: 'Reconciliation of a city against a bare read, and its comparison alone with ten times the rows',
  needsSystem: true,
  rounds: 7,
  run: measure,
};

async function measure({ rounds, say, link }: BenchOptions): Promise<BenchReport> {
  const residents = link?.residents ?? RESIDENTS;
  const linear = await measureComparison(link?.residents ?? COMPARED, rounds);
  const onEngine = await measureOnEngine(residents, { rounds, say });
  return {
    targets: [
      {
        name: 'reconcile: whole ÷ a bare read of the same buckets',
        value: median(ratios(onEngine.whole, onEngine.raw)),
        unit: '×',
        goal: { is: 'at most', value: GOALS.raw },
      },
      {
        name: `reconcile: comparison alone, ${TIMES} × the rows`,
        value: median(ratios(linear.many, linear.few)) / (linear.rows.many / linear.rows.few / TIMES),
        unit: '× the time',
        goal: { is: 'at most', value: GOALS.linear },
      },
    ],
    notes: [
      `on the engine: ${onEngine.rows} rows, whole ${median(onEngine.whole).toFixed(2)} s, bare read ${median(onEngine.raw).toFixed(2)} s`,
      `in memory: ${linear.rows.few} rows in ${(median(linear.few) * 1000).toFixed(1)} ms, ${linear.rows.many} rows in ${(median(linear.many) * 1000).toFixed(1)} ms`,
    ],
    data: { residents, linear, onEngine },
  };
}

/** All buckets, extracts and registry in memory. Seconds, one number for each round. */
async function measureComparison(residents: number, rounds: number) {
  const few = await largestCity(residents);
  const many = await largestCity(residents * TIMES);
  const times = { few: [] as number[], many: [] as number[] };
  for (let round = -1; round < rounds; round += 1) {
    // The smaller one as often as it takes the larger one's time, so that both are measured for as long.
    let once = 0;
    for (let turn = 0; turn < TIMES; turn += 1) once += await compared(few);
    const whole = await compared(many);
    if (round < 0) continue;
    times.few.push(once / TIMES);
    times.many.push(whole);
  }
  return { ...times, rows: { few: few.rows, many: many.rows } };
}

async function largestCity(residents: number): Promise<MemoryCity> {
  const world = generateWorld({ residents, seed: 'bench', today: TODAY });
  const [city] = world.cities;
  if (city === undefined) throw new Error('bench: a world without a city');
  return memoryCity(world, city);
}

/** Seconds that the comparison takes by itself: a bucket is made into objects before its time is taken. */
async function compared({ municipality, buckets, open, rows }: MemoryCity): Promise<number> {
  let same = 0;
  let taken = 0;
  const findings = {
    difference: () => {
      throw new Error('bench: a city differs from itself');
    },
    passed: (_: RowFeed, as: 'same' | 'later' | 'ended') => {
      if (as === 'same') same += 1;
    },
  };
  for (const [index, bucket] of buckets.entries()) {
    const { facts, extracts } = open(index);
    taken += await seconds(() => beginBucket(facts, { municipality, index, bucket }, extracts, findings)());
  }
  if (same !== rows) throw new Error('bench: not every row was compared');
  return taken;
}

type Measuring = Pick<BenchOptions, 'rounds' | 'say'>;

/** A city that has been taken in from the same files. */
async function measureOnEngine(residents: number, { rounds, say }: Measuring) {
  const world = generateWorld({ residents, seed: 'bench', today: TODAY });
  const [city] = world.cities;
  if (city === undefined) throw new Error('bench: a world without a city');
  const municipality = city.municipality.code;
  const { endpoint } = testStack();
  const storage = await openOnEngine(endpoint);
  const ingest = ingestOnEngine(storage, endpoint);
  const spills = createSpillFiles();
  const times = { whole: [] as number[], raw: [] as number[] };
  let rows = 0;
  try {
    const files = RowFeed.options.map((feed) => fullFile(world, city, feed));
    for (const { name, bytes } of files)
      await ingestFile(ingest.deps, await storage.put(inboxKey(name), bytes));
    const sources = files.map(({ name, bytes }): ExtractSource => {
      return { name, bytes: bytes.byteLength, open: () => chunksOf(bytes) };
    });
    say('the city is taken in');
    const facts = createStoredFacts({
      client: storage.registry,
      table: storage.tables.registry,
      pause: jitteredPause(Math.random),
    });
    const deps = {
      facts,
      linkage: ingest.deps.linkage,
      rowSettings: async () => ({}),
      spill: spills.create,
    };
    const nothing = { difference: () => undefined, progress: () => undefined };
    for (let round = 0; round < rounds; round += 1) {
      times.whole.push(
        await seconds(async () => {
          const end = await compare(deps, municipality, sources, nothing);
          if (!end.ok || !end.value.isEqual) throw new Error('bench: a city differs from its own files');
          rows = [...end.value.feeds.values()].reduce((sum, feed) => sum + feed.rows, 0);
        }),
      );
      times.raw.push(
        await seconds(async () => {
          for (const bucket of facts.buckets(municipality)) await readBare(storage, bucket);
        }),
      );
    }
    return { ...times, rows };
  } finally {
    spills.close();
    ingest.close();
    await storage.close();
  }
}

async function readBare(storage: Awaited<ReturnType<typeof openOnEngine>>, bucket: string): Promise<void> {
  let start: Record<string, unknown> | undefined;
  do {
    const page: { LastEvaluatedKey?: Record<string, unknown> | undefined } = await storage.registry.send(
      new QueryCommand({
        TableName: storage.tables.registry,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': bucket },
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += CHUNK) yield bytes.subarray(start, start + CHUNK);
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
