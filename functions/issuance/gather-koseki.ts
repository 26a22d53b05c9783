import type { DecisionReader, PersonDecisions } from '../decisions/index.ts';
import {
  type KnownKoseki,
  type KnownMember,
  type KnownPerson,
  MAXIMUM_REGISTER,
} from '../eligibility/index.ts';
import type { ReadDomicile, ReadPerson, ReadRegister, ReadSerial, RegistryStore } from '../registry/index.ts';
import type { MunicipalityCode, PersonId } from '../shared/ids.ts';
import type { VersionCheck } from '../shared/versions.ts';
import { byPerson, knownPerson } from './known-person.ts';

export type KosekiReader = Pick<
  RegistryStore,
  'readDomicile' | 'readRegister' | 'readKosekiPersons' | 'readPersons'
>;

type Reader = { readonly registry: KosekiReader; readonly decisions: DecisionReader };

type Serial = {
  readonly link: ReadSerial;
  readonly domicile: ReadDomicile;
  /** The serial's person, as it was read; undefined where no row of the feed `serial` names one. */
  readonly own: ReadPerson | undefined;
  readonly applicant: KnownPerson | undefined;
  /** Whose decisions of staff count: the applicant's, or everyone's who may be a subject. */
  readonly decided: 'applicant' | 'members';
};

type GatheredKoseki = {
  readonly known: KnownKoseki;
  readonly own: ReadPerson | undefined;
  readonly versions: readonly VersionCheck[];
};

/**
 * Whose the serial is for types of 戸籍, and everyone in that register. Whoever is known by 本籍地利用登録 is the person
 * for whom its koseki person key stands: the index may name them by another number than the registration does, and
 * restrictions under either bind. Each member's key is read, because a key of two people stands for nobody.
 */
export async function gatherKoseki(
  reader: Reader,
  municipality: MunicipalityCode,
  { link, domicile, own, applicant, decided }: Serial,
): Promise<GatheredKoseki> {
  const { registry, decisions } = reader;
  const versions: VersionCheck[] = [domicile.version];
  const { registration } = domicile;
  const [key] =
    registration === undefined
      ? []
      : await registry.readKosekiPersons(municipality, [registration.kosekiPersonKey]);
  if (key !== undefined) versions.push(key.version);
  const registered = key?.personId;
  const holder = link.link?.personId ?? registered;
  const numbers = [...new Set([holder, registration?.personId])].filter(
    (id) => id !== undefined && id !== own?.personId,
  );
  const [more, decisionsRead] = await Promise.all([
    registry.readPersons(municipality, numbers as PersonId[]),
    decisions.readDecisions(municipality, numbers as PersonId[]),
  ]);
  versions.push(...[...more, ...decisionsRead].map(({ version }) => version));
  const people = [...(own === undefined ? [] : [own]), ...more];
  const person = people.find(({ personId }) => personId === holder);
  const ofApplicant = new Map(decisionsRead.map(byPerson));
  if (own !== undefined && applicant?.decisions !== undefined)
    ofApplicant.set(own.personId, applicant.decisions);

  const register = await readRegisterOf(reader, municipality, { person, ofApplicant, decided });
  if (register !== undefined) versions.push(...register.versions);
  const known: KnownKoseki = {
    registration,
    registered,
    isContested: link.contested || domicile.contested,
    holder,
    identities: people.map((one) => knownPerson(one, ofApplicant)),
    members: register?.members,
  };
  return { known, own: person, versions };
}

type Applicant = Pick<Serial, 'decided'> & {
  readonly person: ReadPerson | undefined;
  readonly ofApplicant: ReadonlyMap<PersonId, PersonDecisions>;
};

async function readRegisterOf(
  { registry, decisions }: Reader,
  municipality: MunicipalityCode,
  { person, ofApplicant, decided }: Applicant,
): Promise<{ members: KnownKoseki['members']; versions: readonly VersionCheck[] } | undefined> {
  const id = person?.gate?.koseki?.kosekiId;
  if (person === undefined || id === undefined) return undefined;
  const register = await registry.readRegister(municipality, id);
  const entries = entriesOf(register);
  // Too many are refused without having been read.
  if (entries.length > MAXIMUM_REGISTER) return { members: unread(entries), versions: [register.version] };
  const others = entries.map(([other]) => other).filter((other) => other !== person.personId);
  const [read, keys, ofOthers] = await Promise.all([
    registry.readPersons(municipality, others),
    registry.readKosekiPersons(
      municipality,
      entries.map(([, { kosekiPersonKey }]) => kosekiPersonKey),
    ),
    decided === 'members' ? decisions.readDecisions(municipality, others) : [],
  ]);
  const byId = new Map([person, ...read].map((one) => [one.personId, one]));
  const decisionsOf = new Map([...ofApplicant, ...ofOthers.map(byPerson)]);
  const members = entries.flatMap(([member, entry], index): [PersonId, KnownMember][] => {
    const one = byId.get(member);
    const hasOwnKey = keys[index]?.personId === member;
    return one === undefined ? [] : [[member, { ...knownPerson(one, decisionsOf), entry, hasOwnKey }]];
  });
  return {
    members: new Map(members),
    versions: [register, ...read, ...keys, ...ofOthers].map(({ version }) => version),
  };
}

type Entry = readonly [PersonId, KnownMember['entry']];

/** By number: the register itself is without an order. */
const entriesOf = ({ members }: ReadRegister): readonly Entry[] =>
  (Object.entries(members ?? {}) as unknown as Entry[]).toSorted(([a], [b]) => (a < b ? -1 : 1));

const unread = (entries: readonly Entry[]): KnownKoseki['members'] =>
  new Map(
    entries.map(([id, entry]) => [
      id,
      {
        resident: undefined,
        restrictions: [],
        closedFamilies: new Set(),
        decisions: undefined,
        entry,
        hasOwnKey: true,
      },
    ]),
  );
