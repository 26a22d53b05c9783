import type { RowFileName } from '../../../functions/linkage/layouts/envelope.ts';
import {
  type Difference,
  type ExtractSource,
  reconcile,
  type Spill,
} from '../../../functions/linkage/reconciliation/index.ts';
import { createStoredFacts } from '../../../functions/registry/index.ts';
import { referenceOf, type SealImpression } from '../../../functions/seal-images/index.ts';
import type { MunicipalityCode } from '../../../functions/shared/ids.ts';
import { createWorld } from '../linkage/ingest-world.ts';
import { chunksOf, fileOf, nameOf } from '../linkage/sample-files.ts';

export function memorySpill(): Spill {
  const texts = new Map<number, string[]>();
  return {
    add: (bucket, text) => void texts.set(bucket, [...(texts.get(bucket) ?? []), text]),
    read: (bucket) => texts.get(bucket) ?? [],
  };
}

export const sourceOf = (name: RowFileName, bytes: Uint8Array): ExtractSource => ({
  name,
  bytes: bytes.byteLength,
  open: () => chunksOf(bytes, 10_000),
});

/** Keeps the digest of an impression and forgets the rest. */
export const impressions = {
  put: async (_: MunicipalityCode, impression: SealImpression) => referenceOf(impression).sha256,
};

/** A registry in memory that takes files in, and compares full extracts with what it holds. */
export function createReconcileWorld() {
  const world = createWorld();
  const facts = createStoredFacts({ client: world.table.client, table: 'registry', pause: async () => {} });
  const deps = { facts, linkage: world.linkage, rowSettings: async () => ({}), spill: memorySpill };
  const compareSources = async (sources: readonly ExtractSource[], over: Partial<typeof deps> = {}) => {
    const [first] = sources;
    if (first === undefined) throw new Error('nothing to compare');
    const differences: Difference[] = [];
    const progress: (readonly [string, number, number])[] = [];
    const result = await reconcile({ ...deps, ...over }, first.name.municipality, sources, {
      difference: (difference) => void differences.push(difference),
      progress: (...at) => void progress.push(at),
    });
    return { result, differences, progress };
  };
  return {
    ...world,
    facts,
    reconcileDeps: deps,
    compareSources,
    /** Takes a file in. */
    send: (wish: Partial<RowFileName>, records: readonly string[]) => {
      const name = nameOf(wish);
      return world.deliver(name, fileOf(name, records), { enclosures: { impressions } });
    },
    /** Compares a full extract of these records. */
    compare: (wish: Partial<RowFileName>, records: readonly string[]) => {
      const name = nameOf({ kind: 'full', fileNumber: 50, ...wish });
      return compareSources([sourceOf(name, fileOf(name, records))]);
    },
  };
}

export const personOf = (n: number): string => String(n).padStart(15, '0');

/** What a difference says, without its line. */
export const brief = ({ kind, personId, fields, remedy }: Difference) => ({
  kind,
  person: personId === undefined ? undefined : Number(personId),
  fields: fields.map(({ column }) => column),
  remedy,
});
