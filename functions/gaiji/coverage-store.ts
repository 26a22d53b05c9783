import { z } from 'zod';
import { personBuckets } from '../registry/index.ts';
import { type MunicipalityCode, PersonId } from '../shared/ids.ts';
import { partitionPages, type Table } from '../shared/partition-store.ts';
import type { PrintedFacts } from './coverage.ts';

const Item = z.object({ sk: z.string(), fact: z.unknown().optional() });
/** What certificates print of a person. */
const PRINTED = /^(\d{15})#(resident|seal|tax#\d+)$/;

export type CoverageStore = {
  /** Everyone of whom something is stored, bucket by bucket: one page in memory at a time, whatever the city's size. */
  readonly persons: (
    municipality: MunicipalityCode,
    onBucket?: (done: number, total: number) => void,
  ) => AsyncGenerator<PrintedFacts>;
};

/** Table `registry`. */
export function createCoverageStore(table: Table): CoverageStore {
  async function* bucket(pk: string): AsyncGenerator<PrintedFacts> {
    let person: { readonly personId: PersonId; readonly facts: Record<string, unknown> } | undefined;
    for await (const items of partitionPages(table, pk, 'attribute_exists(fact)')) {
      for (const item of items) {
        const { sk, fact } = Item.parse(item);
        const [, id, kind] = PRINTED.exec(sk) ?? [];
        if (id === undefined || kind === undefined) continue;
        if (person?.personId !== id) {
          if (person !== undefined) yield person;
          person = { personId: PersonId.parse(id), facts: {} };
        }
        person.facts[kind] = fact;
      }
    }
    if (person !== undefined) yield person;
  }

  return {
    async *persons(municipality, onBucket) {
      const buckets = personBuckets(municipality);
      for (const [index, pk] of buckets.entries()) {
        yield* bucket(pk);
        onBucket?.(index + 1, buckets.length);
      }
    },
  };
}
