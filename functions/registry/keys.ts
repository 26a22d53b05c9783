import { createHash } from 'node:crypto';
import type {
  HouseholdId,
  JpkiIssuer,
  JpkiSerial,
  KosekiId,
  KosekiPersonKey,
  MunicipalityCode,
  PersonId,
} from '../shared/ids.ts';
import type { ItemKey } from '../shared/item-key.ts';

export { keyText } from '../shared/item-key.ts';

/** Key of one item of the registry table. */
export type RegistryKey = ItemKey;

/** First two hex digits of SHA-256: 256 buckets keep a bucket of our largest city well under one page of 1 MB. */
function bucketOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 2);
}

/** Partition keys of all that is known of a city's persons; within one, a person's items lie together. */
export const personBuckets = (municipality: MunicipalityCode): readonly string[] =>
  Array.from({ length: 256 }, (_, bucket) => `P#${municipality}#${bucket.toString(16).padStart(2, '0')}`);

// Every key begins with the municipality (INV-11): without it no key can be built.

export const residentKey = (municipality: MunicipalityCode, person: PersonId): RegistryKey => ({
  pk: `P#${municipality}#${bucketOf(person)}`,
  sk: `${person}#resident`,
});

export const gateKey = (municipality: MunicipalityCode, person: PersonId): RegistryKey => ({
  pk: `P#${municipality}#${bucketOf(person)}`,
  sk: `${person}#gate`,
});

export const householdKey = (municipality: MunicipalityCode, household: HouseholdId): RegistryKey => ({
  pk: `H#${municipality}#${bucketOf(household)}`,
  sk: household,
});

export const sealKey = (municipality: MunicipalityCode, person: PersonId): RegistryKey => ({
  pk: `P#${municipality}#${bucketOf(person)}`,
  sk: `${person}#seal`,
});

export const taxKey = (municipality: MunicipalityCode, person: PersonId, taxYear: number): RegistryKey => ({
  pk: `P#${municipality}#${bucketOf(person)}`,
  sk: `${person}#tax#${taxYear}`,
});

export const kosekiKey = (municipality: MunicipalityCode, person: PersonId): RegistryKey => ({
  pk: `P#${municipality}#${bucketOf(person)}`,
  sk: `${person}#koseki`,
});

export const individualNumberKey = (municipality: MunicipalityCode, person: PersonId): RegistryKey => ({
  pk: `P#${municipality}#${bucketOf(person)}`,
  sk: `${person}#individual-number`,
});

export const registerKey = (municipality: MunicipalityCode, koseki: KosekiId): RegistryKey => ({
  pk: `F#${municipality}#${bucketOf(koseki)}`,
  sk: koseki,
});

export const kosekiPersonKey = (municipality: MunicipalityCode, key: KosekiPersonKey): RegistryKey => ({
  pk: `K#${municipality}#${bucketOf(key)}`,
  sk: key,
});

export const domicileKey = (
  municipality: MunicipalityCode,
  issuer: JpkiIssuer,
  serial: JpkiSerial,
): RegistryKey => ({ pk: `D#${municipality}#${issuer}#${serial}`, sk: 'domicile' });

/** A serial number is unique only together with its issuer; the city is part of the key like everywhere. */
export const serialKey = (
  municipality: MunicipalityCode,
  issuer: JpkiIssuer,
  serial: JpkiSerial,
): RegistryKey => ({ pk: `S#${municipality}#${issuer}#${serial}`, sk: 'serial' });
