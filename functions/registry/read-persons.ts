import type { Pause } from '../shared/batch-store.ts';
import type { MunicipalityCode, PersonId } from '../shared/ids.ts';
import type { VersionCheck } from '../shared/versions.ts';
import { Gate, IndividualNumberItem, KosekiFact, ResidentFact, SealFact, TaxFact } from './items.ts';
import {
  gateKey,
  individualNumberKey,
  kosekiKey,
  type RegistryKey,
  residentKey,
  sealKey,
  taxKey,
} from './keys.ts';

/** What to read of a person beside the gate and the resident record. */
export type With = {
  readonly seal?: boolean;
  readonly koseki?: boolean;
  readonly individualNumber?: boolean;
  /** 課税年度. Which ones there are, and in which state, the gate says. */
  readonly taxYears?: readonly number[];
};

/** All that a city knows of one person. A gate without a resident: only other rows have arrived. */
export type PersonFacts = {
  readonly gate: Gate | undefined;
  readonly resident: ResidentFact | undefined;
};

/** The parts beside the resident record are there only where they were asked for, and where there are any. */
export type ReadPerson = PersonFacts & {
  readonly personId: PersonId;
  readonly seal?: SealFact | undefined;
  readonly koseki?: KosekiFact | undefined;
  readonly taxes?: readonly TaxFact[];
  /** 個人番号 of the resident record, encrypted. */
  readonly individualNumber?: string | undefined;
  readonly version: VersionCheck;
};

type Read = (keys: readonly RegistryKey[]) => Promise<(key: RegistryKey) => unknown>;

const READ_ATTEMPTS = 5;

/** In the order of the ids, one entry per id. */
export async function readPersons(
  { table, read, pause }: { readonly table: string; readonly read: Read; readonly pause: Pause },
  municipality: MunicipalityCode,
  persons: readonly PersonId[],
  wanted: With = {},
): Promise<readonly ReadPerson[]> {
  const settled = new Map<PersonId, ReadPerson>();
  let open = [...new Set(persons)];
  for (let attempt = 1; open.length > 0; attempt += 1) {
    if (attempt > READ_ATTEMPTS) throw new Error('registry: a person keeps changing while being read');
    if (attempt > 1) await pause(attempt - 1);
    const item = await read(open.flatMap((id) => keysOf(municipality, id, wanted)));
    for (const personId of open) {
      const person = consistentPerson(item, { table, municipality, personId }, wanted);
      if (person !== undefined) settled.set(personId, person);
    }
    open = open.filter((id) => !settled.has(id));
  }
  return persons.map((id) => {
    const person = settled.get(id);
    if (person === undefined) throw new Error('registry: a person was not read');
    return person;
  });
}

function keysOf(municipality: MunicipalityCode, person: PersonId, wanted: With): RegistryKey[] {
  return [
    gateKey(municipality, person),
    residentKey(municipality, person),
    ...(wanted.seal ? [sealKey(municipality, person)] : []),
    ...(wanted.koseki ? [kosekiKey(municipality, person)] : []),
    ...(wanted.individualNumber ? [individualNumberKey(municipality, person)] : []),
    ...(wanted.taxYears ?? []).map((year) => taxKey(municipality, person, year)),
  ];
}

type Vouched = { readonly digest: string } | undefined;

/**
 * A batch read is no snapshot: a change between two of its items would pair an old fact with a new gate, and the
 * commit's check of the gate would pass. Undefined where an item is not the one that the gate names.
 */
function consistentPerson(
  item: (key: RegistryKey) => unknown,
  {
    table,
    municipality,
    personId,
  }: { readonly table: string; readonly municipality: MunicipalityCode; readonly personId: PersonId },
  wanted: With,
): ReadPerson | undefined {
  const key = gateKey(municipality, personId);
  const gate = Gate.optional().parse(item(key));
  const differs = (named: Vouched, found: Vouched): boolean => named?.digest !== found?.digest;

  const resident = ResidentFact.optional().parse(item(residentKey(municipality, personId)));
  if (differs(gate?.resident, resident)) return undefined;
  const base = { personId, gate, resident, version: { table, key, revision: gate?.revision ?? 0 } };

  const seal = wanted.seal ? SealFact.optional().parse(item(sealKey(municipality, personId))) : undefined;
  if (wanted.seal && differs(gate?.seal, seal)) return undefined;
  const koseki = wanted.koseki
    ? KosekiFact.optional().parse(item(kosekiKey(municipality, personId)))
    : undefined;
  if (wanted.koseki && differs(gate?.koseki, koseki)) return undefined;
  const number = wanted.individualNumber
    ? IndividualNumberItem.optional().parse(item(individualNumberKey(municipality, personId)))
    : undefined;
  const numbered = gate?.individualNumber?.digest;
  if (wanted.individualNumber && numbered !== undefined && numbered !== number?.digest) return undefined;
  const taxes: TaxFact[] = [];
  for (const year of wanted.taxYears ?? []) {
    const tax = TaxFact.optional().parse(item(taxKey(municipality, personId, year)));
    if (differs(gate?.taxes?.[String(year)], tax)) return undefined;
    if (tax !== undefined) taxes.push(tax);
  }
  return {
    ...base,
    ...(wanted.seal ? { seal } : {}),
    ...(wanted.koseki ? { koseki } : {}),
    ...(wanted.individualNumber && numbered !== undefined ? { individualNumber: number?.ciphertext } : {}),
    ...(wanted.taxYears === undefined ? {} : { taxes }),
  };
}
