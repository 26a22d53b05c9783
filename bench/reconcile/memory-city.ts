import type { RowFeed } from '../../functions/linkage/layouts/envelope.ts';
import { RowFeed as Feeds } from '../../functions/linkage/layouts/envelope.ts';
import { LAYOUT_VERSION } from '../../functions/linkage/layouts/feeds.ts';
import { createRowParser } from '../../functions/linkage/parse-row.ts';
import { readRows } from '../../functions/linkage/read-rows.ts';
import type { Extract, ExtractRow } from '../../functions/linkage/reconciliation/extract.ts';
import { subjectOfFact } from '../../functions/linkage/reconciliation/subjects.ts';
import {
  type AssignedFeed,
  createStoredFacts,
  type StoredEntry,
  type StoredFacts,
} from '../../functions/registry/index.ts';
import type { DomicileItem, SerialItem } from '../../functions/registry/items.ts';
import type { MunicipalityCode, PersonId } from '../../functions/shared/ids.ts';
import type { SampleCity, World } from '../../simulator/sample/types.ts';
import { fullFile } from '../../simulator/sample/world-files.ts';
import { createMemoryRegistry } from '../../test/unit/registry/sample-changes.ts';

/** One bucket of a city, as it is compared: what the registry holds, and what the core systems say. */
export type MemoryBucket = {
  readonly facts: StoredFacts;
  readonly extracts: ReadonlyMap<RowFeed, Extract>;
};

/**
 * A city in memory as the registry holds it and as its core systems say it, by bucket; as texts, of which one bucket
 * at a time is made into objects: a comparison has never more than that before it, however large the city is.
 */
export type MemoryCity = {
  readonly municipality: MunicipalityCode;
  readonly buckets: readonly string[];
  readonly open: (index: number) => MemoryBucket;
  readonly rows: number;
};

/** Where a person's bucket is, is the real store's affair. */
const { buckets, bucketIndexOf } = createStoredFacts({
  client: {} as never,
  table: '',
  pause: async () => undefined,
});

type Assigned = readonly (readonly [string, SerialItem | DomicileItem])[];

/** What a bucket is made of when it is opened. */
type Texts = {
  readonly rows: Partial<Record<RowFeed, ExtractRow[]>>;
  readonly entries: StoredEntry[];
  readonly assigned: Record<AssignedFeed, (readonly [string, SerialItem | DomicileItem])[]>;
};

export async function memoryCity(world: World, city: SampleCity): Promise<MemoryCity> {
  const municipality = city.municipality.code;
  const registry = createMemoryRegistry();
  const byBucket = buckets(municipality).map(
    (): Texts => ({ rows: {}, entries: [], assigned: { serial: [], 'domicile-registration': [] } }),
  );
  const inBucket = (personId: PersonId): Texts => {
    const texts = byBucket[bucketIndexOf(personId)];
    if (texts === undefined) throw new Error('bench: no such bucket');
    return texts;
  };
  const counts = new Map<RowFeed, number>();
  for (const feed of Feeds.options) {
    const { name, bytes } = fullFile(world, city, feed);
    const parse = createRowParser(name);
    for await (const { records } of readRows(once(bytes)))
      for (const record of records) {
        const row = parse(record);
        if (!row.ok) throw new Error('bench: a generated row was rejected');
        const { impression: _, individualNumber: __, ...change } = row.change;
        registry.apply({ ...change, origin: { fileName: 'bench', line: row.line } });
        const { fact, sequence } = change;
        const subject = subjectOfFact(change);
        const { rows } = inBucket(fact.personId);
        rows[feed] ??= [];
        rows[feed].push({ personId: fact.personId, subject, sequence, line: row.line, fact });
        counts.set(feed, (counts.get(feed) ?? 0) + 1);
      }
  }
  store(registry, inBucket);
  const texts = byBucket.map((texts) => Buffer.from(JSON.stringify(texts)));
  const names = new Map(Feeds.options.map((feed) => [feed, fullFile(world, city, feed).name]));
  return {
    municipality,
    buckets: buckets(municipality),
    rows: [...counts.values()].reduce((sum, count) => sum + count, 0),
    open: (index) => {
      const { rows, entries, assigned }: Texts = JSON.parse(texts[index]?.toString() ?? '');
      const extracts = new Map<RowFeed, Extract>();
      for (const [feed, name] of names) {
        const header = { ...name, layoutVersion: LAYOUT_VERSION, madeAt: '' };
        const count = counts.get(feed) ?? 0;
        extracts.set(feed, {
          name,
          file: { header, rows: count, sha256: '' },
          rows: count,
          horizon: { epoch: 1, number: Math.max(1, count) },
          oldestYear: undefined,
          rowsIn: () => rows[feed] ?? [],
        });
      }
      return { facts: factsOf(entries, assigned), extracts };
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

function store(
  registry: ReturnType<typeof createMemoryRegistry>,
  inBucket: (personId: PersonId) => Texts,
): void {
  const add = (entry: StoredEntry): void => void inBucket(entry.personId).entries.push(entry);
  // The gate comes first of a person's items.
  for (const [personId, gate] of registry.gates) add({ personId, kind: 'gate', gate });
  for (const [personId, item] of registry.residents) add({ personId, kind: 'resident', ...item });
  for (const [personId, item] of registry.seals) add({ personId, kind: 'seal', ...item });
  for (const [personId, item] of registry.entries) add({ personId, kind: 'koseki-index', ...item });
  for (const [key, item] of registry.taxes) {
    const [personId = '', subject = ''] = key.split('#');
    add({ personId: personId as PersonId, kind: 'tax', subject, ...item });
  }
  for (const [feed, items] of [
    ['serial', registry.serials],
    ['domicile-registration', registry.domiciles],
  ] as const)
    for (const [subject, item] of items)
      for (const personId of Object.keys(item.persons))
        inBucket(personId as PersonId).assigned[feed].push([subject, item]);
}

function factsOf(
  entries: readonly StoredEntry[],
  assigned: Readonly<Record<AssignedFeed, Assigned>>,
): StoredFacts {
  const items = {
    serial: new Map(assigned.serial),
    'domicile-registration': new Map(assigned['domicile-registration']),
  };
  return {
    buckets,
    bucketIndexOf,
    readBucket: async function* () {
      yield entries;
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
