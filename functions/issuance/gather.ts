import type { DecisionReader } from '../decisions/index.ts';
import type { Known, KnownPerson } from '../eligibility/index.ts';
import type { ReadPerson, ReadSerial, RegistryStore, With } from '../registry/index.ts';
import type { JpkiIssuer, JpkiSerial, MunicipalityCode, PersonId } from '../shared/ids.ts';
import type { VersionCheck } from '../shared/versions.ts';
import { gatherKoseki, type KosekiReader } from './gather-koseki.ts';
import { byPerson, knownPerson } from './known-person.ts';

/** What is known for one request, with the version of every item that was read. */
export type Gathered = {
  readonly known: Known;
  /**
   * The serial's person with what was wanted of the own facts, or whom its 本籍地利用登録 stands for where it is no
   * resident's; undefined where it stands for nobody.
   */
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
  /** 本籍地利用登録 of the serial, and the register with everyone in it. */
  readonly koseki: boolean;
  /** Whose decisions of staff count: everyone's who may be a subject. */
  readonly decided: 'applicant' | 'members';
};

export type Holder = {
  readonly municipality: MunicipalityCode;
  readonly issuer: JpkiIssuer;
  readonly serial: JpkiSerial;
};

type Reader = {
  readonly registry: Pick<RegistryStore, 'readSerial' | 'readPerson' | 'readPersons' | 'readHousehold'> &
    KosekiReader;
  readonly decisions: DecisionReader;
};

const EVERYTHING: Wanted = { own: {}, household: 'shown', koseki: true, decided: 'applicant' };

/**
 * Reads everything that a judgement and a certificate rest on: serial → person → household → members, and for 戸籍
 * serial or 本籍地利用登録 → person → register → members, always within the request's own city (INV-11). The versions are
 * checked again by the commit; together they make it one read.
 */
export async function gather(
  reader: Reader,
  { municipality, issuer, serial }: Holder,
  wish: Wanted | Promise<Wanted> = EVERYTHING,
): Promise<Gathered> {
  const { registry } = reader;
  const [link, { wanted, domicile }] = await Promise.all([
    registry.readSerial(municipality, issuer, serial),
    Promise.resolve(wish).then(async (wanted) => ({
      wanted,
      domicile: wanted.koseki ? await registry.readDomicile(municipality, issuer, serial) : undefined,
    })),
  ]);
  const resident = await gatherResident(reader, municipality, link, wanted);
  if (domicile === undefined) return resident;
  const { applicant } = resident.known;
  const of = { link, domicile, own: resident.own, applicant, decided: wanted.decided };
  const { known: koseki, own, versions } = await gatherKoseki(reader, municipality, of);
  return {
    known: { ...resident.known, koseki },
    own: resident.own ?? own,
    sealedNumbers: resident.sealedNumbers,
    versions: [...resident.versions, ...versions],
  };
}

async function gatherResident(
  { registry, decisions }: Reader,
  municipality: MunicipalityCode,
  link: ReadSerial,
  wanted: Wanted,
): Promise<Gathered> {
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
