import type { IssueRequest } from '../../../functions/issuance/contract.ts';
import type { MunicipalityCode, PersonId } from '../../../functions/shared/ids.ts';
import { type Register, registersOf } from '../../../simulator/koseki/registers.ts';
import { ownRows } from '../../../simulator/sample/own-rows.ts';
import type { SampleCity, World } from '../../../simulator/sample/types.ts';
import { cityOf } from '../../support/expected-paper.ts';
import { type Cells, cell, linkRows } from '../../support/link-files.ts';
import { type Card, type SampleResident, samplePeople } from '../../support/sample-people.ts';
import { type Group, type Judged, restrictionCodes, type Surroundings, type Wish } from './group.ts';
import { type ReadPaper, shownIn } from './papers.ts';
import type { Row } from './people.ts';
import { createTimeline } from './timeline.ts';

/** In the way of the applicant, or of everyone in the register. */
const HINDRANCES = [
  ...['protected', 'protected-household', 'restricted', 'lifted-restriction', 'minor', 'unknown-birth-date'],
  ...['moved-out', 'deceased', 'removed', 'transfer-pending', 'unsettled', 'moved-in-today', 'churn'],
  ...['revoked-serial', 'expired-serial', 'no-serial', 'missing-glyph', 'eudc', 'long-text'],
] as const;

const MIX: readonly (readonly [Pick<Wish, 'type' | 'scope'>, number])[] = [
  [{ type: 'family-register', scope: 'household' }, 3],
  [{ type: 'family-register', scope: 'individual' }, 2],
  [{ type: 'family-register', scope: 'partial' }, 1],
  [{ type: 'family-register-supplement', scope: 'household' }, 3],
  [{ type: 'family-register-supplement', scope: 'partial' }, 2],
];

/** A register of which everybody can have everything, with whoever asks. */
export type OpenRegister = {
  readonly municipality: MunicipalityCode;
  readonly card: Card;
  /** Rows of the index, the applicant's first. */
  readonly rows: readonly Cells[];
  /** Whom a part may be about. */
  readonly nameable: readonly PersonId[];
  /** What the koseki system itself has of it. */
  readonly register: Register;
};

/** Registers of the sample world that nothing closes, by the files' rows and the stand-in's own registers. */
export function openRegisters(world: World): readonly OpenRegister[] {
  const { parameters } = world;
  const residents = new Map(
    samplePeople(parameters).map((one) => [`${one.municipality}/${one.personId}`, one]),
  );
  const known = new Map(
    world.cities.map((city: SampleCity) => [city.municipality.code as string, registersOf(world, city)]),
  );
  const groups = Map.groupBy(
    linkRows(parameters, 'koseki-index'),
    ({ municipality, cells }) => `${municipality}/${cell(cells, '戸籍番号')}`,
  );
  return [...groups.values()].flatMap((rows): OpenRegister[] => {
    const [first] = rows;
    if (first === undefined) return [];
    const { municipality } = first;
    const members = rows.map(({ cells }) => ({
      cells,
      resident: residents.get(`${municipality}/${cell(cells, '宛名番号')}`),
    }));
    const isPlain = members.every(
      ({ cells, resident }) =>
        cell(cells, '届出処理中') === '0' && !HINDRANCES.some((trait) => resident?.traits.has(trait)),
    );
    const enrolled = members.filter(
      (one): one is { cells: Cells; resident: SampleResident } =>
        cell(one.cells, '在籍状態') === '在籍' && one.resident !== undefined,
    );
    const [applicant] = enrolled;
    const register = known.get(municipality)?.get(cell(first.cells, '戸籍番号'));
    if (!isPlain || applicant?.resident.card === undefined || register === undefined) return [];
    const ordered = [
      applicant.cells,
      ...rows.flatMap(({ cells }) => (cells === applicant.cells ? [] : [cells])),
    ];
    return [
      {
        municipality: municipality as MunicipalityCode,
        card: applicant.resident.card,
        rows: ordered,
        nameable: enrolled.map(({ resident }) => resident.personId as PersonId),
        register,
      },
    ];
  });
}

type State = {
  /** Of whom, if of anybody, and by which row. */
  readonly restricted: { readonly personId: string; readonly row: Row } | undefined;
  readonly isPending: boolean;
  readonly forbidden: { readonly personId: string; readonly type: string } | undefined;
};

const idOf = (cells: Cells): PersonId => cell(cells, '宛名番号') as PersonId;

/** One register of the sample world: restrictions, notifications and decisions come and go. */
export function createRegister(open: OpenRegister, { random, link, staff, number }: Surroundings): Group {
  const { municipality, rows, card, nameable } = open;
  const timeline = createTimeline<State>({ restricted: undefined, isPending: false, forbidden: undefined });
  const change = (changes: Partial<State>, carryOut: () => Promise<unknown>): Promise<void> =>
    timeline.change({ ...timeline.current(), ...changes }, carryOut);

  async function restrict(pause: () => Promise<void>): Promise<void> {
    const personId = idOf(random.pick(rows));
    const row = {
      ...ownRows(municipality).restriction(Number(number())),
      personId,
      kind: random.pick(['支援措置', 'その他']),
      certificateType: random.pick(['全て', '戸籍証明書']),
    };
    await change({ restricted: { personId, row } }, () => link.send({ feed: 'restriction', row }));
    await pause();
    const lifted = { ...row, state: '解除', number: number() };
    await change({ restricted: undefined }, () => link.send({ feed: 'restriction', row: lifted }));
  }

  async function notify(pause: () => Promise<void>): Promise<void> {
    const cells = random.pick(rows);
    const row = {
      epoch: '1',
      personId: idOf(cells),
      kosekiPersonKey: cell(cells, '戸籍個人番号'),
      kosekiId: cell(cells, '戸籍番号'),
      state: cell(cells, '在籍状態'),
    };
    const send = (notificationPending: '0' | '1') =>
      link.send({ feed: 'koseki-index', row: { ...row, number: number(), notificationPending } });
    await change({ isPending: true }, () => send('1'));
    await pause();
    await change({ isPending: false }, () => send('0'));
  }

  async function forbid(pause: () => Promise<void>): Promise<void> {
    const personId = random.pick(nameable);
    const type = random.pick(['all', 'family-register', 'family-register-supplement']);
    await change({ forbidden: { personId, type } }, () => staff.decide(personId, type, undefined));
    await pause();
    await change({ forbidden: undefined }, () => staff.decide(personId, undefined, type));
  }

  return {
    municipality,
    happen: (pause) => random.pick([restrict, restrict, notify, forbid])(pause),
    newWish() {
      const { type, scope } = random.weighted(MIX);
      const isSupplement = type === 'family-register-supplement';
      const { registerFeeJpy, supplementFeeJpy } = cityOf(municipality);
      const [own] = rows;
      const chosen = nameable.filter(() => random.chance(0.5));
      const subjects = chosen.length > 0 ? chosen : own === undefined ? [] : [idOf(own)];
      return {
        issuer: card.issuer,
        serial: card.serial,
        type,
        scope,
        options: isSupplement && random.chance(0.5) ? ['domicile'] : [],
        subjects: scope === 'partial' ? subjects : [],
        feeJpy: isSupplement ? supplementFeeJpy : registerFeeJpy,
      };
    },
    judgedAt: (request, from, until) =>
      timeline.between(from, until).map((state) => judge(open, state, request)),
  };
}

function judge({ rows, register }: OpenRegister, state: State, request: IssueRequest): Judged {
  const [own = {}] = rows;
  const applicant = idOf(own);
  const enrolled = rows.filter((cells) => cell(cells, '在籍状態') === '在籍').map(idOf);
  const named = { individual: [applicant], household: enrolled, partial: request.subjects }[request.scope];
  const isShown = (id: string): boolean =>
    id === applicant || named.some((one) => one === id) || request.scope === 'household';
  const codes = new Set<string>();
  const { restricted, isPending, forbidden } = state;
  if (isPending) codes.add('ISS-1233');
  if (restricted?.row['kind'] === '支援措置') codes.add('ISS-1207');
  else if (restricted !== undefined && isShown(restricted.personId))
    restrictionCodes(restricted.row, request.type, codes);
  const isAbout = forbidden?.personId === applicant || named.some((one) => one === forbidden?.personId);
  if (isAbout && (forbidden?.type === 'all' || forbidden?.type === request.type)) codes.add('ISS-1225');
  const isPaper = (paper: ReadPaper): boolean => {
    const keys = new Map(rows.map((cells) => [idOf(cells), cell(cells, '戸籍個人番号')]));
    const wanted = register.members.filter(
      ({ key }) => request.scope === 'household' || named.some((one) => keys.get(one) === key),
    );
    const { text, people } = shownIn(paper);
    const expected = wanted.map(({ givenName, dateOfBirth }) => `${plain(givenName)} ${plain(dateOfBirth)}`);
    const hasDomicile = request.type === 'family-register' || request.options.includes('domicile');
    return (
      JSON.stringify(people) === JSON.stringify(expected) &&
      text.includes(`${plain('本　　籍')}${plain(register.domicile)}`) === hasDomicile &&
      (!hasDomicile || text.includes(plain(register.head)))
    );
  };
  const order = (ids: readonly PersonId[]): readonly PersonId[] => [...ids].sort();
  return { codes, subjects: order(named), isPaper };
}

const plain = (text: string): string => text.replace(/\s/g, '');
