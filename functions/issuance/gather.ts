import type { Known, KnownPerson } from '../eligibility/index.ts';
import type { ReadPerson, RegistryStore, VersionCheck } from '../registry/index.ts';
import type { JpkiIssuer, JpkiSerial, MunicipalityCode, PersonId } from '../shared/ids.ts';

/** What is known for one request, with the version of every item that was read. */
export type Gathered = { readonly known: Known; readonly versions: readonly VersionCheck[] };

export type Holder = {
  readonly municipality: MunicipalityCode;
  readonly issuer: JpkiIssuer;
  readonly serial: JpkiSerial;
};

type Reader = Pick<RegistryStore, 'readSerial' | 'readPerson' | 'readPersons' | 'readHousehold'>;

/**
 * Reads everything that a judgement and a certificate rest on: serial → person → household → members, always within
 * the request's own city (INV-11). The versions are checked again by the commit; together they make it one read.
 */
export async function gather(registry: Reader, { municipality, issuer, serial }: Holder): Promise<Gathered> {
  const link = await registry.readSerial(municipality, issuer, serial);
  if (link.link === undefined)
    return {
      known: { serial: undefined, applicant: undefined, household: new Map() },
      versions: [link.version],
    };

  const applicant = await registry.readPerson(municipality, link.link.personId);
  const versions: VersionCheck[] = [link.version, applicant.version];
  const householdId = applicant.resident?.fact.householdId;
  const household = new Map<PersonId, KnownPerson>();
  if (householdId !== undefined) {
    const read = await registry.readHousehold(municipality, householdId);
    versions.push(read.version);
    const ordered = Object.entries(read.members ?? {})
      .map(([id, order]) => ({ id: id as PersonId, order }))
      .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
    const others = await registry.readPersons(
      municipality,
      ordered.map(({ id }) => id).filter((id) => id !== applicant.personId),
    );
    // A household's revision rises with every change of a member, so that it stands for all of them in the commit.
    const byId = new Map([applicant, ...others].map((person) => [person.personId, person]));
    for (const { id } of ordered) {
      const person = byId.get(id);
      if (person !== undefined) household.set(id, knownPerson(person));
    }
    versions.push(...others.map((person) => person.version));
  }
  return { known: { serial: link.link, applicant: knownPerson(applicant), household }, versions };
}

function knownPerson({ gate, resident }: ReadPerson): KnownPerson {
  return {
    resident: resident?.fact,
    restrictions: Object.values(gate?.restrictions ?? {}),
    hasRejectedRow: Object.keys(gate?.rejected ?? {}).length > 0,
  };
}
