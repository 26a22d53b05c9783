import { createHash } from 'node:crypto';
import type { HouseholdId, JpkiIssuer, JpkiSerial, MunicipalityCode, PersonId } from '../shared/ids.ts';

/** Key of one item of the registry table. */
export type RegistryKey = { readonly pk: string; readonly sk: string };

/** First two hex digits of SHA-256: 256 buckets keep a bucket of our largest city well under one page of 1 MB. */
function bucketOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 2);
}

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

/** A serial number is unique only together with its issuer; the city is part of the key like everywhere. */
export const serialKey = (
  municipality: MunicipalityCode,
  issuer: JpkiIssuer,
  serial: JpkiSerial,
): RegistryKey => ({ pk: `S#${municipality}#${issuer}#${serial}`, sk: 'serial' });

/** One text per item, for maps. Neither part can hold a line break. */
export const keyText = (key: RegistryKey): string => `${key.pk}\n${key.sk}`;
