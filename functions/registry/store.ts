import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { z } from 'zod';
import { type Pause, readItems } from '../shared/batch-store.ts';
import type {
  HouseholdId,
  JpkiIssuer,
  JpkiSerial,
  KosekiId,
  KosekiPersonKey,
  MunicipalityCode,
  PersonId,
} from '../shared/ids.ts';
import type { VersionCheck } from '../shared/versions.ts';
import { applyChanges } from './apply.ts';
import type { Outcome, RegistryChange } from './changes.ts';
import type { DomicileRegistration, JpkiSerialLink } from './facts.ts';
import { DomicileItem, Household, KosekiPerson, Register, SerialItem } from './items.ts';
import {
  domicileKey,
  householdKey,
  keyText,
  kosekiPersonKey,
  type RegistryKey,
  registerKey,
  serialKey,
} from './keys.ts';
import { type ReadPerson, readPersons, type With } from './read-persons.ts';

export type ReadSerial = {
  /** Undefined when no row has named this serial, and when rows have assigned it to different people. */
  readonly link: JpkiSerialLink | undefined;
  /** Rows have assigned this serial to different people: it stands for nobody. */
  readonly contested: boolean;
  readonly version: VersionCheck;
};

export type ReadDomicile = {
  /** As `ReadSerial.link`, of a non-resident. */
  readonly registration: DomicileRegistration | undefined;
  readonly contested: boolean;
  readonly version: VersionCheck;
};

export type ReadRegister = {
  /** Everyone who is or was in it, with what closes it; undefined when the register is unknown. */
  readonly members: Register['members'] | undefined;
  readonly version: VersionCheck;
};

export type ReadKosekiPerson = {
  /** Undefined when no row names this key, and when rows give it to different people. */
  readonly personId: PersonId | undefined;
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
  readonly readDomicile: (
    m: MunicipalityCode,
    issuer: JpkiIssuer,
    serial: JpkiSerial,
  ) => Promise<ReadDomicile>;
  readonly readPerson: (m: MunicipalityCode, person: PersonId, wanted?: With) => Promise<ReadPerson>;
  /** In the order of the ids, one entry per id: gate and resident record, and what else is wanted. */
  readonly readPersons: (
    m: MunicipalityCode,
    persons: readonly PersonId[],
    wanted?: With,
  ) => Promise<readonly ReadPerson[]>;
  /** 戸籍 and everyone in it: its version ends with every restriction, mark and notification of a member. */
  readonly readRegister: (m: MunicipalityCode, koseki: KosekiId) => Promise<ReadRegister>;
  /** In the order of the keys, one entry per key. */
  readonly readKosekiPersons: (
    m: MunicipalityCode,
    keys: readonly KosekiPersonKey[],
  ) => Promise<readonly ReadKosekiPerson[]>;
  readonly readHousehold: (m: MunicipalityCode, household: HouseholdId) => Promise<ReadHousehold>;
  /** See `applyChanges`: at most `CHANGES_PER_TRANSACTION` changes, one transaction, one outcome per change. */
  readonly apply: (m: MunicipalityCode, changes: readonly RegistryChange[]) => Promise<readonly Outcome[]>;
};

type StoreOptions = {
  readonly client: DynamoDBDocumentClient;
  readonly table: string;
  /** Wait between repeats; `jitteredPause(Math.random)` in a program. */
  readonly pause: Pause;
};

export function createRegistryStore({ client, table, pause }: StoreOptions): RegistryStore {
  const read = async (keys: readonly RegistryKey[]) => {
    const found = await readItems(client, table, keys, pause);
    return (key: RegistryKey): unknown => found.get(keyText(key));
  };

  const readAll: RegistryStore['readPersons'] = (municipality, persons, wanted) =>
    readPersons({ table, read, pause }, municipality, persons, wanted);
  const readOne = async <S extends z.ZodType>(schema: S, key: RegistryKey) =>
    schema.optional().parse((await read([key]))(key));

  return {
    readPersons: readAll,
    readPerson: async (municipality, personId, wanted) => {
      const [person] = await readAll(municipality, [personId], wanted);
      if (person === undefined) throw new Error('registry: a person was not read');
      return person;
    },
    readSerial: async (municipality, issuer, serial) => {
      const key = serialKey(municipality, issuer, serial);
      const item = await readOne(SerialItem, key);
      const contested = item !== undefined && Object.keys(item.persons).length > 1;
      return {
        link: contested ? undefined : item?.fact,
        contested,
        version: { table, key, revision: item?.revision ?? 0 },
      };
    },
    readDomicile: async (municipality, issuer, serial) => {
      const key = domicileKey(municipality, issuer, serial);
      const item = await readOne(DomicileItem, key);
      const contested = item !== undefined && Object.keys(item.persons).length > 1;
      return {
        registration: contested ? undefined : item?.fact,
        contested,
        version: { table, key, revision: item?.revision ?? 0 },
      };
    },
    readRegister: async (municipality, koseki) => {
      const key = registerKey(municipality, koseki);
      const item = await readOne(Register, key);
      return { members: item?.members, version: { table, key, revision: item?.revision ?? 0 } };
    },
    readKosekiPersons: async (municipality, personKeys) => {
      const keys = personKeys.map((personKey) => kosekiPersonKey(municipality, personKey));
      const found = await read(keys);
      return keys.map((key) => {
        const item = KosekiPerson.optional().parse(found(key));
        const [personId, ...others] = Object.keys(item?.persons ?? {}) as PersonId[];
        const contested = others.length > 0;
        const version = { table, key, revision: item?.revision ?? 0 };
        return { personId: contested ? undefined : personId, contested, version };
      });
    },
    readHousehold: async (municipality, household) => {
      const key = householdKey(municipality, household);
      const item = await readOne(Household, key);
      return { members: item?.members, version: { table, key, revision: item?.revision ?? 0 } };
    },
    apply: (municipality, changes) => applyChanges({ client, table, pause }, municipality, changes),
  };
}
