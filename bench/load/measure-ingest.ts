import { ingestFile } from '../../functions/linkage/ingest-file.ts';
import { inboxKey, laneOf, RowFeed } from '../../functions/linkage/layouts/envelope.ts';
import { createS3Client } from '../../functions/shared/aws.ts';
import type { World } from '../../simulator/sample/types.ts';
import { fullFile } from '../../simulator/sample/world-files.ts';
import { openOnEngine } from '../../test/prove/linkage/engine-storage.ts';
import { ingestOnEngine } from './ingest-on-engine.ts';
import {
  recordedDocuments,
  recordedObjects,
  type Write,
  writeBatches,
  writeFor,
  writeRaw,
} from './writes.ts';

/** One full file, taken in, and its writes sent again on their own. Seconds. */
export type FileTimes = {
  readonly feed: RowFeed;
  readonly rows: number;
  readonly bytes: number;
  readonly ingest: number;
  /** Of `ingest`: looking through the registry for people whom the file does not name. */
  readonly absence: number;
  readonly raw: number;
  readonly batch: number;
};

/**
 * Every full file of a world: taken in as the function does it (verified, parsed, checked, hashed, read, decided,
 * written, looked through for absent people), then the very same conditional writes in a bare loop, then the items by
 * BatchWrite; each into storage of its own on the same engine, one after the other, file by file.
 */
export async function measureIngest(
  world: World,
  endpoint: string,
  say: (line: string) => void,
): Promise<readonly FileTimes[]> {
  const [main, raw, batch] = [
    await openOnEngine(endpoint),
    await openOnEngine(endpoint),
    await openOnEngine(endpoint),
  ];
  const s3 = createS3Client({
    environment: { ...process.env, STAGE: 'local', AWS_ENDPOINT_URL: endpoint },
  });
  let writes: Write[] = [];
  const take = (write: Write): void => void writes.push(write);
  const { deps, close } = ingestOnEngine(main, endpoint, {
    documents: (client) => recordedDocuments(client, take),
    objects: (client) => recordedObjects(client, take),
  });
  let absence = 0;
  const scan: typeof deps.scan = {
    buckets: deps.scan.buckets,
    readGates: async (bucket) => {
      const began = performance.now();
      const gates = await deps.scan.readGates(bucket);
      absence += (performance.now() - began) / 1000;
      return gates;
    },
  };
  const times: FileTimes[] = [];
  // As the sample world is loaded: nobody is open before it is known that they are closed.
  const feeds = RowFeed.options.toSorted((a, b) => rankOf(a) - rankOf(b));
  try {
    for (const city of world.cities)
      for (const feed of feeds) {
        const { name, bytes } = fullFile(world, city, feed);
        const ref = await main.put(inboxKey(name), bytes);
        [writes, absence] = [[], 0];
        const ingest = await seconds(async () => {
          if ((await ingestFile({ ...deps, scan }, ref)) !== 'done')
            throw new Error('bench: a file was not finished');
        });
        const state = (await deps.linkage.readFile(name))?.state;
        if (state?.state !== 'applied' || state.counts.rejected > 0)
          throw new Error(`bench: ${feed} was not applied as a whole`);
        const sent = writes;
        const [forRaw, forBatch] = [raw, batch].map((to) => sent.map((write) => writeFor(to, write)));
        const entry = {
          feed,
          rows: state.rows,
          bytes: bytes.byteLength,
          ingest,
          absence,
          raw: await seconds(() => writeRaw({ documents: raw.registry, s3 }, forRaw ?? [])),
          batch: await seconds(() =>
            writeBatches({ documents: batch.registry, s3 }, batch.tables.registry, forBatch ?? []),
          ),
        };
        times.push(entry);
        say(`${city.municipality.code} ${feed}: ${timesText(entry)}`);
      }
  } finally {
    close();
    for (const storage of [main, raw, batch]) await storage.close();
    s3.destroy();
  }
  return times;
}

const timesText = ({ rows, ingest, raw, batch }: FileTimes): string =>
  `${rows} rows, ingest ${ingest.toFixed(1)} s, raw ${raw.toFixed(1)} s, BatchWrite ${batch.toFixed(1)} s`;

const rankOf = (feed: RowFeed): number => (laneOf({ feed, kind: 'full' }) === 'priority' ? 0 : 1);

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}
