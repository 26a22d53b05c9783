import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Pause, readItems } from '../shared/batch-store.ts';
import { type MunicipalityCode, PersonId } from '../shared/ids.ts';
import { partitionPages } from '../shared/partition-store.ts';
import { serialOfSubject } from './decide.ts';
import type { Sequence } from './facts.ts';
import { DomicileItem, Gate, KosekiFact, ResidentFact, SealFact, SerialItem, TaxFact } from './items.ts';
import { domicileKey, gateKey, keyText, personBuckets, type RegistryKey, serialKey } from './keys.ts';

/** One thing that is stored of a person, as the row said it that brought it. */
export type StoredFact = { readonly sequence: Sequence; readonly fact: object };

/** An item of a person's bucket. Restrictions and marks lie in the gate. */
export type StoredEntry = { readonly personId: PersonId } & (
  | { readonly kind: 'gate'; readonly gate: Gate }
  | (StoredFact & { readonly kind: 'resident' | 'seal' | 'koseki-index' })
  | (StoredFact & { readonly kind: 'tax'; readonly subject: string })
);

export type AssignedFeed = 'serial' | 'domicile-registration';

/** All that is stored of a city, for whoever compares it. Reads only, strongly consistent. */
export type StoredFacts = {
  readonly buckets: (municipality: MunicipalityCode) => readonly string[];
  /** The place of a person's bucket among `buckets`. */
  readonly bucketIndexOf: (personId: PersonId) => number;
  /** A bucket, page by page. */
  readonly readBucket: (bucket: string) => AsyncIterable<readonly StoredEntry[]>;
  /** What is stored under these subjects (`serialSubject`), by subject: the newest row of each person, and the fact. */
  readonly readAssigned: (
    municipality: MunicipalityCode,
    feed: AssignedFeed,
    subjects: readonly string[],
  ) => Promise<ReadonlyMap<string, SerialItem | DomicileItem>>;
};

export function createStoredFacts({
  client,
  table,
  pause,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  readonly pause: Pause;
}): StoredFacts {
  async function* readBucket(bucket: string): AsyncGenerator<readonly StoredEntry[]> {
    for await (const items of partitionPages({ client, table }, bucket))
      yield items.flatMap((item) => entryOf(item) ?? []);
  }

  return {
    buckets: personBuckets,
    bucketIndexOf: (personId) => Number.parseInt(gateKey(ANY_CITY, personId).pk.slice(-2), 16),
    readBucket,
    readAssigned: async (municipality, feed, subjects) => {
      const keys = new Map(
        subjects.flatMap((subject): [string, RegistryKey][] => {
          const link = serialOfSubject(subject);
          if (link === undefined) return [];
          const keyOf = feed === 'serial' ? serialKey : domicileKey;
          return [[subject, keyOf(municipality, link.issuer, link.serial)]];
        }),
      );
      const found = await readItems(client, table, [...keys.values()], pause);
      const schema = feed === 'serial' ? SerialItem : DomicileItem;
      return new Map(
        [...keys].flatMap(([subject, key]) => {
          const item = found.get(keyText(key));
          return item === undefined ? [] : [[subject, schema.parse(item)] as const];
        }),
      );
    },
  };
}

/** The bucket's place is the same in every city. */
const ANY_CITY = '000000' as MunicipalityCode;

const FACTS = {
  resident: { kind: 'resident', schema: ResidentFact },
  seal: { kind: 'seal', schema: SealFact },
  koseki: { kind: 'koseki-index', schema: KosekiFact },
} as const;

/** Undefined for what no feed says in this form: an encrypted 個人番号. */
function entryOf(item: Record<string, unknown>): StoredEntry | undefined {
  const [id, kind = '', subject = ''] = String(item['sk']).split('#');
  const personId = PersonId.parse(id);
  if (kind === 'gate') return { personId, kind, gate: Gate.parse(item) };
  if (kind === 'tax') {
    const { sequence, fact } = TaxFact.parse(item);
    return { personId, kind, subject, sequence, fact };
  }
  if (kind !== 'resident' && kind !== 'seal' && kind !== 'koseki') return undefined;
  const { sequence, fact } = FACTS[kind].schema.parse(item);
  return { personId, kind: FACTS[kind].kind, sequence, fact };
}
