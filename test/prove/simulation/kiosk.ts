import type { IssueRequest, PrintOutcome } from '../../../functions/issuance/contract.ts';
import type {
  CertificateFamily,
  HouseholdScope,
  IssuanceOption,
} from '../../../functions/shared/certificate-types.ts';
import { type MunicipalityCode, type PersonId, RequestId } from '../../../functions/shared/ids.ts';
import { TAX_YEARS } from './core-system.ts';
import type { Center } from './deliver.ts';
import type { World } from './world.ts';

/** What is asked for, by how many ask for it. */
export const MIX: readonly (readonly [{ type: CertificateFamily; scope: HouseholdScope }, number])[] = [
  [{ type: 'resident-record', scope: 'individual' }, 32],
  [{ type: 'resident-record', scope: 'household' }, 14],
  [{ type: 'resident-record', scope: 'partial' }, 10],
  [{ type: 'seal-registration', scope: 'individual' }, 19],
  [{ type: 'tax-and-income', scope: 'individual' }, 13],
  [{ type: 'family-register', scope: 'household' }, 4],
  [{ type: 'family-register', scope: 'individual' }, 3],
  [{ type: 'family-register-supplement', scope: 'household' }, 3],
  [{ type: 'family-register-supplement', scope: 'partial' }, 2],
];

const OPTIONS: Readonly<Partial<Record<CertificateFamily, readonly IssuanceOption[]>>> = {
  'resident-record': ['relationship', 'domicile', 'residency'],
  'family-register-supplement': ['domicile', 'overseas-voter'],
};

/** How often the centre does what. */
const USUAL = {
  menu: 0.1,
  oldSerial: 0.03,
  twiceAtOnce: 0.03,
  askAgain: 0.6,
  number: 0.15,
  askAgainAfterCertificate: 0.05,
  otherContent: 0.005,
  noResult: 0.06,
  lateResult: 0.002,
  resultTwice: 0.05,
  otherResult: 0.02,
} as const;
const OUTCOMES: readonly (readonly [PrintOutcome, number])[] = [
  ['printed', 90],
  ['cancelled', 6],
  ['failed', 4],
];
/** Later than an answer waits for its result. */
const LATE_MS = 700_000;

/** One use of a kiosk after the other, by somebody of either city. */
export function createKiosk(world: World, center: Center) {
  const { random, time, cities, truth } = world;
  let requests = 0;

  function newWish(): IssueRequest {
    const { core, municipality, printsNumbers } = random.pick(cities);
    const { resident, serials } = random.pick(core.people);
    const serial = random.chance(USUAL.oldSerial) ? random.pick(serials) : serials.at(-1);
    if (serial === undefined) throw new Error('everybody has a serial');
    const { type, scope } = random.weighted(MIX);
    requests += 1;
    const others = circleOf(municipality, resident.personId, type).filter(() => random.chance(0.5));
    const subjects = [...new Set([resident.personId, ...others])];
    const mayAskNumber = printsNumbers && type === 'resident-record' && scope === 'individual';
    const asked = (OPTIONS[type] ?? []).filter(() => random.chance(0.3));
    return {
      requestId: RequestId.parse(`simulated-${random.hex(12)}-${requests}`),
      municipality,
      issuer: serial.issuer,
      serial: serial.serial,
      type,
      scope,
      options: mayAskNumber && random.chance(USUAL.number) ? [...asked, 'individual-number'] : asked,
      subjects: scope === 'partial' ? subjects : [],
      ...(type === 'tax-and-income' ? { taxYear: random.pick(TAX_YEARS) } : {}),
      copies: 1,
      feeJpy: world.settingsOf(municipality, time.now()).valueOf('fee', type)?.feeJpy ?? 0,
      store: { code: 'SIM-0001', name: '見本店' },
      terminal: 'T1',
    };
  }

  /** Of whom a part may be asked, as the rows have it now. */
  function circleOf(
    municipality: MunicipalityCode,
    id: PersonId,
    type: CertificateFamily,
  ): readonly PersonId[] {
    if (type === 'family-register-supplement')
      return truth.registerOf(municipality, id).map(({ entry }) => entry.personId);
    const home = truth.residentOf(municipality, id)?.householdId ?? '';
    return truth.membersOf(municipality, home).map(({ personId }) => personId);
  }

  /** Asks, asks again where nothing came, and tells what became of the paper. */
  async function use(): Promise<void> {
    const wish = newWish();
    if (random.chance(USUAL.menu)) await center.menu(wish);
    const first = random.chance(USUAL.twiceAtOnce)
      ? await Promise.all([center.issue(wish), center.issue(wish)])
      : [await center.issue(wish)];
    let isThere = first.some(({ kind }) => kind === 'certificate');
    const isUnclear = !isThere && first.some(({ kind }) => kind === 'nothing');
    if (isUnclear && random.chance(USUAL.askAgain))
      isThere = (await center.issue(wish)).kind === 'certificate';
    if (isThere && random.chance(USUAL.askAgainAfterCertificate)) await center.issue(wish);
    if (random.chance(USUAL.otherContent)) await center.issue({ ...wish, copies: wish.copies + 1 });
    if (isThere && !random.chance(USUAL.noResult)) await report(wish);
  }

  async function report(wish: IssueRequest): Promise<void> {
    if (random.chance(USUAL.lateResult)) await time.pause(LATE_MS);
    const outcome = random.weighted(OUTCOMES);
    const times = random.chance(USUAL.resultTwice) ? 2 : 1;
    await Promise.all(Array.from({ length: times }, () => center.report(wish, outcome)));
    if (random.chance(USUAL.otherResult)) await center.report(wish, random.weighted(OUTCOMES));
    // a paper that is printed is no paper for another request
    if (random.chance(USUAL.otherResult)) await center.issue(wish);
  }

  return { use };
}
