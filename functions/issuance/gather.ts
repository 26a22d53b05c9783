import type { DecisionReader, PersonDecisions, ReadDecisions } from '../decisions/index.ts';
import type { Known, KnownPerson } from '../eligibility/index.ts';
import type { ReadPerson, RegistryStore, With } from '../registry/index.ts';
import type { JpkiIssuer, JpkiSerial, MunicipalityCode, PersonId } from '../shared/ids.ts';
import type { VersionCheck } from '../shared/versions.ts';

/** What is known for one request, with the version of every item that was read. */
export type Gathered = {
  readonly known: Known;
  /** The serial's person with what was wanted of the own facts; undefined where the serial stands for nobody. */
  readonly own: ReadPerson | undefined;
  /** 個人番号 of whom the paper may show, encrypted; empty where nobody asked for them. */
  readonly sealedNumbers: ReadonlyMap<PersonId, string>;
  readonly versions: readonly VersionCheck[];
};

/** What a certificate rests on beside gates and resident records. */
export type Wanted = {
  /** Of the applicant, and of the members where the paper may show them. */
  readonly own: With;
  /** The members because the paper may show them, because what closes them may close it, or not at all. */
  readonly household: 'shown' | 'binding' | 'left-out';
  /** Whose decisions of staff count: everyone's who may be a subject. */
  readonly decided: 'applicant' | 'members';
};

export type Holder = {
  readonly municipality: MunicipalityCode;
  readonly issuer: JpkiIssuer;
  readonly serial: JpkiSerial;
};

type Reader = {
  readonly registry: Pick<RegistryStore, 'readSerial' | 'readPerson' | 'readPersons' | 'readHousehold'>;
  readonly decisions: DecisionReader;
};

const WHOLE_HOUSEHOLD: Wanted = { own: {}, household: 'shown', decided: 'applicant' };

/**
 * Reads everything that a judgement and a certificate rest on: serial → person → household → members, always within
 * the request's own city (INV-11). The versions are checked again by the commit; together they make it one read.
 */
export async function gather(
  { registry, decisions }: Reader,
  { municipality, issuer, serial }: Holder,
  wish: Wanted | Promise<Wanted> = WHOLE_HOUSEHOLD,
): Promise<Gathered> {
  const [link, wanted] = await Promise.all([registry.readSerial(municipality, issuer, serial), wish]);
  if (link.link === undefined)
    return {
      known: { serial: undefined, applicant: undefined, household: new Map() },
      own: undefined,
      sealedNumbers: new Map(),
      versions: [link.version],
    };

  const [own, ownDecisions] = await Promise.all([
    registry.readPerson(municipality, link.link.personId, wanted.own),
    decisions.readDecisions(municipality, [link.link.personId]),
  ]);
  const decided = new Map(ownDecisions.map(byPerson));
  const applicant = knownPerson(own, decided);
  const versions: VersionCheck[] = [link.version, own.version, ...ownDecisions.map(({ version }) => version)];
  const household = new Map<PersonId, KnownPerson>();
  const sealedNumbers = new Map<PersonId, string>();
  const householdId = own.resident?.fact.householdId;
  if (wanted.household === 'left-out') household.set(own.personId, applicant);
  else if (householdId !== undefined) {
    const read = await registry.readHousehold(municipality, householdId);
    versions.push(read.version);
    const ordered = Object.entries(read.members ?? {})
      .map(([id, order]) => ({ id: id as PersonId, order }))
      .sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
    const otherIds = ordered.map(({ id }) => id).filter((id) => id !== own.personId);
    const [others, otherDecisions] = await Promise.all([
      registry.readPersons(municipality, otherIds, wanted.household === 'shown' ? wanted.own : {}),
      wanted.decided === 'members' ? decisions.readDecisions(municipality, otherIds) : [],
    ]);
    for (const entry of otherDecisions.map(byPerson)) decided.set(...entry);
    versions.push(...otherDecisions.map(({ version }) => version));
    const byId = new Map([own, ...others].map((person) => [person.personId, person]));
    for (const { id } of ordered) {
      const person = byId.get(id);
      if (person === undefined) continue;
      household.set(id, knownPerson(person, decided));
      if (person.individualNumber !== undefined) sealedNumbers.set(id, person.individualNumber);
    }
    // A household's revision rises with every restriction and mark of a member: where only those count, it stands for all.
    if (wanted.household === 'shown') versions.push(...others.map((person) => person.version));
  }
  return { known: { serial: link.link, applicant, household }, own, sealedNumbers, versions };
}

const byPerson = ({ personId, decisions }: ReadDecisions): [PersonId, PersonDecisions] => [
  personId,
  decisions,
];

function knownPerson(
  { personId, gate, resident }: ReadPerson,
  decided: ReadonlyMap<PersonId, PersonDecisions>,
): KnownPerson {
  return {
    resident: resident?.fact,
    restrictions: Object.values(gate?.restrictions ?? {}),
    hasRejectedRow: Object.keys(gate?.rejected ?? {}).length > 0,
    decisions: decided.get(personId),
  };
}
