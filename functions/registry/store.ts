import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { HouseholdId, JpkiIssuer, JpkiSerial, MunicipalityCode, PersonId } from '../shared/ids.ts';
import { applyChanges } from './apply.ts';
import type { Outcome, RegistryChange } from './changes.ts';
import type { JpkiSerialLink } from './facts.ts';
import { Gate, Household, ResidentFact, SerialItem } from './items.ts';
import { gateKey, householdKey, keyText, type RegistryKey, residentKey, serialKey } from './keys.ts';
import { type Pause, readItems } from './table.ts';
import { conditionChecksOf, type TransactItem, type VersionCheck } from './versions.ts';

/** All that a city knows of one person. A gate without a resident: only a restriction or a serial has arrived. */
export type PersonFacts = {
  readonly gate: Gate | undefined;
  readonly resident: ResidentFact | undefined;
};
export type ReadPerson = PersonFacts & { readonly personId: PersonId; readonly version: VersionCheck };

export type ReadSerial = {
  /** Undefined when no row has named this serial, and when rows have assigned it to different people. */
  readonly link: JpkiSerialLink | undefined;
  /** Rows have assigned this serial to different people: it stands for nobody. */
  readonly contested: boolean;
  readonly version: VersionCheck;
};

export type ReadHousehold = {
  /** Place in the printed order by person; undefined when the household is unknown. */
  readonly members: Household['members'] | undefined;
  readonly version: VersionCheck;
};

/** Every read is strongly consistent and carries the version that a later commit checks. */
export type RegistryStore = {
  readonly readSerial: (m: MunicipalityCode, issuer: JpkiIssuer, serial: JpkiSerial) => Promise<ReadSerial>;
  readonly readPerson: (m: MunicipalityCode, person: PersonId) => Promise<ReadPerson>;
  /** In the order of the ids, one entry per id. */
  readonly readPersons: (m: MunicipalityCode, persons: readonly PersonId[]) => Promise<readonly ReadPerson[]>;
  readonly readHousehold: (m: MunicipalityCode, household: HouseholdId) => Promise<ReadHousehold>;
  /** Entries for a transaction that fails as soon as one of these versions has passed; one per item. */
  readonly conditionChecks: (versions: readonly VersionCheck[]) => TransactItem[];
  /** See `applyChanges`: at most `CHANGES_PER_TRANSACTION` changes, one transaction, one outcome per change. */
  readonly apply: (m: MunicipalityCode, changes: readonly RegistryChange[]) => Promise<readonly Outcome[]>;
};

type StoreOptions = {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Wait between repeats; `jitteredPause(Math.random)` in a program. */
  readonly pause: Pause;
};

const READ_ATTEMPTS = 5;

export function createRegistryStore({ client, table, pause }: StoreOptions): RegistryStore {
  const read = async (keys: readonly RegistryKey[]) => {
    const found = await readItems(client, table, keys, pause);
    return (key: RegistryKey): unknown => found.get(keyText(key));
  };

  const readPersons: RegistryStore['readPersons'] = async (municipality, persons) => {
    const settled = new Map<PersonId, ReadPerson>();
    let open = [...new Set(persons)];
    for (let attempt = 1; open.length > 0; attempt += 1) {
      if (attempt > READ_ATTEMPTS) throw new Error('registry: a person keeps changing while being read');
      if (attempt > 1) await pause(attempt - 1);
      const item = await read(
        open.flatMap((id) => [gateKey(municipality, id), residentKey(municipality, id)]),
      );
      for (const personId of open) {
        const key = gateKey(municipality, personId);
        const gate = Gate.optional().parse(item(key));
        const resident = ResidentFact.optional().parse(item(residentKey(municipality, personId)));
        // A batch read is no snapshot: a change between its two items would pair an old record with a new gate,
        // and the commit's check of the gate would pass.
        if (gate?.resident?.digest !== resident?.digest) continue;
        settled.set(personId, {
          personId,
          gate,
          resident,
          version: { key, revision: gate?.revision ?? 0 },
        });
      }
      open = open.filter((id) => !settled.has(id));
    }
    return persons.map((id) => {
      const person = settled.get(id);
      if (person === undefined) throw new Error('registry: a person was not read');
      return person;
    });
  };

  return {
    readPersons,
    readPerson: async (municipality, personId) => {
      const [person] = await readPersons(municipality, [personId]);
      if (person === undefined) throw new Error('registry: a person was not read');
      return person;
    },
    readSerial: async (municipality, issuer, serial) => {
      const key = serialKey(municipality, issuer, serial);
      const item = SerialItem.optional().parse((await read([key]))(key));
      const contested = item !== undefined && Object.keys(item.persons).length > 1;
      return {
        link: contested ? undefined : item?.fact,
        contested,
        version: { key, revision: item?.revision ?? 0 },
      };
    },
    readHousehold: async (municipality, household) => {
      const key = householdKey(municipality, household);
      const item = Household.optional().parse((await read([key]))(key));
      return { members: item?.members, version: { key, revision: item?.revision ?? 0 } };
    },
    conditionChecks: (versions) => conditionChecksOf(table, versions),
    apply: (municipality, changes) => applyChanges({ client, table, pause }, municipality, changes),
  };
}
