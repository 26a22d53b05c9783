import type { RowFeed } from '../../functions/linkage/layouts/envelope.ts';
import { RowFeed as Feeds } from '../../functions/linkage/layouts/envelope.ts';
import { LAYOUT_VERSION } from '../../functions/linkage/layouts/feeds.ts';
import { createRowParser } from '../../functions/linkage/parse-row.ts';
import { readRows } from '../../functions/linkage/read-rows.ts';
import type { Extract, ExtractRow } from '../../functions/linkage/reconciliation/extract.ts';
import { subjectOfFact } from '../../functions/linkage/reconciliation/subjects.ts';
import { createStoredFacts, type StoredEntry, type StoredFacts } from '../../functions/registry/index.ts';
import type { MunicipalityCode, PersonId } from '../../functions/shared/ids.ts';
import type { SampleCity, World } from '../../simulator/sample/types.ts';
import { fullFile } from '../../simulator/sample/world-files.ts';
import { createMemoryRegistry } from '../../test/unit/registry/sample-changes.ts';

/** A city in memory as the registry holds it and as its core systems say it, by bucket. */
export type MemoryCity = {
  readonly municipality: MunicipalityCode;
  readonly facts: StoredFacts;
  readonly extracts: ReadonlyMap<RowFeed, Extract>;
  readonly rows: number;
};

/** Where a person's bucket is, is the real store's affair. */
const { buckets, bucketIndexOf } = createStoredFacts({
  client: {} as never,
  table: '',
  pause: async () => undefined,
});

/** As a table and a spilled file give it back: what is undefined is not there. */
const kept = <T>(value: T): T => JSON.parse(JSON.stringify(value));

export async function memoryCity(world: World, city: SampleCity): Promise<MemoryCity> {
  const municipality = city.municipality.code;
  const registry = createMemoryRegistry();
  const extracts = new Map<RowFeed, Extract>();
  let rows = 0;
  for (const feed of Feeds.options) {
    const { name, bytes } = fullFile(world, city, feed);
    const parse = createRowParser(name);
    const byBucket = new Map<number, ExtractRow[]>();
    let count = 0;
    for await (const { records } of readRows(once(bytes)))
      for (const record of records) {
        const row = parse(record);
        if (!row.ok) throw new Error('bench: a generated row was rejected');
        const { impression: _, individualNumber: __, ...change } = row.change;
        registry.apply({ ...change, origin: { fileName: 'bench', line: row.line } });
        const { fact, sequence } = change;
        const bucket = bucketIndexOf(fact.personId);
        const subject = subjectOfFact(change);
        const own = byBucket.get(bucket) ?? [];
        byBucket.set(bucket, own);
        own.push({ personId: fact.personId, subject, sequence, line: row.line, fact: kept(fact) });
        count += 1;
      }
    rows += count;
    extracts.set(feed, {
      name,
      file: {
        header: { ...name, layoutVersion: LAYOUT_VERSION, madeAt: '' },
        rows: count,
        sha256: '',
      },
      rows: count,
      horizon: { epoch: 1, number: Math.max(1, count) },
      oldestYear: undefined,
      rowsIn: (bucket) => byBucket.get(bucket) ?? [],
    });
  }
  return { municipality, facts: factsOf(registry), extracts, rows };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function factsOf(registry: ReturnType<typeof createMemoryRegistry>): StoredFacts {
  const byBucket = new Map<number, StoredEntry[]>();
  const add = (entry: StoredEntry): void => {
    const bucket = bucketIndexOf(entry.personId);
    const own = byBucket.get(bucket) ?? [];
    byBucket.set(bucket, own);
    own.push(entry);
  };
  // The gate comes first of a person's items.
  for (const [personId, gate] of registry.gates) add({ personId, kind: 'gate', gate: kept(gate) });
  for (const [personId, item] of registry.residents) add({ personId, kind: 'resident', ...kept(item) });
  for (const [personId, item] of registry.seals) add({ personId, kind: 'seal', ...kept(item) });
  for (const [personId, item] of registry.entries) add({ personId, kind: 'koseki-index', ...kept(item) });
  for (const [key, item] of registry.taxes) {
    const [personId = '', subject = ''] = key.split('#');
    add({ personId: personId as PersonId, kind: 'tax', subject, ...kept(item) });
  }
  const assigned = {
    serial: kept([...registry.serials]),
    'domicile-registration': kept([...registry.domiciles]),
  };
  const items = {
    serial: new Map(assigned.serial),
    'domicile-registration': new Map(assigned['domicile-registration']),
  };
  return {
    buckets,
    bucketIndexOf,
    readBucket: async function* (bucket) {
      yield byBucket.get(Number.parseInt(bucket.slice(-2), 16)) ?? [];
    },
    readAssigned: async (_, feed, subjects) =>
      new Map(
        subjects.flatMap((subject) => {
          const item = items[feed].get(subject);
          return item === undefined ? [] : [[subject, item] as const];
        }),
      ),
  };
}
