import papaparse from 'papaparse';
import type { RowFeed, RowFileName } from '../../functions/linkage/layouts/envelope.ts';
import { createRowParser } from '../../functions/linkage/parse-row.ts';
import { readLinkFile } from '../../functions/linkage/read-link-file.ts';
import { randomFor } from '../../simulator/sample/random.ts';
import type { World } from '../../simulator/sample/types.ts';
import { fullFile } from '../../simulator/sample/world-files.ts';

/** One feed's file, read by both. MB/s, one number for each round. */
export type ParsingRates = {
  readonly feed: RowFeed;
  readonly bytes: number;
  readonly rows: number;
  readonly own: readonly number[];
  readonly papaparse: readonly number[];
};

const FEEDS: readonly RowFeed[] = ['resident', 'serial', 'tax', 'seal'];
/** As objects come from a bucket. */
const CHUNK = 65_536;
/** A side reads its file until so much has been read: short times are mostly noise. */
const LEAST_BYTES = 8_000_000;

/**
 * The bytes of a file to judged facts (encoding, quotes, schema, characters, SHA-256, and of impressions the picture)
 * against papaparse, which makes texts of the same bytes and nothing more; in turn, in the same process.
 */
export async function measureParsing(world: World, rounds: number): Promise<readonly ParsingRates[]> {
  const [city] = world.cities;
  if (city === undefined) throw new Error('bench: a world without a city');
  const random = randomFor('bench/load');
  const found: ParsingRates[] = [];
  for (const feed of FEEDS) {
    const { name, bytes } = fullFile(world, city, feed);
    const rates = { own: [] as number[], papaparse: [] as number[] };
    let rows = 0;
    const sides = {
      own: async () => {
        rows = await parsed(name, bytes);
      },
      papaparse: async () => void papaparse.parse(new TextDecoder().decode(bytes)),
    };
    await sides.own();
    await sides.papaparse();
    const times = Math.max(1, Math.ceil(LEAST_BYTES / bytes.byteLength));
    for (let round = 0; round < rounds; round += 1)
      for (const side of random.shuffle(['own', 'papaparse'] as const)) {
        const began = performance.now();
        for (let time = 0; time < times; time += 1) await sides[side]();
        rates[side].push((times * bytes.byteLength) / 1000 / (performance.now() - began));
      }
    found.push({ feed, bytes: bytes.byteLength, rows, ...rates });
  }
  return found;
}

async function* chunksOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += CHUNK) yield bytes.subarray(start, start + CHUNK);
}

/** How many rows of a file are good. */
async function parsed(name: RowFileName, bytes: Uint8Array): Promise<number> {
  const parse = createRowParser(name);
  let good = 0;
  for await (const event of readLinkFile(name, chunksOf(bytes))) {
    if (event.kind === 'refused') throw new Error('bench: a file was refused');
    if (event.kind === 'records') for (const record of event.records) good += parse(record).ok ? 1 : 0;
  }
  return good;
}
