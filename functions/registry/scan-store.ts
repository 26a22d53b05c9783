import { type MunicipalityCode, PersonId } from '../shared/ids.ts';
import { partitionPages, type Table } from '../shared/partition-store.ts';
import { Gate } from './items.ts';
import { personBuckets } from './keys.ts';

export type PersonGate = { readonly personId: PersonId; readonly gate: Gate };

/** Looks through all that is known of a city's people, bucket by bucket: the memory of one page, whatever the city. */
export type RegistryScan = {
  readonly buckets: (municipality: MunicipalityCode) => readonly string[];
  /** The gates of one bucket, read strongly consistent. */
  readonly readGates: (bucket: string) => Promise<readonly PersonGate[]>;
};

export function createRegistryScan(table: Table): RegistryScan {
  return {
    buckets: personBuckets,
    readGates: async (bucket) => {
      const gates: PersonGate[] = [];
      // A sort key takes part in no filter; a gate is what has restrictions, be they none.
      for await (const items of partitionPages(table, bucket, 'attribute_exists(restrictions)')) {
        for (const item of items) {
          const personId = PersonId.parse(String(item['sk']).split('#')[0]);
          gates.push({ personId, gate: Gate.parse(item) });
        }
      }
      return gates;
    },
  };
}
